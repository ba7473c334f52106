import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discordCheck } from '../support/specs/discord-schema.ts';
import { DISCORD, type Published, TELEGRAM } from '../support/specs/published.ts';
import { telegramCheck, UPLOADED_FILE } from '../support/specs/telegram-schema.ts';

/** A small description in the form of Telegram's. */
const telegram = telegramCheck({
  methods: {
    getMe: {},
    send: {
      fields: [
        { name: 'chat_id', types: ['Integer', 'String'], required: true },
        { name: 'photo', types: ['InputFile', 'String'], required: false },
        { name: 'media', types: ['Media'], required: false },
        { name: 'rows', types: ['Array of Array of Button'], required: false },
      ],
    },
  },
  types: {
    InputFile: {},
    Button: { fields: [{ name: 'text', types: ['String'], required: true }] },
    Media: { subtypes: ['Photo', 'Video'] },
    Photo: {
      fields: [
        { name: 'type', types: ['String'], required: true, description: 'Type of the media, must be photo' },
      ],
    },
    Video: {
      fields: [
        { name: 'type', types: ['String'], required: true, description: 'Type of the media, must be video' },
        { name: 'width', types: ['Integer'], required: true },
      ],
    },
  },
});

/** A small description in the form of Discord's. */
const discord = discordCheck({
  paths: {
    '/channels/{id}/messages': {
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { $ref: '#/components/schemas/Snowflake' } },
      ],
      get: { parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } }] },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Message' } } },
        },
      },
    },
    '/webhooks/{id}/messages/@original': { get: {} },
    '/webhooks/{id}/messages/{message}': { delete: {} },
  },
  components: {
    schemas: {
      Snowflake: { type: 'string', format: 'snowflake' },
      Message: {
        type: 'object',
        properties: { content: { type: 'string', maxLength: 3 } },
        required: ['content'],
      },
    },
  },
} as unknown as Parameters<typeof discordCheck>[0]);

describe("a check against Telegram's description", () => {
  it.each<[string, object]>([
    ['getMe', {}],
    ['send', { chat_id: 7 }],
    ['send', { chat_id: '@name', photo: UPLOADED_FILE }],
    ['send', { chat_id: 7, media: { type: 'video', width: 3 } }],
    ['send', { chat_id: 7, rows: [[{ text: 'x' }], []] }],
  ])('accepts %s %j', (operation, body) => {
    expect(telegram({ operation, body })).toBeUndefined();
  });

  it.each<[string, object, RegExp]>([
    ['sent', {}, /sent: no such method/],
    ['getMe', { chat_id: 7 }, /must NOT have additional properties/],
    ['send', {}, /must have required property 'chat_id'/],
    ['send', { chat_id: true }, /chat_id must be integer/],
    ['send', { chat_id: 7, rows: [{ text: 'x' }] }, /rows\/0 must be array/],
    ['send', { chat_id: 7, rows: [[{ label: 'x' }]] }, /rows\/0\/0 must have required property 'text'/],
    ['send', { chat_id: 7, media: { type: 'photo', width: 3 } }, /media must match a schema in anyOf/],
    ['send', { chat_id: 7, media: { type: 'sound' } }, /media must match a schema in anyOf/],
  ])('finds the fault of %s %j', (operation, body, words) => {
    expect(telegram({ operation, body })).toMatch(words);
  });
});

describe("a check against Discord's description", () => {
  it.each<[string, unknown, Record<string, string>]>([
    ['POST /channels/11/messages', { content: 'x' }, {}],
    ['GET /channels/11/messages', undefined, { limit: '100' }],
    ['GET /webhooks/11/messages/@original', undefined, {}],
    ['DELETE /webhooks/11/messages/12', undefined, {}],
  ])('accepts %s %j %j', (operation, body, query) => {
    expect(discord({ operation, body, query })).toBeUndefined();
  });

  it.each<[string, unknown, Record<string, string>, RegExp]>([
    ['POST /channels/11/message', {}, {}, /no such operation/],
    ['PUT /channels/11/messages', {}, {}, /no such operation/],
    ['POST /channels/x1/messages', { content: 'x' }, {}, /id must match format "snowflake"/],
    ['POST /channels/11/messages', { content: 'long' }, {}, /content must NOT have more than 3 characters/],
    ['POST /channels/11/messages', {}, {}, /must have required property 'content'/],
    ['POST /channels/11/messages', undefined, {}, /the body is missing/],
    ['GET /channels/11/messages', {}, {}, /a body where none belongs/],
    ['GET /channels/11/messages', undefined, { limit: '101' }, /limit must be <= 100/],
    ['GET /channels/11/messages', undefined, { page: '1' }, /unknown query parameter page/],
  ])('finds the fault of %s %j %j', (operation, body, query, words) => {
    expect(discord({ operation, body, query })).toMatch(words);
  });
});

const specs = process.env.HASHTILT_SPECS!;
describe('a check against the published descriptions', () => {
  const read = ({ file }: Published) => JSON.parse(readFileSync(join(specs, file), 'utf8'));

  it.each([
    ['sendMessage', { chat_id: 7 }, /must have required property 'text'/],
    ['sendPhoto', { chat_id: 7, photo: UPLOADED_FILE, caption: 7 }, /caption must be string/],
    ['setMyCommands', { commands: [{ command: 'x' }] }, /must have required property 'description'/],
    ['answerInlineQuery', { inline_query_id: '1', results: [{ type: 'article', id: '1' }] }, /results\/0/],
  ])('finds the fault of a request to Telegram: %s %j', (operation, body, words) => {
    expect(telegramCheck(read(TELEGRAM))({ operation, body })).toMatch(words);
  });

  it.each([
    ['POST /channels/11/messages', { embeds: [{ title: 'x'.repeat(257) }] }, /title must NOT have more/],
    ['PATCH /channels/11/messages/12', { content: 7 }, /content must be string/],
    ['POST /interactions/11/token/callback', { type: 99 }, /type/],
    ['PUT /applications/11/commands', [{ name: 'today' }, { name: 7 }], /1\/name must be string/],
  ])('finds the fault of a request to Discord: %s %j', (operation, body, words) => {
    expect(discordCheck(read(DISCORD))({ operation, body })).toMatch(words);
  });
});
