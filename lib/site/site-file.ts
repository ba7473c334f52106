import { createHash } from 'node:crypto';

export type SiteFile = {
  /** From the root of the site. */
  readonly path: string;
  /** A digest of everything the body depends on, if the body is slow to make: an equal key means an equal body. */
  readonly key?: string;
  readonly body: () => string | Uint8Array;
};

/** A digest of a content, as manifests, keys and feeds hold it: 132 bits of its SHA-256, in base64url. */
export function contentDigest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 22);
}
