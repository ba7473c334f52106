import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildChain } from '../support/chain-builder.ts';
import { chainOfDays, ordinaryDays, planDay } from '../support/chains.ts';
import { embeddedContent } from '../support/embedded-content.ts';
import { type MempoolPeer, type Misbehaviour, startMempoolPeer } from '../support/mempool-peer.ts';
import { runCli } from '../support/run-cli.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';

const chain = chainOfDays(ordinaryDays('2026-05-20', 8));
/** At heights whose difficulty ships with the project, which no generated block can meet. */
const impossible = buildChain({ height: 955_000 }, planDay({ day: '2026-04-25' }));

let seeded: SeededStore;
let before: readonly string[];
beforeAll(async () => {
  seeded = await seedStore();
  before = await embeddedContent(seeded.path);
});
afterAll(() => seeded[Symbol.dispose]());

describe('a source of live blocks', () => {
  const faults: readonly (readonly [string, (peer: MempoolPeer) => void, RegExp, RegExp])[] = [
    [
      'that answers 500',
      misbehave({ kind: 'status', status: 500 }),
      /not be reached/,
      /status 500, expected/,
    ],
    ['that answers with a web page', misbehave({ kind: 'html' }), /not be reached/, /a web page, expected/],
    ['that answers half a JSON', misbehave({ kind: 'half-json' }), /not be reached/, /not JSON, expected/],
    [
      'that answers nothing',
      misbehave({ kind: 'stall' }),
      /not be reached/,
      /did not answer within \d+ ms when asked for/,
    ],
    [
      'of another chain',
      (peer) => peer.serve(impossible),
      /failed a check and was refused/,
      /block 95\d{4}.*bits/,
    ],
  ];

  it.each(faults)(
    '%s: recorded days are shown, the digest says so, and all days and blocks stay as before',
    async (_, act, note, reason) => {
      using folder = seeded.copy();
      const peer = await startMempoolPeer(chain);
      act(peer);
      const env = {
        HASHTILT_STORE: folder.path,
        HASHTILT_MEMPOOL_URL: peer.address,
        HASHTILT_MEMPOOL_PACE_MS: '0',
      };
      const { code, stdout, stderr } = await runCli(['daily'], { env });
      await peer.close();
      expect(code).toBe(0);
      expect(stdout).toContain('21 Apr 2026');
      expect(stdout).toMatch(note);
      expect(stderr).toMatch(reason);
      expect(daysOf(await embeddedContent(folder.path))).toEqual(daysOf(before));
    },
  );
});

/** Everything stored, except the state of the source itself. */
function daysOf(content: readonly string[]) {
  return content.filter((item) => !item.includes('"SOURCES"'));
}

function misbehave(how: Misbehaviour) {
  return (peer: MempoolPeer) => peer.misbehave(how);
}
