import type { Reply } from '../../lib/bot/reply.ts';
import { truncated, widthOf } from '../../lib/messages/charts/typeface.ts';
import { renderDiscord } from '../../lib/messages/render-discord.ts';
import { renderTelegram } from '../../lib/messages/render-telegram.ts';
import { type Part, type Run, readMarkdown, readTelegramHtml } from './rich-text.ts';

/** The service whose look to draw. */
export type Look = 'telegram' | 'discord';

/** The width of a common phone in points. */
const WIDTH = 360;
const MARGIN = 10;
const PADDING = 10;
const SIZE = 14;
const LINE = 19;
const GAP = 8;
const FIXED_SIZE = 13;
/** The advance of DejaVu Sans Mono, as a part of its size. */
const FIXED_WIDTH = FIXED_SIZE * 0.602;
const BUTTON = 34;

type Skin = {
  readonly ground: string;
  readonly asked: string;
  readonly answer: string;
  readonly text: string;
  readonly faint: string;
  readonly link: string;
  readonly button: string;
  readonly buttonText: string;
  readonly fixed: string;
};

const SKINS: Readonly<Record<Look, Skin>> = {
  telegram: {
    ground: '#c9dbe7',
    asked: '#e3f7d4',
    answer: '#ffffff',
    text: '#17212b',
    faint: '#5f7482',
    link: '#1d6fa8',
    button: '#8ba7b8',
    buttonText: '#ffffff',
    fixed: '#f1f5f8',
  },
  discord: {
    ground: '#313338',
    asked: '#3d3f46',
    answer: '#2b2d31',
    text: '#e4e6ea',
    faint: '#a4a8b0',
    link: '#7cb8f5',
    button: '#4e5058',
    buttonText: '#ffffff',
    fixed: '#1e1f22',
  },
};

const MARKS: Readonly<Record<string, string>> = {
  '🟡': '#eab308',
  '🟠': '#f2811d',
  '🔴': '#dc2626',
  '🚨': '#7f1d1d',
};

/** SVG markup and its height. */
type Drawn = { readonly markup: string; readonly height: number };

