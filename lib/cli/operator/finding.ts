/** One thing that `doctor` looked at. `fix`: what to do about it, a command where one does it. */
export type Finding = {
  readonly what: string;
  readonly state: 'ok' | 'wrong' | 'not used';
  readonly detail: string;
  readonly fix: string | null;
};

export type Seen = Omit<Finding, 'what'>;

/** A look at one thing. */
export type Look = { readonly what: string; readonly at: () => Promise<Seen> };

export const ok = (detail: string): Seen => ({ state: 'ok', detail, fix: null });
export const notUsed = (detail: string): Seen => ({ state: 'not used', detail, fix: null });
export const wrong = (detail: string, fix: string | null): Seen => ({ state: 'wrong', detail, fix });
