import { shippedLedger } from '../lib/core/ledger/shipped-ledger.ts';
import { percent } from '../lib/messages/format.ts';

const ledger = shippedLedger();

/** The share that these pools had together from one recorded day to another, both included. */
function shareOf(pools: string, from: string, to: string): string {
  const days = ledger.filter(({ day }) => from <= day && day <= to);
  const sum = (of: (count: (typeof days)[number]['count']) => number) =>
    days.reduce((total, { count }) => total + of(count), 0);
  const own = sum((count) =>
    [...count.pools].reduce(
      (total, [pool, blocks]) => total + (pools.split(' ').includes(pool) ? blocks : 0),
      0,
    ),
  );
  return percent(own / sum(({ blocks }) => blocks));
}

const CAMBRIDGE = 'https://www.jbs.cam.ac.uk/2021/geographic-shift';
const HALVING =
  'From the day after the subsidy halved, at height 630,000 on 11 May. Hours before, the pool itself expected 15 to 30% of all hash rate to be switched off: [cointelegraph.com](https://cointelegraph.com/news/unprofitable-miners-already-leaving-bitcoin-network-ahead-of-btc-halving/amp).';
const WET_SEASON =
  '[compassmining.io](https://compassmining.io/education/bitcoin-mining-difficulty-rainy-season/)';
const OKEX =
  'OKEx stopped withdrawals on 16 October, and miners left its pool: [dinocrypto.com](https://dinocrypto.com/news/okex-mining-pool-collapse-hash-power-withdrawal-suspension).';
const XINJIANG =
  'Power cuts in Xinjiang for safety inspections: [beincrypto.com](https://beincrypto.com/bitcoin-mining-pool-hashrates-plummet-following-china-blackout/).';
const BAN = `China bans mining; within a month the network lost 38% of its hash rate: [Cambridge](${CAMBRIDGE})`;
const SICHUAN =
  '. On 18 June Sichuan told power companies to cut miners off by the 20th: [flanders-china.be](https://www.flanders-china.be/en/newsletter-archive/china-business-weekly-22-june-2021/90-of-chinas-bitcoin-mining-capacity-shut-down).';
const ELLIOTT =
  'A winter storm in North America; Foundry lost more than half of its hash rate: [coindesk.com](https://www.coindesk.com/business/2022/12/26/bitcoin-miners-powered-off-as-winter-storm-battered-north-america/).';
const FERN =
  'A winter storm in the United States, in the press the same day: [toptech.news](https://toptech.news/report-arctic-storm-front-disrupts-us-bitcoin-mining-block-times-stretch-past-12-minutes).';

const JULY = ['2021-06-24', '2021-07-14'] as const;
const SUMMER = ['2021-07-15', '2021-09-11'] as const;
const UNLABELLED = `Missing labels. From 15 July to 11 September ${shareOf('unknown', ...SUMMER)} of all blocks have no label, in the three weeks before ${shareOf('unknown', ...JULY)}. F2Pool fell from ${shareOf('f2pool', ...JULY)} to ${shareOf('f2pool', ...SUMMER)}; including the unlabelled blocks it had ${shareOf('f2pool unknown', ...SUMMER)}. So most of them were probably its own, and it lost little.`;
const NO_REPORT = 'We found no report of it.';
const CENSORS =
  '[The Block, as told by coinfellowship.com](https://coinfellowship.com/theblock-news/chinas-crypto-censorship-reaches-over-news-outlets-and-mining-pools/)';

