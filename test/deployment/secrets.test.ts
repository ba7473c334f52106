import { describe, expect, inject, it } from 'vitest';
import { callsOf } from './emulator/aws-call.ts';
import { type FunctionSetup, setupsOf } from './emulator/function-setup.ts';
import { policiesOf } from './emulator/policies.ts';
import { resolveTemplate } from './emulator/template.ts';
import { differing, FIXTURE } from './fixture/assembly.ts';

const TOKEN = '/hashtilt/prod/telegram-bot-token';

/** Whether a function may get the Telegram bot's token. */
async function mayGet(
  policies: ReturnType<typeof policiesOf>,
  { name, role }: Pick<FunctionSetup, 'name' | 'role'>,
  WithDecryption: boolean,
): Promise<boolean> {
  const calls = callsOf(name, 'ssm', 'GetParameters', { Names: [TOKEN], WithDecryption });
  const allowed = await Promise.all(calls.map((call) => policies.allows(role, call)));
  return allowed.every(Boolean);
}

describe("the Telegram bot's token, encrypted with the AWS managed key for SSM", () => {
  const template = resolveTemplate(inject('assembly'));
  const policies = policiesOf(template);

  it('is decrypted only for functions that use it', async () => {
    const able: string[] = [];
    for (const setup of setupsOf(template))
      if (await mayGet(policies, setup, true)) able.push(setup.name.replace('hashtilt-prod-', ''));
    expect(able.sort()).toEqual(['chat-work', 'deliver-telegram', 'telegram-webhook']);
  });

  it('is seen, but not decrypted, by close-days', async () => {
    const closeDays = setupsOf(template).find(({ name }) => name === 'hashtilt-prod-close-days')!;
    expect(await mayGet(policies, closeDays, false)).toBe(true);
    expect(await mayGet(policies, closeDays, true)).toBe(false);
  });

  it('would be decrypted for any function that may get it and is not denied the key', async () => {
    const Statement = [
      {
        Effect: 'Allow',
        Action: 'ssm:GetParameters',
        Resource: `arn:aws:ssm:eu-central-1:123456789012:parameter${TOKEN}`,
      },
    ];
    const Policies = [{ PolicyDocument: { Version: '2012-10-17', Statement } }];
    const open = resolveTemplate(differing('WorkerRole', { Policies })(FIXTURE));
    const [worker] = setupsOf(open);
    expect(await mayGet(policiesOf(open), worker!, true)).toBe(true);
  });
});
