/** A picture as a file: PNG, its size in pixels, and what it says for whoever cannot see it. */
export type Picture = {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
};
