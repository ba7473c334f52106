import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANTPOOL, chainOfDays, dayAfter, FOUNDRY, majorityOf, ordinaryDays } from '../support/chains.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';
import { type Services, startServices, titlesAt } from '../support/services.ts';

const FIRST = '2026-05-20';
/** Foundry USA mines a majority of the newest day, AntPool one five days earlier. */
const NEWEST = dayAfter(FIRST, 7);
const OLDER = dayAfter(FIRST, 2);

const days = ordinaryDays(FIRST, 8).map(({ day }) => {
  if (day === NEWEST) return { day, tags: majorityOf(FOUNDRY) };
  return day === OLDER ? { day, tags: majorityOf(ANTPOOL) } : { day };
});

type Row = Readonly<Record<'vendor' | 'message' | 'status' | 'sentId', string>>;

describe('a day of which one pool mines more than half', () => {
  let seeded: SeededStore;
  let peer: MempoolPeer;
  let services: Services;
  let env: Readonly<Record<string, string>>;
  let quiet: CliRun;
  let withheld: readonly Row[];
  let sending: CliRun;
  let repeated: CliRun;

  const deliveries = async (...on: readonly string[]) => {
    const rows: Row[] = [];
    for (const day of on) {
      const { stdout, stderr } = await runCli(['deliveries', '--day', day, '--all', '--json'], { env });
      expect(stderr).toBe('');
      rows.push(...JSON.parse(stdout).deliveries);
    }
    return rows;
  };
  beforeAll(async () => {
    [seeded, peer, services] = await Promise.all([
      seedStore(),
      startMempoolPeer(chainOfDays(days)),
      startServices(),
    ]);
    env = {
      HASHTILT_STORE: seeded.path,
      HASHTILT_MEMPOOL_URL: peer.address,
      HASHTILT_MEMPOOL_PACE_MS: '0',
      ...services.env,
    };
    quiet = await runCli(['daily', '--json'], { env });
    withheld = await deliveries(OLDER, NEWEST);
  });
  afterAll(async () => {
    await Promise.all([peer.close(), services.close()]);
    seeded[Symbol.dispose]();
  });

  it('fires live', () => {
    expect(quiet.code).toBe(0);
    const { day, warnings, episodes } = JSON.parse(quiet.stdout);
    expect(day).toBe(NEWEST);
    expect(warnings).toMatchObject([{ id: `warning-${NEWEST}`, day: NEWEST, history: false }]);
    expect(episodes).toContainEqual(expect.objectContaining({ rule: 'owner-half-1d', since: NEWEST }));
  });

  it('has the coinbase of each of its blocks proven', async () => {
    const newest = await runCli(['day', NEWEST, '--json'], { env });
    expect(JSON.parse(newest.stdout)).toMatchObject({
      blocks: 144,
      evidence: { labelled: 0, header: 0, merkle: 144 },
    });
  });

  it('has its warning stored and withheld for each service, and sends nothing without --send', () => {
    const messages = [`warning-${OLDER}`, `catch-up-${NEWEST}`, `warning-${NEWEST}`, `digest-${NEWEST}`];
    expect(withheld.map(({ message, vendor, status }) => [vendor, message, status]).toSorted()).toEqual(
      ['discord', 'telegram']
        .flatMap((vendor) => messages.map((message) => [vendor, message, 'withheld']))
        .toSorted(),
    );
    expect(titlesAt(services)).toEqual({ telegram: [], discord: [] });
  });

  describe('with --send', () => {
    beforeAll(async () => {
      sending = await runCli(['daily', '--send'], { env });
    });

    it('is sent once to each service, after one note about older warnings', () => {
      expect(sending.code).toBe(0);
      const warning = JSON.parse(quiet.stdout).warnings[0].text.split('\n')[0];
      const { telegram, discord } = titlesAt(services);
      expect(discord).toHaveLength(3);
      expect(discord[1]).toBe(warning);
      expect(telegram).toEqual(discord);
    });

    it('has older warnings in the note, but not the newest one', () => {
      const note = services.telegram.sent[0]!.text;
      expect(note).toMatch(/22 May 2026: .*AntPool/);
      expect(note).not.toContain('27 May 2026');
    });

    it('is recorded as sent, with the ids that the services gave', async () => {
      const recorded = await deliveries(OLDER, NEWEST);
      expect(recorded.filter(({ status }) => status !== 'sent')).toEqual([]);
      const warning = recorded.filter(({ message }) => message === `warning-${NEWEST}`);
      expect(warning.map(({ sentId }) => sentId)).toEqual(['2', services.discord.sent[1]!.id]);
    });

    it('sends nothing when run again', async () => {
      repeated = await runCli(['daily', '--send'], { env });
      expect(repeated.code).toBe(0);
      expect(repeated.stdout).toBe(sending.stdout);
      expect(repeated.stderr).toContain('telegram: nothing new to send');
      expect(repeated.stderr).toContain('discord: nothing new to send');
      expect(titlesAt(services).telegram).toHaveLength(3);
      // Three messages, and a request for the kind of channel.
      expect(services.discord.requests()).toBe(4);
    });
  });
});
