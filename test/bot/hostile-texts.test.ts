import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCommandCore } from '../../lib/bot/answer-command.ts';
import { COMMANDS } from '../../lib/bot/commands.ts';
import type { Reply } from '../../lib/bot/reply.ts';
import type { Input } from '../../lib/bot/request.ts';
import { memoryChats } from '../support/memory-chats.ts';
import { recordedFigures } from '../support/recorded-figures.ts';
import { messageFaults, replyFaults } from '../support/reply-limits.ts';

/** `npm run test:chat-fuzz` sends all of them, `npm test` a sample. */
const TEXTS = Number(process.env.HASHTILT_TEXTS ?? 3_000);

const SEED = 20_260_421;

const { figures, ledger } = recordedFigures();
const core = createCommandCore({
  chats: memoryChats(),
  deliveries: { saveDue: async () => {} },
  figures: { saveFigures: async () => {}, loadFigures: async () => figures },
  // Loading a year for each of a million texts would mostly test loading.
  ledger: { loadDays: async () => ledger.slice(-40), loadBlocks: async () => [] },
  messages: { loadMessage: async () => undefined },
  knowledge: 'then',
});

const names = fc.constantFrom(
  ...[
    'ant',
    'foundry',
    'foundryusa',
    'AntPool',
    'poolin',
    'binance',
    '21inc',
    'mara',
    'templates',
    'us',
    'china',
  ],
  ...[
    'korea',
    'united',
    'CN-SC',
    'sichuan',
    'georgia',
    'ünïted',
    '🇺🇸',
    'unknown',
    'anybody',
    '*',
    'all',
    'antpol',
  ],
);
const amounts = fc.constantFrom(
  ...[
    '35%',
    '35%',
    '1/3',
    '0.35',
    '0',
    '100%',
    '-1',
    '1e9',
    'NaN',
    'third',
    '90d',
    '3d',
    '12h',
    '9999y',
    '٣٥%',
    '½',
  ],
  ...[
    '22-7',
    'on',
    'off',
    'zone',
    'digest',
    'quiet',
    'Berlin',
    'America',
    'below',
    'last',
    'pause',
    '6',
    '1000000',
  ],
);
const hostile = fc.constantFrom(
  ...[
    '<b>',
    '</b>',
    '<script>alert(1)</script>',
    '&amp;',
    '&#x3c;',
    '**b**',
    '__u__',
    '~~s~~',
    '||s||',
    '`c`',
    '```',
  ],
  ...[
    '[x](http://e.vil)',
    '<@1>',
    '@everyone',
    '<#1>',
    '<t:0>',
    ':tada:',
    'https://e.vil',
    '# head',
    '> quote',
    '1. x',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '%s%n',
    '{{1}}',
    '\u202e',
    '\u0000',
    '\ud800',
    '\u200b',
    'ﷺ',
    'İ',
    '\n\n',
  ],
);
const commandName = fc.constantFrom(...COMMANDS.map(({ name }) => name));
const words = fc.oneof(
  { weight: 4, arbitrary: names },
  { weight: 4, arbitrary: amounts },
  { weight: 4, arbitrary: hostile },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }) },
  { weight: 1, arbitrary: commandName },
);
const command = fc.oneof(
  { weight: 12, arbitrary: commandName },
  { weight: 2, arbitrary: words },
  { weight: 1, arbitrary: fc.constantFrom('pol', 'watc', 'histroy', 'contry', 'farm', 'statu', 'whatfi') },
);
const slash = fc.constantFrom('/', '/', '/', '', '／', '/ ', '//');
const at = fc.constantFrom('', '', '', '@hashtiltbot', '@');
const joint = fc.constantFrom(' ', ' ', ' ', '  ', '_', '\t', '');
const text = fc
  .tuple(slash, command, at, fc.array(fc.tuple(joint, words), { maxLength: 4 }))
  .map(
    ([start, name, bot, rest]) => start + name + bot + rest.map(([between, word]) => between + word).join(''),
  );

const input: fc.Arbitrary<Input> = fc.oneof(
  { weight: 6, arbitrary: text.map((one) => ({ kind: 'text', text: one }) as const) },
  { weight: 2, arbitrary: text.map((one) => ({ kind: 'press', payload: `.${one.slice(1)}` }) as const) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(command, fc.dictionary(fc.constantFrom('name', 'who', 'level', 'time', 'value'), words))
      .map(([name, options]) => ({ kind: 'options', command: name, options }) as const),
  },
);

/** Parsing the markup of an answer takes longer than making it, and most answers occur many times. */
const sound = new Set<string>();

function check(reply: Reply): readonly string[] {
  const whole = createHash('sha256').update(JSON.stringify(reply)).digest('base64');
  if (sound.has(whole)) return [];
  const faults = replyFaults(reply);
  if (faults.length === 0) sound.add(whole);
  return faults;
}

describe('any input', () => {
  it('gets an answer that both services accept, without injected markup', async () => {
    const request = fc.record({ input, isAdmin: fc.boolean(), chat: fc.integer({ min: 1, max: 20 }) });
    await fc.assert(
      fc.asyncProperty(request, async ({ input, isAdmin, chat }) => {
        const reply = await core.answer({
          chat: { vendor: chat % 2 === 0 ? 'telegram' : 'discord', address: String(chat) },
          kind: 'group',
          topic: null,
          isAdmin,
          at: 1_777_000_000,
          input,
        });
        expect(check(reply!)).toEqual([]);
      }),
      { seed: SEED, numRuns: TEXTS },
    );
  });

  it('gets results within limits as an inline query', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(words, text), async (typed) => {
        const asker = { vendor: 'telegram', address: '1' } as const;
        const results = await core.answerInline({ asker, text: typed, at: 1_777_000_000 });
        expect(results.length).toBeLessThanOrEqual(50);
        expect(new Set(results.map(({ id }) => id)).size).toBe(results.length);
        expect(results.every(({ id }) => Buffer.byteLength(id) <= 64)).toBe(true);
        expect(results.flatMap(({ message }) => messageFaults(message))).toEqual([]);
      }),
      { seed: SEED, numRuns: TEXTS / 50 },
    );
  });
});
