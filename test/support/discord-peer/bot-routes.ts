import { type Act, type Call, plain } from './act.ts';
import type { Application } from './application.ts';
import { type Channels, channelJson } from './channels.ts';
import type { CommandStore } from './commands.ts';
import { type MessageStore, messageJson } from './message-store.ts';
import type { Messages } from './messages.ts';
import { DiscordRefusal, invalidForm, notFound } from './refusal.ts';
import { type Commands, readMessage, readObject } from './requests.ts';

/** Routes that need the bot's token. */
export function createBotRoutes(parts: {
  readonly applicationId: string;
  readonly application: Application;
  readonly channels: Channels;
  readonly messages: Messages;
  readonly store: MessageStore;
  readonly commands: CommandStore;
}): (call: Call) => Act {
  const { applicationId, application: own, channels, messages, store, commands } = parts;

  function ownMessage(channel: string, id: string) {
    const message = messages.existing(channel, id);
    if (message.author.id === applicationId) return message;
    throw new DiscordRefusal(403, 50005, 'Cannot edit a message authored by another user');
  }

  function checkApplication(id: string | undefined): void {
    if (id === applicationId) return;
    throw new DiscordRefusal(403, 20012, 'You are not authorized to perform this action on this application');
  }

  function guildChannels(guild: string) {
    const found = channels.ofGuild(guild);
    if (found.length === 0) throw new DiscordRefusal(404, 10004, 'Unknown Guild');
    return found;
  }

  return ({ match, request, body }) => {
    const { channel = '', message = '', guild = '', application } = match.params;
    switch (match.name) {
      case 'createMessage': {
        const { forbidsFiles, hidesHistory } = channels.enter(channel, 'write');
        if (forbidsFiles === true && body.files.length > 0)
          throw new DiscordRefusal(403, 50013, 'Missing Permissions');
        const payload = readMessage('create', body.json);
        if (hidesHistory === true && payload.message_reference !== undefined)
          throw new DiscordRefusal(400, 160002, 'Cannot reply without permission to read message history');
        return messages.create({ act: 'create', channel, name: 'hashtilt' }, payload, body.files);
      }
      case 'editMessage':
        channels.enter(channel, 'write');
        return messages.edit(ownMessage(channel, message), readMessage('edit', body.json), body.files);
      case 'readMessages':
        channels.enter(channel, 'read');
        return plain(() => messages.read(channel, request.url.searchParams).map(messageJson));
      case 'readMessage':
        channels.enter(channel, 'read');
        return plain(() => messageJson(messages.existing(channel, message)));
      case 'deleteMessage':
        channels.enter(channel, 'write');
        return plain(() => store.remove(messages.existing(channel, message)));
      case 'crosspost':
        return plain(() => messageJson(messages.crosspost(channel, message)));
      case 'typing':
        channels.enter(channel, 'write');
        return plain(() => undefined);
      case 'readChannel':
        return plain(() => channelJson(channels.enter(channel, 'read')));
      case 'changeChannel': {
        const { archived } = readObject(body.json) as { readonly archived?: boolean };
        const thread = channels.enter(channel, 'read');
        // This peer changes nothing else, and a bot that only sends may not manage threads.
        if (archived === undefined || thread.parent === undefined) throw invalidForm('archived: no thread');
        if (thread.locked === true) throw new DiscordRefusal(403, 50013, 'Missing Permissions');
        return plain(() => {
          channels.change({ ...thread, archived });
          return channelJson(channels.find(channel)!);
        });
      }
      case 'readGuild':
        guildChannels(guild);
        return plain(() => ({ id: guild, name: `guild-${guild}` }));
      case 'readGuildChannels':
        return plain(() => guildChannels(guild).map(channelJson));
      case 'readSelf':
        return plain(() => ({ id: applicationId, username: 'hashtilt', discriminator: '0', bot: true }));
      case 'readApplication':
        return plain(own.toJson);
      case 'changeApplication': {
        const { interactions_endpoint_url: url } = readObject(body.json) as Record<string, string | null>;
        // This peer changes nothing else.
        if (url === undefined) throw invalidForm('interactions_endpoint_url: is missing');
        return plain(() => own.setEndpoint(url));
      }
      case 'openDirect': {
        const { recipient_id: id } = readObject(body.json) as { readonly recipient_id: string };
        return plain(() => {
          channels.change({ ...channels.find(id), id, type: 1 });
          return channelJson(channels.find(id)!);
        });
      }
      case 'readCommands':
        checkApplication(application);
        return plain(() => commands.list(match.params.guild));
      case 'writeCommands': {
        checkApplication(application);
        return plain(() => commands.overwrite(match.params.guild, body.json as Commands));
      }
      default:
        throw notFound();
    }
  };
}
