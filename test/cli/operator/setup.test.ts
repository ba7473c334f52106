import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectTelegram } from '../../../lib/services/telegram/client.ts';
import { ADDRESS, type OperatorWorld, startOperatorWorld, statusOf } from '../../support/operator-world.ts';

let world: OperatorWorld;
beforeEach(async () => {
  world = await startOperatorWorld();
});
afterEach(() => world.close());

describe('setup', () => {
  it('stores every secret of .env encrypted, and shows none', async () => {
    const { stderr, document } = await world.run('setup');
    expect(Object.fromEntries(world.aws.parameters)).toEqual({
      '/hashtilt/prod/telegram-bot-token': { value: world.env.TELEGRAM_BOT_TOKEN, type: 'SecureString' },
      '/hashtilt/prod/discord-bot-token': { value: world.env.DISCORD_BOT_TOKEN, type: 'SecureString' },
      '/hashtilt/prod/heartbeat-url': { value: 'https://example.org/secret-check', type: 'SecureString' },
    });
    const told = stderr + JSON.stringify(document);
    for (const secret of [world.env.TELEGRAM_BOT_TOKEN!, world.env.DISCORD_BOT_TOKEN!, 'secret-check'])
      expect(told).not.toContain(secret);
  });

  it('sends a test message to each chat, and shows how to invite each bot with the least permissions', async () => {
    const { document } = await world.run('setup');
    expect(world.services.telegram.sent.map(({ text }) => text.split('\n')[0])).toEqual([
      'Hashtilt is set up',
    ]);
    expect(world.services.discord.sent).toHaveLength(1);
    const details = JSON.stringify(document.steps);
    expect(details).toContain('?startgroup=true');
    expect(details).toContain('permissions=274878024704');
  });

  it("registers the bot's commands with both services", async () => {
    const { document } = await world.run('setup');
    expect(statusOf(document)).toMatchObject({ 'Telegram menus': 'done', 'Discord commands': 'done' });
    expect(world.services.telegram.account().requests).toMatchObject({
      setMyCommands: 3,
      setMyDescription: 1,
    });
    expect(world.services.discord.commands()).toContainEqual(expect.objectContaining({ name: 'watch' }));
  });

  it('has Telegram send updates to the deployed bot, with a secret that is generated once', async () => {
    world.deployed();
    const { document, stderr } = await world.run('setup');
    expect(statusOf(document)).toMatchObject({ 'Telegram webhook': 'done' });
    expect(
      await connectTelegram({
        token: world.env.TELEGRAM_BOT_TOKEN!,
        apiRoot: world.services.telegram.url,
      }).getWebhookInfo(),
    ).toMatchObject({
      url: `${world.bots.url}/telegram`,
      allowed_updates: expect.arrayContaining(['my_chat_member']),
    });
    // The bot's name, so that a webhook need not ask Telegram when it starts.
    expect(world.stored('telegram-bot-name')).toBe('hashtilt_peer_bot');
    const secret = world.stored('telegram-webhook-secret');
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(stderr + JSON.stringify(document)).not.toContain(secret);
  });

  it('has Discord post interactions to the deployed bot, which has the key when Discord tests it', async () => {
    world.deployed();
    const { document } = await world.run('setup');
    expect(statusOf(document)).toMatchObject({ 'Discord interactions': 'done' });
    expect(world.services.discord.endpoint()).toBe(`${world.bots.url}/discord`);
    expect(world.stored('discord-public-key')).toBe(world.services.discord.publicKey());
  });

  it('says where to look if the deployed bot does not answer Discord correctly', async () => {
    world.deployed();
    await world.bots.close();
    const { code, document } = await world.run('setup');
    expect(code).toBe(1);
    expect(document.steps).toContainEqual({
      step: 'Discord interactions',
      status: 'failed',
      detail: expect.stringMatching(
        /code 50035; Discord called .*\/discord while saving: see the log of discord-interactions/,
      ),
    });
    expect(world.services.discord.endpoint()).toBeNull();
  });

  it('connects no bot before a stack is deployed', async () => {
    const { code, document } = await world.run('setup');
    expect(code).toBe(1);
    expect(statusOf(document)).toMatchObject({
      'Telegram webhook': 'failed',
      'Discord interactions': 'failed',
    });
  });

  it('changes nothing when run again, except for the test messages', async () => {
    world.deployed();
    await world.run('setup');
    const before = Object.fromEntries(world.aws.parameters);
    await world.run('setup');
    expect(Object.fromEntries(world.aws.parameters)).toEqual(before);
  });

  it('leaves a secret that is not given as it is', async () => {
    world.aws.parameters.set('/hashtilt/prod/heartbeat-url', {
      value: 'https://example.org/old',
      type: 'SecureString',
    });
    delete world.env.HASHTILT_HEARTBEAT_URL;
    const { document } = await world.run('setup');
    expect(world.aws.parameters.get('/hashtilt/prod/heartbeat-url')?.value).toBe('https://example.org/old');
    expect(statusOf(document)).toMatchObject({ 'heartbeat-url': 'skipped' });
  });

  it('asks AWS to mail the address for alarms, and mails a test once that is confirmed', async () => {
    world.deployed();
    world.env.HASHTILT_ALARM_EMAIL = ADDRESS;
    const first = await world.run('setup');
    expect(first).toMatchObject({ code: 1 });
    expect(first.stderr).toContain(`open the link that AWS mailed to ${ADDRESS}`);
    world.aws.subscriptions[0]!.confirmed = true;
    const second = await world.run('setup');
    expect(second.code).toBe(0);
    expect(world.aws.subscriptions).toHaveLength(1);
    expect(world.aws.published).toEqual(['Hashtilt: test alarm']);
  });

  it('continues if a service refuses the token, and fails at the end', async () => {
    world.env.TELEGRAM_BOT_TOKEN = '999:another';
    const { code, document } = await world.run('setup');
    expect(code).toBe(1);
    expect(statusOf(document)).toMatchObject({ 'Telegram bot': 'failed', 'Discord test message': 'done' });
    expect(JSON.stringify(document)).not.toContain('999:another');
  });

  it('does nothing in a dry run', async () => {
    const { code, document } = await world.run('setup', '--dry-run');
    expect(code).toBe(0);
    expect(new Set(Object.values(statusOf(document)))).toEqual(new Set(['planned']));
    expect(world.aws.parameters.size).toBe(0);
    expect(world.services.telegram.sent).toEqual([]);
  });

  it('refuses malformed settings before it does anything, all at once, and shows none', async () => {
    Object.assign(world.env, { HASHTILT_ALARM_EMAIL: 'nobody', DISCORD_BOT_TOKEN: 'two words' });
    const { code, stderr } = await world.run('setup');
    expect(code).toBe(1);
    expect(stderr).toContain('HASHTILT_ALARM_EMAIL","what":"expected a mail address"');
    expect(stderr).toContain('DISCORD_BOT_TOKEN","what":"expected a bot token');
    expect(stderr).not.toContain('two words');
    expect(world.aws.parameters.size).toBe(0);
  });
});
