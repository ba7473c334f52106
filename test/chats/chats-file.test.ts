import { describe, expect, it } from 'vitest';
import { type Chat, newChat } from '../../lib/chats/chat.ts';
import type { ChatStore } from '../../lib/chats/chat-store.ts';
import { chatsFileLines, mergeChats, parseChatsFile } from '../../lib/chats/chats-file.ts';
import { chat } from '../contract/stored.ts';
import { memoryChats } from '../support/memory-chats.ts';

const AT = '2025-01-08T00:10:00.000Z';

async function storeOf(chats: readonly Chat[]): Promise<ChatStore> {
  const store = memoryChats();
  for (const one of chats) await store.saveChat(one);
  return store;
}

async function fileOf(store: ChatStore): Promise<string> {
  const lines: string[] = [];
  for await (const line of chatsFileLines(store, AT, () => {})) lines.push(`${line}\n`);
  return lines.join('');
}

const joined = (number: number): Chat => newChat(chat(number), 'group', 1_736_500_000);
const onDiscord = newChat({ vendor: 'discord', address: '140000000000000002' }, 'channel', 0);

describe('a chats file', () => {
  it('restores all chats into an empty store, with settings, silences and watches', async () => {
    const before = await storeOf([chat(1), chat(2), onDiscord]);
    const text = await fileOf(before);
    const after = memoryChats();
    expect(await mergeChats(after, parseChatsFile(text, 'F'))).toEqual({ added: 3, completed: 0, known: 0 });
    expect(await fileOf(after)).toBe(text);
  });

  it('changes nothing when imported again', async () => {
    const store = await storeOf([chat(1), joined(2)]);
    const text = await fileOf(store);
    expect(await mergeChats(store, parseChatsFile(text, 'F'))).toEqual({ added: 0, completed: 0, known: 2 });
    expect(await fileOf(store)).toBe(text);
  });

  it('gives its settings to a chat that still has the defaults, and overwrites no choice', async () => {
    const text = await fileOf(await storeOf([chat(1), chat(2)]));
    const chosen = { ...joined(2), settings: { ...joined(2).settings, zone: 'Europe/Berlin' } };
    const store = await storeOf([joined(1), chosen]);
    expect(await mergeChats(store, parseChatsFile(text, 'F'))).toEqual({ added: 0, completed: 1, known: 1 });
    const { watches, silence } = chat(1);
    expect(await store.loadChat(joined(1))).toEqual({ ...joined(1), revision: 2, watches, silence });
    expect(await store.loadChat(chosen)).toEqual({ ...chosen, revision: 1 });
  });
});

const asBefore = ({ settings, ...chat }: Chat, on = true) => ({
  ...chat,
  settings: { ...settings, digest: { on, hour: 8 } },
});

it('reads the second form, in which the digest was on or off', () => {
  const chats = [
    asBefore(joined(1)),
    asBefore(joined(2), false),
    { ...asBefore(joined(3)), kind: 'webhook' },
  ];
  const text = [{ schema: 'hashtilt/chats-file@2', at: AT }, ...chats, { chats: 3 }]
    .map((line) => JSON.stringify(line))
    .join('\n');
  expect(parseChatsFile(text, 'F').map(({ settings }) => settings.digest)).toEqual([
    { form: 'short', hour: 8 },
    { form: 'off', hour: 8 },
    { form: 'full', hour: 8 },
  ]);
});

it('reads the first form, in which one refusal switched a chat off', async () => {
  const { standing: _, ...rest } = joined(1);
  const { standing: __, ...before } = asBefore(joined(1));
  const standing = { kind: 'gone', reason: '403 Forbidden: bot was kicked', since: 1_736_500_000 };
  const text = [{ schema: 'hashtilt/chats-file@1', at: AT }, { ...before, standing }, { chats: 1 }]
    .map((line) => JSON.stringify(line))
    .join('\n');
  expect(parseChatsFile(text, 'F')).toEqual([
    {
      ...rest,
      settings: { ...rest.settings, digest: { form: 'short', hour: 8 } },
      standing: { kind: 'refusing', days: ['2025-01-10'], reason: '403 Forbidden: bot was kicked' },
    },
  ]);
});

describe('refused as a chats file:', () => {
  const valid = fileOf(memoryChats());
  const lines = async (change: (lines: string[]) => readonly string[]) =>
    change((await fileOf(await storeOf([chat(1), chat(2)]))).trimEnd().split('\n')).join('\n');

  it.each([
    ['nothing', async () => '', /^F: line 1: /],
    ['another document', async () => '{"schema":"hashtilt/day@1"}', /^F: line 1: schema: /],
    ['a later form', async () => (await valid).replace('file@3', 'file@4'), /^F: line 1: schema: /],
    ['a truncated file', () => lines((all) => all.slice(0, -1)), /^F: line 3: chats: /],
    [
      'a file with only its first line',
      () => lines((all) => all.slice(0, 1)),
      /^F: ends after its first line$/,
    ],
    [
      'a file with a chat missing',
      () => lines((all) => all.toSpliced(1, 1)),
      /^F: counts 2 chats in its last line and has 1$/,
    ],
    [
      'invalid chats, each by its line',
      () => lines((all) => all.with(1, 'no JSON').with(2, all[2]!.replace('"group"', '"crowd"'))),
      /^F: line 2: .*\nF: line 3: kind: /,
    ],
  ])('%s', async (_what, text, message) => {
    const given = await text();
    expect(() => parseChatsFile(given, 'F')).toThrow(message);
  });
});
