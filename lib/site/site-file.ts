export type SiteFile = {
  /** From the root of the site. */
  readonly path: string;
  /** A digest of everything the body depends on, if the body is slow to make: an equal key means an equal body. */
  readonly key?: string;
  readonly body: () => string | Uint8Array;
};
