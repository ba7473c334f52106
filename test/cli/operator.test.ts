import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { botRemovals } from '../../lib/cli/operator/bot-steps.ts';
import { checkRegistry } from '../../lib/cli/operator/checks.ts';
import { connectOperator } from '../../lib/cli/operator/operator.ts';
import { checkPage, publishPage } from '../../lib/cli/operator/page.ts';
import { runSteps } from '../../lib/cli/operator/steps.ts';
import { parseEnvironment } from '../../lib/config/environment.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { connectDiscord } from '../../lib/services/discord/client.ts';
import { setInteractionsEndpoint } from '../../lib/services/discord/set-up.ts';
import { discordPublicKey, isSigned } from '../../lib/services/discord/signature.ts';
import { connectTelegram } from '../../lib/services/telegram/client.ts';
import { headerOf, type WebhookRequest } from '../../lib/services/webhook.ts';
import { type AwsAccountPeer, startAwsAccountPeer } from '../support/aws-account-peer.ts';
import { startHttpPeer } from '../support/peer/http-peer.ts';
import { runCli, temporaryFolder } from '../support/run-cli.ts';
import { type Services, startServices } from '../support/services.ts';
import { startWebhookServer } from '../support/webhook-server.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:hashtilt-prod-alarms';
const ADDRESS = 'operator@example.org';

let aws: AwsAccountPeer;
let services: Services;
let bots: Awaited<ReturnType<typeof startWebhookServer>>;
let env: Record<string, string>;
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(async () => {
  folder = temporaryFolder();
  [aws, services] = await Promise.all([startAwsAccountPeer(), startServices()]);
  // Nobody runs `setup` again within five seconds.
  services.discord.setLimits({ route: null });
  bots = await startWebhookServer(async (request) => answerPing(request));
  env = {
    ...services.env,
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    HASHTILT_HEARTBEAT_URL: 'https://example.org/secret-check',
  };
});
afterEach(async () => {
  await Promise.all([aws.close(), services.close(), bots.close()]);
  folder[Symbol.dispose]();
  vi.unstubAllEnvs();
});

/** A stack after `deploy`. @param page its outputs about the public page. */
function deployed(page: Readonly<Record<string, string>> = {}) {
  const outputs = { AlarmTopic: TOPIC, WebhookAddress: bots.url, ...page };
  aws.stacks.set('hashtilt-prod', { status: 'CREATE_COMPLETE', outputs });
}

function pageAt(address: string, host: string) {
  return {
    PageAddress: address,
    PageHost: host,
    PageQueue: `${aws.url}/123456789012/hashtilt-prod-publish-site`,
    PageBucketName: 'hashtilt-page-1',
  };
}

/** The deployed bot's answer while Discord saves its address: the key is stored by then. */
function answerPing(request: WebhookRequest) {
  const key = aws.parameters.get('/hashtilt/prod/discord-public-key')?.value;
  if (key === undefined) return { statusCode: 503 };
  const timestamp = headerOf(request, 'x-signature-timestamp') ?? '';
  const signature = headerOf(request, 'x-signature-ed25519') ?? '';
  const body = Buffer.from(request.body ?? '');
  const isRight = isSigned(discordPublicKey(key), { timestamp, signature, body }, Date.now() / 1000);
  return isRight ? { statusCode: 200, body: '{"type":1}' } : { statusCode: 401 };
}

const stored = (name: string) => aws.parameters.get(`/hashtilt/prod/${name}`)?.value;

async function run(...args: readonly string[]) {
  const { code, stdout, stderr } = await runCli([...args, '--json'], { env, cwd: folder.path });
  return { code, stderr, document: stdout === '' ? null : JSON.parse(stdout) };
}

const statusOf = (document: { steps: { step: string; status: string }[] }) =>
  Object.fromEntries(document.steps.map(({ step, status }) => [step, status]));

