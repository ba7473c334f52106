import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

describe('risk', () => {
  it('says what 40 % could do with six confirmations', async () => {
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

  it('tells outpacing apart from a run of blocks, and what a majority can and cannot do', async () => {
    const { stdout } = await runCli(['risk', '--share', '0.4']);
    expect(stdout).toContain('succeeds in 49 of 100 tries');
    expect(stdout).toContain('not 6 blocks in a row, which come in 0.41 % of cases');
    expect(stdout).toContain('A majority can keep payments out of the chain');
    expect(stdout).toContain('A majority cannot take coins');
  });

  it('says that no wait helps against a majority', async () => {
    const { stdout } = await runCli(['risk', '--share', '0.55', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ exact: 1, confirmationsFor: { '0.001': null } });
  });

  it.each([
    ['--share 1.4', '--share: expected a fraction from 0 to 1, not "1.4"'],
    ['--share x', '--share: expected a fraction from 0 to 1, not "x"'],
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
