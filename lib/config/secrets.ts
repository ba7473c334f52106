import type { StageName } from './environment.ts';

/** Everything secret that a deployment uses. Each is an SSM SecureString parameter, which `setup` writes. */
export const SECRETS = ['telegram-bot-token', 'discord-bot-token', 'heartbeat-url'] as const;

export type SecretName = (typeof SECRETS)[number];

/** Where the parameters of a deployment stand, without a slash at the end. */
export function secretsPath(stage: StageName): string {
  return `/hashtilt/${stage}`;
}
