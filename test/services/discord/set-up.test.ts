import { beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../lib/bot/commands.ts';
import { connectDiscord } from '../../../lib/services/discord/client.ts';
import { registerDiscordCommands } from '../../../lib/services/discord/set-up.ts';
import { type DiscordPeer, startDiscordPeer } from '../../support/discord-peer.ts';
import { CHANNEL, TOKEN } from './running-endpoint.ts';

let peer: DiscordPeer;
beforeEach(async () => {
  peer = await startDiscordPeer({ token: TOKEN, channels: [CHANNEL] });
  return () => peer.close();
});

describe("the bot's slash commands", () => {
  it('are those of the core, and replace earlier ones', async () => {
    const rest = connectDiscord(TOKEN, { api: peer.url });
    await registerDiscordCommands(rest);
    await registerDiscordCommands(rest);
    expect(peer.commands().map((command) => (command as { name: string }).name)).toEqual(
      COMMANDS.map(({ name }) => name),
    );
  });

  it('that change settings are for people who manage the server, where the bot can write', async () => {
    await registerDiscordCommands(connectDiscord(TOKEN, { api: peer.url }));
    expect(peer.commands()).toContainEqual(
      expect.objectContaining({
        name: 'watch',
        default_member_permissions: 32,
        contexts: [0, 1],
        integration_types: [0, 1],
        options: [
          {
            type: 3,
            name: 'who',
            description: expect.any(String),
            required: true,
            autocomplete: true,
          },
          {
            type: 3,
            name: 'level',
            description: expect.any(String),
            required: false,
            autocomplete: true,
          },
        ],
      }),
    );
  });

  it('that only ask can be used anywhere by a person, even without the bot on the server', async () => {
    await registerDiscordCommands(connectDiscord(TOKEN, { api: peer.url }));
    expect(peer.commands()).toContainEqual(
      expect.objectContaining({
        name: 'status',
        default_member_permissions: null,
        contexts: [0, 1, 2],
        integration_types: [0, 1],
        options: [],
      }),
    );
  });

  it('cannot be registered with a wrong token, and the error does not contain it', async () => {
    const rest = connectDiscord('another.token', { api: peer.url });
    await expect(registerDiscordCommands(rest)).rejects.toThrow(
      /^application: Discord answered 401, code 0$/,
    );
  });
});
