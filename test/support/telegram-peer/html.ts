/**
 * Telegram's HTML parse mode, read more strictly than Telegram does: every tag known and closed in order, no
 * bare `<`, `>` or `&`, no entity inside `pre` or `code`, no empty entity.
 */
export type Entity = {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
};

const TYPES: Readonly<Record<string, string>> = {
  b: 'bold',
  i: 'italic',
  code: 'code',
  pre: 'pre',
  a: 'text_link',
};
const CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const TOKEN = /<(\/?)([a-z]+)( href="([^"<>]*)")?>|&([a-z]+);|[^<>&]/gy;

/** The text after entity parsing with its entities; throws on anything that is not allowed. */
export function parseTelegramHtml(html: string): {
  readonly text: string;
  readonly entities: readonly Entity[];
} {
  const entities: Entity[] = [];
  const open: { tag: string; offset: number; url?: string }[] = [];
  let text = '';
  let position = 0;
  for (const token of html.matchAll(TOKEN)) {
    position = token.index + token[0].length;
    const [all, slash, tag, attribute, url, character] = token;
    if (character !== undefined) text += decode(character);
    else if (tag === undefined) text += all;
    else if (slash === '') {
      if (TYPES[tag] === undefined || (tag === 'a') !== (attribute !== undefined)) {
        throw new Error(`Unsupported start tag "${all}"`);
      }
      if (open.some(({ tag: outer }) => outer === 'pre' || outer === 'code')) {
        throw new Error(`"${tag}" inside fixed-width text`);
      }
      open.push({
        tag,
        offset: text.length,
        ...(url !== undefined && { url: url.replace(/&([a-z]+);/g, (_, name) => decode(name)) }),
      });
    } else {
      const { tag: opened, offset, ...rest } = open.pop() ?? { tag: 'none', offset: 0 };
      if (opened !== tag) throw new Error(`Unexpected end tag "${tag}", expected "${opened}"`);
      if (offset === text.length) throw new Error(`Empty "${tag}"`);
      entities.push({ type: TYPES[tag] ?? tag, offset, length: text.length - offset, ...rest });
    }
  }
  if (position !== html.length) throw new Error(`Unescaped "${html[position]}" at ${position}`);
  if (open.length > 0) throw new Error(`Can't find end tag of "${open.at(-1)?.tag}"`);
  return { text, entities };
}

function decode(name: string): string {
  const character = CHARACTERS[name];
  if (character === undefined) throw new Error(`Unknown character "&${name};"`);
  return character;
}
