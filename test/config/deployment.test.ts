import { describe, expect, it } from 'vitest';
import { parseDeployment } from '../../lib/config/deployment.ts';
import { parseFunctionEnvironment } from '../../lib/config/function-environment.ts';
import { faultsOf } from '../../lib/errors.ts';

const NO_BOT = { token: null, chat: null, topic: null, webhook: null, api: undefined };
const NO_BOTS = { telegram: NO_BOT, discord: NO_BOT };

describe('the settings of a deployment', () => {
  it('need nothing', () => {
    expect(parseDeployment({})).toEqual({
      stage: 'prod',
      sources: [{ kind: 'mempool', address: 'https://mempool.space', cookieFile: null }],
      mempoolPaceMs: 200,
      reportUrl: null,
      siteUrl: null,
      siteCertificate: null,
      runbookUrl: null,
      bots: NO_BOTS,
    });
  });

  it('take chats and API servers from .env', () => {
    expect(
      parseDeployment({ TELEGRAM_CHAT_ID: '@channel', HASHTILT_TELEGRAM_API: 'http://127.0.0.1:8998' }),
    ).toMatchObject({
      bots: { telegram: { chat: '@channel', api: 'http://127.0.0.1:8998' }, discord: NO_BOT },
    });
  });

  it('take a domain for the page with a certificate that CloudFront finds, and an address without a path', () => {
    const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/1b2c3d4e';
    const ofDomain = {
      HASHTILT_SITE_URL: 'https://tilt.example.org',
      HASHTILT_SITE_CERTIFICATE: certificate,
    };
    expect(parseDeployment(ofDomain)).toMatchObject({ siteCertificate: certificate });
    const whats = (over: Readonly<Record<string, string>>) =>
      faultsOf(() => parseDeployment({ ...ofDomain, ...over })).map(({ where, what }) => `${where}: ${what}`);
    const where = 'environment (set in .env or in the shell)';
    const isHost = `${where}: HASHTILT_SITE_URL: with HASHTILT_SITE_CERTIFICATE it is the page's own address: https:// and a host, nothing else`;
    expect(whats({ HASHTILT_SITE_URL: '' })).toEqual([isHost]);
    expect(whats({ HASHTILT_SITE_URL: 'http://tilt.example.org' })).toEqual([isHost]);
    expect(whats({ HASHTILT_SITE_URL: 'https://example.org/tilt' })).toEqual([isHost]);
    expect(whats({ HASHTILT_SITE_CERTIFICATE: certificate.replace('us-east-1', 'eu-central-1') })).toEqual([
      `${where}: HASHTILT_SITE_CERTIFICATE: expected the ARN of a certificate in us-east-1, the only region where CloudFront looks for it`,
    ]);
  });

  it.each([
    ['HASHTILT_SOURCES', 'core:http://me:secret@host'],
    ['HASHTILT_SOURCES', 'core:http://host/rest,esplora:https://me:secret@host/api'],
    ['HASHTILT_MEMPOOL_URL', 'https://me:secret@host'],
  ])('name no password, which would be in the template: %s=%s', (name, value) => {
    const faults = faultsOf(() => parseDeployment({ [name]: value }));
    expect(faults).toMatchObject([{ where: `environment (set in .env or in the shell): ${name}` }]);
    expect(faults[0]!.what).toMatch(/password would be in the template/);
    expect(JSON.stringify(faults)).not.toContain('secret');
  });

  it('are refused with all faults at once, naming where each is set, and without any value', () => {
    const faults = faultsOf(() =>
      parseDeployment({
        HASHTILT_STAGE: 'secret',
        HASHTILT_MEMPOOL_URL: 'off',
        HASHTILT_RULES: 'secret.json',
        HASHTILT_RUNBOOK_URL: 'secret',
        TELEGRAM_BOT_TOKEN: 'secret',
      }),
    );
    expect(faults.map(({ where }) => where).toSorted()).toEqual(
      [
        'HASHTILT_MEMPOOL_URL',
        'HASHTILT_RULES',
        'HASHTILT_RUNBOOK_URL',
        'HASHTILT_STAGE',
        'TELEGRAM_BOT_TOKEN',
      ].map((name) => `environment (set in .env or in the shell): ${name}`),
    );
    expect(JSON.stringify(faults)).not.toContain('secret');
  });

  it('are refused together with all faults of the rules that would be deployed', () => {
    const rule = { id: 'third', lens: 'owner', subject: '*', measure: 'share', window: 7, above: '1/3' };
    const rules = [
      { ...rule, severity: 'loud', bogus: 1 },
      { ...rule, id: 'two', severity: 'notice', above: '1/0' },
    ];
    const faults = faultsOf(() => parseDeployment({ HASHTILT_RULES: 'rules.json' }, rules));
    expect(faults.map(({ where }) => where)).toEqual([
      'environment (set in .env or in the shell): HASHTILT_RULES',
      'lib/config/default-rules.ts: [0].severity',
      'lib/config/default-rules.ts: [0]',
      'lib/config/default-rules.ts: [1].above',
    ]);
  });
});

