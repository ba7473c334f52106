import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

/** A command's output without the modelled figures, which change with the model. */
async function printed(line: string): Promise<string> {
  const { stdout } = await runCli(line.split(' '));
  return stdout
    .replace(/ +(about \d+|under 1)% +\d+-\d+$/gm, '  #')
    .replace(/about \d+%(.*95% interval )\d+-\d+%/g, 'about #$1#');
}

describe('the command line shows places as the bot does, in more detail', () => {
  it('all countries: every region with its code, and operators separately', async () => {
    expect(await printed('countries --day 2020-06-07')).toMatchInlineSnapshot(`
      "Countries: machines and operators

      Machines: where the hardware stands (modelled, 7 Jun 2020)
      Place                       Share    95%
      China, CN  #
       Sichuan, CN-SC  #
       Xinjiang, CN-XJ  #
       Yunnan, CN-YN  #
       Inner Mongolia, CN-NM  #
       Beijing, CN-BJ  #
       Shanxi, CN-SX  #
       Gansu, CN-GS  #
       Qinghai, CN-QH  #
       China, elsewhere  #
      United States, US  #
      Russia, RU  #
      Kazakhstan, KZ  #
      Malaysia, MY  #
      Iran, IR  #
      Canada, CA  #
      Germany, DE  #
      Ireland, IE  #
      Other countries  #

      Modelled from Cambridge Centre for Alternative Finance, 1 Apr 2020 to 30 Apr 2020, published 6 May 2020: 38 days old, and carried forward since.

      Operators: whose law pool owners answer to (counted, in the 7 days to 7 Jun 2020)
      Country     Share    95%
      China       79.3%  77-82
      Czechia      4.6%    3-6
      Seychelles   4.6%    3-6
      unknown     11.5%

      If every unknown owner were based in one of them: China up to 91%, or Czechia up to 16%.

      Operators counted from 1,087 blocks · recorded, labelled by mempool.space · in the 7 days to 7 Jun 2020

      Shares of machines are parts of the world's hash rate. Method: docs/nowcast.md
      "
    `);
  });

  it('a country: its regions, and every figure that had been published', async () => {
    expect(await printed('country US --day 2022-06-01')).toMatchInlineSnapshot(`
      "United States

      Machines (where the hardware stands, modelled): about # of the world's hash rate on 1 Jun 2022 (95% interval #). Unchanged in 30 days.

      Modelled from Cambridge Centre for Alternative Finance, 1 Jan 2022 to 31 Jan 2022, published 17 May 2022: 121 days old, and carried forward since.

      Its regions
      Place                         Share   95%
      Georgia, US-GA  #
      Texas, US-TX  #
      Kentucky, US-KY  #
      New York, US-NY  #
      California, US-CA  #
      North Carolina, US-NC  #
      Nebraska, US-NE  #
      Washington, US-WA  #
      Colorado, US-CO  #
      United States, elsewhere  #

      Operators (whose law pool owners answer to, counted): Pool owners in the United States mined 226 of 1,012 blocks in the 7 days to 1 Jun 2022: 22.3% (95% interval 19.8-25.0%). The seat behind 50.0% of the blocks is unknown: the share would be 72.3% if all of those owners were based there.

      Operators counted from 1,012 blocks · recorded, labelled by mempool.space · in the 7 days to 1 Jun 2022

      Published figures
      Period                     Source                                    Share  Published
      1 Sep 2019 to 30 Sep 2019  Cambridge Centre for Alternative Finance   4.1%  6 May 2020
      1 Oct 2019 to 31 Oct 2019  Cambridge Centre for Alternative Finance   5.6%  6 May 2020
      1 Nov 2019 to 30 Nov 2019  Cambridge Centre for Alternative Finance   6.6%  6 May 2020
      1 Dec 2019 to 31 Dec 2019  Cambridge Centre for Alternative Finance   3.9%  6 May 2020
      1 Jan 2020 to 31 Jan 2020  Cambridge Centre for Alternative Finance   3.4%  6 May 2020
      1 Feb 2020 to 29 Feb 2020  Cambridge Centre for Alternative Finance   4.5%  6 May 2020
      1 Mar 2020 to 31 Mar 2020  Cambridge Centre for Alternative Finance   7.1%  6 May 2020
      1 Apr 2020 to 30 Apr 2020  Cambridge Centre for Alternative Finance   7.2%  6 May 2020
      1 May 2020 to 31 May 2020  Cambridge Centre for Alternative Finance   8.2%  15 Jul 2021
      1 Jun 2020 to 30 Jun 2020  Cambridge Centre for Alternative Finance   6.7%  15 Jul 2021
      1 Jul 2020 to 31 Jul 2020  Cambridge Centre for Alternative Finance   5.1%  15 Jul 2021
      1 Aug 2020 to 31 Aug 2020  Cambridge Centre for Alternative Finance   4.2%  15 Jul 2021
      1 Sep 2020 to 30 Sep 2020  Cambridge Centre for Alternative Finance   7.1%  15 Jul 2021
      1 Oct 2020 to 31 Oct 2020  Cambridge Centre for Alternative Finance   6.7%  15 Jul 2021
      1 Nov 2020 to 30 Nov 2020  Cambridge Centre for Alternative Finance   9.4%  15 Jul 2021
      1 Dec 2020 to 31 Dec 2020  Cambridge Centre for Alternative Finance  10.4%  15 Jul 2021
      1 Jan 2021 to 31 Jan 2021  Cambridge Centre for Alternative Finance  10.5%  15 Jul 2021
      1 Feb 2021 to 28 Feb 2021  Cambridge Centre for Alternative Finance  13.4%  15 Jul 2021
      1 Mar 2021 to 31 Mar 2021  Cambridge Centre for Alternative Finance  16.1%  15 Jul 2021
      1 Apr 2021 to 30 Apr 2021  Cambridge Centre for Alternative Finance  16.9%  15 Jul 2021
      1 May 2021 to 31 May 2021  Cambridge Centre for Alternative Finance  17.8%  13 Oct 2021
      1 Jun 2021 to 30 Jun 2021  Cambridge Centre for Alternative Finance  21.8%  13 Oct 2021
      1 Jul 2021 to 31 Jul 2021  Cambridge Centre for Alternative Finance  35.1%  13 Oct 2021
      1 Aug 2021 to 31 Aug 2021  Cambridge Centre for Alternative Finance  35.4%  13 Oct 2021
      1 Sep 2021 to 30 Sep 2021  Cambridge Centre for Alternative Finance  27.7%  17 May 2022
      1 Oct 2021 to 31 Oct 2021  Cambridge Centre for Alternative Finance  31.6%  17 May 2022
      1 Nov 2021 to 30 Nov 2021  Cambridge Centre for Alternative Finance  34.7%  17 May 2022
      1 Dec 2021 to 31 Dec 2021  Cambridge Centre for Alternative Finance  37.5%  17 May 2022
      1 Jan 2022 to 31 Jan 2022  Cambridge Centre for Alternative Finance  37.8%  17 May 2022

      Sources
      • Cambridge Centre for Alternative Finance (https://www.jbs.cam.ac.uk/2020/new-interactive-bitcoin-mining-map-launched/)
      • Cambridge Centre for Alternative Finance (https://www.jbs.cam.ac.uk/insight/2021/new-data-reveals-timeline-of-chinas-bitcoin-mining-exodus)
      • Cambridge Centre for Alternative Finance (https://www.jbs.cam.ac.uk/2021/geographic-shift)
      • Cambridge Centre for Alternative Finance (https://www.jbs.cam.ac.uk/insight/2022/bitcoin-mining-electricity-update-new-data)

      Shares of machines are parts of the world's hash rate. Method: docs/nowcast.md
      "
    `);
  });

  it('a region: hindsight only on request, and labelled', async () => {
    expect(await printed('region CN-SC --day 2020-01-15 --knowledge now')).toMatchInlineSnapshot(`
      "Sichuan (China)

      Machines (where the hardware stands, modelled): about # of the world's hash rate on 15 Jan 2020 (95% interval #). With hindsight.

      Modelled from Cambridge Centre for Alternative Finance, 1 Jan 2020 to 31 Jan 2020, published 6 May 2020: 0 days old, and carried forward since. Its part of the country is taken from Cambridge Centre for Alternative Finance, 1 Jan 2020 to 31 Jan 2020: 0 days old.

      Other figures
      • CoinShares Research, 1 Dec 2019 to 31 Dec 2019: 54.0%

      Published figures
      Period                     Source                                    Share  Published
      1 Jun 2019 to 30 Jun 2019  CoinShares Research                       48.0%  30 Jun 2019
      1 Sep 2019 to 30 Sep 2019  Cambridge Centre for Alternative Finance  37.4%  6 May 2020
      1 Oct 2019 to 31 Oct 2019  Cambridge Centre for Alternative Finance  32.2%  6 May 2020
      1 Nov 2019 to 30 Nov 2019  Cambridge Centre for Alternative Finance  23.2%  6 May 2020
      1 Dec 2019 to 31 Dec 2019  Cambridge Centre for Alternative Finance  13.2%  6 May 2020
      1 Dec 2019 to 31 Dec 2019  CoinShares Research                       54.0%  31 Dec 2019
      1 Jan 2020 to 31 Jan 2020  Cambridge Centre for Alternative Finance  12.1%  6 May 2020

      Sources
      • CoinShares Research (https://news.8btc.com/chinas-bitcoin-miners-wield-66-of-global-hashrate-sichuan-alone-controls-54)
      • Cambridge Centre for Alternative Finance (https://www.jbs.cam.ac.uk/2020/new-interactive-bitcoin-mining-map-launched/)
      • CoinShares Research (https://coinshares.com/research/bitcoin-hash-rate-grew-more-than-80-percent-since-june-mostly-within-china)

      Shares of machines are parts of the world's hash rate. Method: docs/nowcast.md
      "
    `);
  });

  it('a country in no table: the reason', async () => {
    expect(await printed('country FR --day 2020-06-07')).toMatch(
      /^Machines \(where the hardware stands, modelled\): not known: Cambridge .* has no separate figure for it/m,
    );
  });
});

