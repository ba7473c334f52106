import type { CommandCore } from '../../bot/command-core.ts';
import { type Once, onlyOnce } from '../../bot/only-once.ts';
import type { PictureQueue } from '../../bot/picture-work.ts';
import { ANSWERED_BEFORE, ASK_LATER, TRY_AGAIN } from '../../bot/profile.ts';
import type { Choice, Reply } from '../../bot/reply.ts';
import {
  type CommandInteraction,
  type Interaction,
  madeAt,
  type PressInteraction,
  type TypingInteraction,
} from './interaction.ts';
import { type RenderedReply, renderReply } from './rendered-reply.ts';
import { completionOf, requestOf } from './request.ts';

const PONG = 1;
const MESSAGE = 4;
const DEFERRED_MESSAGE = 5;
const DEFERRED_UPDATE = 6;
const UPDATE = 7;
const CHOICES = 8;

/** The flag EPHEMERAL: shown only to the person who asked. */
const EPHEMERAL = 1 << 6;

/** Discord waits 3 s for the first answer; one is left for the network. */
const PATIENCE_SECONDS = 2;

/** An interaction's token is valid for 15 minutes; one is left for the network. */
const FOLLOW_UP_SECONDS = 14 * 60;

export type Callback =
  | { readonly type: typeof PONG | typeof DEFERRED_UPDATE }
  | { readonly type: typeof MESSAGE | typeof UPDATE; readonly data: Shown }
  | { readonly type: typeof DEFERRED_MESSAGE; readonly data: { readonly flags?: number } }
  | { readonly type: typeof CHOICES; readonly data: { readonly choices: readonly Choice[] } };

type Shown =
  | (RenderedReply & { readonly flags?: number; readonly attachments?: readonly never[] })
  | ReturnType<typeof ephemeral>;

export type DiscordBotDeps = Once & {
  readonly core: CommandCore;
  /** Null if no pictures are drawn. */
  readonly pictures: PictureQueue | null;
  /** Called with a problem that is not retried. */
  readonly report: (problem: string) => void;
};

/**
 * Answers each interaction once. A reply with a picture is deferred: text and picture are then shown together. If we
 * fail, the person who asked is told so.
 */
export async function answerInteraction(deps: DiscordBotDeps, interaction: Interaction): Promise<Callback> {
  switch (interaction.type) {
    case 1:
      return { type: PONG };
    case 4:
      return { type: CHOICES, data: { choices: await complete(deps, interaction) } };
    case 2:
    case 3:
      return answerOnce(deps, interaction);
  }
}

async function complete({ core, report }: DiscordBotDeps, interaction: TypingInteraction) {
  const request = completionOf(interaction);
  if (request === undefined) return [];
  try {
    return await core.complete(request);
  } catch (error) {
    report(problemOf(interaction, error));
    return [];
  }
}

type Asking = CommandInteraction | PressInteraction;

async function answerOnce(deps: DiscordBotDeps, interaction: Asking): Promise<Callback> {
  // The answer to a repeat shows nothing new and changes nothing.
  let callback: Callback =
    interaction.type === 3 ? { type: DEFERRED_UPDATE } : { type: MESSAGE, data: ephemeral(ANSWERED_BEFORE) };
  try {
    await onlyOnce(deps, `discord ${interaction.id}`, PATIENCE_SECONDS, async () => {
      callback = await reply(deps, interaction);
    });
    return callback;
  } catch (error) {
    deps.report(problemOf(interaction, error));
    return { type: MESSAGE, data: ephemeral(TRY_AGAIN) };
  }
}

async function reply({ core, pictures }: DiscordBotDeps, interaction: Asking): Promise<Callback> {
  const answer = await core.answer(requestOf(interaction));
  // Discord needs an answer. Only the person who asked sees this one, so it does not count towards the channel's limit.
  if (answer === null)
    return interaction.type === 3 ? { type: DEFERRED_UPDATE } : { type: MESSAGE, data: ephemeral(ASK_LATER) };
  const { embeds, components, ...rest } = renderReply(answer);
  const isUpdate = replacesMessage(interaction, answer);
  // A new reply to a button on a public message is only for the person who pressed it.
  const isPressReply = interaction.type === 3 && !answer.isEdit;
  const flags = answer.isPrivate || isPressReply ? { flags: EPHEMERAL } : {};
  if (answer.picture !== null && pictures !== null) {
    await pictures.enqueue({
      id: `discord ${interaction.id}`,
      picture: answer.picture,
      place: {
        vendor: 'discord',
        application: interaction.application_id,
        token: interaction.token,
        until: madeAt(interaction) + FOLLOW_UP_SECONDS,
        embeds,
        components,
      },
    });
    return isUpdate ? { type: DEFERRED_UPDATE } : { type: DEFERRED_MESSAGE, data: flags };
  }
  const shown = { embeds, components, ...rest };
  // An older picture must not remain under a newer text.
  if (isUpdate) return { type: UPDATE, data: { ...shown, attachments: [] } };
  return { type: MESSAGE, data: { ...shown, ...flags } };
}

/** Whether a reply replaces the message whose button was pressed; a private one must not replace a public one. */
function replacesMessage(interaction: Asking, answer: Reply): boolean {
  if (interaction.type !== 3 || !answer.isEdit) return false;
  return !answer.isPrivate || (interaction.message.flags & EPHEMERAL) !== 0;
}

function ephemeral(content: string) {
  return { content, flags: EPHEMERAL, allowed_mentions: { parse: [] } } as const;
}

function problemOf({ id }: Interaction, error: unknown): string {
  return `Discord, interaction ${id}: ${error instanceof Error ? error.message : String(error)}`;
}
