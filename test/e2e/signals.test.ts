import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildChain } from '../support/chain-builder.ts';
import { planDay } from '../support/chains.ts';
import {
  earlySigns,
  MAJORITY_DAY,
  startSuddenMajority,
  steady,
  TOO_FEW,
  whole,
} from '../support/sudden-majority.ts';

describe('blocks that one pool suddenly mines all of', () => {
  let majority: Awaited<ReturnType<typeof startSuddenMajority>>;
  const timesTold = () => earlySigns(majority.services).map((titles) => titles.length);

  beforeAll(async () => {
    majority = await startSuddenMajority();
  });
  afterAll(() => majority.close());

  it('are reported within four hours, by the run that collects the deciding block, once on each service', () => {
    const { toldAt, services } = majority;
    const newest = new Intl.NumberFormat('en-US').format(toldAt);
    expect(toldAt - steady.at(-1)!.height).toBeGreaterThan(TOO_FEW + 1);
    expect(toldAt - steady.at(-1)!.height).toBeLessThan(24);
    expect(timesTold()).toEqual([1, 1]);
    const [title] = earlySigns(services)[0]!;
    expect(services.telegram.sent.find(({ text }) => text.startsWith(title!))!.text).toContain(
      `block ${newest}`,
    );
  });

  it('are not reported again if the deciding blocks leave the chain and come back', async () => {
    const fork = majority.toldAt - 3;
    const below = whole.filter(({ height }) => height < fork);
    const other = planDay({ day: MAJORITY_DAY, from: 18 + below.length - steady.length, to: 40, salt: 1 });
    const branch = [...below, ...buildChain(below, other)];
    await majority.collect(branch);
    const next = branch.length + 3;
    await majority.collect(whole.slice(0, next));
    expect(timesTold()).toEqual([1, 1]);
  });

  it('are not reported again when the day closes, whose digest confirms them', async () => {
    await majority.collect(whole);
    await majority.collect(whole);
    expect(timesTold()).toEqual([1, 1]);
    const digest = majority.services.telegram.sent.findLast(({ text }) =>
      text.startsWith('Bitcoin mining on 28 May'),
    )!;
    expect(digest.text).toMatch(
      /Sudden changes[\s\S]*above half of Bitcoin mining since[^\n]*: confirmed by the day/,
    );
  });
});
