import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const replay = async (...args: readonly string[]) =>
  (await runCli(['replay', '--lens', 'country,region', '--to', '2021-08-01', ...args])).stdout.split('\n');

describe('replay of where machines stand', () => {
  it('says that people would have been warned, if as known then', async () => {
    expect(await replay()).toEqual([
      '579 days, 1 Jan 2020 to 1 Aug 2021; labelled by mempool.space',
      'As known then: uses only figures and links published by each day, so people would have been warned like this.',
      '7 Jan 2020   warning    fired          Machines in China (modelled): above half of Bitcoin mining: about 65% (59-70%)',
      '7 Jan 2020   notice     fired          Machines in Sichuan (modelled): above one third of Bitcoin mining: about 54% (46-62%)',
      '6 May 2020   notice     basis-changed  Machines in Sichuan (modelled): no longer above one third of Bitcoin mining, by newly published figures: about 13% (9-18%)',
      '22 Jun 2021  warning    resolved       Machines in China (modelled): no longer above half of Bitcoin mining: about 50% (14-77%)',
      '4 warning changes',
      '',
    ]);
  });

  it('says that nobody could have been warned, if in hindsight', async () => {
    const lines = await replay('--knowledge', 'now');
    expect(lines[1]).toBe(
      'With hindsight: uses figures and links published later, so nobody could have been warned like this.',
    );
    expect(lines.join('\n')).not.toContain('would have been warned');
  });
});
