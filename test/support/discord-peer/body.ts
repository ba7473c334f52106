import type { PeerRequest } from '../peer/http-peer.ts';
import { readForm, type UploadedFile } from '../peer/multipart.ts';
import { DiscordRefusal, invalidForm } from './refusal.ts';

export type Body = { readonly json: unknown; readonly files: readonly UploadedFile[] };

/** Discord's default upload limit: 10 MiB per file. */
const FILE_BYTES = 10 * 1024 * 1024;

/** Parses JSON, or a form with `payload_json` and `files[n]`. */
export async function readBody(request: PeerRequest): Promise<Body> {
  const type = request.headers['content-type'] ?? '';
  if (request.body.length === 0 && type === '') return { json: undefined, files: [] };
  if (/^application\/json(;|$)/.test(type)) return { json: parseJson(request.body.toString()), files: [] };
  if (!type.startsWith('multipart/form-data')) {
    throw new DiscordRefusal(400, 50035, 'Expected "Content-Type" header to be application/json');
  }
  const { fields, files } = await readForm(request);
  const unknown = [...Object.keys(fields), ...Object.keys(files)].filter(
    (name) => name !== 'payload_json' && !/^files\[\d\]$/.test(name),
  );
  if (unknown.length > 0) throw invalidForm(`unknown parts: ${unknown.join(', ')}`);
  for (const { name, bytes } of Object.values(files)) {
    if (bytes.length > FILE_BYTES) throw new DiscordRefusal(413, 40005, 'Request entity too large');
    if (bytes.length === 0) throw invalidForm(`${name}: empty file`);
  }
  return { json: parseJson(fields.payload_json ?? '{}'), files: Object.values(files) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DiscordRefusal(400, 50109, 'The request body contains invalid JSON.');
  }
}
