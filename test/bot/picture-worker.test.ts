import { beforeEach, describe, expect, it } from 'vitest';
import { type PictureWork, parsePictureWork } from '../../lib/bot/picture-work.ts';
import type { ShowPictureDeps } from '../../lib/bot/picture-worker.ts';
import { showWithPauses } from '../../lib/bot/picture-worker.ts';
import { testClock } from '../support/test-clock.ts';

const work: PictureWork = {
  id: 'telegram 1',
  picture: { kind: 'world', day: '2026-05-27' as never },
  place: {
    vendor: 'telegram',
    chat: 7,
    topic: null,
    message: 1,
    isTextShown: true,
    html: 'Today',
    keyboard: [],
  },
};

let reported: string[];
let shown: number;
beforeEach(() => {
  reported = [];
  shown = 0;
});

/** Shows pictures on a service whose first calls fail. */
function showing(failure: Error, times: number): ShowPictureDeps {
  return {
    clock: testClock(),
    // No other process is working on it.
    receipts: {
      takeReceipt: async (id) => ({ kind: 'taken', ticket: { id, revision: 1 } }),
      finishReceipt: async () => {},
      returnReceipt: async () => {},
    },
    draw: async () => ({ png: new Uint8Array(), width: 0, height: 0, alt: 'the world' }),
    show: {
      telegram: async () => {
        shown += 1;
        if (shown <= times) throw failure;
      },
      discord: async () => {},
    },
    report: (problem) => reported.push(problem),
  };
}

describe('a picture for a reply', () => {
  const passing = Object.assign(new Error('not there yet'), { retryable: true });

  it('is retried after a pause if the service does not have the reply yet', async () => {
    await showWithPauses(showing(passing, 2), work);
    expect(shown).toBe(3);
    expect(reported).toEqual([]);
  });

  it('is left to the queue if that does not help', async () => {
    await expect(showWithPauses(showing(passing, 9), work)).rejects.toThrow('not there yet');
    expect(shown).toBe(4);
  });

  it('is left to the queue if another attempt would outlast the run', async () => {
    const deps = showing(passing, 9);
    await expect(showWithPauses(deps, work, deps.clock.now() + 2)).rejects.toThrow('not there yet');
    expect(shown).toBe(2);
  });

  it('that another process is showing is waited for only until the deadline', async () => {
    const deps = showing(passing, 0);
    const end = deps.clock.now() + 2;
    let asked = 0;
    const takeReceipt = async () => {
      asked += 1;
      return { kind: 'busy' } as const;
    };
    const busy = { ...deps.receipts, takeReceipt };
    await expect(showWithPauses({ ...deps, receipts: busy }, work, end)).rejects.toThrow(
      'picture telegram 1 is being worked on',
    );
    // Polls every quarter of a second.
    expect(asked).toBeLessThanOrEqual(9);
  });

  it('is reported and dropped after a terminal error', async () => {
    await showWithPauses(showing(new Error('refused'), 9), work);
    expect(reported).toEqual(['picture telegram 1: refused']);
    expect(shown).toBe(1);
  });

  it('round-trips through a queue, and an invalid message is refused with its faults', () => {
    expect(parsePictureWork(JSON.stringify(work))).toEqual(work);
    expect(() => parsePictureWork('{"id":"telegram 1"}')).toThrow(/picture work: picture/);
    expect(() => parsePictureWork('nonsense')).toThrow(/picture work/);
  });
});
