/**
 * An entity of Telegram's HTML parse mode. The parser has Telegram's own error texts (td/telegram/MessageEntity.cpp,
 * parse_html), and is stricter where Telegram accepts a text but shows it differently: a bare `>` or `&`, an unknown
 * character name, an entity inside fixed-width text, an empty entity, a link without an address.
 */
export type Entity = {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
};

const TYPES: Readonly<Record<string, string>> = {
  a: 'text_link',
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
  'tg-time': 'date_time',
  blockquote: 'blockquote',
  code: 'code',
  pre: 'pre',
};
const CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

type Tag = {
  readonly name: string;
  readonly at: number;
  readonly offset: number;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Parses HTML into a text and its entities. @throws Error on anything that is not allowed. */
export function parseTelegramHtml(html: string): {
  readonly text: string;
  readonly entities: readonly Entity[];
} {
  const entities: Entity[] = [];
  const open: Tag[] = [];
  let text = '';
  let at = 0;
  while (at < html.length) {
    const character = html[at]!;
    if (character === '&') {
      const { decoded, next } = readCharacter(html, at);
      text += decoded;
      at = next;
    } else if (character === '>') {
      throw new Error(`Unescaped ">" at byte offset ${byteOffset(html, at)}`);
    } else if (character !== '<') {
      text += character;
      at += 1;
    } else if (html[at + 1] === '/') {
      const { tag, next } = readEndTag(html, at, open.pop());
      if (tag.offset === text.length) throw new Error(`Empty "${tag.name}" at byte offset ${tag.at}`);
      entities.push(entityOf(tag, text.length));
      at = next;
    } else {
      const { tag, next } = readStartTag(html, at, text.length);
      refuseNesting(tag, open);
      open.push(tag);
      at = next;
    }
  }
  const left = open.at(-1);
  if (left !== undefined) throw new Error(`Can't find end tag corresponding to start tag "${left.name}"`);
  return { text, entities };
}

function entityOf({ name, offset, attributes }: Tag, end: number): Entity {
  const type = name === 'blockquote' && 'expandable' in attributes ? 'expandable_blockquote' : TYPES[name]!;
  const url = attributes.href;
  return { type, offset, length: end - offset, ...(url !== undefined && { url }) };
}

function readStartTag(
  html: string,
  at: number,
  offset: number,
): { readonly tag: Tag; readonly next: number } {
  const where = byteOffset(html, at);
  const name = /[^\s>]*/y;
  name.lastIndex = at + 1;
  const written = name.exec(html)![0];
  if (name.lastIndex >= html.length) throw new Error(`Unclosed start tag at byte offset ${where}`);
  const tagName = written.toLowerCase();
  if (TYPES[tagName] === undefined) {
    throw new Error(`Unsupported start tag "${tagName}" at byte offset ${where}`);
  }
  const { attributes, next } = readAttributes(html, name.lastIndex, tagName, where);
  refuseAttributes(tagName, attributes, where);
  return { tag: { name: tagName, at: where, offset, attributes }, next };
}

function readAttributes(html: string, start: number, tagName: string, where: number) {
  const attributes: Record<string, string> = {};
  let at = skipSpaces(html, start);
  while (html[at] !== '>') {
    const name = /[^\s=>]*/y;
    name.lastIndex = at;
    const attribute = name.exec(html)![0].toLowerCase();
    if (attribute === '') {
      throw new Error(
        at >= html.length
          ? `Unclosed start tag at byte offset ${where}`
          : `Empty attribute name in the tag "${tagName}" at byte offset ${where}`,
      );
    }
    at = skipSpaces(html, name.lastIndex);
    if (html[at] === '=') {
      const value = readValue(html, skipSpaces(html, at + 1), tagName, where);
      attributes[attribute] = value.text;
      at = skipSpaces(html, value.next);
    } else if (tagName === 'blockquote' && attribute === 'expandable') {
      attributes[attribute] = '';
    } else {
      throw new Error(
        `Expected equal sign in declaration of an attribute of the tag "${tagName}" at byte offset ${where}`,
      );
    }
  }
  return { attributes, next: at + 1 };
}

function readValue(html: string, at: number, tagName: string, where: number) {
  if (at >= html.length) throw new Error(`Unclosed start tag "${tagName}" at byte offset ${where}`);
  const quote = html[at]!;
  if (quote !== '"' && quote !== "'") {
    const token = /[A-Za-z0-9.-]*/y;
    token.lastIndex = at;
    const text = token.exec(html)![0].toLowerCase();
    if (!/[\s>]/.test(html[token.lastIndex] ?? '')) {
      throw new Error(`Unexpected end of name token at byte offset ${byteOffset(html, at)}`);
    }
    return { text, next: token.lastIndex };
  }
  let text = '';
  let position = at + 1;
  while (position < html.length && html[position] !== quote) {
    const { decoded, next } =
      html[position] === '&'
        ? readCharacter(html, position)
        : { decoded: html[position]!, next: position + 1 };
    text += decoded;
    position = next;
  }
  if (position + 1 >= html.length) throw new Error(`Unclosed start tag at byte offset ${where}`);
  return { text, next: position + 1 };
}

/** Refuses attributes that Telegram would silently drop. */
function refuseAttributes(name: string, attributes: Readonly<Record<string, string>>, where: number): void {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    a: ['href'],
    span: ['class'],
    code: ['class'],
    blockquote: ['expandable'],
    'tg-emoji': ['emoji-id'],
    'tg-time': ['unix', 'format'],
  };
  for (const attribute of Object.keys(attributes)) {
    if (!(allowed[name] ?? []).includes(attribute)) {
      throw new Error(`Unsupported attribute "${attribute}" of the tag "${name}" at byte offset ${where}`);
    }
  }
  if (name === 'span' && attributes.class !== 'tg-spoiler') {
    throw new Error(`Tag "span" must have class "tg-spoiler" at byte offset ${where}`);
  }
  if (name === 'a' && !/^(https?:\/\/|tg:\/\/|mailto:)\S+$/.test(attributes.href ?? '')) {
    throw new Error(`Link without an address at byte offset ${where}`);
  }
}

