import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startSsmPeer } from '../support/ssm-peer.ts';
import { ExecutionEnvironment } from './emulator/environment.ts';
import { type FunctionSetup, setupsOf } from './emulator/function-setup.ts';
import { resolveTemplate } from './emulator/template.ts';

/**
 * Bundles that grow past this start slowly. What is the most of each: the recorded days in close-days, the tables of
 * who is whose in what looks at blocks, the figures that messages and replies are made of in those that read or send
 * them, the SDK in the others.
 */
const MAX_KIB: Readonly<Record<string, number>> = {
  // Cuts off an answer without end: 0.7 KiB past 840.
  'collect-blocks': 845,
  'close-days': 1_620,
  // 300 KB.
  wake: 292,
  'fan-out': 860,
  'deliver-telegram': 990,
  'deliver-discord': 1_165,
  // Understands questions in words, which Discord has none of, and more of them: 0.9 KiB past 870.
  'telegram-webhook': 880,
  // Compares two of whatever is named.
  'discord-interactions': 780,
  'chat-work': 1_150,
  // The SDK for S3 is a seventh.
  'publish-site': 1_425,
  'check-health': 365,
};

/** Discord gives three seconds for a first answer, of which the network takes its part. */
const LONGEST_START_MS: Readonly<Record<string, number>> = { 'discord-interactions': 700 };
const LONGEST_MS = 500;

/** The best of some starts, and only three times a bar fails: others work on this machine as well. */
const STARTS = 5;
const SHARED = 3;

describe('the bundle of', () => {
  const functions = setupsOf(resolveTemplate(inject('assembly')));
  const figures: string[] = [];
  let ssm: Awaited<ReturnType<typeof startSsmPeer>>;
  beforeAll(async () => {
    ssm = await startSsmPeer();
  });
  afterAll(async () => {
    await ssm.close();
    console.log(`bundles, starts emulated:\n${figures.join('\n')}`);
  });

  async function startMs(setup: FunctionSetup): Promise<number> {
    const times: number[] = [];
    for (let start = 0; start < STARTS; start++) {
      const made = await ExecutionEnvironment.start(setup, { awsEndpoint: ssm.endpoint, onLog: () => {} });
      if ('error' in made) throw new Error(JSON.stringify(made.error));
      times.push(1000 * made.seconds);
      await made.stop();
    }
    return Math.min(...times);
  }

  it.each(functions.map((setup) => [setup.name.replace('hashtilt-prod-', ''), setup] as const))(
    '%s is small, and starts from cold in time',
    async (name, setup) => {
      const kib = statSync(join(setup.folder, 'index.mjs')).size / 1024;
      const ms = await startMs(setup);
      const bar = LONGEST_START_MS[name] ?? LONGEST_MS;
      figures.push(`${name}: ${kib.toFixed(0)} KiB, ${ms.toFixed(0)} ms (${bar} at most)`);
      expect(kib).toBeLessThanOrEqual(MAX_KIB[name] ?? 0);
      expect(ms).toBeLessThanOrEqual(SHARED * bar);
    },
  );
});