describe('regions whose table is stale', () => {
  const asked = 'country US --day 2026-04-21';

  it('are left out, and counted', async () => {
    const text = await printed(asked);
    expect(text).toContain('Left out as too old: 10 regions. Add "stale" to see them.');
    expect(text).not.toContain('US-TX');
    expect(await printed('countries --day 2026-04-21')).not.toContain('US-TX');
    const keys = await keysOf(asked);
    expect(keys).toEqual(['US']);
  });

  it('are included on request', async () => {
    expect(await printed(`${asked} --stale`)).toContain(' US-TX (old)  #');
    expect(await printed('countries --day 2026-04-21 --stale')).toContain(' US-TX (old)  #');
    const keys = await keysOf(`${asked} --stale`);
    expect(keys).toContain('US-TX');
  });

  it('are named without a figure unless requested', async () => {
    const reason = 'the newest figures are from 1 Dec 2021 to 31 Dec 2021, more than 18 months ago';
    expect(await printed('region US-TX --day 2026-04-21')).toContain(
      `Machines (where the hardware stands, modelled): not known: ${reason}. Add "stale" to see the old figure.`,
    );
    expect(await printed('region US-TX --day 2026-04-21 --stale')).toContain(
      `This figure is stale: ${reason}.`,
    );
  });

  it('are shown while they are fresh', async () => {
    expect(await keysOf('country US --day 2022-06-01')).toContain('US-TX');
  });

  async function keysOf(line: string): Promise<readonly string[]> {
    const { stdout } = await runCli([...line.split(' '), '--json']);
    return JSON.parse(stdout).places.map(({ key }: { readonly key: string }) => key);
  }
});

