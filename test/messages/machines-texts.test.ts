import { describe, expect, it } from 'vitest';
import { defaultRules } from '../../lib/config/default-rules.ts';
import type { ModelledLens } from '../../lib/core/geography/modelled-lens.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { Knowledge } from '../../lib/core/lenses/lens.ts';
import { replayRules } from '../../lib/core/warnings/history.ts';
import { isWarning } from '../../lib/core/warnings/is-warning.ts';
import { composeWarning } from '../../lib/daily/compose-warning.ts';
import { renderMessage } from '../../lib/messages/render.ts';

const ledger = shippedLedger().filter(({ day }) => day <= '2021-12-31');

/** Reports of rules on one lens, all of severity warning so that they are reported at once. */
function inputOf(lens: ModelledLens, knowledge: Knowledge) {
  const rules = defaultRules()
    .filter((rule) => rule.lens === lens)
    .map((rule) => ({ ...rule, severity: 'warning' as const }));
  const { transitions } = replayRules(ledger, rules, knowledge);
  return {
    ledger,
    transitions,
    notes: [],
    signals: [],
    knowledge,
    labelledBy: 'mempool.space',
    reportUrl: null,
  };
}

function warning(input: ReturnType<typeof inputOf>, day: string): string {
  const message = composeWarning(input, parseDay(day));
  if (message === null) throw new Error(`nothing warned on ${day}`);
  return renderMessage(message).text;
}

const countries = inputOf('country', 'then');

describe('a warning about machines, as a chat gets it', () => {
  it('names a country as modelled, with the figures behind it and their age', () => {
    expect(warning(countries, '2020-01-07')).toMatchInlineSnapshot(`
      "🟠 Warning: Machines in China (modelled): above half of Bitcoin mining, more than 99% sure

      By our model, about 65% of Bitcoin's hash rate was in China in the 7 days to 7 Jan 2020 (95% interval 59-70%). We are more than 99% sure that the true share is above half. It is based on figures from CoinShares Research, The Bitcoin Mining Network for 1 Dec 2019 to 31 Dec 2019, published 31 Dec 2019, 7 days old.

      This is new since 7 Jan 2020.

      Why it matters: A place does not mine, and machines there have many owners. But if its government made them act together, they could undo a payment with 6 confirmations in every try: a majority wins every race in the end. It can also keep payments out of the chain and outvote all other miners. It cannot take coins or change the rules that nodes enforce.

      Modelled from published figures; pools counted from 1,126 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('names a region', () => {
    expect(warning(inputOf('region', 'then'), '2020-01-07')).toMatchInlineSnapshot(`
      "🟠 Warning: Machines in Sichuan (modelled): above one third of Bitcoin mining, more than 99% sure

      By our model, about 54% of Bitcoin's hash rate was in Sichuan in the 7 days to 7 Jan 2020 (95% interval 46-62%). We are more than 99% sure that the true share is above one third. It is based on figures from CoinShares Research, The Bitcoin Mining Network for 1 Dec 2019 to 31 Dec 2019, published 31 Dec 2019, 7 days old.

      This is new since 7 Jan 2020.

      Why it matters: A place does not mine, and machines there have many owners. But if its government made them act together, they could undo a payment with 6 confirmations in every try: a majority wins every race in the end. It can also keep payments out of the chain and outvote all other miners. It cannot take coins or change the rules that nodes enforce.

      Modelled from published figures; pools counted from 1,126 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('resolves when a country is no longer above half, by figures more than a year old', () => {
    expect(warning(countries, '2021-06-22')).toMatchInlineSnapshot(`
      "Machines in China (modelled): no longer above half of Bitcoin mining

      By our model, about 50% of Bitcoin's hash rate was in China in the 7 days to 22 Jun 2021 (95% interval 14-77%). The chance that the true share is still above half is 44%. It is based on figures from Cambridge Centre for Alternative Finance, Cambridge Bitcoin Electricity Consumption Index, mining map v1.2 for 1 Apr 2020 to 30 Apr 2020, published 6 May 2020, 418 days old.

      First warned of on 7 Jan 2020, 532 days earlier. Share in the 7 days before: about 62%. Highest share meanwhile: about 67%, on 1 Oct 2020.

      Modelled from published figures; pools counted from 781 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel."
    `);
  });

  it('is not composed for a change caused only by newly published figures', () => {
    expect(composeWarning(inputOf('region', 'then'), parseDay('2020-05-06'))).toBeNull();
  });

  it('does not claim, with hindsight, that anybody would have been warned', () => {
    for (const lens of ['country', 'region'] as const) {
      const input = inputOf(lens, 'now');
      const days = input.transitions.filter(isWarning).map(({ day }) => day);
      expect(days).not.toEqual([]);
      for (const day of days) expect(warning(input, day)).not.toContain('would have been warned');
    }
  });
});
