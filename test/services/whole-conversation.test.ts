import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCommandCore } from '../../lib/bot/answer-command.ts';
import { COMMANDS } from '../../lib/bot/commands.ts';
import type { Store } from '../../lib/store/store.ts';
import type { FixedCore } from '../support/fixed-core.ts';
import { recordedFigures } from '../support/recorded-figures.ts';
import * as discord from './discord/running-endpoint.ts';
import * as telegram from './telegram/running-bot.ts';

/**
 * What a person says or presses, turn by turn: `[More]` is the button with that label under the newest message that has
 * it. At most 20 turns: more in a minute are refused.
 */
type Turns = readonly string[];

const DIGEST = [
  '/today',
  '[More]',
  '[Less]',
  '[How we know]',
  '/start',
  '/settings digest short',
  '/settings digest full',
  '/settings digest weekly',
  '/settings digest off',
  '[Short digest]',
  '/settings digest sometimes',
];

const LEAVING = [
  '/settings digest weekly',
  '/stop',
  '[Stop]',
  '[Subscribe again]',
  '/forget',
  '[Keep it]',
  '/forget',
  '[Erase it]',
  '[Start again]',
];

const NAMES = [
  '/pool fundry',
  '/pool antpol',
  '/pools 14',
  '[30 days]',
  '/pools thirty',
  '/pools 5y',
  '/pool bitmain',
  '/compare foundry antpool',
  '/history foundry 52w',
  '/history foundry 5y',
  '/pool redrock',
  '/pool innopolis',
  '/pool nobody',
];

const TALKS: Readonly<Record<'telegram' | 'discord', Readonly<Record<string, Turns>>>> = {
  telegram: {
    'short-first': DIGEST,
    'in-and-out': ['/stop', '/subscribe', ...LEAVING],
    'in-words': [
      'hello',
      'who is the biggest miner?',
      'is anybody near 51 %?',
      'china?',
      'unsubscribe me',
      'what shall I cook tonight',
      '[Who is largest]',
      'what shall I cook tonight',
    ],
    names: ['fundry', 'antpol', ...NAMES],
  },
  discord: {
    'short-first': DIGEST,
    'in-and-out': ['/stop', '/start', ...LEAVING],
    // On Discord a bot sees only commands: these are the equivalents of the questions.
    'in-words': ['/help', '/pools', '/today', '/country china', '/country atlantis', '/help watch'],
    names: NAMES,
  },
};

async function fill({ store, core }: { readonly store: Store; readonly core: FixedCore }) {
  const { figures, ledger } = recordedFigures();
  await store.ledger.saveDays(ledger);
  await store.figures.saveFigures(figures);
  core.use(createCommandCore({ ...store, knowledge: 'then' }));
}

/** The age of the recorded days depends on when the test runs. */
const aged = (text: string) => text.replace(/\d+ days ago/g, 'N days ago');

/** An answer as a person sees it: how it appears, its text, and its buttons, each with what a press sends. */
type Seen = {
  readonly how: string;
  readonly text: string;
  readonly messageId: string;
  readonly rows: readonly (readonly (readonly [label: string, payload: string])[])[];
};

type Press = { readonly messageId: string; readonly payload: string };

/** The button with a label under the newest message that has it. */
function buttonOf(label: string, seen: readonly Seen[]): Press {
  const { messageId, rows } = seen.findLast((one) => one.rows.flat().some(([known]) => known === label))!;
  return { messageId, payload: rows.flat().find(([known]) => known === label)![1] };
}

/** A whole conversation as a transcript. */
async function converse(turns: Turns, service: Service): Promise<string> {
  const seen: Seen[] = [];
  const lines: string[] = [];
  for (const turn of turns) {
    const label = /^\[(.+)\]$/.exec(turn)?.[1];
    const answer = await (label === undefined ? service.say(turn) : service.press(buttonOf(label, seen)));
    seen.push(answer);
    const rows = answer.rows.map((row) => row.map(([name]) => `[${name}]`).join(' '));
    const heading = answer.how === '' ? `> ${turn}` : `> ${turn} (${answer.how})`;
    lines.push([heading, aged(answer.text), ...(rows.length > 0 ? [rows.join('\n')] : [])].join('\n\n'));
  }
  return `${lines.join('\n\n\n')}\n`;
}

type Service = {
  readonly say: (text: string) => Promise<Seen>;
  readonly press: (button: Press) => Promise<Seen>;
  readonly close: () => Promise<void>;
};