describe('shares by seat', () => {
  it('show for each country what it would hold if every unknown owner were based there', async () => {
    const { stdout } = await runCli('shares --day 2026-04-21 --lens operator-country'.split(' '));
    expect(stdout).toMatch(/^Who +Share +95% +Blocks +Up to$/m);
    expect(stdout).toMatch(/^United States +40\.5% +37\.5-43\.6% +403 +73\.8%$/m);
    expect(stdout).toContain(
      'If every unknown owner were based in one of them: United States up to 74%, or China up to 52%.',
    );
  });
});

describe('shares of pools', () => {
  it('are the whole ranking, with its concentration', async () => {
    const { stdout } = await runCli('shares --day 2025-01-08 --window 1 --lens owner'.split(' '));
    expect(stdout).toMatchInlineSnapshot(`
      "Largest owners on 8 Jan 2025 (recorded)

      Who                Share         95%  Blocks
      Foundry USA (DCG)  44.0%  35.5-52.8%      55
      AntPool            21.6%  15.1-29.4%      27
      ViaBTC             11.2%   6.6-17.6%      14
      F2Pool              8.8%   4.8-14.7%      11
      SECPOOL             3.2%    1.1-7.4%       4
      MARA Holdings       2.4%    0.7-6.3%       3
      SpiderPool          2.4%    0.7-6.3%       3
      Braiins             1.6%    0.3-5.0%       2
      Luxor               1.6%    0.3-5.0%       2
      WhitePool           1.6%    0.3-5.0%       2
      Carbon Negative     0.8%    0.1-3.7%       1
      SBI Holdings        0.8%    0.1-3.7%       1

      Network: 682 EH/s (95% interval 568-813).

      Counted from 125 blocks · recorded, labelled by mempool.space · on 8 Jan 2025

      Concentration
      • Together: the largest 44.0%, the 2 largest 65.6%, the 3 largest 76.8%, the 4 largest 85.6%, the 5 largest 88.8%, the 10 largest 98.4%
      • Fewest that hold more than half (Nakamoto): 2, range 1 to 2
      • HHI 2,636 to 2,636, Gini 0.642, entropy 2.48 bits (unknown left out)
      "
    `);
  });

  it('show in the heading that days are missing', async () => {
    const { stdout } = await runCli('shares --day 2020-01-03 --lens owner'.split(' '));
    expect(stdout.split('\n')[0]).toBe(
      'Largest owners in the 7 days to 3 Jan 2020 (3 of 7 days counted, recorded)',
    );
  });
});

