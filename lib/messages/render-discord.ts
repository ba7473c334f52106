import { assertNever } from '../errors.ts';
import { fitBlocks } from './fit.ts';
import { httpHref } from './href.ts';
import { layOut, type Markup, writeBody } from './layout.ts';
import { DISCORD_EMBED, PHONE_COLUMNS } from './limits.ts';
import type { Inline, Message } from './message.ts';
import { oneLine } from './plain-text.ts';
import { RenderError } from './render-error.ts';
import type { DiscordText } from './rendered.ts';
import { colour, titleLine } from './severity.ts';

const DISCORD: Markup = {
  inline: inlineMarkdown,
  fixedWidth: (lines) => `\`\`\`\n${withoutBackticks(lines)}\n\`\`\``,
  tableColumns: PHONE_COLUMNS,
};

/**
 * Writes a message as one Discord embed within its limits. Title and description are markdown, the footer is plain text.
 * @throws RenderError when the title is blank or what must not be left out does not fit.
 */
export function renderDiscord(message: Message): DiscordText {
  if (oneLine(message.title).trim() === '') throw new RenderError('a message needs a title');
  const title = escapeMarkdown(oneLine(titleLine(message)));
  const footer = oneLine(message.footer ?? '').trim();
  if (title.length > DISCORD_EMBED.title) throw new RenderError('the title is too long for Discord');
  if (footer.length > DISCORD_EMBED.footer) throw new RenderError('the footer is too long for Discord');
  const space = Math.min(DISCORD_EMBED.description, DISCORD_EMBED.total - title.length - footer.length);
  const blocks = layOut(message.sections, DISCORD);
  const description = writeBody(
    blocks,
    fitBlocks(blocks, (shown) => writeBody(blocks, shown).length <= space),
  );
  const embed = {
    title,
    ...(description && { description }),
    color: colour(message.severity),
    ...(footer && { footer: { text: footer } }),
  };
  return { embeds: [embed] };
}

function inlineMarkdown(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return escapeMarkdown(inline.text);
    case 'bold':
      return `**${escapeMarkdown(inline.text)}**`;
    case 'code':
      return `\`${withoutBackticks(inline.text)}\``;
    case 'link':
      return `[${escapeMarkdown(withoutBrackets(inline.text))}](${markdownHref(inline.url)})`;
    default:
      return assertNever(inline);
  }
}

/**
 * What Discord could take for markup: emphasis, spoilers, code, links, mentions. A colon only where it may belong to an address or to `:emoji:`: a
 * phone's notification shows text before markdown is read, and people read "Warning:" there.
 */
const MARKDOWN = /[\\*_~`|<[\]@]|:(?=\/\/|[\w+-]+:|$)/g;

/**
 * A backslash before a character that is no letter, digit or space makes it plain; at the start of a run,
 * where a line may start, also headings, quotes and lists.
 */
function escapeMarkdown(text: string): string {
  return text.replace(MARKDOWN, '\\$&').replace(/^( ?)([-+#>]|\d+(?=\.( |$)))/, escapeLineStart);
}

function escapeLineStart(_: string, indent: string, mark: string): string {
  return /\d/.test(mark) ? `${indent}${mark}\\` : `${indent}\\${mark}`;
}

/** Nothing can be escaped inside code, so a backtick is shown as the letter that looks like it. */
function withoutBackticks(text: string): string {
  return text.replaceAll('`', 'ˋ');
}

/** Discord pairs the brackets of a link's text even where they are escaped. */
function withoutBrackets(text: string): string {
  return text.replaceAll('[', '(').replaceAll(']', ')');
}

function markdownHref(url: string): string {
  return httpHref(url).replaceAll('\\', '%5C').replaceAll('(', '%28').replaceAll(')', '%29');
}
