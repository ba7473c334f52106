import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('the mempool.space peer serves generated days as a separate process', async () => {
  const file = fileURLToPath(new URL('../support/mempool-peer.ts', import.meta.url));
  const child = spawn(process.execPath, [
    file,
    ...['--tip-time', '1780000000', '--days', '2', '--start-height', '977000'],
  ]);
  try {
    const [printed] = await once(child.stdout, 'data');
    const response = await fetch(`${String(printed).trim()}/api/v1/blocks`);
    const page = (await response.json()) as { height: number; timestamp: number }[];
    expect(page[0]).toMatchObject({ height: 977_287, timestamp: 1_780_000_000 });
    expect(page).toHaveLength(15);
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});
