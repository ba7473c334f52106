import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { pictureWorkSchema } from '../../../lib/bot/picture-work.ts';
import { type ShowPictureDeps, showPicture } from '../../../lib/bot/picture-worker.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { ChartRequest } from '../../../lib/messages/charts/chart-request.ts';
import { addDiscordPicture } from '../../../lib/services/discord/add-picture.ts';
import { connectDiscord } from '../../../lib/services/discord/client.ts';
import { message, reply } from '../../support/fixed-core.ts';
import { greyPicture } from '../../support/pictures.ts';
import { type RunningEndpoint, startEndpoint } from './running-endpoint.ts';

const picture: ChartRequest = { kind: 'ranking', lens: 'pool', window: 7, day: parseDay('2025-01-08') };
const pools = { kind: 'command', name: 'pools' } as const;

let bot: RunningEndpoint;
let deps: ShowPictureDeps;
beforeEach(async () => {
  bot = await startEndpoint();
  deps = {
    receipts: bot.store.receipts,
    clock: bot.clock,
    draw: async () => greyPicture(640, 480, 'Foundry USA leads'),
    show: { telegram: () => Promise.reject(new Error('not on Telegram')), discord: bot.show },
    report: (problem) => void bot.reports.push(problem),
  };
  bot.core.will(() =>
    reply({ picture, buttons: [[{ kind: 'press', label: '30 days', payload: '.pools 30' }]] }),
  );
  return () => bot.close();
});

/** Processes the queued work as a queue delivers it: as text. */
async function drawAll(): Promise<void> {
  for (const work of bot.pictures.splice(0))
    await showPicture(deps, pictureWorkSchema.parse(JSON.parse(JSON.stringify(work))));
}

describe('a reply with a picture', () => {
  it('is deferred, and shown with its text and buttons once the picture is drawn', async () => {
    expect((await bot.interact({ what: pools })).body).toEqual({ type: 5, data: {} });
    expect(bot.peer.sent).toEqual([]);
    await drawAll();
    expect(bot.peer.sent).toMatchObject([
      {
        payload: {
          embeds: [
            {
              title: 'Pools \\<7 days>',
              description: 'Foundry & AntPool',
              image: { url: 'attachment://hashtilt.png' },
            },
          ],
          attachments: [{ id: '0', filename: 'hashtilt.png', description: 'Foundry USA leads' }],
          components: [{ type: 1, components: [{ custom_id: '.pools 30' }] }],
        },
        files: [{ name: 'hashtilt.png' }],
      },
    ]);
  });

  it('for the person who asked is deferred so that only they see it', async () => {
    bot.core.will(() => reply({ picture, isPrivate: true }));
    expect((await bot.interact({ what: pools })).body).toEqual({ type: 5, data: { flags: 64 } });
  });

  it('replaces an older one together with its text', async () => {
    await bot.interact({ what: pools });
    await drawAll();
    const messageId = bot.peer.sent[0]!.id;
    bot.core.will(() => reply({ picture, message: message('Pools, 30 days'), isEdit: true }));
    const press = { kind: 'button', messageId, customId: '.pools 30' } as const;
    expect((await bot.interact({ what: press })).body).toEqual({ type: 6 });
    await drawAll();
    expect(bot.recorder.calls).toHaveLength(2);
    expect(bot.peer.sent.at(-1)).toMatchObject({ payload: { embeds: [{ title: 'Pools, 30 days' }] } });
  });

  it('that cannot be drawn is shown as text, and reported', async () => {
    deps = { ...deps, draw: () => Promise.reject(new Error('no glyph for U+1F3F4')) };
    const { interactionId } = await bot.interact({ what: pools });
    await drawAll();
    expect(bot.peer.sent).toMatchObject([
      { payload: { embeds: [{ title: 'Pools \\<7 days>' }], attachments: [] }, files: [] },
    ]);
    expect(bot.reports).toEqual([`picture discord ${interactionId}: no glyph for U+1F3F4`]);
  });

  it('delivered twice by the queue is shown once', async () => {
    await bot.interact({ what: pools });
    bot.pictures.push(bot.pictures[0]!);
    await drawAll();
    expect(bot.recorder.calls).toHaveLength(1);
  });

  it('that fails may succeed later, and the error does not contain the token', async () => {
    const { token } = await bot.interact({ what: pools });
    bot.peer.next({ kind: 'broken' });
    bot.peer.next({ kind: 'broken' });
    const [work] = bot.pictures;
    const failure = await showPicture(deps, work!).catch((error: unknown) => error);
    expect(failure).toMatchObject({ retryable: true, message: 'deferred answer: Discord answered 500' });
    expect(inspect(failure, { depth: null, showHidden: true })).not.toContain(token);
    await showPicture(deps, work!);
    expect(bot.peer.sent.at(-1)).toMatchObject({ files: [{ name: 'hashtilt.png' }] });
  });

  it('that Discord refuses is shown as text, and reported', async () => {
    await bot.interact({ what: pools });
    bot.peer.next({ kind: 'refused', status: 403, code: 50013, message: 'Missing Permissions' });
    const [work] = bot.pictures;
    await expect(showPicture(deps, work!)).rejects.toMatchObject({
      retryable: false,
      message: 'deferred answer: Discord answered 403, code 50013',
    });
    expect(bot.peer.sent).toMatchObject([
      { payload: { embeds: [{ title: 'Pools \\<7 days>' }], attachments: [] }, files: [] },
    ]);
  });

  it('at a rate limit longer than a call may take fails at once, since its run must end', async () => {
    await bot.interact({ what: pools });
    bot.peer.next({ kind: 'too-many', retryAfter: 60, global: false });
    const [work] = bot.pictures;
    const rest = connectDiscord(null, { api: bot.peer.url });
    await expect(addDiscordPicture(rest, work!.place, null)).rejects.toMatchObject({
      retryable: true,
      message: 'deferred answer: too many requests',
    });
  });

  it('that is too late for Discord is reported and not tried', async () => {
    const { interactionId } = await bot.interact({ what: pools });
    bot.clock.advance(15 * 60);
    await drawAll();
    expect(bot.recorder.calls).toEqual([]);
    expect(bot.reports).toEqual([`picture discord ${interactionId}: too late, Discord no longer takes it`]);
  });
});