/** Draws a conversation as one SVG, as tall as needed. */
export function drawChat(
  look: Look,
  turns: readonly { readonly asked: string; readonly reply: Reply }[],
): string {
  const skin = SKINS[look];
  let y = MARGIN;
  const drawn: string[] = [];
  const place = ({ markup, height }: Drawn) => {
    drawn.push(`<g transform="translate(0 ${y})">${markup}</g>`);
    y += height + GAP;
  };
  for (const { asked, reply } of turns) {
    place(askedBubble(asked, look, skin));
    place(answerBubble(reply, look, skin));
    for (const row of reply.buttons)
      place(
        buttonRow(
          row.map(({ label }) => label),
          look,
          skin,
        ),
      );
  }
  const label = turns.map(({ asked, reply }) => `${asked}: ${reply.message.title}`).join('; ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-label="${escapeXml(label)}">`,
    `<rect width="${WIDTH}" height="${y}" fill="${skin.ground}"/>`,
    `<g font-family="'DejaVu Sans', 'Segoe UI', Roboto, sans-serif" font-size="${SIZE}" fill="${skin.text}">`,
    ...drawn,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function askedBubble(asked: string, look: Look, skin: Skin): Drawn {
  const width = Math.min(WIDTH - 4 * MARGIN, widthOf(asked, SIZE) + 2 * PADDING);
  const x = look === 'telegram' ? WIDTH - MARGIN - width : MARGIN;
  const height = LINE + 14;
  return {
    markup: `${box(x, 0, width, height, skin.asked, 12)}<text x="${round(x + PADDING)}" y="22">${escapeXml(asked)}</text>`,
    height,
  };
}

function answerBubble(reply: Reply, look: Look, skin: Skin): Drawn {
  const { message } = reply;
  const width = WIDTH - 2 * MARGIN;
  const [embed] = renderDiscord(message).embeds;
  const parts: readonly Part[] =
    look === 'telegram'
      ? readTelegramHtml(renderTelegram(message).html)
      : [
          { kind: 'text', lines: [[{ text: plainTitle(embed!.title!), style: 'bold' }]] },
          ...readMarkdown(embed!.description ?? ''),
          ...(embed!.footer === undefined
            ? []
            : [{ kind: 'text', lines: [[{ text: embed!.footer.text, style: 'italic' }]] } as const]),
        ];
  let y = PADDING;
  const drawn: string[] = [];
  for (const part of parts) {
    const { markup, height } =
      part.kind === 'fixed' ? fixedPart(part, skin, width) : textPart(part, skin, width);
    drawn.push(`<g transform="translate(${MARGIN + PADDING} ${y})">${markup}</g>`);
    y += height + GAP;
  }
  const height = y - GAP + PADDING;
  const bar =
    look === 'discord'
      ? `<rect x="${MARGIN}" width="4" height="${height}" rx="2" fill="#${(embed!.color ?? 0).toString(16).padStart(6, '0')}"/>`
      : '';
  return {
    markup: `${box(MARGIN, 0, width, height, skin.answer, look === 'telegram' ? 12 : 4)}${bar}${drawn.join('')}`,
    height,
  };
}

/** The plain text of an embed's title, which is Markdown, too. */
function plainTitle(title: string): string {
  return readMarkdown(title)
    .flatMap(({ lines }) => lines.flat())
    .map(({ text }) => text)
    .join('');
}

/** Draws fixed-width lines. @throws RangeError if a line is too wide for the phone, which would wrap it. */
function fixedPart({ lines }: Part, skin: Skin, width: number): Drawn {
  const inner = width - 2 * PADDING;
  const height = lines.length * (LINE - 2) + 12;
  const texts = lines.map((line, at) => {
    const text = line.map((run) => run.text).join('');
    if (text.length * FIXED_WIDTH > inner - 8) throw new RangeError(`too wide for ${WIDTH} points: ${text}`);
    return `<text x="6" y="${18 + at * (LINE - 2)}" xml:space="preserve">${escapeXml(text)}</text>`;
  });
  return {
    markup: `${box(0, 0, inner, height, skin.fixed, 4)}<g font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${FIXED_SIZE}">${texts.join('')}</g>`,
    height,
  };
}

type Word = Run & { readonly width: number };

/** Draws text wrapped between words; list items have a hanging indent. */
function textPart({ lines }: Part, skin: Skin, width: number): Drawn {
  const drawn: string[] = [];
  let y = 15;
  for (const line of lines) {
    const isItem = line[0]?.text.startsWith('•') ?? false;
    for (const [at, words] of wrapped(line, width - 2 * PADDING, isItem ? 12 : 0).entries()) {
      let x = at > 0 && isItem ? 12 : 0;
      for (const word of words) {
        drawn.push(wordMarkup(word, x, y, skin));
        x += word.width;
      }
      y += LINE;
    }
  }
  return { markup: drawn.join(''), height: y - 15 };
}

function wrapped(line: readonly Run[], width: number, hang: number): readonly (readonly Word[])[] {
  const words = line.flatMap(({ text, style }) =>
    (text.match(/\S+\s*|\s+/g) ?? []).map(
      (word): Word => ({ text: word, style, width: wordWidth(word, style) }),
    ),
  );
  const all: Word[][] = [[]];
  let x = 0;
  for (const [at, word] of words.entries()) {
    // A run that follows without a space belongs to the word before it.
    const isJoined = at > 0 && !/\s$/.test(words[at - 1]!.text);
    if (!isJoined && x > 0 && x + wordWidth(word.text.trimEnd(), word.style) > width) {
      all.push([]);
      x = hang;
    }
    all.at(-1)!.push(word);
    x += word.width;
  }
  return all;
}

function wordWidth(text: string, style: Run['style']): number {
  if (Object.hasOwn(MARKS, text.trim())) return SIZE + 4;
  return style === 'code'
    ? text.length * FIXED_WIDTH
    : widthOf(text, SIZE, style === 'bold' ? 'bold' : 'normal');
}

function wordMarkup({ text, style }: Word, x: number, y: number, skin: Skin): string {
  const mark = MARKS[text.trim()];
  if (mark !== undefined) return `<circle cx="${round(x + 6)}" cy="${y - 5}" r="6" fill="${mark}"/>`;
  const set: Readonly<Record<Run['style'], string>> = {
    plain: '',
    bold: ' font-weight="700"',
    italic: ` font-style="italic" fill="${skin.faint}"`,
    code: ` font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${FIXED_SIZE}" fill="${skin.link}"`,
    link: ` fill="${skin.link}"`,
  };
  return `<text x="${round(x)}" y="${y}" xml:space="preserve"${set[style]}>${escapeXml(text)}</text>`;
}

function buttonRow(labels: readonly string[], look: Look, skin: Skin): Drawn {
  const gap = 4;
  const whole = WIDTH - 2 * MARGIN;
  const even = (whole - gap * (labels.length - 1)) / labels.length;
  let [x, y] = [MARGIN, 0];
  const drawn = labels.map((label) => {
    // Telegram divides the row evenly and cuts longer labels; Discord fits each button to its label, and wraps.
    const width = look === 'telegram' ? even : Math.min(whole, widthOf(label, SIZE) + 24);
    if (x > MARGIN && x + width > WIDTH - MARGIN + 1) [x, y] = [MARGIN, y + BUTTON + gap];
    const text = truncated(label, width - 8, SIZE);
    const markup = `${box(x, y, width, BUTTON, skin.button, look === 'telegram' ? 8 : 4)}<text x="${round(x + width / 2)}" y="${y + 22}" text-anchor="middle" fill="${skin.buttonText}">${escapeXml(text)}</text>`;
    x += width + gap;
    return markup;
  });
  return { markup: drawn.join(''), height: y + BUTTON - 4 };
}

function box(x: number, y: number, width: number, height: number, fill: string, radius: number): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}" fill="${fill}"/>`;
}

/** Rounds to a tenth of a point, which nobody can see. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
