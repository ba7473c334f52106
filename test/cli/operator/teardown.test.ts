import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { botRemovals } from '../../../lib/cli/operator/bot-steps.ts';
import { runSteps } from '../../../lib/cli/operator/steps.ts';
import { connectTelegram } from '../../../lib/services/telegram/client.ts';
import { type OperatorWorld, startOperatorWorld, statusOf } from '../../support/operator-world.ts';

let world: OperatorWorld;
beforeEach(async () => {
  world = await startOperatorWorld();
});
afterEach(() => world.close());

describe('teardown', () => {
  /** The results of the first steps only: the later ones run CDK, which calls more of AWS than the peer implements. */
  async function takenBack() {
    const steps = botRemovals(world.connect());
    return statusOf({ steps: [...(await runSteps(steps, false))] });
  }

  it('asks first: without an answer, nothing is deleted', async () => {
    await world.run('setup');
    const { code, stderr } = await world.run('teardown');
    expect(code).toBe(2);
    expect(stderr).toContain('not confirmed');
    expect(world.aws.parameters.size).toBe(3);
  });

  it('deletes the secrets, says that the table stays, and can be run again', async () => {
    await world.run('setup');
    expect(await world.run('teardown', '--yes')).toMatchObject({ code: 0 });
    expect(world.aws.parameters.size).toBe(0);
    const again = await world.run('teardown', '--yes');
    expect(again.code).toBe(0);
    expect(statusOf(again.document)).toMatchObject({ stack: 'skipped', secrets: 'done' });
  });

  it('first has both services stop calling this deployment, if they do', async () => {
    world.deployed();
    await world.run('setup');
    expect(await takenBack()).toMatchObject({ 'Telegram webhook': 'done', 'Discord interactions': 'done' });
    const { url } = await connectTelegram({
      token: world.env.TELEGRAM_BOT_TOKEN!,
      apiRoot: world.services.telegram.url,
    }).getWebhookInfo();
    expect(url).toBe('');
    expect(world.services.discord.endpoint()).toBeNull();
  });

  it('leaves a bot alone whose service calls elsewhere', async () => {
    world.deployed();
    await world.run('setup');
    const api = connectTelegram({
      token: world.env.TELEGRAM_BOT_TOKEN!,
      apiRoot: world.services.telegram.url,
    });
    await api.setWebhook('https://example.org/telegram');
    expect(await takenBack()).toMatchObject({ 'Telegram webhook': 'skipped' });
    expect((await api.getWebhookInfo()).url).toBe('https://example.org/telegram');
  });

  it('does nothing in a dry run', async () => {
    await world.run('setup');
    await world.run('teardown', '--dry-run');
    expect(world.aws.parameters.size).toBe(3);
  });
});
