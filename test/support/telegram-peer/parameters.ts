import type { PeerRequest } from '../peer/http-peer.ts';
import { readForm, type UploadedFile } from '../peer/multipart.ts';
import { badRequest } from './refusal.ts';

export type Parameters = {
  readonly values: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, UploadedFile>>;
};

/** Parameters that are text even if they look like JSON. */
const TEXTS = new Set([
  'text',
  'caption',
  'parse_mode',
  'photo',
  'url',
  'secret_token',
  'callback_query_id',
  'inline_query_id',
  'inline_message_id',
  'description',
  'short_description',
  'language_code',
  'action',
]);

/** Parses JSON, or a form whose objects are JSON in text. Refuses the other encodings that Telegram accepts. */
export async function readParameters(request: PeerRequest): Promise<Parameters> {
  const type = request.headers['content-type'] ?? '';
  if (request.body.length === 0) return { values: {}, files: {} };
  if (/^application\/json(;|$)/.test(type)) return { values: parseObject(request.body), files: {} };
  if (!type.startsWith('multipart/form-data')) throw badRequest('content type is neither JSON nor a form');
  const { fields, files } = await readForm(request);
  const values = Object.entries(fields).map(([name, text]) => [name, TEXTS.has(name) ? text : decode(text)]);
  return { values: Object.fromEntries(values), files };
}

function parseObject(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Reported below.
  }
  throw badRequest('wrong parameters: the body is no JSON object');
}

/** A chat's @name is not JSON and stays as it is. */
function decode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
