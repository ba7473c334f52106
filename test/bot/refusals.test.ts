import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, PRIVATE, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

describe('a refusal helps on', () => {
  it.each([
    [
      '/country texas',
      "I don't know a country called “texas”, but Texas is a region.\n\n[Texas > .region US-TX]",
    ],
    [
      '/region china',
      "I don't know a region called “china”, but China is a country.\n\n[China > .country CN]",
    ],
    ['/pool china', "I don't know a pool called “china”, but China is a country.\n\n[China > .country CN]"],
    ['/country foundry', 'but Foundry USA is a pool.\n\n[Foundry USA > .pool foundryusa]'],
    ['/history texas', 'but Texas is a region.\n\n[Texas > .region US-TX]'],
  ])('a name of another kind leads there: %s', async (typed, said) => {
    expect(await talk.ask(typed)).toContain(said);
  });

  it('what is counted as unknown is nobody, and is no pool', async () => {
    expect(await talk.ask('/pool unknown')).toMatchInlineSnapshot(`
      "Unknown is not a pool

      1 of 994 blocks in the 7 days to 21 Apr 2026 cannot be attributed to any pool. They may belong to one miner or to many, stay in every total, and are assigned to nobody.

      Counted from 994 blocks · recorded, labelled by mempool.space · yesterday

      [Pools > .pools] [How we know > .method]"
    `);
  });

  it('a command that is like none is not asked back', async () => {
    expect(await talk.ask('/help nonsense')).toMatchInlineSnapshot(`
      "I don't know that command

      /nonsense is not a command; /help lists them all.

      [All commands > .help]"
    `);
  });

  it.each([
    ['/watch foundry 350%', 'A level must be between 0% and 100%\n\nFor example: /watch foundry 35%'],
    ['/watch foundry -5%', 'A level must be between 0% and 100%\n\nFor example: /watch foundry 35%'],
    ['/watch foundry 0%', 'A level must be between 0% and 100%\n\nFor example: /watch foundry 35%'],
    ['/whatif 120%', 'A part must be between 0% and 100%\n\nFor example: /whatif 30% foundry'],
    ['/whatif 0% foundry', 'A part must be between 0% and 100%\n\nFor example: /whatif 30% foundry'],
    ['/risk 360%', 'A share must be between 0% and 100%\n\nFor example: /risk 35%'],
    ['/risk 36% 0', 'Confirmations go from 1 to 1,000\n\nFor example: /risk 35% 12'],
    ['/risk foundry 5000', 'Confirmations go from 1 to 1,000\n\nFor example: /risk 35% 12'],
  ])("an impossible number is called so, and is nobody's name: %s", async (typed, said) => {
    expect(await talk.ask(typed)).toBe(said);
  });
});

describe('/unwatch of a name that several alarms have', () => {
  const person = { ...PRIVATE, chat: { vendor: 'telegram', address: '23' } as const };

  it('asks which of them, and does with it what was asked', async () => {
    for (const alarm of ['foundry 35%', 'foundry 30%', 'antpool 25%'])
      await talk.ask(`/watch ${alarm}`, person);
    expect(await talk.ask('/unwatch foundry pause', person)).toMatchInlineSnapshot(`
      "Which alarm?

      • foundryusa-35: Foundry USA above 35% of blocks over 7 days
      • foundryusa-30: Foundry USA above 30% of blocks over 7 days

      [Pause foundryusa-35 > .unwatch foundryusa-35 pause]
      [Pause foundryusa-30 > .unwatch foundryusa-30 pause]"
    `);
    expect(await talk.ask('/unwatch foundry', person)).toContain(
      '[Remove foundryusa-35 > .unwatch foundryusa-35]',
    );
  });
});

describe('/start of a chat whose silence is over', () => {
  const person = { ...PRIVATE, chat: { vendor: 'telegram', address: '24' } as const };
  const muted = 'It is muted at the moment; /unmute ends that.';

  it('no longer calls it muted', async () => {
    await talk.ask('/start', person);
    await talk.ask('/mute for an hour', person);
    expect(await talk.ask('/start', person)).toContain(muted);
    await talk.ask('/unmute', person);
    expect(await talk.ask('/start', person)).not.toContain(muted);
  });
});
