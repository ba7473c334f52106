import { expect, it } from 'vitest';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { midnight, parseDay } from '../../lib/core/ledger/utc-day.ts';
import { contentComposer } from '../../lib/delivery/compose-content.ts';
import { signalRecord, transition } from '../contract/stored.ts';

const DAY = parseDay('2025-01-20');
const ledger = shippedLedger().filter(({ day }) => day <= DAY);
const transitions = [transition(DAY, 'dcg')];

it('a message that only some chats get is stored until it can no longer be sent, and one for all for good', async () => {
  const saved: (number | undefined)[] = [];
  const messages = {
    loadMessage: async () => undefined,
    saveMessage: async (_: unknown, expires?: number) => void saved.push(expires),
  };
  const compose = contentComposer(messages, {
    ...{ ledger, transitions, notes: [], signals: [], knowledge: 'then', reportUrl: null },
  });
  const signal = signalRecord();
  await compose({ kind: 'digest', form: 'short', day: DAY });
  await compose({ kind: 'warning', day: DAY, transitions });
  await compose({ kind: 'warning', day: DAY, transitions: [transition(DAY, 'antpool')] });
  await compose({ kind: 'signal', day: DAY, main: signal, others: [], cause: signal });
  const end = midnight(parseDay('2025-02-24'));
  expect(saved).toEqual([undefined, undefined, end, end]);
});