describe("a deployed function's settings", () => {
  const right = {
    HASHTILT_TABLE: 'hashtilt-prod',
    HASHTILT_SECRETS: '/hashtilt/prod',
    HASHTILT_SOURCES: 'mempool:https://mempool.space/,core:http://10.0.0.5:8332/rest',
    HASHTILT_SITE_BUCKET: 'hashtilt-page-1',
  };

  it('are those that the stack sets', () => {
    expect(parseFunctionEnvironment(right)).toEqual({
      table: 'hashtilt-prod',
      secrets: '/hashtilt/prod',
      sources: [
        { kind: 'mempool', address: 'https://mempool.space/', cookieFile: null },
        { kind: 'core', address: 'http://10.0.0.5:8332/rest', cookieFile: null },
      ],
      mempoolPaceMs: 200,
      reportUrl: null,
      siteUrl: null,
      siteBucket: 'hashtilt-page-1',
      bots: NO_BOTS,
      queues: {},
    });
  });

  it('name the queues that it sends to, each of which is required', () => {
    const url = 'https://sqs.eu-central-1.amazonaws.com/123456789012/hashtilt-prod-fan-out';
    const { queues } = parseFunctionEnvironment({ ...right, HASHTILT_QUEUE_FAN_OUT: url }, ['fan-out']);
    expect(queues).toEqual({ 'fan-out': url });
    const faults = faultsOf(() => parseFunctionEnvironment(right, ['fan-out', 'dead-letters']));
    expect(faults.map(({ where, what }) => `${where.split(': ').at(-1)}: ${what}`)).toEqual([
      'HASHTILT_QUEUE_FAN_OUT: expected the address of a queue',
      'HASHTILT_QUEUE_DEAD_LETTERS: expected the address of a queue',
    ]);
  });

  it('are refused with all faults at once, each once, naming where to fix it', () => {
    const faults = faultsOf(() =>
      parseFunctionEnvironment({
        HASHTILT_SECRETS: 'secret',
        HASHTILT_MEMPOOL_URL: 'secret',
        HASHTILT_MEMPOOL_PACE_MS: 'secret',
        HASHTILT_SITE_BUCKET: 'No Bucket',
      }),
    );
    expect(faults.map(({ where }) => where)).toEqual(
      [
        'HASHTILT_TABLE',
        'HASHTILT_SECRETS',
        'HASHTILT_SOURCES',
        'HASHTILT_SITE_BUCKET',
        'HASHTILT_MEMPOOL_URL',
        'HASHTILT_MEMPOOL_PACE_MS',
      ].map((name) => `environment (set by the stack from .env: fix it there, then npm run deploy): ${name}`),
    );
    expect(JSON.stringify(faults)).not.toContain('"secret');
  });
});
