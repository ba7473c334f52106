/** A file of a site. */
export type SiteFile = {
  /** From the root of the site. */
  readonly path: string;
  /** Names all that the body follows from, where making it takes long: the same name, the same body. */
  readonly key?: string;
  readonly body: () => string | Uint8Array;
};
