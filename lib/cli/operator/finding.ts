/** One thing that `doctor` looked at. `mend`: the command that puts it right. */
export type Finding = {
  readonly what: string;
  readonly state: 'ok' | 'wrong' | 'not used';
  readonly detail: string;
  readonly mend: string | null;
};

export type Seen = Omit<Finding, 'what'>;

/** A look at one thing. */
export type Look = { readonly what: string; readonly at: () => Promise<Seen> };

export const ok = (detail: string): Seen => ({ state: 'ok', detail, mend: null });
export const notUsed = (detail: string): Seen => ({ state: 'not used', detail, mend: null });
export const wrong = (detail: string, mend: string | null): Seen => ({ state: 'wrong', detail, mend });
