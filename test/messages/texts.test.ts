import { describe, expect, it } from 'vitest';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { composeWarning, composeWarningOf } from '../../lib/daily/compose-warning.ts';
import { composeReport } from '../../lib/daily/report.ts';
import { oldRegistryText, provenanceOf } from '../../lib/messages/provenance.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { recordedInput } from '../support/recorded.ts';

const then = recordedInput();

function warning(day: string, input = then): string {
  const message = composeWarning(input, parseDay(day));
  if (message === null) throw new Error(`nothing warned on ${day}`);
  return renderMessage(message).text;
}

describe('a warning, as a chat gets it', () => {
  it('reports an owner above one third', () => {
    expect(warning('2024-12-30')).toMatchInlineSnapshot(`
      "🟠 Warning: Foundry USA (DCG): now above one third of Bitcoin mining, 96% sure

      Foundry USA (DCG) mined 371 of 1,032 blocks in the 7 days to 30 Dec 2024: 35.9% (95% interval 33.1-38.9%). We are 96% sure that the true share is above one third.

      Above one third of Bitcoin mining since 30 Dec 2024. First warned of on 14 Sep 2022, 838 days earlier. Share in the 7 days before: 33.2%.

      Why it matters: Nothing says that anybody means harm. But whoever controls this much could undo a payment with 6 confirmations in 33 of 100 tries. Above a third, holding back found blocks (selfish mining) pays, even if nobody relays for the attacker.

      Counted by owner from 1,032 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('reports two owners above half together', () => {
    expect(warning('2025-06-22')).toMatchInlineSnapshot(`
      "🟠 Warning: Foundry USA (DCG) and AntPool together: above half of Bitcoin mining, 97% sure

      Foundry USA (DCG) and AntPool together mined 495 of 930 blocks in the 7 days to 22 Jun 2025: 53.2% (95% interval 50.0-56.4%). We are 97% sure that the true share is above half. Sources disagree on whether AntPool is still Bitmain's.

      Share in the 7 days before: 50.4%. This is new since 22 Jun 2025.

      Why it matters: Neither holds this much alone. But if the two acted together, they could undo a payment with 6 confirmations in every try: a majority wins every race in the end. It can also keep payments out of the chain and outvote all other miners. It cannot take coins or change the rules that nodes enforce.

      Counted by owner from 930 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('reports the end of an episode, with its peak', () => {
    expect(warning('2025-06-28')).toMatchInlineSnapshot(`
      "Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining

      Foundry USA (DCG) and AntPool together mined 419 of 891 blocks in the 7 days to 28 Jun 2025: 47.0% (95% interval 43.8-50.3%). The chance that the true share is still above half is 3%. Sources disagree on whether AntPool is still Bitmain's.

      First warned of on 22 Jun 2025, 6 days earlier. Share in the 7 days before: 52.2%. Highest share meanwhile: 53.2%, on 22 Jun 2025.

      Counted by owner from 891 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('says what a majority can and cannot do, for owners under one law', () => {
    expect(warning('2021-09-14')).toMatchInlineSnapshot(`
      "🔴 Critical: Pool owners in China: now above 65% of Bitcoin mining, more than 99% sure

      Pools whose owners are based in China mined 718 of 1,037 blocks in the 7 days to 14 Sep 2021: 69.2% (95% interval 66.4-72.0%). We are more than 99% sure that the true share is above 65%. It would be 84.7% if every unknown owner were based there. Sources disagree on the seat of Huobi up to 2021: China, Singapore, or Seychelles.

      Above 65% of Bitcoin mining since 14 Sep 2021. First warned of on 7 Jan 2020, 616 days earlier. Share in the 7 days before: 62.9%. Highest share meanwhile: 80.2%, on 24 Apr 2021.

      Why it matters: These owners answer to the law of one country. If it made them act together, they could undo a payment with 6 confirmations in every try: a majority wins every race in the end. It can also keep payments out of the chain and outvote all other miners. It cannot take coins or change the rules that nodes enforce.

      Counted by the pool owner's country (not where machines stand) from 1,037 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('never calls a template group an owner', () => {
    expect(warning('2024-05-03')).toMatchInlineSnapshot(`
      "🟠 Warning: Pools on AntPool's templates: now above one third of Bitcoin mining, 96% sure

      Pools on AntPool's templates mined 345 of 958 blocks in the 7 days to 3 May 2024: 36.0% (95% interval 33.0-39.1%). We are 96% sure that the true share is above one third.

      Above one third of Bitcoin mining since 3 May 2024. First warned of on 17 Apr 2024, 16 days earlier. Share in the 7 days before: 31.4%.

      Why it matters: These pools need not have one owner. But whoever writes their templates decides what is in their blocks, and if they turned on the network, they could undo a payment with 6 confirmations in 33 of 100 tries. Above a third, holding back found blocks (selfish mining) pays, even if nobody relays for the attacker.

      Counted by shared block template (not ownership) from 958 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('reports with hindsight the single day on which a template group was above half', () => {
    expect(warning('2022-12-24', recordedInput('now'))).toMatchInlineSnapshot(`
      "🔴 Critical: Pools on AntPool's templates: above half of Bitcoin mining, 98% sure

      Pools on AntPool's templates mined 55 of 89 blocks on 24 Dec 2022: 61.8% (95% interval 51.5-71.4%). We are 98% sure that the true share is above half.

      Share on the day before: 45.5%. This is new since 24 Dec 2022.

      Why it matters: These pools need not have one owner. But whoever writes their templates decides what is in their blocks, and if they turned on the network, they could undo a payment with 6 confirmations in every try: a majority wins every race in the end. It can also keep payments out of the chain and outvote all other miners. It cannot take coins or change the rules that nodes enforce.

      Counted by shared block template (not ownership) from 89 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('reports an owner back below a level but above the next lower one', () => {
    expect(warning('2025-01-24')).toMatchInlineSnapshot(`
      "Foundry USA (DCG): back to above a quarter of Bitcoin mining

      Foundry USA (DCG) mined 301 of 991 blocks in the 7 days to 24 Jan 2025: 30.4% (95% interval 27.6-33.3%). We are more than 99% sure that the true share is above a quarter.

      Above a quarter of Bitcoin mining since 14 Sep 2022, 863 days earlier. Share in the 7 days before: 33.0%. Highest share meanwhile: 37.9%, on 1 Jan 2025.

      Counted by owner from 991 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('groups the changes of one day, the worst first', () => {
    expect(warning('2020-01-07')).toMatchInlineSnapshot(`
      "🔴 Critical: Pool owners in China: above 65% of Bitcoin mining, more than 99% sure (and 1 more)

      Critical: Pool owners in China: above 65% of Bitcoin mining. Pools whose owners are based in China mined 795 of 1,126 blocks in the 7 days to 7 Jan 2020: 70.6% (95% interval 67.9-73.2%). We are more than 99% sure that the true share is above 65%. It would be 91.6% if every unknown owner were based there. Sources disagree on the seat of Huobi up to 2021: China, Singapore, or Seychelles.

      This is new since 7 Jan 2020.

      Why it matters: These owners answer to the law of one country. If it made them act together, they could undo a payment with 6 confirmations in every try: a majority wins every race in the end. It can also keep payments out of the chain and outvote all other miners. It cannot take coins or change the rules that nodes enforce.

      Warning: Machines in China (modelled): above half of Bitcoin mining. By our model, about 65% of Bitcoin's hash rate was in China in the 7 days to 7 Jan 2020 (95% interval 59-70%). We are more than 99% sure that the true share is above half. It is based on figures from CoinShares Research, The Bitcoin Mining Network for 1 Dec 2019 to 31 Dec 2019, published 31 Dec 2019, 7 days old.

      This is new since 7 Jan 2020.

      Why it matters: A place does not mine, and machines there have many owners. But if its government made them act together, they could undo a payment with 6 confirmations in every try: a majority wins every race in the end. It can also keep payments out of the chain and outvote all other miners. It cannot take coins or change the rules that nodes enforce.

      Counted by the pool owner's country (not where machines stand) and by pool from 1,126 blocks · recorded, labelled by mempool.space. Where machines stand is modelled, not counted.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('does not call a level crossed that is probably no longer exceeded', () => {
    const eased = then.transitions.find(({ day, kind }) => day === '2025-01-24' && kind === 'eased')!;
    const doubtful = { ...eased, probability: 0.3 };
    const message = composeWarningOf(then, 'eased', eased.day, [doubtful]);
    expect(renderMessage(message).text).toMatchInlineSnapshot(`
      "Foundry USA (DCG): lower, but may still be above a quarter of Bitcoin mining

      Foundry USA (DCG) mined 301 of 991 blocks in the 7 days to 24 Jan 2025: 30.4% (95% interval 27.6-33.3%). The chance that the true share is still above a quarter is 30%.

      This level was reached on 14 Sep 2022, 863 days earlier. Share in the 7 days before: 33.0%. Highest share meanwhile: 37.9%, on 1 Jan 2025.

      Counted by owner from 991 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('does not repeat as a template group a pool that shares its templates with none', () => {
    expect(warning('2024-12-30')).not.toContain('template');
  });

  it('links to the address for error reports if the operator gave one', () => {
    const message = composeWarning(
      { ...then, reportUrl: 'https://example.org/report' },
      parseDay('2024-12-30'),
    );
    expect(renderMessage(message!).telegram.html).toContain(
      '<a href="https://example.org/report">Report an error</a>',
    );
  });
});

describe('an old list of pools', () => {
  const live = {
    ...provenanceOf(then, parseDay('2026-04-21'), 7),
    sources: ['live' as const],
    registry: '2026-07-12.1',
  };

  it('is mentioned with live figures from its 91st day', () => {
    expect(oldRegistryText(live, parseDay('2026-10-10'))).toBeNull();
    expect(oldRegistryText(live, parseDay('2026-10-11'))).toBe(
      'The list of pools is 91 days old: newer pools count as unknown.',
    );
  });

  it('is not mentioned with recorded days, which were labelled by others', () => {
    expect(oldRegistryText({ ...live, sources: ['recorded'] }, parseDay('2026-12-31'))).toBeNull();
  });
});

describe('the digest, as a chat gets it', () => {
  const { digest } = composeReport(
    then,
    parseDay('2026-04-21'),
    'Live data could not be reached: these are stored days.',
  );

  it('sums the day up in plain words', () => {
    expect(renderMessage(digest).text).toMatchInlineSnapshot(`
      "Bitcoin mining on 21 Apr 2026 (recorded)

      No owner is near a majority of Bitcoin mining. Foundry USA (DCG) mined 30.4% of the last 7 days' blocks (95% interval 27.6-33.3%), more than any other owner.

      Live data could not be reached: these are stored days.

      Who mined the last 7 days (994 blocks)
      Owner              Share    95%
      Foundry USA (DCG)  30.4%  28-33
      AntPool            18.6%  16-21
      F2Pool             10.8%   9-13
      ViaBTC              8.7%   7-11
      SpiderPool          7.3%    6-9
      MARA Holdings       5.6%    4-7
      13 others          18.5%
      unknown             0.1%

      Other views
      • Pools on AntPool's templates (same block template): 31.9%, 29.0-34.8%
      • Pool owners by country (not where machines stand): United States 41%, up to 74% if every unknown owner were based there; China 19%, up to 52%; United Arab Emirates 3%, up to 36%; unknown 33%; so unknown owners could decide whether the United States is above half
      • Where machines stand (modelled; newest published figures: 1 Oct 2025 to 31 Oct 2025, 172 days old): United States about 38% (31-46%), Russia about 16% (11-21%), China about 14% (11-18%)
      • The two largest together: 49.0%. It takes 2 to 3 owners to hold more than half
      • Network: 966 EH/s (907-1,028)
      • Longest run of blocks: F2Pool, 3 in a row (by chance about 65 times a year); of the week: Foundry USA (DCG), 5 in a row (by chance about 100 times a year)
      • Sources disagree on whether AntPool is still Bitmain's.
      • Sources disagree on the seat of AntPool: China, or Singapore.

      Open until we are sure it is over
      • Notice: Foundry USA (DCG), above a quarter of Bitcoin mining, since 14 Sep 2022
      • Notice: Pools on AntPool's templates, above a quarter of Bitcoin mining, known since 7 Apr 2025

      How we know: recorded blocks, labelled by mempool.space. An owner may run several pools; unknown blocks are assigned to nobody."
    `);
  });

  it('keeps its table narrow enough for a phone', () => {
    const table = /<pre>([^<]*)<\/pre>/.exec(renderMessage(digest).telegram.html)?.[1] ?? '';
    expect(table.split('\n').length).toBeGreaterThan(5);
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(34);
  });

  it('shows weekly figures only if no day of the week is missing', () => {
    const day = parseDay('2026-04-21');
    const hole = parseDay('2026-04-17');
    const ledger = then.ledger.map((entry) =>
      entry.day === hole ? ({ kind: 'missing', day: hole } as const) : entry,
    );
    expect(renderMessage(composeReport({ ...then, ledger }, day).digest).text).toMatchInlineSnapshot(`
      "Bitcoin mining on 21 Apr 2026 (recorded)

      135 blocks were mined on this day. Shares need all of the last 7 days, and 6 are counted.

      Open until we are sure it is over
      • Notice: Foundry USA (DCG), above a quarter of Bitcoin mining, since 14 Sep 2022
      • Notice: Pools on AntPool's templates, above a quarter of Bitcoin mining, known since 7 Apr 2025

      How we know: recorded blocks, labelled by mempool.space. An owner may run several pools; unknown blocks are assigned to nobody. 17 Apr 2026 is not counted yet; figures that need it are left out. History is complete from 18 Apr 2026 on; older days follow, the newest first."
    `);
  });
});