/** What other sources, or the recorded blocks, say about a signal, by its id. */
export const NOTES: Readonly<Record<string, string>> = {
  '622907 network network down':
    '25 blocks in eight and a half hours, then the usual pace. The difficulty was too high for the hash rate of that week: it fell by 16% the next day.',
  '630524 owner poolin down': HALVING,
  '634956 owner okexpool down': `${NO_REPORT} From 8 to 15 June it had ${shareOf('okexpool', '2020-06-08', '2020-06-15')} of all blocks, after ${shareOf('okexpool', '2020-05-25', '2020-06-07')} in the two weeks before; Huobi.pool rose from ${shareOf('huobipool', '2020-05-25', '2020-06-07')} to ${shareOf('huobipool', '2020-06-08', '2020-06-15')} and stayed there. In the two weeks after it had ${shareOf('okexpool', '2020-06-16', '2020-06-29')}: the drop was temporary.`,
  '648278 owner poolin down': `${NO_REPORT} For three days, 12 to 14 September, it had ${shareOf('poolin', '2020-09-12', '2020-09-14')} of all blocks, after ${shareOf('poolin', '2020-08-29', '2020-09-11')} in the two weeks before, and F2Pool and CloverPool together ${shareOf('f2pool btccom', '2020-09-12', '2020-09-14')} after ${shareOf('f2pool btccom', '2020-08-29', '2020-09-11')}. A week later Poolin reported more hash rate than ever: [its newsletter](https://medium.com/poolin/network-notes-03-dafa6a9f05e3).`,
  '648502 pool btccom up':
    "From 5 September, the very day on which the whole network's hash rate began to rise to a new high: [Poolin's newsletter](https://medium.com/poolin/network-notes-03-dafa6a9f05e3). We found no reason why most of it came to this pool.",
  '653486 owner okexpool down': OKEX,
  '654562 network network down': `The wet season in Sichuan ended, and machines were switched off and moved to the north: ${WET_SEASON}.`,
  '655022 pool btccom down': `Permanent; in these weeks machines left Sichuan: ${WET_SEASON}. We found no reason why this pool lost most.`,
  '675986 pool poolin up': `${NO_REPORT} From 13 to 23 March it had ${shareOf('poolin', '2021-03-13', '2021-03-23')} of all blocks, after ${shareOf('poolin', '2021-02-27', '2021-03-12')} in the two weeks before, and in the two weeks after ${shareOf('poolin', '2021-03-24', '2021-04-06')}.`,
  '679619 network network down': XINJIANG,
  '680095 pool poolin down': `${XINJIANG} Of the pools that the report names, Poolin lost most, about 30%.`,
  '681711 owner bitmain up':
    "As known then, AntPool still belonged to Bitmain: that they had parted was reported in July. AntPool's hash rate came back after Xinjiang, and more.",
  '685137 owner huobipool down': `${BAN}.`,
  '688392 network network down': `${BAN}${SICHUAN}`,
  '688974 owner bitmain down': `${BAN}${SICHUAN}`,
  '691342 owner f2pool down': UNLABELLED,
  '691476 owner dcg up':
    "Its hash rate stayed while others lost theirs; by 23 June China's ban had cost F2Pool 56% of its hash rate within a month, while Foundry had gained 15%: [The Block, as told by fb.box](https://fb.box/crypto/61073.html).",
  '693624 owner f2pool down':
    'A repeat of 16 July: on 27 July it became known that AntPool had parted from Bitmain, and from that day on owners were compared with their last 90 days afresh.',
  '697274 network network up': `A fifth of the network's hash rate from before the ban was back by August: [Cambridge](${CAMBRIDGE}).`,
  '700247 owner f2pool up': `Takes back the change reported before: from 12 September to 10 October ${shareOf('unknown', '2021-09-12', '2021-10-10')} of all blocks have no label, and F2Pool has ${shareOf('f2pool', '2021-09-12', '2021-10-10')}.`,
  '701340 owner f2pool up':
    'A repeat of 12 September: most of the 90 days it is compared with lack its labels.',
  '705241 owner f2pool down': `Labels again. From 14 to 17 October ${shareOf('unknown', '2021-10-14', '2021-10-17')} of all blocks have none. F2Pool has ${shareOf('f2pool', '2021-10-14', '2021-10-17')}, including them ${shareOf('f2pool unknown', '2021-10-14', '2021-10-17')}; in the two weeks before it had ${shareOf('f2pool', '2021-09-30', '2021-10-13')}.`,
  '715150 owner bitmining down': `We found no report of these days. That autumn its pool, BTC.com, began to close the accounts of users in mainland China: [techdator.net](https://techdator.net/btc-shutting-down-in-china/), and on 26 November Chinese internet providers were said to block connections to pools: ${CENSORS}. From 7 to 21 December it had ${shareOf('btccom', '2021-12-07', '2021-12-21')} of all blocks, after ${shareOf('btccom', '2021-11-22', '2021-12-06')}; Binance Pool rose from ${shareOf('binancepool', '2021-11-22', '2021-12-06')} to ${shareOf('binancepool', '2021-12-07', '2021-12-21')}. The change was permanent.`,
  '753323 owner poolin down':
    'Poolin stopped withdrawals from its wallet on 5 September, and miners left: [theblock.co](https://www.theblock.co/post/169629/crypto-miner-poolin-issues-ious-after-freezing-withdrawals).',
  '768730 owner antpool up': `${ELLIOTT} Others had a larger share of what remained.`,
  '768769 owner dcg down': ELLIOTT,
  '772146 owner dcg up': `Early, but right. In the week after it had ${shareOf('foundryusa', '2023-01-16', '2023-01-22')}, in the two weeks after that ${shareOf('foundryusa', '2023-01-23', '2023-02-05')}, and on 17 February the seven-day rule said the same. It rose along with the network: on 15 January the difficulty went up by 10.26%: [archyde.com](https://archyde.com/the-biggest-difficulty-increase-of-the-year-so-far-on-the-bitcoin-network-is-coming-soon).`,
  '933729 owner dcg down': FERN,
  '933731 network network down': FERN,
  '940397 owner viabtc down': `${NO_REPORT} From 3 to 12 March it had ${shareOf('viabtc', '2026-03-03', '2026-03-12')} of all blocks, after ${shareOf('viabtc', '2026-02-10', '2026-03-02')} in the three weeks before, and in the three weeks after ${shareOf('viabtc', '2026-03-13', '2026-04-02')}: most of it came back.`,
};
