import type { Faults } from '../peer/faults.ts';
import type { ChannelOptions, ChannelRange, ChannelType } from './options.ts';
import { DiscordRefusal } from './refusal.ts';

export type DiscordChannel = ChannelOptions & { readonly type: ChannelType; readonly guild: string };

export type Channels = {
  readonly find: (id: string) => DiscordChannel | undefined;
  /** Returns the channel. @throws DiscordRefusal if the bot cannot read or write there. */
  readonly enter: (id: string, act: 'read' | 'write') => DiscordChannel;
  readonly change: (channel: ChannelOptions) => void;
  readonly ofGuild: (guild: string) => readonly DiscordChannel[];
};

/** The guild of channels that specify none. */
const HOME_GUILD = '1000000000000000001';

export function createChannels(
  listed: readonly (string | ChannelOptions)[],
  ranges: readonly ChannelRange[],
  faults: () => Faults | undefined,
): Channels {
  const byId = new Map<string, DiscordChannel>();
  const change = (channel: ChannelOptions) => {
    byId.set(channel.id, { ...complete(channel.id), ...byId.get(channel.id), ...channel });
  };
  for (const channel of listed) change(typeof channel === 'string' ? { id: channel } : channel);

  function find(id: string): DiscordChannel | undefined {
    if (!/^\d{17,20}$/.test(id)) return undefined;
    const number = BigInt(id);
    const inRange = ranges.some(({ from, count }) => {
      return number >= BigInt(from) && number < BigInt(from) + BigInt(count);
    });
    const channel = byId.get(id) ?? (inRange ? complete(id) : undefined);
    const fate = channel && faults()?.ofRecipient(id);
    if (fate === 'blocked') return { ...channel!, access: 'unseen' };
    return fate === 'refusing' ? { ...channel!, access: 'read-only' } : channel;
  }

  return {
    find,
    change,
    ofGuild: (guild) => [...byId.values()].filter((channel) => channel.guild === guild),
    enter: (id, act) => {
      const channel = find(id);
      if (channel === undefined) throw new DiscordRefusal(404, 10003, 'Unknown Channel');
      if (channel.access === 'unseen') throw new DiscordRefusal(403, 50001, 'Missing Access');
      if (channel.access === 'closed') {
        throw new DiscordRefusal(403, 50007, 'Cannot send messages to this user');
      }
      if (channel.access === 'read-only' && act === 'write') {
        throw new DiscordRefusal(403, 50013, 'Missing Permissions');
      }
      if (channel.archived === true && act === 'write') {
        throw new DiscordRefusal(400, 50083, 'Thread is archived');
      }
      return channel;
    },
  };
}

function complete(id: string): DiscordChannel {
  return { id, type: 0, guild: HOME_GUILD };
}

export function channelJson({ id, type, guild, parent, archived, locked }: DiscordChannel): object {
  return type === 1
    ? { id, type, recipients: [] }
    : {
        id,
        type,
        guild_id: guild,
        name: `channel-${id}`,
        ...(parent !== undefined && {
          parent_id: parent,
          thread_metadata: { archived: archived === true, locked: locked === true },
        }),
        position: 0,
        permission_overwrites: [],
        nsfw: false,
      };
}
