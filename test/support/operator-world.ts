import { vi } from 'vitest';
import { connectOperator } from '../../lib/cli/operator/operator.ts';
import { parseEnvironment } from '../../lib/config/environment.ts';
import { discordPublicKey, isSigned } from '../../lib/services/discord/signature.ts';
import { headerOf, type WebhookRequest } from '../../lib/services/webhook.ts';
import { startAwsAccountPeer } from './aws-account-peer.ts';
import { runCli, temporaryFolder } from './run-cli.ts';
import { startServices } from './services.ts';
import { startWebhookServer } from './webhook-server.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:hashtilt-prod-alarms';
export const ADDRESS = 'operator@example.org';

export type OperatorWorld = Awaited<ReturnType<typeof startOperatorWorld>>;

/** An operator's AWS account, both services, a deployed bot and the settings of `.env`. */
export async function startOperatorWorld() {
  const folder = temporaryFolder();
  const [aws, services] = await Promise.all([startAwsAccountPeer(), startServices()]);
  // Nobody runs `setup` again within five seconds.
  services.discord.setLimits({ route: null });
  const stored = (name: string) => aws.parameters.get(`/hashtilt/prod/${name}`)?.value;

  /** The deployed bot's answer while Discord saves its address: the key is stored by then. */
  async function answerPing(request: WebhookRequest) {
    const key = stored('discord-public-key');
    if (key === undefined) return { statusCode: 503 };
    const timestamp = headerOf(request, 'x-signature-timestamp') ?? '';
    const signature = headerOf(request, 'x-signature-ed25519') ?? '';
    const body = Buffer.from(request.body ?? '');
    const isRight = isSigned(discordPublicKey(key), { timestamp, signature, body }, Date.now() / 1000);
    return isRight ? { statusCode: 200, body: '{"type":1}' } : { statusCode: 401 };
  }
  const bots = await startWebhookServer(answerPing);
  const env: Record<string, string> = {
    ...services.env,
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    HASHTILT_HEARTBEAT_URL: 'https://example.org/secret-check',
  };
  return {
    ...{ aws, services, bots, env, folder, stored },
    /** A stack after `deploy`. @param page its outputs about the public page. */
    deployed(page: Readonly<Record<string, string>> = {}) {
      const outputs = { AlarmTopic: TOPIC, WebhookAddress: bots.url, ...page };
      aws.stacks.set('hashtilt-prod', { status: 'CREATE_COMPLETE', outputs });
    },
    pageAt: (address: string, host: string) => ({
      PageAddress: address,
      PageHost: host,
      PageQueue: `${aws.url}/123456789012/hashtilt-prod-publish-site`,
      PageBucketName: 'hashtilt-page-1',
    }),
    async run(...args: readonly string[]) {
      const { code, stdout, stderr } = await runCli([...args, '--json'], { env, cwd: folder.path });
      return { code, stderr, document: stdout === '' ? null : JSON.parse(stdout) };
    },
    /** What the commands work with, connected within this process. */
    connect() {
      for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
      return connectOperator(parseEnvironment(env));
    },
    async close() {
      await Promise.all([aws.close(), services.close(), bots.close()]);
      folder[Symbol.dispose]();
      vi.unstubAllEnvs();
    },
  };
}

/** The outcome of each step of `setup` or `teardown`. */
export const statusOf = (document: { steps: { step: string; status: string }[] }) =>
  Object.fromEntries(document.steps.map(({ step, status }) => [step, status]));
