import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod/mini';
import { parseInput } from '../../schema.ts';

/** Older requests are refused, so that intercepted ones cannot be replayed later. */
const LONGEST_AGE_SECONDS = 300;

const publicKeySchema = z
  .string()
  .check(z.regex(/^[0-9a-f]{64}$/i, "expected the application's public key, 64 hexadecimal digits"));

/** Parses an application's public key, as Discord's portal shows it. @throws InputError if it is not one. */
export function discordPublicKey(hex: string): KeyObject {
  const raw = Buffer.from(parseInput(publicKeySchema, hex, "Discord's public key"), 'hex');
  const key = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') };
  return createPublicKey({ key, format: 'jwk' });
}

/**
 * Whether Discord signed a request within the last minutes: Ed25519 over the timestamp and the raw body.
 *
 * @param timestamp Unix seconds as text, from the request's header.
 * @param signature hexadecimal.
 * @param now Unix seconds.
 */
export function isSigned(
  key: KeyObject,
  { timestamp, signature, body }: { timestamp: string; signature: string; body: Buffer },
  now: number,
): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > LONGEST_AGE_SECONDS) return false;
  if (!/^[0-9a-f]{128}$/i.test(signature)) return false;
  return verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'hex'));
}
