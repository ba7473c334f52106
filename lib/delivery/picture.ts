/** A picture that goes with a message. */
export type Picture = {
  readonly png: Uint8Array;
  /** What it shows, for whoever cannot see it. */
  readonly alt: string;
};

/** Telegram takes photos of 10 MB, Discord files of 10 MiB; ours are a hundredth of that. */
export const LARGEST_PICTURE_BYTES = 10_000_000;

export const PICTURE_NAME = 'picture.png';