function refuseNesting({ name, at, attributes }: Tag, open: readonly Tag[]): void {
  const fixed = open.find((tag) => tag.name === 'pre' || tag.name === 'code');
  const isLanguage = open.at(-1)?.name === 'pre' && name === 'code' && attributes.class !== undefined;
  if (fixed !== undefined && !isLanguage) {
    throw new Error(`"${name}" inside fixed-width text at byte offset ${at}`);
  }
  if (name === 'blockquote' && open.some((tag) => tag.name === name)) {
    throw new Error(`"blockquote" inside "blockquote" at byte offset ${at}`);
  }
}

function readEndTag(html: string, at: number, tag: Tag | undefined) {
  const where = byteOffset(html, at);
  if (tag === undefined) throw new Error(`Unexpected end tag at byte offset ${where}`);
  const end = /<\/([^\s>]*)\s*/y;
  end.lastIndex = at;
  const name = end.exec(html)![1]!;
  if (html[end.lastIndex] !== '>') throw new Error(`Unclosed end tag at byte offset ${where}`);
  // Telegram also accepts an end tag without a name.
  if (name !== '' && name !== tag.name) {
    throw new Error(
      `Unmatched end tag at byte offset ${where}, expected "</${tag.name}>", found "</${name}>"`,
    );
  }
  return { tag, next: end.lastIndex + 1 };
}

function readCharacter(html: string, at: number): { readonly decoded: string; readonly next: number } {
  const character = /&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/iy;
  character.lastIndex = at;
  const [, decimal, hexadecimal, name] = character.exec(html) ?? [];
  const where = byteOffset(html, at);
  if (name !== undefined) {
    const decoded = CHARACTERS[name];
    if (decoded === undefined) throw new Error(`Unknown character "&${name};" at byte offset ${where}`);
    return { decoded, next: character.lastIndex };
  }
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  if (Number.isNaN(code)) throw new Error(`Unescaped "&" at byte offset ${where}`);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
    throw new Error(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    );
  }
  return { decoded: String.fromCodePoint(code), next: character.lastIndex };
}

function skipSpaces(html: string, at: number): number {
  const spaces = /\s*/y;
  spaces.lastIndex = at;
  spaces.exec(html);
  return spaces.lastIndex;
}

/** Telegram gives positions in bytes of UTF-8. */
function byteOffset(html: string, at: number): number {
  return Buffer.byteLength(html.slice(0, at));
}
