import { DiscordAPIError, HTTPError, RateLimitError } from '@discordjs/rest';
import { type Fault, redact, withoutAnswer } from '../faults.ts';

/**
 * What Discord refuses by its code, and what that means. A 403 without one of them, such as that of a firewall before
 * the service, says nothing about a channel.
 */
const REFUSALS: Readonly<Record<number, 'gone'>> = {
  /** Unknown channel, unknown guild, unknown webhook. */
  10003: 'gone',
  10004: 'gone',
  10015: 'gone',
  /** Missing access, cannot send messages to this user, missing permissions. */
  50001: 'gone',
  50007: 'gone',
  50013: 'gone',
};

/** Missing permissions: to write, or only to attach the picture that came with it. Discord does not say which. */
const PERHAPS_THE_PICTURE = 50013;

/**
 * What a failed call of Discord's API means.
 *
 * @param token what must not be in the reason; null where none can be.
 * @param hasPicture whether the call was to show a picture.
 */
export function faultOf(error: unknown, token: string | null, hasPicture = false): Fault {
  if (error instanceof RateLimitError) {
    // At least a second, since a firewall's 429 may name no pause.
    return { kind: 'wait', seconds: Math.max(1, error.retryAfter / 1000), everybody: error.global };
  }
  if (error instanceof HTTPError)
    return { kind: 'retry', reason: redact(`${error.status} ${error.message}`, token) };
  if (error instanceof DiscordAPIError) {
    const { status, code, message } = error;
    const reason = redact(`${status} ${message}`, token);
    if (hasPicture && code === PERHAPS_THE_PICTURE) return { kind: 'no-picture', reason };
    // What was just deferred, or is to be edited, may not be there yet.
    const other = status === 404 ? 'not-there' : 'refused';
    return { kind: REFUSALS[Number(code)] ?? other, reason };
  }
  return withoutAnswer(error, token);
}
