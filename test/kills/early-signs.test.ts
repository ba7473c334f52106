import { cpSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Kill, killsAt, runOnTable } from '../support/interrupted-run.ts';
import { temporaryFolder } from '../support/run-cli.ts';
import { startServices } from '../support/services.ts';
import { earlySigns, SEND, startSuddenMajority, whole } from '../support/sudden-majority.ts';

/** 1: every place where the run can be killed; n: every n-th. Each costs two runs. */
const STRIDE = Number(process.env.HASHTILT_KILL_EVERY || 1);

it('blocks that are suddenly all mined by one pool are reported once, even if the run that finds them is killed at any step and run again', async () => {
  const { peer, source, eve, toldAt, close } = await startSuddenMajority();
  peer.serve(whole.filter(({ height }) => height <= toldAt));
  const run = async (kill?: Kill) => {
    using folder = temporaryFolder();
    cpSync(eve.path, folder.path, { recursive: true });
    const services = await startServices();
    const env = { ...source, ...services.env };
    const { writes } = await runOnTable(folder.path, SEND, env, kill);
    if (kill !== undefined) await runOnTable(folder.path, SEND, env);
    await services.close();
    const [, discord] = earlySigns(services);
    return { titles: discord, writes };
  };
  const clean = await run();
  expect(clean.titles).toHaveLength(1);
  const places = killsAt(clean.writes).filter((_, index) => index % STRIDE === 0);
  for (const kill of places) expect((await run(kill)).titles, JSON.stringify(kill)).toHaveLength(1);
  await close();
});