describe('counted figures are told apart from modelled ones', () => {
  it.each([
    ['shares --day 2020-06-07 --lens country', "The network's hash rate counted from 1,087 blocks"],
    ['shares --day 2020-06-07 --lens region', "The network's hash rate counted from 1,087 blocks"],
    ['countries --day 2020-06-07', 'Operators counted from 1,087 blocks'],
    ['country CN --day 2020-06-07', 'Operators counted from 1,087 blocks'],
    [
      'whatif --entrant 0.1 --country CN --at 2020-06-07',
      "Pools and the network's hash rate counted from 1,087 blocks",
    ],
  ])('below the modelled figures of "%s"', async (line, known) => {
    const { stdout } = await runCli(line.split(' '));
    expect(stdout).toMatch(/modelled/i);
    expect(stdout).toContain(`${known} · recorded, labelled by mempool.space · in the 7 days to 7 Jun 2020`);
    expect(stdout).not.toContain('not modelled');
  });

  it('blocks are not mentioned if no figure is based on them', async () => {
    const { stdout } = await runCli('shares --day 2020-01-03 --lens country'.split(' '));
    expect(stdout).toContain('not known: one of the 7 days up to 3 Jan 2020 is not counted.');
    expect(stdout).not.toContain('How we know');
  });
});