const SERVICES: Readonly<Record<'telegram' | 'discord', () => Promise<Service>>> = {
  async telegram() {
    const bot = await telegram.startBot({ limits: { chat: null } });
    await fill(bot);
    const answerTo = async (act: () => Promise<unknown>): Promise<Seen> => {
      const [before] = [bot.peer.sent.length, bot.recorder.clear()];
      await act();
      const [sent] = bot.peer.sent.slice(before);
      if (sent === undefined) {
        const { body } = bot.recorder.calls.find(({ call }) => call === 'answerCallbackQuery')!;
        return { how: 'an alert', text: (body as { text: string }).text, messageId: '', rows: [] };
      }
      const { reply_markup: markup } = sent.payload as {
        readonly reply_markup?: {
          readonly inline_keyboard: readonly (readonly { text: string; callback_data: string }[])[];
        };
      };
      return {
        how: sent.method === 'sendMessage' ? '' : 'in its place',
        text: sent.text,
        messageId: String(sent.messageId),
        rows: (markup?.inline_keyboard ?? []).map((row) =>
          row.map(({ text, callback_data }) => [text, callback_data] as const),
        ),
      };
    };
    const chat = telegram.PERSON;
    return {
      say: (text) => answerTo(() => bot.peer.say({ chat, text })),
      press: ({ messageId, payload }) =>
        answerTo(() => bot.peer.press({ chat, messageId: Number(messageId), data: payload })),
      close: () => bot.close(),
    };
  },
  async discord() {
    const bot = await discord.startEndpoint({ drawsPictures: false });
    await fill(bot);
    const answerTo = async (what: Parameters<typeof bot.interact>[0]['what']): Promise<Seen> => {
      const { status, body } = await bot.interact({ what, permissions: discord.MANAGES });
      expect(status).toBe(200);
      const { type, data } = body as {
        readonly type: number;
        readonly data: {
          readonly embeds: readonly { title: string; description?: string; footer?: { text: string } }[];
          readonly flags?: number;
          readonly components?: readonly {
            readonly components: readonly { label: string; custom_id: string }[];
          }[];
        };
      };
      const { title, description, footer } = data.embeds[0]!;
      return {
        how: type === 7 ? 'in its place' : data.flags === 64 ? 'for the asker alone' : '',
        text: [title, description, footer?.text].filter((part) => part !== undefined).join('\n\n'),
        messageId: bot.peer.sent.at(-1)!.id,
        rows: (data.components ?? []).map(({ components }) =>
          components.map(({ label, custom_id }) => [label, custom_id] as const),
        ),
      };
    };
    return {
      say: (text) => {
        const [name, ...words] = text.slice(1).split(' ');
        const known = COMMANDS.find((command) => command.name === name)!.options;
        const options = words.map((value, at) => ({ name: known[at]!.name, type: 3, value }));
        return answerTo({ kind: 'command', name: name!, options });
      },
      press: ({ messageId, payload }) => answerTo({ kind: 'button', messageId, customId: payload }),
      close: () => bot.close(),
    };
  },
};

describe.each(['telegram', 'discord'] as const)('on %s', (service) => {
  it.each(Object.entries(TALKS[service]))(
    'the conversation %s is as expected to the letter',
    async (name, turns) => {
      const running = await SERVICES[service]();
      const transcript = await converse(turns, running).finally(running.close);
      await expect(transcript).toMatchFileSnapshot(`${service}/talks/${name}.txt`);
    },
  );
});

describe('every expected text of both services', () => {
  const texts = globSync('*/{talks,gaps,answers}/*.{txt,md,html}', { cwd: import.meta.dirname }).map(
    (file) => [file, readFileSync(new URL(file, import.meta.url), 'utf8')] as const,
  );

  it('is checked', () => {
    expect(texts.length).toBeGreaterThan(60);
    expect(texts.some(([, text]) => /\b1 day\b/.test(text) && /\b30 days\b/.test(text))).toBe(true);
  });

  it.each([
    // What people type is exempt: it is after a ">" or in quotation marks.
    ['a space before the sign of percent', /^(?!>).*\d (?:%|percent\b)/m],
    ['a plural of one', /(?<![\d.,:-])1 (?!is\b|has\b|was\b)[a-z]+s\b/],
    [
      'a singular of several',
      /\b(?:[02-9]|\d+[02-9]) (?:block|day|week|month|owner|pool|notice|warning|alarm)\b/,
    ],
    [
      'a date that is not like 1 Jan 2026',
      /\b(?:[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? 20\d\d|\d{1,2}[./]\d{1,2}[./]20\d\d)\b/,
    ],
  ])('has nowhere %s', (_, wrong) => {
    for (const [file, text] of texts) expect(wrong.exec(text)?.[0], file).toBeUndefined();
  });
});
