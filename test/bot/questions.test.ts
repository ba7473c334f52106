import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intentOf } from '../../lib/bot/intents.ts';
import { registry } from '../../lib/core/pools/registry.ts';
import { type Conversation, PRIVATE, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

/** Questions as people type them in a private chat, and the command that answers each. */
const QUESTIONS = [
  ['who is the biggest miner?', '/pools'],
  ['Whos the biggest pool right now', '/pools'],
  ['which pool is the largest', '/pools'],
  ['top miners', '/pools'],
  ['who mines bitcoin', '/pools'],
  ['what is the hashrate?', '/pools'],
  ['who found the most blocks', '/pools'],
  ['is anybody near 51 %?', '/today'],
  ['is anyone close to a majority', '/today'],
  ['how centralised is mining', '/today'],
  ['who controls bitcoin?', '/today'],
  ['does somebody have more than half', '/today'],
  ["what's happening", '/today'],
  ['any news', '/today'],
  ['Today?', '/today'],
  ['is bitcoin under attack?', '/warnings'],
  ['is bitcoin safe', '/warnings'],
  ['should I be worried?', '/warnings'],
  ['any warnings?', '/warnings'],
  ['is something wrong', '/warnings'],
  ['what can a 51% attacker do', '/risk 51%'],
  ['could somebody double spend?', '/risk 51%'],
  ['how many confirmations should i wait', '/risk 51%'],
  ['china?', '/country china'],
  ['how much does china have?', '/country china'],
  ['how big is the us', '/country us'],
  ['hash rate in Kazakhstan', '/country kazakhstan'],
  ['is russia growing', '/country russia'],
  ['who is the biggest miner in canada?', '/country canada'],
  ['where are the machines', '/countries'],
  ['which countries mine bitcoin?', '/countries'],
  ['how big is foundry?', '/pool foundry'],
  ['is foundry near 51%?', '/pool foundry'],
  ['who owns antpool', '/pool antpool'],
  ['is fundry dangerous', '/pool foundry'],
  ['tell us about f2pool', '/pool f2pool'],
  ['which companies own the pools?', '/owners'],
  ['who is behind them', '/owners'],
  ['how do you know that?', '/method'],
  ['how sure are you', '/method'],
  ['where is your data from, what sources', '/method'],
  ['is this up to date?', '/status'],
  ['are you alive', '/status'],
  ['can i download it', '/data'],
  ['any new mining farms?', '/farms'],
  ['what can you do?', '/help'],
  ['who are you', '/help'],
  ['what is this', '/help'],
  ['warn me when foundry moves', '/watch foundry'],
  ['can you notify me', '/help watch'],
] as const;

describe('a question in words', () => {
  it('is tested with fifty examples', () => {
    expect(new Set(QUESTIONS.map(([question]) => question)).size).toBe(50);
  });

  it.each(QUESTIONS)('"%s" is answered like %s', async (question, command) => {
    expect(await talk.ask(question)).toBe(await talk.ask(command));
  });

  it('on an unknown topic is quoted back with three suggestions', async () => {
    expect(await talk.ask('do you like cheese')).toMatchInlineSnapshot(`
      "I can't answer that

      I know about pools, owners and countries that mine Bitcoin, but I don't recognise “do you like cheese”. Perhaps one of these helps:

      [Today > .today] [Who is largest > .pools] [Warnings > .warnings]"
    `);
  });

  it('is never answered with the same refusal twice in a row', async () => {
    const person = { ...PRIVATE, chat: { vendor: 'telegram', address: '19' } as const };
    const said: string[] = [];
    for (const text of ['sdfkjh', 'sdfkjh', '/qqqq', '???', 'sdfkjh', '/qqqq'])
      said.push(await talk.ask(text, person));
    for (const [index, text] of said.entries()) expect(text).not.toBe(said[index - 1]);
    expect(said[1]).toMatchInlineSnapshot(`
      "I can answer things like these

      • foundry: a pool or an owner, by its name
      • china: a country
      • who is the biggest miner?: a question in words
      • 40%: what a miner with that share could do

      [Today > .today] [Who is largest > .pools] [Warnings > .warnings]"
    `);
  });
});

describe('casual input', () => {
  it.each([
    ['whos the biggest', '/pools'],
    ['who r the top pools', '/pools'],
    ['IS BTC SAFE', '/warnings'],
    ['do i need to worry about my coins', '/warnings'],
    ['51% attack?', '/risk 51%'],
    ['selfish mining', '/risk'],
    ['china hashrate?', '/country china'],
    ['CHINA', '/country china'],
    ['usa', '/country us'],
    ['antpol', '/pool antpool'],
    ['pool bitmain', '/pool bitmain'],
    ['show me antpool history', '/pool antpool'],
    ['compare foundry and antpool', '/compare foundry antpool'],
    ['antpool vs f2pool', '/compare antpool f2pool'],
    ['thirty days', '/pools 30'],
    ['two weeks', '/pools two weeks'],
    ['btc', '/today'],
    ['is it decentralised?', '/today'],
    ['nakamoto coefficient', '/today full'],
    ['why is unknown so high', '/method'],
    ['riot', '/farms'],
    ['what does cleanspark plan', '/farms'],
    ['alarm for china over 40%', '/watch china 40%'],
    ['what alarms do I have?', '/watches'],
    ['remove my alarms', '/watches'],
    ['delete my data', '/forget'],
    ['where is the data?', '/data'],
    ['foundry antpool', '/compare foundry antpool'],
    ['antpool and foundry together', '/compare antpool foundry'],
    ['how big was foundry in 2023?', '/history foundry all'],
    ['ok', 'hi'],
    ['/history 90d', '/history'],
    ['/history all', '/history'],
  ])('"%s" is answered like %s', async (typed, command) => {
    const told = (await talk.ask(typed)).replace(/ \d+d\]/g, ']').replaceAll(/“[^”]*”/g, '');
    expect(told).toBe((await talk.ask(command)).replace(/ \d+d\]/g, ']').replaceAll(/“[^”]*”/g, ''));
  });
});

