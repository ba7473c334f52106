import { beforeEach, describe, expect, it } from 'vitest';
import { runAndPublish } from '../../lib/lambda/page-queue.ts';

describe('a run that may commit what the page shows', () => {
  let done: string[] = [];
  beforeEach(() => {
    done = [];
  });
  const ask = async (delaySeconds = 0) => void done.push(`ask in ${delaySeconds} s`);
  const first = async () => void done.push('note news');

  it('requests the page before its commit, delayed past its latest end, and again right after', async () => {
    const result = await runAndPublish(ask, 600, first, async (beforeCommit) => {
      await beforeCommit();
      done.push('commit');
      return 'committed';
    });
    expect(result).toBe('committed');
    expect(done).toEqual(['note news', 'ask in 600 s', 'commit', 'ask in 0 s']);
  });

  it('has already requested it if it is killed right after its commit', async () => {
    const run = runAndPublish(ask, 600, first, async (beforeCommit) => {
      await beforeCommit();
      throw new Error('killed');
    });
    await expect(run).rejects.toThrow('killed');
    expect(done).toEqual(['note news', 'ask in 600 s']);
  });

  it('requests nothing if it commits nothing', async () => {
    await runAndPublish(ask, 600, first, async () => 'nothing new');
    expect(done).toEqual([]);
  });
});
