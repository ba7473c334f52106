import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommandCore } from '../../../lib/bot/answer-command.ts';
import { EXAMPLES } from '../../support/command-examples.ts';
import { recordedFigures } from '../../support/recorded-figures.ts';
import { DIRECT, type RunningEndpoint, startEndpoint } from './running-endpoint.ts';

let bot: RunningEndpoint;
beforeAll(async () => {
  bot = await startEndpoint({ drawsPictures: false });
  const { figures, ledger } = recordedFigures();
  await bot.store.ledger.saveDays(ledger);
  await bot.store.figures.saveFigures(figures);
  bot.core.use(createCommandCore({ ...bot.store, knowledge: 'then' }));
});
afterAll(() => bot.close());

/** The exact body of a command interaction; its id encodes the time. */
function interactionOf(name: string, options: readonly object[], at: number): string {
  return JSON.stringify({
    id: String((BigInt(at) * 1000n - 1_420_070_400_000n) << 22n),
    application_id: '1300000000000000001',
    type: 2,
    token: 'generated-token',
    version: 1,
    context: 1,
    authorizing_integration_owners: { 1: '1500000000000000001' },
    channel_id: DIRECT,
    channel: { id: DIRECT, type: 1 },
    user: { id: '1500000000000000001', username: 'somebody', discriminator: '0' },
    locale: 'en-US',
    entitlements: [],
    data: { id: '1200000000000000000', type: 1, name, options },
  });
}

type Answer = {
  readonly type: number;
  readonly data: {
    readonly embeds: readonly {
      readonly title: string;
      readonly description?: string;
      readonly footer?: { readonly text: string };
    }[];
  };
};

describe('in a direct message on Discord', () => {
  it.each(EXAMPLES)('$text is answered to the letter', async ({ name, options, at }) => {
    const body = interactionOf(name, options, at);
    const answer = await bot.interact({ what: { kind: 'raw', body }, channel: DIRECT });
    expect(answer.status).toBe(200);
    const { type, data } = answer.body as Answer;
    const { embeds, ...rest } = data;
    expect(embeds).toHaveLength(1);
    const { title, description = '', footer, ...look } = embeds[0]!;
    await expect(
      [JSON.stringify({ type, ...rest, ...look }), title, description, footer?.text ?? '', ''].join('\n\n'),
    ).toMatchFileSnapshot(`answers/${name}.md`);
  });
});