describe('a sentence that begins with the name of a command', () => {
  it.each([
    ['pools in china?', '/country china'],
    ['country with the most machines', '/countries'],
    ['risk of a 51% attack?', '/risk 51%'],
    ['help me', '/help'],
    ['pools in the last month', '/pools 30'],
    ['who is winning?', '/pools'],
    ['what changed this week', '/today'],
    ['can it be hacked', '/warnings'],
  ])('is answered as a sentence: "%s" like %s', async (question, command) => {
    expect(await talk.ask(question)).toBe(await talk.ask(command));
  });
});

describe('a greeting', () => {
  it.each(['hi', 'Hello!', 'hey there', 'gm', 'Good morning', 'How are you?', 'thanks'])(
    'is greeted back: "%s"',
    async (text) => {
      expect(await talk.ask(text)).toMatch(/^Hello!\n/);
    },
  );

  it('gets a sentence and three buttons', async () => {
    expect(await talk.ask('hello')).toMatchInlineSnapshot(`
      "Hello!

      I watch who mines Bitcoin and warn before somebody holds a majority. Ask a question, such as “who is the biggest miner?”, or name a pool or a country.

      [Today > .today] [Who is largest > .pools] [Warnings > .warnings]"
    `);
  });

  it('is not the name of a pool', () => {
    for (const { name } of registry.pools) expect([name, intentOf(name)]).toEqual([name, null]);
  });
});

describe('a free-text request that would change the chat', () => {
  const person = { ...PRIVATE, chat: { vendor: 'telegram', address: '17' } as const };

  it('is offered as a button, since the words may mean something else', async () => {
    expect(await talk.ask('no more of this please', person)).toMatchInlineSnapshot(`
      "Is this what you want?

      /stop ends the digest and all warnings in this chat.

      [Yes, /stop > .stop]"
    `);
    expect(await talk.ask('I want the daily digest', person)).toMatchInlineSnapshot(`
      "Is this what you want?

      /start sends the daily digest and warnings to this chat.

      [Yes, /start > .start]"
    `);
    expect(await talk.ask('please be quiet', person)).toMatchInlineSnapshot(`
      "Is this what you want?

      /mute 1d silences this chat for a day.

      [Yes, /mute 1d > .mute 1d]"
    `);
    expect(await talk.store.chats.loadChat(person.chat)).toBeUndefined();
  });

  it.each([
    ['tell me when foundry reaches 40%', '/watch foundryusa 40%'],
    ['alarm foundry 40%', '/watch foundryusa 40%'],
    ['set an alarm for antpool at 25 percent', '/watch antpool 25%'],
    ['warn me if antpool falls below 10 %', '/watch antpool below 10%'],
    ['notify me when anybody has a third', '/watch anybody third'],
    ['alert me of a sudden change of f2pool', '/watch f2pool jump'],
  ])('"%s" is offered as the alarm %s', async (wish, command) => {
    expect(await talk.ask(wish, person)).toBe(
      `Is this what you want?\n\n${command} sets an alarm in this chat.\n\n[Yes, ${command} > .${command.slice(1)}]`,
    );
    expect(await talk.store.chats.loadChat(person.chat)).toBeUndefined();
  });
});

describe('a question about a time that is past', () => {
  it('says where the past is told, and is not answered with the newest week', async () => {
    expect(await talk.ask('who was the biggest in 2021?')).toMatchInlineSnapshot(`
      "I answer for the newest days

      How a share has changed since the first day counted: /history foundry all. Each single day is a file: /data.

      [Today > .today] [Who is largest > .pools] [Warnings > .warnings]"
    `);
  });
});
