import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const replay = async (...args: readonly string[]) =>
  (await runCli(['replay', '--lens', 'country,region', '--to', '2021-08-01', ...args])).stdout.split('\n');

describe('replay of where machines stand', () => {
  it('says of what was known then that people would have been warned', async () => {
    expect(await replay()).toEqual([
      '579 days, 2020-01-01 to 2021-08-01; labelled by mempool.space',
      'As known then, by figures and links published by each day: so people would have been warned.',
      '2020-01-07  warning    fired          Machines in China (modelled): above half of Bitcoin mining: about 65% (59-70%)',
      '2020-01-07  notice     fired          Machines in Sichuan (modelled): above one third of Bitcoin mining: about 54% (46-62%)',
      '2020-05-06  notice     basis-changed  Machines in Sichuan (modelled): no longer above one third of Bitcoin mining, by newly published figures: about 13% (9-18%)',
      '2021-06-22  warning    resolved       Machines in China (modelled): no longer above half of Bitcoin mining: about 50% (14-77%)',
      '4 changes of warnings',
      '',
    ]);
  });

  it('says of hindsight that nobody could have been warned so', async () => {
    const lines = await replay('--knowledge', 'now');
    expect(lines[1]).toBe(
      'With hindsight: figures and links count that were published later, so nobody could have been warned so.',
    );
    expect(lines.join('\n')).not.toContain('would have been warned');
  });
});
