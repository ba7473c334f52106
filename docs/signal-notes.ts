const CAMBRIDGE = 'https://www.jbs.cam.ac.uk/2021/geographic-shift';
const HALVING =
  'From the day after the subsidy halved, at height 630,000 on 11 May. Hours before, the pool itself expected 15 to 30% of all hash rate to be switched off: [cointelegraph.com](https://cointelegraph.com/news/unprofitable-miners-already-leaving-bitcoin-network-ahead-of-btc-halving/amp).';
const WET_SEASON =
  '[compassmining.io](https://compassmining.io/education/bitcoin-mining-difficulty-rainy-season/)';
const OKEX =
  'OKEx stopped withdrawals on 16 October, and miners left its pool: [dinocrypto.com](https://dinocrypto.com/news/okex-mining-pool-collapse-hash-power-withdrawal-suspension).';
const XINJIANG =
  'Power cuts in Xinjiang for safety inspections: [beincrypto.com](https://beincrypto.com/bitcoin-mining-pool-hashrates-plummet-following-china-blackout/).';
const HALF_LOST =
  "by 23 June China's ban had cost F2Pool 56% of its hash rate within a month, while Foundry had gained 15%: [The Block, as told by fb.box](https://fb.box/crypto/61073.html)";
const BAN = `China bans mining; within a month the network lost 38% of its hash rate: [Cambridge](${CAMBRIDGE})`;
const SICHUAN =
  '. On 18 June Sichuan told power companies to cut miners off by the 20th: [flanders-china.be](https://www.flanders-china.be/en/newsletter-archive/china-business-weekly-22-june-2021/90-of-chinas-bitcoin-mining-capacity-shut-down).';
const ELLIOTT =
  'A winter storm in North America; Foundry lost more than half of its hash rate: [coindesk.com](https://www.coindesk.com/business/2022/12/26/bitcoin-miners-powered-off-as-winter-storm-battered-north-america/).';
const FERN =
  'A winter storm in the United States, in the press the same day: [toptech.news](https://toptech.news/report-arctic-storm-front-disrupts-us-bitcoin-mining-block-times-stretch-past-12-minutes).';

/** What is known of a signal from elsewhere, by its id; of the others the weeks around them speak. */
export const NOTES: Readonly<Record<string, string>> = {
  '622907 network network down':
    '25 blocks in eight and a half hours, then the pace of before. The difficulty was too high for the hash rate of that week: it fell by 16% the next day.',
  '630526 owner poolin down': HALVING,
  '648531 pool btccom up':
    "From the very day, 5 September, on which the whole network's hash rate began to rise to a new high: [Poolin's newsletter](https://medium.com/poolin/network-notes-03-dafa6a9f05e3). Why most of it came to this pool was not found.",
  '653491 owner okexpool down': OKEX,
  '654563 network network down': `The wet season in Sichuan ended, and machines were switched off and moved to the north: ${WET_SEASON}.`,
  '655116 pool btccom down': `It stayed, in the weeks in which machines left Sichuan: ${WET_SEASON}. Why this pool lost most was not found.`,
  '679619 network network down': XINJIANG,
  '681711 owner bitmain up':
    "Whoever asks for owners as known then still finds AntPool at Bitmain: its parting was told in July. AntPool's hash rate came back after Xinjiang, and more.",
  '685139 owner huobipool down': `${BAN}.`,
  '688392 network network down': `${BAN}${SICHUAN}`,
  '688975 owner bitmain down': `${BAN}${SICHUAN}`,
  '691372 owner f2pool down': `It stayed; ${HALF_LOST}. What happened on these days was not found.`,
  '691495 owner dcg up': `Its hash rate stayed while others lost theirs; ${HALF_LOST}.`,
  '697274 network network up': `A fifth of the network's hash rate of before the ban was back by August: [Cambridge](${CAMBRIDGE}).`,
  '753397 owner poolin down':
    'Poolin stopped withdrawals from its wallet on 5 September, and miners left: [theblock.co](https://www.theblock.co/post/169629/crypto-miner-poolin-issues-ious-after-freezing-withdrawals).',
  '768730 owner antpool up': `${ELLIOTT} Others had a larger share of what was left.`,
  '768769 owner dcg down': ELLIOTT,
  '933729 owner dcg down': FERN,
  '933731 network network down': FERN,
};
