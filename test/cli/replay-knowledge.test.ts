import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const replay = async (...args: readonly string[]) =>
  (await runCli(['replay', '--lens', 'country,region', '--to', '2021-08-01', ...args])).stdout.split('\n');

describe('replay of where machines stand', () => {
  it('says of what was known then that people would have been warned', async () => {
    expect(await replay()).toEqual([
      '579 days, 2020-01-01 to 2021-08-01; labelled by mempool.space',
      'As known then, by figures and links published by each day: so people would have been warned.',
      '2020-01-07  warning    fired          Machines in China (modelled): above half of Bitcoin mining: 65.0% (59.5% to 70.1%)',
      '2020-01-07  notice     fired          Machines in Sichuan (modelled): above one third of Bitcoin mining: 54.0% (45.7% to 62.1%)',
      '2020-05-06  notice     basis-changed  Machines in Sichuan (modelled): no longer above one third of Bitcoin mining, by newly published figures: 12.6% (8.6% to 18.1%)',
      '2021-06-22  warning    resolved       Machines in China (modelled): no longer above half of Bitcoin mining: 49.8% (14.5% to 76.8%)',
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