describe('setup', () => {
  it('stores every secret of .env encrypted, and shows none', async () => {
    const { stderr, document } = await run('setup');
    expect(Object.fromEntries(aws.parameters)).toEqual({
      '/hashtilt/prod/telegram-bot-token': { value: env.TELEGRAM_BOT_TOKEN, type: 'SecureString' },
      '/hashtilt/prod/discord-bot-token': { value: env.DISCORD_BOT_TOKEN, type: 'SecureString' },
      '/hashtilt/prod/heartbeat-url': { value: 'https://example.org/secret-check', type: 'SecureString' },
    });
    const told = stderr + JSON.stringify(document);
    for (const secret of [env.TELEGRAM_BOT_TOKEN!, env.DISCORD_BOT_TOKEN!, 'secret-check'])
      expect(told).not.toContain(secret);
  });

  it('sends a test message to each chat, and shows how to invite each bot with the least permissions', async () => {
    const { document } = await run('setup');
    expect(services.telegram.sent.map(({ text }) => text.split('\n')[0])).toEqual(['Hashtilt is set up']);
    expect(services.discord.sent).toHaveLength(1);
    const details = JSON.stringify(document.steps);
    expect(details).toContain('?startgroup=true');
    expect(details).toContain('permissions=274878024704');
  });

  it("registers the bot's commands with both services", async () => {
    const { document } = await run('setup');
    expect(statusOf(document)).toMatchObject({ 'Telegram menus': 'done', 'Discord commands': 'done' });
    expect(services.telegram.account().requests).toMatchObject({ setMyCommands: 3, setMyDescription: 1 });
    expect(services.discord.commands()).toContainEqual(expect.objectContaining({ name: 'watch' }));
  });

  it('has Telegram send updates to the deployed bot, with a secret that is generated once', async () => {
    deployed();
    const { document, stderr } = await run('setup');
    expect(statusOf(document)).toMatchObject({ 'Telegram webhook': 'done' });
    expect(
      await connectTelegram({
        token: env.TELEGRAM_BOT_TOKEN!,
        apiRoot: services.telegram.url,
      }).getWebhookInfo(),
    ).toMatchObject({
      url: `${bots.url}/telegram`,
      allowed_updates: expect.arrayContaining(['my_chat_member']),
    });
    // The bot's name, so that a webhook need not ask Telegram when it starts.
    expect(stored('telegram-bot-name')).toBe('hashtilt_peer_bot');
    const secret = stored('telegram-webhook-secret');
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(stderr + JSON.stringify(document)).not.toContain(secret);
  });

  it('has Discord post interactions to the deployed bot, which has the key when Discord tests it', async () => {
    deployed();
    const { document } = await run('setup');
    expect(statusOf(document)).toMatchObject({ 'Discord interactions': 'done' });
    expect(services.discord.endpoint()).toBe(`${bots.url}/discord`);
    expect(stored('discord-public-key')).toBe(services.discord.publicKey());
  });

  it('says where to look if the deployed bot does not answer Discord correctly', async () => {
    deployed();
    await bots.close();
    const { code, document } = await run('setup');
    expect(code).toBe(1);
    expect(document.steps).toContainEqual({
      step: 'Discord interactions',
      status: 'failed',
      detail: expect.stringMatching(
        /code 50035; Discord called .*\/discord while saving: see the log of discord-interactions/,
      ),
    });
    expect(services.discord.endpoint()).toBeNull();
  });

  it('connects no bot before a stack is deployed', async () => {
    const { code, document } = await run('setup');
    expect(code).toBe(1);
    expect(statusOf(document)).toMatchObject({
      'Telegram webhook': 'failed',
      'Discord interactions': 'failed',
    });
  });

  it('changes nothing when run again, except for the test messages', async () => {
    deployed();
    await run('setup');
    const before = Object.fromEntries(aws.parameters);
    await run('setup');
    expect(Object.fromEntries(aws.parameters)).toEqual(before);
  });

  it('leaves a secret that is not given as it is', async () => {
    aws.parameters.set('/hashtilt/prod/heartbeat-url', {
      value: 'https://example.org/old',
      type: 'SecureString',
    });
    delete env.HASHTILT_HEARTBEAT_URL;
    const { document } = await run('setup');
    expect(aws.parameters.get('/hashtilt/prod/heartbeat-url')?.value).toBe('https://example.org/old');
    expect(statusOf(document)).toMatchObject({ 'heartbeat-url': 'skipped' });
  });

  it('asks AWS to mail the address for alarms, and mails a test once that is confirmed', async () => {
    deployed();
    env.HASHTILT_ALARM_EMAIL = ADDRESS;
    const first = await run('setup');
    expect(first).toMatchObject({ code: 1 });
    expect(first.stderr).toContain(`open the link that AWS mailed to ${ADDRESS}`);
    aws.subscriptions[0]!.confirmed = true;
    const second = await run('setup');
    expect(second.code).toBe(0);
    expect(aws.subscriptions).toHaveLength(1);
    expect(aws.published).toEqual(['Hashtilt: test alarm']);
  });

  it('continues if a service refuses the token, and fails at the end', async () => {
    env.TELEGRAM_BOT_TOKEN = '999:another';
    const { code, document } = await run('setup');
    expect(code).toBe(1);
    expect(statusOf(document)).toMatchObject({ 'Telegram bot': 'failed', 'Discord test message': 'done' });
    expect(JSON.stringify(document)).not.toContain('999:another');
  });

  it('does nothing in a dry run', async () => {
    const { code, document } = await run('setup', '--dry-run');
    expect(code).toBe(0);
    expect(new Set(Object.values(statusOf(document)))).toEqual(new Set(['planned']));
    expect(aws.parameters.size).toBe(0);
    expect(services.telegram.sent).toEqual([]);
  });

  it('refuses malformed settings before it does anything, all at once, and shows none', async () => {
    Object.assign(env, { HASHTILT_ALARM_EMAIL: 'nobody', DISCORD_BOT_TOKEN: 'two words' });
    const { code, stderr } = await run('setup');
    expect(code).toBe(1);
    expect(stderr).toContain('HASHTILT_ALARM_EMAIL","what":"expected a mail address"');
    expect(stderr).toContain('DISCORD_BOT_TOKEN","what":"expected a bot token');
    expect(stderr).not.toContain('two words');
    expect(aws.parameters.size).toBe(0);
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

describe('doctor', () => {
  const stateOf = (document: { findings: { what: string; state: string; fix: string }[] }, what: string) =>
    document.findings.find((one) => one.what === what);

  /** The registry's age depends on when the test runs. */
  const dated = (told: string) => told.replace(/, \d+ days old/, ', N days old');

  it('finds nothing wrong if everything is deployed and set up', async () => {
    const page = await startHttpPeer(() => ({ status: 200, body: 'a page' }));
    deployed(pageAt(`${page.url}/`, new URL(page.url).host));
    env.HASHTILT_ALARM_EMAIL = ADDRESS;
    await run('setup');
    aws.subscriptions[0]!.confirmed = true;
    const { code, document } = await run('doctor');
    await page.close();
    expect(document.findings.filter(({ state }: { state: string }) => state !== 'ok')).toEqual([]);
    expect(code).toBe(0);
  });

  it('finds a bot whose service does not call this deployment', async () => {
    deployed();
    await run('setup');
    await connectTelegram({ token: env.TELEGRAM_BOT_TOKEN!, apiRoot: services.telegram.url }).setWebhook(
      'https://example.org/telegram',
    );
    await setInteractionsEndpoint(
      connectDiscord(env.DISCORD_BOT_TOKEN!, { api: services.discord.url }),
      null,
    );
    const { document } = await run('doctor');
    expect(stateOf(document, 'Telegram webhook')).toMatchObject({
      state: 'wrong',
      detail: `updates go to https://example.org/telegram, not to ${bots.url}/telegram`,
      fix: 'npm run setup',
    });
    expect(stateOf(document, 'Discord interactions')).toMatchObject({ state: 'wrong', detail: 'not set' });
  });

  it("limits Telegram's connections to a quarter of the account's concurrency", async () => {
    deployed();
    aws.lambdaQuota = 10;
    const { document: steps } = await run('setup');
    expect(steps.steps).toContainEqual({
      step: 'Telegram webhook',
      status: 'done',
      detail: `updates go to ${bots.url}/telegram, 2 at a time at most`,
    });
    expect(stateOf((await run('doctor')).document, 'Telegram webhook')).toMatchObject({ state: 'ok' });
    aws.lambdaQuota = 1000;
    expect(stateOf((await run('doctor')).document, 'Telegram webhook')).toMatchObject({
      state: 'wrong',
      detail: "sends 2 updates at a time; the account's Lambdas can take 50",
      fix: 'npm run setup',
    });
  });

  it("shows Telegram's error about updates that do not arrive", async () => {
    deployed();
    await run('setup');
    await bots.close();
    await services.telegram.say({ chat: -1001234567890, text: '/today' });
    const { document } = await run('doctor');
    expect(stateOf(document, 'Telegram webhook')).toMatchObject({
      state: 'wrong',
      detail: '1 waiting; Telegram says: Connection failed',
    });
  });

  it('names the function that answers 503 because a secret is missing', async () => {
    deployed();
    await run('setup');
    aws.parameters.delete('/hashtilt/prod/telegram-webhook-secret');
    const { document } = await run('doctor');
    expect(stateOf(document, 'secret telegram-webhook-secret')).toMatchObject({
      state: 'wrong',
      detail: 'not set: telegram-webhook answers 503',
      fix: 'npm run setup',
    });
  });

  it("reports a stored name that is not the bot's", async () => {
    deployed();
    await run('setup');
    aws.parameters.set('/hashtilt/prod/telegram-bot-name', { value: 'another_bot', type: 'SecureString' });
    const { document } = await run('doctor');
    expect(stateOf(document, 'Telegram webhook')).toMatchObject({
      state: 'wrong',
      detail: 'the stored name of the bot is another_bot, not hashtilt_peer_bot',
      fix: 'npm run setup',
    });
  });

  it('does not require a bot on one service if there is one on the other', async () => {
    deployed();
    delete env.TELEGRAM_BOT_TOKEN;
    await run('setup');
    const { document } = await run('doctor');
    for (const what of ['secret telegram-bot-token', 'secret telegram-webhook-secret', 'Telegram webhook'])
      expect(stateOf(document, what)).toMatchObject({ state: 'not used' });
  });

  it('names what is missing, and the command that fixes it', async () => {
    const { code, document } = await run('doctor');
    expect(code).toBe(1);
    expect(stateOf(document, 'stack hashtilt-prod')).toMatchObject({
      state: 'wrong',
      fix: 'npm run deploy',
    });
    expect(stateOf(document, 'alarms')).toMatchObject({ state: 'wrong', fix: 'npm run deploy' });
  });

  it('reports a common cause of several findings once, with one fix', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete env[name];
    Object.assign(env, { AWS_EC2_METADATA_DISABLED: 'true', HOME: folder.path });
    const { code, stdout } = await runCli(['doctor'], { env, cwd: folder.path });
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
    const { stdout } = await runCli(['doctor'], { env, cwd: folder.path });
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
    deployed();
    aws.lambdaQuota = 5;
    const { document } = await run('doctor');
    expect(stateOf(document, 'Lambda concurrency')).toMatchObject({
      state: 'wrong',
      detail: 'the account may run 5 at once',
    });
  });

  it('says what to do without credentials, not how they were looked up', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete env[name];
    Object.assign(env, { AWS_EC2_METADATA_DISABLED: 'true', HOME: folder.path });
    const { document } = await run('doctor');
    expect(stateOf(document, 'stack hashtilt-prod')).toMatchObject({
      state: 'wrong',
      detail: 'no AWS credentials: sign in with the AWS command line (aws configure, or aws sso login)',
    });
  });
});

describe('the public page', () => {
  /** The operator of a stack with a page. */
  function operatorWith(address: string, host: string) {
    deployed(pageAt(address, host));
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    return connectOperator(parseEnvironment(env));
  }

  it('is published again by deploy, which shows its address', async () => {
    const operator = operatorWith('https://d1.cloudfront.net/', 'd1.cloudfront.net');
    expect(await publishPage(operator)).toEqual({ status: 'done', detail: 'https://d1.cloudfront.net/' });
    expect(aws.sent.map(({ body }) => body)).toEqual(['{"publish":"page"}']);
  });

  it("shows which host the operator's domain has to point to", async () => {
    const operator = operatorWith('https://tilt.example.org/', 'd1.cloudfront.net');
    expect(await publishPage(operator)).toMatchObject({
      detail: 'https://tilt.example.org/; point its name to d1.cloudfront.net (CNAME)',
    });
  });

  it('is fetched by doctor, which says what to do if it is not there', async () => {
    let status = 404;
    const page = await startHttpPeer(() => ({ status, body: 'a page' }));
    const address = `${page.url}/`;
    const operator = operatorWith(address, new URL(address).host);
    expect(await checkPage(operator)).toEqual({
      state: 'wrong',
      detail: `${address} answers 404`,
      fix: 'see the log of publish-site; the first page is published when a day closes',
    });
    status = 200;
    expect(await checkPage(operator)).toEqual({ state: 'ok', detail: address, fix: null });
    await page.close();
    expect(await checkPage(operator)).toMatchObject({
      state: 'wrong',
      detail: `${address} cannot be reached`,
      fix: 'see the log of publish-site',
    });
  });
});

describe('teardown', () => {
  /** The results of the first steps only: the later ones run CDK, which calls more of AWS than the peer implements. */
  async function takenBack() {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const steps = botRemovals(connectOperator(parseEnvironment(env)));
    return statusOf({ steps: [...(await runSteps(steps, false))] });
  }

  it('asks first: without an answer, nothing is deleted', async () => {
    await run('setup');
    const { code, stderr } = await run('teardown');
    expect(code).toBe(2);
    expect(stderr).toContain('not confirmed');
    expect(aws.parameters.size).toBe(3);
  });

  it('deletes the secrets, says that the table stays, and can be run again', async () => {
    await run('setup');
    expect(await run('teardown', '--yes')).toMatchObject({ code: 0 });
    expect(aws.parameters.size).toBe(0);
    const again = await run('teardown', '--yes');
    expect(again.code).toBe(0);
    expect(statusOf(again.document)).toMatchObject({ stack: 'skipped', secrets: 'done' });
  });

  it('first has both services stop calling this deployment, if they do', async () => {
    deployed();
    await run('setup');
    expect(await takenBack()).toMatchObject({ 'Telegram webhook': 'done', 'Discord interactions': 'done' });
    const { url } = await connectTelegram({
      token: env.TELEGRAM_BOT_TOKEN!,
      apiRoot: services.telegram.url,
    }).getWebhookInfo();
    expect(url).toBe('');
    expect(services.discord.endpoint()).toBeNull();
  });

  it('leaves a bot alone whose service calls elsewhere', async () => {
    deployed();
    await run('setup');
    const api = connectTelegram({ token: env.TELEGRAM_BOT_TOKEN!, apiRoot: services.telegram.url });
    await api.setWebhook('https://example.org/telegram');
    expect(await takenBack()).toMatchObject({ 'Telegram webhook': 'skipped' });
    expect((await api.getWebhookInfo()).url).toBe('https://example.org/telegram');
  });

  it('does nothing in a dry run', async () => {
    await run('setup');
    await run('teardown', '--dry-run');
    expect(aws.parameters.size).toBe(3);
  });
});

describe('deploy', () => {
  it('stops at a malformed setting before anything is created, and says where it is set', async () => {
    Object.assign(env, { HASHTILT_MEMPOOL_URL: 'off', HASHTILT_RULES: 'rules.json' });
    const { code, stderr } = await run('deploy', '--dry-run');
    expect(code).toBe(1);
    expect(stderr).toContain('environment (set in .env or in the shell): HASHTILT_MEMPOOL_URL');
    expect(stderr).toContain('environment (set in .env or in the shell): HASHTILT_RULES');
  });
});
