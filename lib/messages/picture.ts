/** A PNG with its size in pixels and its text alternative. */
export type Picture = {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
};
