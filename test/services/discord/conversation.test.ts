import { beforeEach, describe, expect, it } from 'vitest';
import { message, reply } from '../../support/fixed-core.ts';
import {
  ADMINISTRATES,
  CHANNEL,
  DIRECT,
  MANAGES,
  NEWS,
  type RunningEndpoint,
  startEndpoint,
} from './running-endpoint.ts';

let bot: RunningEndpoint;
beforeEach(async () => {
  bot = await startEndpoint();
  return () => bot.close();
});

const shown = {
  embeds: [{ title: 'Pools \\<7 days>', description: 'Foundry & AntPool', color: expect.any(Number) }],
  components: [],
  allowed_mentions: { parse: [] },
};
const buttons = [
  [
    { kind: 'press', label: '30 days', payload: '.pools 30' },
    { kind: 'link', label: 'Method', url: 'https://example.org/method' },
  ],
] as const;
const rows = [
  {
    type: 1,
    components: [
      { type: 2, style: 2, label: '30 days', custom_id: '.pools 30' },
      { type: 2, style: 5, label: 'Method', url: 'https://example.org/method' },
    ],
  },
];

/** A message of the bot with buttons to press. */
async function messageWithButtons(isPrivate = false): Promise<string> {
  bot.core.will(() => reply({ buttons, isPrivate }));
  await bot.interact({ what: { kind: 'command', name: 'pools' }, permissions: MANAGES });
  return bot.peer.sent[0]!.id;
}

describe('Discord', () => {
  it('pings the endpoint and gets a pong', async () => {
    expect(await bot.interact({ what: { kind: 'ping' } })).toMatchObject({ status: 200, body: { type: 1 } });
  });
});

describe('a slash command', () => {
  it('is passed to the core with its options as text, and answered in the channel', async () => {
    const answer = await bot.interact({
      what: {
        kind: 'command',
        name: 'risk',
        options: [
          { name: 'share', type: 3, value: '35%' },
          { name: 'confirmations', type: 3, value: '6' },
        ],
      },
    });
    expect(bot.core.asked).toEqual([
      {
        chat: { vendor: 'discord', address: CHANNEL },
        kind: 'channel',
        topic: null,
        isAnnouncement: false,
        isAdmin: false,
        at: expect.closeTo(Date.now() / 1000, -1),
        input: { kind: 'options', command: 'risk', options: { share: '35%', confirmations: '6' } },
      },
    ]);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({ type: 4, data: shown });
  });

  it('is answered with buttons as given, row by row', async () => {
    bot.core.will(() => reply({ buttons }));
    const { body } = await bot.interact({ what: { kind: 'command', name: 'pools' } });
    expect(body).toEqual({ type: 4, data: { ...shown, components: rows } });
  });

  it('about settings is answered only to the person who asked', async () => {
    bot.core.will(() => reply({ isPrivate: true }));
    const { body } = await bot.interact({
      what: { kind: 'command', name: 'settings' },
      permissions: MANAGES,
    });
    expect(body).toEqual({ type: 4, data: { ...shown, flags: 64 } });
  });

  it('in a direct message may change settings', async () => {
    await bot.interact({ what: { kind: 'command', name: 'start' }, channel: DIRECT });
    expect(bot.core.asked).toMatchObject([{ chat: { address: DIRECT }, kind: 'private', isAdmin: true }]);
  });

  it.each([
    [NEWS, true],
    [CHANNEL, false],
  ])('in channel %s: others can follow it is %s', async (channel, isAnnouncement) => {
    await bot.interact({ what: { kind: 'command', name: 'start' }, channel, permissions: MANAGES });
    expect(bot.core.asked).toMatchObject([{ isAnnouncement }]);
  });

  it.each([
    [MANAGES, true],
    [ADMINISTRATES, true],
    ['2048', false],
    ['0', false],
  ])('by somebody with permissions %s: may set is %s', async (permissions, isAdmin) => {
    await bot.interact({ what: { kind: 'command', name: 'mute' }, permissions });
    expect(bot.core.asked).toMatchObject([{ isAdmin }]);
  });
});

describe('typing into an option', () => {
  it('gets suggestions that depend on the other options', async () => {
    const { body } = await bot.interact({
      what: {
        kind: 'autocomplete',
        name: 'history',
        options: [
          { name: 'time', type: 3, value: '90d' },
          { name: 'who', type: 3, value: 'fou', focused: true },
        ],
      },
    });
    expect(bot.core.asked).toEqual([
      {
        chat: { vendor: 'discord', address: CHANNEL },
        command: 'history',
        option: 'who',
        typed: 'fou',
        filled: { time: '90d' },
      },
    ]);
    expect(body).toEqual({ type: 8, data: { choices: [{ name: 'Foundry USA', value: 'foundryusa' }] } });
  });

  it('of an unknown command gets none', async () => {
    const options = [{ name: 'who', type: 3, value: 'fou', focused: true }];
    const { body } = await bot.interact({ what: { kind: 'autocomplete', name: 'mine', options } });
    expect(body).toEqual({ type: 8, data: { choices: [] } });
    expect(bot.core.asked).toEqual([]);
  });
});

describe('a press', () => {
  it('changes the message in place', async () => {
    const messageId = await messageWithButtons();
    bot.core.will(() => reply({ isEdit: true }));
    const { body } = await bot.interact({ what: { kind: 'button', messageId, customId: '.pools 30' } });
    expect(bot.core.asked[1]).toMatchObject({ input: { kind: 'press', payload: '.pools 30' } });
    expect(body).toEqual({ type: 7, data: { ...shown, attachments: [] } });
  });

  it('without the right to is refused to the presser only, and the message stays', async () => {
    const messageId = await messageWithButtons();
    bot.core.will(() =>
      reply({ message: message('Only admins can do that'), isPrivate: true, isEdit: true }),
    );
    const { body } = await bot.interact({ what: { kind: 'button', messageId, customId: '.mute' } });
    expect(bot.core.asked[1]).toMatchObject({ isAdmin: false });
    expect(body).toMatchObject({
      type: 4,
      data: { flags: 64, embeds: [{ title: 'Only admins can do that' }] },
    });
  });

  it('may no longer change settings once the rights are revoked', async () => {
    const messageId = await messageWithButtons();
    const what = { kind: 'button', messageId, customId: '.mute' } as const;
    await bot.interact({ what, permissions: MANAGES });
    await bot.interact({ what, permissions: '2048' });
    expect(bot.core.asked.slice(1)).toMatchObject([{ isAdmin: true }, { isAdmin: false }]);
  });
});
