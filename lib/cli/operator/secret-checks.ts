import { VENDORS } from '../../chats/chat-key.ts';
import { FUNCTIONS } from '../../config/functions.ts';
import {
  botNameOf,
  proofOf,
  SECRET_VARIABLES,
  SECRETS,
  type SecretName,
  tokenOf,
} from '../../config/secrets.ts';
import { type Check, type CheckResult, notUsed, ok, wrong } from './finding.ts';
import type { Operator } from './operator.ts';

type Stored = Readonly<Record<SecretName, string | null>>;

/** The token without which a secret is useless: its service then has no bot. */
const TOKEN_OF: Readonly<Partial<Record<SecretName, SecretName>>> = Object.fromEntries(
  VENDORS.flatMap((vendor) => [proofOf(vendor), botNameOf(vendor)].map((name) => [name, tokenOf(vendor)])),
);

/** Checks whether each secret is set, and what does not work without it. One service without a bot is not a fault. */
export function secretChecks({ secrets }: Operator): readonly Check[] {
  return SECRETS.map((name) => ({
    what: `secret ${name}`,
    run: async () => checkSecret(name, await secrets.load(SECRETS)),
  }));
}

function checkSecret(name: SecretName, stored: Stored): CheckResult {
  const users = FUNCTIONS.filter((plan) => plan.secrets.includes(name));
  if (stored[name] !== null) return ok(`for ${users.map((plan) => plan.name).join(', ')}`);
  const idle = users.map(
    (plan) => `${plan.name} ${plan.trigger.kind === 'webhook' ? 'answers 503' : 'does without'}`,
  );
  const detail = `not set${variableOf(name)}: ${idle.join(', ')}`;
  return isNeeded(name, stored) ? wrong(detail, 'npm run setup') : notUsed(detail);
}

function isNeeded(name: SecretName, stored: Stored): boolean {
  if (name === 'heartbeat-url') return false;
  const token = TOKEN_OF[name];
  if (token !== undefined) return stored[token] !== null;
  return VENDORS.every((vendor) => stored[tokenOf(vendor)] === null);
}

function variableOf(name: SecretName): string {
  return name in SECRET_VARIABLES
    ? ` (${SECRET_VARIABLES[name as keyof typeof SECRET_VARIABLES]} in .env)`
    : '';
}
