import { afterEach, describe, expect, it } from 'vitest';
import { beat } from '../../lib/lambda/heartbeat.ts';
import { type Outcome, startHttpPeer } from '../support/peer/http-peer.ts';

const closing: (() => Promise<void>)[] = [];

/** An outside checker that answers every call this way. */
async function checker(outcome: Outcome): Promise<string> {
  const { url, close } = await startHttpPeer(() => outcome);
  closing.push(close);
  return `${url}/secret-check-id`;
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('the heartbeat', () => {
  it('is told to the outside checker', async () => {
    expect(await beat(await checker({ status: 200, body: 'OK' }))).toBe('sent');
  });

  it('says what went wrong without the address, and fails nothing', async () => {
    expect(await beat(await checker({ status: 404, body: 'no' }))).toBe('answered 404');
    expect(await beat(await checker('reset'))).toBe('could not be reached');
  });
});
