import type { ApiMethods } from 'grammy/types';

/** The methods that the peer implements. */
const METHODS = [
  'answerCallbackQuery',
  'answerInlineQuery',
  'deleteMessage',
  'deleteMyCommands',
  'deleteWebhook',
  'editMessageCaption',
  'editMessageMedia',
  'editMessageReplyMarkup',
  'editMessageText',
  'getChat',
  'getChatAdministrators',
  'getChatMember',
  'getChatMemberCount',
  'getMe',
  'getMyCommands',
  'getMyDescription',
  'getMyShortDescription',
  'getUpdates',
  'getWebhookInfo',
  'leaveChat',
  'sendChatAction',
  'sendMessage',
  'sendPhoto',
  'setMyCommands',
  'setMyDescription',
  'setMyShortDescription',
  'setWebhook',
] as const satisfies readonly (keyof ApiMethods)[];

export type MethodName = (typeof METHODS)[number];

export function isMethod(name: string | undefined): name is MethodName {
  return (METHODS as readonly unknown[]).includes(name);
}

/** A method's parameters: validated against the published description if HASHTILT_SPECS is set, otherwise trusted. */
export type Params<Name extends MethodName> = NonNullable<Parameters<ApiMethods[Name]>[0]>;
export type SendParams = Params<'sendMessage'> | Params<'sendPhoto'>;
export type EditParams = Params<
  'editMessageText' | 'editMessageCaption' | 'editMessageMedia' | 'editMessageReplyMarkup'
>;
