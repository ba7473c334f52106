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

/** Shows pictures on a service that fails so often at first. */
function showing(failure: Error, times: number): ShowPictureDeps {
  return {
    clock: testClock(),
    // Nobody else is at it.
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

  it('is tried again after a moment where the service does not know the reply yet', async () => {
    await showWithPauses(showing(passing, 2), work);
    expect(shown).toBe(3);
    expect(reported).toEqual([]);
  });

  it('is left to a later repeat where that does not help', async () => {
    await expect(showWithPauses(showing(passing, 9), work)).rejects.toThrow('not there yet');
    expect(shown).toBe(4);
  });

  it('is left to a later repeat where a further attempt would outlast the run', async () => {
    const deps = showing(passing, 9);
    await expect(showWithPauses(deps, work, deps.clock.now() + 2)).rejects.toThrow('not there yet');
    expect(shown).toBe(2);
  });

  it('that somebody else is showing is waited for no longer than the run lasts', async () => {
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
    // Every quarter of a second.
    expect(asked).toBeLessThanOrEqual(9);
  });

  it('is reported and given up where no repeat would help', async () => {
    await showWithPauses(showing(new Error('refused'), 9), work);
    expect(reported).toEqual(['picture telegram 1: refused']);
    expect(shown).toBe(1);
  });

  it('comes out of a queue as it was put in, and anything else is refused with what is wrong', () => {
    expect(parsePictureWork(JSON.stringify(work))).toEqual(work);
    expect(() => parsePictureWork('{"id":"telegram 1"}')).toThrow(/picture work: picture/);
    expect(() => parsePictureWork('nonsense')).toThrow(/picture work/);
  });
});
