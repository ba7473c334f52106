import { type Act, type Call, plain } from './act.ts';
import type { Body } from './body.ts';
import type { Channels } from './channels.ts';
import { checkMessage, checkNotEmpty } from './check-message.ts';
import type { Interaction, Interactions } from './interactions.ts';
import { type MessageStore, messageJson } from './message-store.ts';
import type { Draft, Messages } from './messages.ts';
import type { WebhookOptions } from './options.ts';
import { DiscordRefusal, invalidForm, notFound } from './refusal.ts';
import { type AnyMessage, type Callback, readCallback, readMessage } from './requests.ts';

type Files = Body['files'];

/** Routes that need only the token in their path: webhooks, and answers to interactions. */
export type TokenRoutes = {
  readonly answer: (call: Call) => Act;
  /** Handles the callback of an interaction, and saves the message it shows at once, if any. */
  readonly acknowledge: (interaction: Interaction, callback: Callback, files: Files) => object;
};

export function createTokenRoutes(parts: {
  readonly applicationId: string;
  readonly webhooks: readonly WebhookOptions[];
  readonly channels: Channels;
  readonly messages: Messages;
  readonly store: MessageStore;
  readonly interactions: () => Interactions;
  /** Saves a draft and returns the message as JSON. */
  readonly accept: (draft: Draft) => object;
}): TokenRoutes {
  const { applicationId, webhooks, channels, messages, store, interactions, accept } = parts;

  function draftIn({ channel }: Interaction, payload: AnyMessage, files: Files): Draft {
    const place = { act: 'interaction', channel, name: 'hashtilt', webhook: applicationId } as const;
    return messages.create(place, payload, files);
  }

  /** Makes a draft the interaction's original response. */
  function originalOf(interaction: Interaction, draft: Draft): Draft {
    return {
      ...draft,
      save: () => {
        const message = draft.save();
        interaction.original = message.id;
        return message;
      },
    };
  }

  function acknowledge(interaction: Interaction, callback: Callback, files: Files): object {
    if (callback.type === 4) checkNotEmpty(callback.data, files.length);
    if (callback.type === 4 || callback.type === 7) checkMessage(callback.data, files);
    interaction.acknowledged = callback.type;
    if (callback.type !== 4) return { id: interaction.id };
    return accept(originalOf(interaction, draftIn(interaction, callback.data, files)));
  }

  function answerInteraction({ match, request, body }: Call): Act {
    const { interaction: id = '', token = '' } = match.params;
    const interaction = interactions().open(id, token);
    const callback = readCallback(body.json);
    return plain(() => {
      const message = acknowledge(interaction, callback, body.files);
      const wanted = request.url.searchParams.get('with_response') === 'true';
      return wanted
        ? { interaction: { id, type: 2 }, resource: { type: callback.type, message } }
        : undefined;
    });
  }

  function answerFollowup({ match, body }: Call): Act {
    const { token = '', message = '' } = match.params;
    const interaction = interactions().byToken(token);
    if (match.name === 'execute') {
      const draft = draftIn(interaction, readMessage('interaction', body.json), body.files);
      // The first follow-up to a deferred response replaces it.
      const isFirst = interaction.acknowledged === 5 && interaction.original === undefined;
      return isFirst ? originalOf(interaction, draft) : draft;
    }
    const id = message === '@original' ? interaction.original : message;
    if (match.name === 'editWebhookMessage' && id === undefined) {
      return originalOf(interaction, draftIn(interaction, readMessage('edit', body.json), body.files));
    }
    return answerMessage({ match, body }, interaction.channel, id ?? '', applicationId);
  }

  function answerWebhook({ match, request, body }: Call): Act {
    const { webhook: id = '', token, message = '' } = match.params;
    const webhook = webhooks.find((known) => known.id === id);
    if (webhook === undefined) throw new DiscordRefusal(404, 10015, 'Unknown Webhook');
    if (webhook.token !== token) throw new DiscordRefusal(401, 50027, 'Invalid Webhook Token');
    const thread = request.url.searchParams.get('thread_id');
    if (thread !== null && webhook.threads?.includes(thread) !== true)
      throw new DiscordRefusal(404, 10003, 'Unknown Channel');
    const channel = thread ?? webhook.channel;
    if (match.name === 'readWebhook') {
      return plain(() => ({ id, type: 1, name: 'hashtilt', channel_id: channel, token }));
    }
    if (match.name !== 'execute') return answerMessage({ match, body }, channel, message, id);
    // Without it Discord answers before the message exists, and its fate stays unknown.
    if (request.url.searchParams.get('wait') !== 'true') throw invalidForm('wait: must be true');
    channels.enter(channel, 'write');
    const payload = readMessage('webhook', body.json);
    const name = payload.username ?? 'hashtilt';
    return messages.create({ act: 'webhook', channel, webhook: id, name }, payload, body.files);
  }

  /** Reads, edits or deletes a message that this webhook wrote. */
  function answerMessage(
    { match, body }: Omit<Call, 'request'>,
    channel: string,
    id: string,
    webhook: string,
  ): Act {
    const message = messages.existing(channel, id);
    if (message.webhook !== webhook) throw new DiscordRefusal(404, 10008, 'Unknown Message');
    switch (match.name) {
      case 'editWebhookMessage':
        return messages.edit(message, readMessage('edit', body.json), body.files);
      case 'readWebhookMessage':
        return plain(() => messageJson(message));
      case 'deleteWebhookMessage':
        return plain(() => store.remove(message));
      default:
        throw notFound();
    }
  }

  return {
    acknowledge,
    answer: (call) => {
      if (call.match.name === 'callback') return answerInteraction(call);
      return call.match.params.webhook === applicationId ? answerFollowup(call) : answerWebhook(call);
    },
  };
}
