import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { greyPng } from '../support/pictures.ts';
import { CHANNEL, type DiscordClient, message, NEWS, quiet, startDiscordClient } from './discord-client.ts';

const MESSAGES = `/channels/${CHANNEL}/messages`;
const unseen = '1100000000000000010';
const readOnly = '1100000000000000011';
const textOnly = '1100000000000000013';
const closed = '1100000000000000012';
const hook = { id: '1600000000000000001', token: 'generated-webhook-token', channel: CHANNEL };

let client: DiscordClient;
beforeEach(async () => {
  client = await startDiscordClient({
    channels: [
      CHANNEL,
      { id: NEWS, type: 5 },
      { id: unseen, access: 'unseen' },
      { id: readOnly, access: 'read-only' },
      { id: textOnly, forbidsFiles: true },
      { id: closed, type: 1, access: 'closed' },
    ],
    webhooks: [hook],
  });
});
afterEach(() => client.peer.close());

async function create(part: object = {}, channel = CHANNEL): Promise<string> {
  const { body } = await client.call('POST', `/channels/${channel}/messages`, message(part));
  return body.id!;
}

describe('a message to Discord', () => {
  it.each<[string, string, string]>([
    ['to a channel that the bot cannot see', unseen, '403 50001 Missing Access'],
    ['to a channel where it may not write', readOnly, '403 50013 Missing Permissions'],
    ['to a user who accepts no messages', closed, '403 50007 Cannot send messages to this user'],
    ['to a channel that does not exist', '1100000000000000099', '404 10003 Unknown Channel'],
  ])('%s is refused', async (_, channel, words) => {
    expect(await client.outcome('POST', `/channels/${channel}/messages`, message())).toBe(words);
  });

  const button = (part: object = {}) => ({ type: 2, style: 1, custom_id: 'a', label: 'x', ...part });
  const rows = (...components: object[]) => ({ components: [{ type: 1, components }] });
  it.each<[string, object, RegExp]>([
    ['in reply to nothing', { message_reference: { message_id: '1400000000000000000' } }, /Unknown message/],
    [
      'that pings the user it replies to',
      { allowed_mentions: { parse: [], replied_user: true } },
      /allowed_mentions/,
    ],
    [
      'with six rows',
      { components: Array.from({ length: 6 }, () => rows(button()).components[0]) },
      /components/,
    ],
    ['with one id on two buttons', rows(button(), button()), /Component custom id cannot be duplicated/],
    ['with a button without a label', rows({ type: 2, style: 1, custom_id: 'a' }), /label or an emoji/],
    [
      'with a missing picture',
      { embeds: [{ image: { url: 'attachment://chart.png' } }] },
      /no file is called chart.png/,
    ],
    ['with an empty embed', { embeds: [{}] }, /embeds.0: empty embed/],
    ['with an unknown flag', { flags: 64 }, /flags: unknown flag/],
  ])('%s is refused', async (_, part, words) => {
    const { status, body } = await client.call('POST', MESSAGES, message(part));
    expect([status, body.code, body.message]).toEqual([400, 50035, expect.stringMatching(words)]);
    expect(client.peer.sent).toEqual([]);
  });

  it('replies to an existing one, or is sent without the reply if that is allowed', async () => {
    const message_id = await create();
    const reply = { message_reference: { message_id } };
    expect(await client.outcome('POST', MESSAGES, message(reply))).toBe('200');
    const lost = { message_reference: { message_id: '1400000000000000000', fail_if_not_exists: false } };
    expect(await client.outcome('POST', MESSAGES, message(lost))).toBe('200');
  });
});

