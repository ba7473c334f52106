import { beforeEach, describe, expect, it } from 'vitest';
import { type Reopened, reopenDeliveries } from '../../lib/delivery/reopen-deliveries.ts';
import { batch, channel, compose, FIRST_DAY, person, type Sending, startSending } from './sending.ts';

let sending: Sending;
beforeEach(async () => {
  sending = await startSending();
  return () => sending.close();
});

describe('a message whose answer was lost', () => {
  it('is resent to Telegram and counted as a possible duplicate', async () => {
    await sending.join(person(1));
    sending.telegram.next({ kind: 'reset' });
    await sending.send();
    expect(sending.telegram.sent).toHaveLength(2);
    expect(await sending.rows()).toMatchObject([{ status: 'sent', attempts: 2, possibleDuplicates: 1 }]);
  });

  it('is resent to Discord, which recognises the repeat', async () => {
    await sending.join(channel(1));
    sending.discord.next({ kind: 'reset' });
    await sending.send();
    expect(sending.discord.sent).toHaveLength(1);
    expect(await sending.rows()).toMatchObject([{ status: 'sent', attempts: 2, possibleDuplicates: 0 }]);
  });

  it('long ago may be duplicated in Discord too, and is counted so', async () => {
    await sending.join(channel(1));
    sending.discord.next({ kind: 'silence' });
    await sending.work(batch([channel(1)]), { timeoutSeconds: 0.3 });
    expect(await sending.rows()).toMatchObject([{ status: 'unknown' }]);
    sending.advance(150);
    await sending.send();
    expect(sending.discord.sent).toHaveLength(2);
    expect(await sending.rows()).toMatchObject([{ status: 'sent', possibleDuplicates: 1 }]);
  });
});

describe('redelivery of a message', () => {
  /** What the operator's command does with the messages that were not delivered. */
  async function redeliver(): Promise<readonly Reopened[]> {
    const reopened: Reopened[] = [];
    const messages = { loadMessage: () => compose({ kind: 'digest', day: FIRST_DAY, form: 'short' }) };
    const { deps } = sending.program();
    for await (const one of reopenDeliveries({ ...deps, messages }, FIRST_DAY)) reopened.push(one);
    return reopened;
  }

  it('that the service refused, and that was given up as a dead letter, sends it once the cause is fixed', async () => {
    await sending.join(channel(1));
    sending.discord.next({ kind: 'refused', status: 400, code: 50035, message: 'Invalid Form Body' });
    await sending.send();
    expect(await sending.rows()).toMatchObject([{ status: 'gave-up', reason: '400 Invalid Form Body' }]);
    expect(sending.takeAside()).toMatchObject([
      { address: channel(1).address, payload: { id: `digest of ${FIRST_DAY}` } },
    ]);
    await sending.send();
    expect(sending.discord.sent).toHaveLength(0);
    expect((await redeliver()).map(({ kind }) => kind)).toEqual(['reopened']);
    await sending.send();
    expect(sending.discord.sent).toHaveLength(1);
  });

  it('with an unknown outcome, in Discord, searches for it first and does not resend it if found', async () => {
    await sending.join(channel(1));
    sending.discord.next({ kind: 'reset' });
    await sending.work(batch([channel(1)]));
    expect(await redeliver()).toMatchObject([
      { kind: 'found', record: { status: 'sent', sentId: sending.discord.sent[0]!.id } },
    ]);
    await sending.send();
    expect(sending.discord.sent).toHaveLength(1);
  });
});
