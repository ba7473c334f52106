import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

describe('risk', () => {
  it('says what 40% could do with six confirmations', async () => {
    const { code, stdout } = await runCli(['risk', '--share', '0.4', '--confirmations', '6', '--json']);
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      schema: 'hashtilt/risk@1',
      share: 0.4,
      confirmations: 6,
      confirmationsFor: { '0.001': 133 },
    });
    expect((100 * document.exact).toFixed(3)).toBe('49.300');
    expect(document.selfishMining.gammaHalf.toFixed(6)).toBe('0.525581');
  });

  it('distinguishes outpacing from a run of blocks, and says what a majority can and cannot do', async () => {
    const { stdout } = await runCli(['risk', '--share', '0.4']);
    expect(stdout).toMatchInlineSnapshot(`
      "What 40% of Bitcoin mining could do

      Somebody with 40% of the hash rate could undo a payment with 6 confirmations in 49 of 100 tries (exact formula). That is outpacing the network, not mining 6 blocks in a row.

      How long to wait
      • For a risk below 10%: 34 confirmations
      • For a risk below 1%: 82 confirmations
      • For a risk below 0.1%: 133 confirmations

      Above a third, holding back found blocks (selfish mining) pays, even if nobody relays for the attacker.

      A majority can keep payments out of the chain, reverse its own payments however many confirmations they have, and outvote all other miners.

      A majority cannot take coins that are not its own, spend without the owner's key, or change the rules that nodes enforce.

      If a commandeered majority mined by other rules, nodes that keep the old ones would refuse its blocks: the chain would split, and the old branch would go on with less hash rate and slower blocks until its difficulty adjusts.

      In figures
      • Exact odds: 49.300%; the Bitcoin paper's approximation: 50.398%
      • 6 blocks in a row: 0.41%
      • Selfish mining would yield 48.4% of all rewards with nobody relaying for the attacker, 52.6% with half the network; honest mining yields 40.0%
      • It pays above 33.3% and 25.0%, and only after a difficulty adjustment
      "
    `);
  });

  it('says that no wait helps against a majority', async () => {
    const { stdout } = await runCli(['risk', '--share', '0.55', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ exact: 1, confirmationsFor: { '0.001': null } });
  });

  it.each([
    ['--share 1.4', '--share: expected a share from 0 to 1, such as 0.36, 36% or 1/3, not "1.4"'],
    ['--share x', '--share: expected a share from 0 to 1, such as 0.36, 36% or 1/3, not "x"'],
    [
      '--share 0.3 --confirmations 1.5',
      '--confirmations: expected a whole number from 0 to 10,000, not "1.5"',
    ],
  ])('refuses %s', async (args, fault) => {
    expect(await runCli(['risk', ...args.split(' ')])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `${fault}\n`,
    });
  });
});