describe('a nonce of Discord', () => {
  it('identifies a repeat for two minutes, and is then forgotten', async () => {
    const [first, repeat] = [await create({ nonce: 'same' }), await create({ nonce: 'same' })];
    expect(repeat).toBe(first);
    client.peer.advance(119);
    expect(await create({ nonce: 'same' })).toBe(first);
    client.peer.advance(2);
    expect(await create({ nonce: 'same' })).not.toBe(first);
    expect(client.peer.account()).toMatchObject({
      accepted: 2,
      deduplicated: 2,
      forgotten: [{ channel: CHANNEL, seconds: expect.closeTo(121, 0) }],
      duplicates: [{ recipient: CHANNEL, copies: 2 }],
    });
  });

  it('applies per channel', async () => {
    expect(await create({ nonce: 'same' })).not.toBe(await create({ nonce: 'same' }, NEWS));
  });
});

describe('files to Discord', () => {
  const png = greyPng(4, 4);

  it('are shown by an embed that names them', async () => {
    const embeds = [{ image: { url: 'attachment://chart.png' } }];
    const { status, body } = await client.form(MESSAGES, message({ embeds }), { 'chart.png': png });
    expect(status).toBe(200);
    expect(body.attachments).toMatchObject([{ filename: 'chart.png', size: png.length }]);
  });

  it.each<[string, Buffer, string]>([
    ['more than 10 MiB', Buffer.alloc(10 * 1024 * 1024 + 1), '413 40005 Request entity too large'],
    ['no content', Buffer.alloc(0), '400 50035 Invalid Form Body\nchart.png: empty file'],
  ])('with %s are refused', async (_, bytes, words) => {
    const { status, body } = await client.form(MESSAGES, message(), { 'chart.png': bytes });
    expect(`${status} ${body.code} ${body.message}`).toBe(words);
  });
});

describe('a file to a channel where the bot may not attach files', () => {
  it('is refused, while texts are accepted', async () => {
    const path = `/channels/${textOnly}/messages`;
    const { status, body } = await client.form(path, message(), { 'chart.png': greyPng(4, 4) });
    expect(`${status} ${body.code} ${body.message}`).toBe('403 50013 Missing Permissions');
    expect((await client.call('POST', path, message())).status).toBe(200);
  });
});

describe('an existing message on Discord', () => {
  it('can be edited, and keeps what the edit does not mention', async () => {
    const id = await create({ embeds: [{ title: 'x' }] });
    const { body } = await client.call('PATCH', `${MESSAGES}/${id}`, { content: 'y', ...quiet });
    expect(body).toMatchObject({ id, content: 'y', embeds: [{ title: 'x' }] });
    expect(body.edited_timestamp).not.toBeNull();
  });

  it.each<[string, string, object | undefined, string]>([
    ['PATCH', '/1400000000000000000', { content: 'y', ...quiet }, '404 10008 Unknown Message'],
    [
      'PATCH',
      '/:id',
      { content: 'y' },
      '400 50035 Invalid Form Body\nallowed_mentions: a message must ping nobody',
    ],
    ['PATCH', '/:id', { content: '', ...quiet }, '400 50006 Cannot send an empty message'],
    ['GET', '/1400000000000000000', undefined, '404 10008 Unknown Message'],
    ['DELETE', '/1400000000000000000', undefined, '404 10008 Unknown Message'],
    [
      'GET',
      '?before=1&after=1',
      undefined,
      '400 50035 Invalid Form Body\nbefore, after and around exclude one another',
    ],
  ])('%s %s is refused if invalid', async (method, path, body, words) => {
    const id = await create();
    expect(await client.outcome(method, `${MESSAGES}${path.replace(':id', id)}`, body)).toBe(words);
  });

  it('is listed among the newest, before, after and around another', async () => {
    const ids = [await create(), await create(), await create()];
    const read = async (query: string) => {
      const { body } = await client.call('GET', `${MESSAGES}${query}`);
      return (body as unknown as { id: string }[]).map(({ id }) => ids.indexOf(id));
    };
    expect(await read('')).toEqual([2, 1, 0]);
    expect(await read('?limit=2')).toEqual([2, 1]);
    expect(await read(`?before=${ids[2]}`)).toEqual([1, 0]);
    expect(await read(`?after=${ids[0]}&limit=1`)).toEqual([1]);
    expect(await read(`?around=${ids[1]}`)).toEqual([2, 1, 0]);
    await client.call('DELETE', `${MESSAGES}/${ids[1]}`);
    expect(await read('')).toEqual([2, 0]);
  });

  it('is published to followers once, only from an announcement channel', async () => {
    const [news, text] = [await create({}, NEWS), await create()];
    const crosspost = (channel: string, id: string) =>
      client.outcome('POST', `/channels/${channel}/messages/${id}/crosspost`);
    expect(await crosspost(CHANNEL, text)).toBe('400 50024 Cannot execute action on this channel type');
    expect(await crosspost(NEWS, news)).toBe('200');
    expect(await crosspost(NEWS, news)).toBe('400 40033 This message has already been crossposted.');
    expect(client.peer.account().crossposted).toBe(1);
  });

  it('cannot be sent to an archived thread, which only moderators can reopen if it is locked', async () => {
    const thread = { id: '1100000000000000009', type: 11, parent: CHANNEL, archived: true } as const;
    const path = `/channels/${thread.id}`;
    client.peer.changeChannel(thread);
    expect(await client.outcome('POST', `${path}/messages`, message())).toBe('400 50083 Thread is archived');
    client.peer.changeChannel({ ...thread, locked: true });
    expect(await client.outcome('PATCH', path, { archived: false })).toBe('403 50013 Missing Permissions');
    client.peer.changeChannel({ ...thread, locked: false });
    expect((await client.call('PATCH', path, { archived: false })).body).toMatchObject({
      parent_id: CHANNEL,
      thread_metadata: { archived: false },
    });
    expect(await client.outcome('POST', `${path}/messages`, message())).toBe('200');
  });

  it('cannot reply without permission to read the history', async () => {
    const id = await create();
    client.peer.changeChannel({ id: CHANNEL, hidesHistory: true });
    expect(await client.outcome('POST', MESSAGES, message({ message_reference: { message_id: id } }))).toBe(
      '400 160002 Cannot reply without permission to read message history',
    );
    expect(await client.outcome('POST', MESSAGES, message())).toBe('200');
  });
});

