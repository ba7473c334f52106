import { afterEach, describe, expect, it } from 'vitest';
import { sendHeartbeat } from '../../lib/lambda/heartbeat.ts';
import { type Outcome, startHttpPeer } from '../support/peer/http-peer.ts';

const closing: (() => Promise<void>)[] = [];

/** An external monitor that answers every call the same way. */
async function checker(outcome: Outcome): Promise<string> {
  const { url, close } = await startHttpPeer(() => outcome);
  closing.push(close);
  return `${url}/secret-check-id`;
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('the heartbeat', () => {
  it('is sent to the external monitor', async () => {
    expect(await sendHeartbeat(await checker({ status: 200, body: 'OK' }))).toBe('sent');
  });

  it('reports what went wrong without the address, and never throws', async () => {
    expect(await sendHeartbeat(await checker({ status: 404, body: 'no' }))).toBe('answered 404');
    expect(await sendHeartbeat(await checker('reset'))).toBe('could not be reached');
  });
});
