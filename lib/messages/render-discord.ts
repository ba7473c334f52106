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
 * Renders a message as one Discord embed within its limits. Title and description are Markdown, the footer is plain
 * text.
 * @throws RenderError if the title is blank or a required part does not fit.
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
 * What Discord could parse as markup: emphasis, spoilers, code, links, mentions. A colon only if it may be part of a URL
 * or of `:emoji:`, since phone notifications show the escaped text, and "Warning\:" looks broken there.
 */
const MARKDOWN = /[\\*_~`|<[\]@]|:(?=\/\/|[\w+-]+:|$)/g;

/**
 * Escapes Markdown with backslashes; at the start of a run, which may be the start of a line, also headings, quotes and
 * lists.
 */
function escapeMarkdown(text: string): string {
  return text.replace(MARKDOWN, '\\$&').replace(/^( ?)([-+#>]|\d+(?=\.( |$)))/, escapeLineStart);
}

function escapeLineStart(_: string, indent: string, mark: string): string {
  return /\d/.test(mark) ? `${indent}${mark}\\` : `${indent}\\${mark}`;
}

/** Code spans have no escapes, so a backtick becomes a look-alike letter. */
function withoutBackticks(text: string): string {
  return text.replaceAll('`', 'ˋ');
}

/** Discord matches brackets in a link's text even if they are escaped. */
function withoutBrackets(text: string): string {
  return text.replaceAll('[', '(').replaceAll(']', ')');
}

function markdownHref(url: string): string {
  return httpHref(url).replaceAll('\\', '%5C').replaceAll('(', '%28').replaceAll(')', '%29');
}