describe('a webhook of Discord', () => {
  const path = `/webhooks/${hook.id}/${hook.token}`;

  it('sends, edits and deletes its own messages', async () => {
    const { body } = await client.call('POST', `${path}?wait=true`, { content: 'x', ...quiet });
    expect(body).toMatchObject({ channel_id: CHANNEL, webhook_id: hook.id, content: 'x' });
    const own = `${path}/messages/${body.id}`;
    expect(await client.outcome('PATCH', own, { content: 'y', ...quiet })).toBe('200');
    expect(await client.outcome('DELETE', own)).toBe('204');
    expect(
      await client.outcome('PATCH', `${path}/messages/${await create()}`, { content: 'y', ...quiet }),
    ).toBe('404 10008 Unknown Message');
    expect(await client.outcome('PATCH', `${MESSAGES}/${body.id}`, { content: 'y', ...quiet })).toBe(
      '404 10008 Unknown Message',
    );
  });

  it.each<[string, string, object, string]>([
    ['without waiting for the message', path, quiet, '400 50035 Invalid Form Body\nwait: must be true'],
    ['that does not exist', `/webhooks/1600000000000000009/x?wait=true`, quiet, '404 10015 Unknown Webhook'],
    ['with a wrong token', `/webhooks/${hook.id}/x?wait=true`, quiet, '401 50027 Invalid Webhook Token'],
    ['without content', `${path}?wait=true`, quiet, '400 50006 Cannot send an empty message'],
  ])('%s is refused', async (_, address, body, words) => {
    expect(await client.outcome('POST', address, body)).toBe(words);
    expect(client.peer.sent).toEqual([]);
  });

  it("cannot edit the bot's messages, nor the bot a webhook's", async () => {
    const { body } = await client.call('POST', `${path}?wait=true`, { content: 'x', ...quiet });
    expect(await client.outcome('PATCH', `${MESSAGES}/${body.id}`, { content: 'y', ...quiet })).toBe(
      '403 50005 Cannot edit a message authored by another user',
    );
  });
});
