import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkRegistry } from '../../../lib/cli/operator/checks.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { connectDiscord } from '../../../lib/services/discord/client.ts';
import { setInteractionsEndpoint } from '../../../lib/services/discord/set-up.ts';
import { connectTelegram } from '../../../lib/services/telegram/client.ts';
import { ADDRESS, type OperatorWorld, startOperatorWorld } from '../../support/operator-world.ts';
import { startHttpPeer } from '../../support/peer/http-peer.ts';
import { runCli } from '../../support/run-cli.ts';

let world: OperatorWorld;
beforeEach(async () => {
  world = await startOperatorWorld();
});
afterEach(() => world.close());

describe('doctor', () => {
  const stateOf = (document: { findings: { what: string; state: string; fix: string }[] }, what: string) =>
    document.findings.find((one) => one.what === what);

  /** The registry's age depends on when the test runs. */
  const dated = (told: string) => told.replace(/, \d+ days old/, ', N days old');

  it('finds nothing wrong if everything is deployed and set up', async () => {
    const page = await startHttpPeer(() => ({ status: 200, body: 'a page' }));
    world.deployed(world.pageAt(`${page.url}/`, new URL(page.url).host));
    world.env.HASHTILT_ALARM_EMAIL = ADDRESS;
    await world.run('setup');
    world.aws.subscriptions[0]!.confirmed = true;
    const { code, document } = await world.run('doctor');
    await page.close();
    expect(document.findings.filter(({ state }: { state: string }) => state !== 'ok')).toEqual([]);
    expect(code).toBe(0);
  });

  it('finds a bot whose service does not call this deployment', async () => {
    world.deployed();
    await world.run('setup');
    await connectTelegram({
      token: world.env.TELEGRAM_BOT_TOKEN!,
      apiRoot: world.services.telegram.url,
    }).setWebhook('https://example.org/telegram');
    await setInteractionsEndpoint(
      connectDiscord(world.env.DISCORD_BOT_TOKEN!, { api: world.services.discord.url }),
      null,
    );
    const { document } = await world.run('doctor');
    expect(stateOf(document, 'Telegram webhook')).toMatchObject({
      state: 'wrong',
      detail: `updates go to https://example.org/telegram, not to ${world.bots.url}/telegram`,
      fix: 'npm run setup',
    });
    expect(stateOf(document, 'Discord interactions')).toMatchObject({ state: 'wrong', detail: 'not set' });
  });

  it("limits Telegram's connections to a quarter of the account's concurrency", async () => {
    world.deployed();
    world.aws.lambdaQuota = 10;
    const { document: steps } = await world.run('setup');
    expect(steps.steps).toContainEqual({
      step: 'Telegram webhook',
      status: 'done',
      detail: `updates go to ${world.bots.url}/telegram, 2 at a time at most`,
    });
    expect(stateOf((await world.run('doctor')).document, 'Telegram webhook')).toMatchObject({ state: 'ok' });
    world.aws.lambdaQuota = 1000;
    expect(stateOf((await world.run('doctor')).document, 'Telegram webhook')).toMatchObject({
      state: 'wrong',
      detail: "sends 2 updates at a time; the account's Lambdas can take 50",
      fix: 'npm run setup',
    });
  });

  it("shows Telegram's error about updates that do not arrive", async () => {
    world.deployed();
    await world.run('setup');
    await world.bots.close();
    // Ends with the peer: until then Telegram repeats the update.
    void world.services.telegram.say({ chat: -1001234567890, text: '/today' });
    const api = connectTelegram({
      token: world.env.TELEGRAM_BOT_TOKEN!,
      apiRoot: world.services.telegram.url,
    });
    await vi.waitFor(async () => expect((await api.getWebhookInfo()).last_error_message).toBeDefined());
    const { document } = await world.run('doctor');
    expect(stateOf(document, 'Telegram webhook')).toMatchObject({
      state: 'wrong',
      detail: '1 waiting; Telegram says: Connection failed',
    });
  });

  it('names the function that answers 503 because a secret is missing', async () => {
    world.deployed();
    await world.run('setup');
    world.aws.parameters.delete('/hashtilt/prod/telegram-webhook-secret');
    const { document } = await world.run('doctor');
    expect(stateOf(document, 'secret telegram-webhook-secret')).toMatchObject({
      state: 'wrong',
      detail: 'not set: telegram-webhook answers 503',
      fix: 'npm run setup',
    });
  });

  it("reports a stored name that is not the bot's", async () => {
    world.deployed();
    await world.run('setup');
    world.aws.parameters.set('/hashtilt/prod/telegram-bot-name', {
      value: 'another_bot',
      type: 'SecureString',
    });
    const { document } = await world.run('doctor');
    expect(stateOf(document, 'Telegram webhook')).toMatchObject({
      state: 'wrong',
      detail: 'the stored name of the bot is another_bot, not hashtilt_peer_bot',
      fix: 'npm run setup',
    });
  });

  it('does not require a bot on one service if there is one on the other', async () => {
    world.deployed();
    delete world.env.TELEGRAM_BOT_TOKEN;
    await world.run('setup');
    const { document } = await world.run('doctor');
    for (const what of ['secret telegram-bot-token', 'secret telegram-webhook-secret', 'Telegram webhook'])
      expect(stateOf(document, what)).toMatchObject({ state: 'not used' });
  });

  it('names what is missing, and the command that fixes it', async () => {
    const { code, document } = await world.run('doctor');
    expect(code).toBe(1);
    expect(stateOf(document, 'stack hashtilt-prod')).toMatchObject({
      state: 'wrong',
      fix: 'npm run deploy',
    });
    expect(stateOf(document, 'alarms')).toMatchObject({ state: 'wrong', fix: 'npm run deploy' });
  });

  it('reports a common cause of several findings once, with one fix', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete world.env[name];
    Object.assign(world.env, { AWS_EC2_METADATA_DISABLED: 'true', HOME: world.folder.path });
    const { code, stdout } = await runCli(['doctor'], { env: world.env, cwd: world.folder.path });
    expect(code).toBe(1);
    expect(dated(stdout)).toMatchInlineSnapshot(`
      "Stage prod
      wrong     stack hashtilt-prod, Lambda concurrency, secret telegram-bot-token and 11 more: no AWS credentials: sign in with the AWS command line (aws configure, or aws sso login)
      ok        pool registry: 2026-07-12.1, N days old: newer pools count as unknown, see \`registry update\`
      "
    `);
    expect(stdout.match(/no AWS credentials/g)).toHaveLength(1);
  });

  it('reports each cause of a missing deployment in a separate line, and no cause twice', async () => {
    const { stdout } = await runCli(['doctor'], { env: world.env, cwd: world.folder.path });
    expect(dated(stdout)).toMatchInlineSnapshot(`
      "Stage prod
      wrong     stack hashtilt-prod and alarms: not deployed  ->  npm run deploy
      ok        Lambda concurrency: the account may run 10 at once
      ok        pool registry: 2026-07-12.1, N days old: newer pools count as unknown, see \`registry update\`
      wrong     secret telegram-bot-token: not set (TELEGRAM_BOT_TOKEN in .env): deliver-telegram does without, telegram-webhook answers 503, chat-work does without  ->  npm run setup
      not used  secret telegram-webhook-secret and secret telegram-bot-name: not set: telegram-webhook answers 503
      wrong     secret discord-bot-token: not set (DISCORD_BOT_TOKEN in .env): deliver-discord does without  ->  npm run setup
      not used  secret discord-public-key: not set: discord-interactions answers 503
      not used  secret heartbeat-url: not set (HASHTILT_HEARTBEAT_URL in .env): check-health does without
      not used  Telegram bot, Discord bot, Telegram webhook and 1 more: no token
      not used  public page: this stack has none
      "
    `);
    const causes = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(': ').slice(1).join(': '));
    expect(new Set(causes).size).toBe(causes.length);
  });

  it('reports an account quota that is too small', async () => {
    world.deployed();
    world.aws.lambdaQuota = 5;
    const { document } = await world.run('doctor');
    expect(stateOf(document, 'Lambda concurrency')).toMatchObject({
      state: 'wrong',
      detail: 'the account may run 5 at once',
    });
  });

  it('says what to do without credentials, not how they were looked up', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete world.env[name];
    Object.assign(world.env, { AWS_EC2_METADATA_DISABLED: 'true', HOME: world.folder.path });
    const { document } = await world.run('doctor');
    expect(stateOf(document, 'stack hashtilt-prod')).toMatchObject({
      state: 'wrong',
      detail: 'no AWS credentials: sign in with the AWS command line (aws configure, or aws sso login)',
    });
  });
});

describe('the pool registry', () => {
  it('is shown with its age, and with a hint if it is over 90 days old', () => {
    expect(checkRegistry(parseDay('2026-08-01'))).toEqual({
      state: 'ok',
      detail: '2026-07-12.1, 20 days old',
      fix: null,
    });
    expect(checkRegistry(parseDay('2026-12-01')).detail).toBe(
      '2026-07-12.1, 142 days old: newer pools count as unknown, see `registry update`',
    );
  });
});
