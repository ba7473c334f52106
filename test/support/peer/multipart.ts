import type { PeerRequest } from './http-peer.ts';

export type UploadedFile = { readonly name: string; readonly type: string; readonly bytes: Buffer };

export type Form = {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, UploadedFile>>;
};

/**
 * Parses a `multipart/form-data` body.
 *
 * @throws TypeError if the body is not one
 */
export async function readForm({ headers, body }: PeerRequest): Promise<Form> {
  const response = new Response(new Uint8Array(body), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  });
  const fields: Record<string, string> = {};
  const files: Record<string, UploadedFile> = {};
  for (const [name, value] of await response.formData()) {
    if (typeof value === 'string') fields[name] = value;
    else {
      files[name] = { name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) };
    }
  }
  return { fields, files };
}
