import { DiscordAPIError, HTTPError, RateLimitError } from '@discordjs/rest';
import { type Fault, faultWithoutAnswer, redact } from '../faults.ts';

const REFUSALS: Readonly<Record<number, 'gone' | 'barred' | 'unchanged' | 'archived' | 'no-history'>> = {
  /** Unknown channel, unknown guild, unknown webhook. */
  10003: 'gone',
  10004: 'gone',
  10015: 'gone',
  /** Missing access, cannot send messages to this user, missing permissions. */
  50001: 'gone',
  50007: 'gone',
  50013: 'gone',
  /** Invalid webhook token: a webhook's URL identifies the chat. */
  50027: 'gone',
  /** Internal network error: the firewall in front of the service blocks us. */
  40333: 'barred',
  /** This message has already been crossposted. */
  40033: 'unchanged',
  /** Thread is archived. */
  50083: 'archived',
  /** Cannot reply without permission to read message history. */
  160002: 'no-history',
};

/** Missing permissions: to write, or only to attach the picture. Discord does not say which. */
const MISSING_PERMISSIONS = 50013;

/** Classifies a failed call of Discord's API. @param token redacted from the reason; null if it cannot appear there. */
export function faultOf(error: unknown, token: string | null, hasPicture = false): Fault {
  if (error instanceof RateLimitError) {
    // At least a second, since a firewall's 429 may state no pause.
    return { kind: 'wait', seconds: Math.max(1, error.retryAfter / 1000), isGlobal: error.global };
  }
  if (error instanceof HTTPError)
    return { kind: 'retry', reason: redact(`${error.status} ${error.message}`, token) };
  if (error instanceof DiscordAPIError) {
    const { status, code, message } = error;
    // The firewall's web page has neither a code nor a message.
    const isPage = status === 403 && code === undefined;
    const reason = redact(isPage ? '403 and a web page' : `${status} ${message}`, token);
    if (hasPicture && code === MISSING_PERMISSIONS) return { kind: 'no-picture', reason };
    const known = REFUSALS[Number(code)];
    if (known !== undefined) return { kind: known, reason };
    if (isPage || status === 401) return { kind: 'barred', reason };
    // A message deferred just now, or to be edited, may not exist yet.
    return { kind: status === 404 ? 'not-there' : 'refused', reason };
  }
  return faultWithoutAnswer(error, token);
}
