import * as z from 'zod/mini';

/**
 * The parameters of each method that the peer knows. Strict: a name that the method does not have is
 * refused, where Telegram would ignore it.
 */
const Integer = z.int();
const Flag = z.optional(z.boolean());
const Text = z.string();
const upTo = (length: number) => z.string().check(z.maxLength(length));
const ParseMode = z.optional(z.literal('HTML'));
const ChatId = z.union([Integer, z.string().check(z.regex(/^@\w{4,32}$/))]);

const Entities = z.optional(
  z.array(
    z.strictObject({
      type: Text,
      offset: Integer,
      length: Integer,
      url: z.optional(Text),
      language: z.optional(Text),
    }),
  ),
);
const Button = z.strictObject({
  text: Text,
  url: z.optional(Text),
  callback_data: z.optional(Text),
  switch_inline_query: z.optional(Text),
  switch_inline_query_current_chat: z.optional(Text),
  copy_text: z.optional(z.strictObject({ text: upTo(256) })),
});
export const InlineKeyboard = z.strictObject({ inline_keyboard: z.array(z.array(Button)) });
const ReplyMarkup = z.union([
  InlineKeyboard,
  z.strictObject({
    force_reply: z.literal(true),
    input_field_placeholder: z.optional(upTo(64)),
    selective: Flag,
  }),
  z.strictObject({ remove_keyboard: z.literal(true), selective: Flag }),
]);
const LinkPreview = z.optional(
  z.strictObject({
    is_disabled: Flag,
    url: z.optional(Text),
    prefer_small_media: Flag,
    prefer_large_media: Flag,
    show_above_text: Flag,
  }),
);
const ReplyParameters = z.optional(
  z.strictObject({ message_id: Integer, chat_id: z.optional(ChatId), allow_sending_without_reply: Flag }),
);

const Send = {
  chat_id: ChatId,
  message_thread_id: z.optional(Integer),
  disable_notification: Flag,
  protect_content: Flag,
  allow_paid_broadcast: Flag,
  reply_parameters: ReplyParameters,
  reply_markup: z.optional(ReplyMarkup),
};
const Edit = {
  chat_id: z.optional(ChatId),
  message_id: z.optional(Integer),
  inline_message_id: z.optional(Text),
  reply_markup: z.optional(InlineKeyboard),
};
const Caption = { caption: z.optional(Text), parse_mode: ParseMode, caption_entities: Entities };

const Scope = z.union([
  z.strictObject({
    type: z.enum(['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators']),
  }),
  z.strictObject({ type: z.enum(['chat', 'chat_administrators']), chat_id: ChatId }),
  z.strictObject({ type: z.literal('chat_member'), chat_id: ChatId, user_id: Integer }),
]);
const Menu = {
  scope: z.optional(Scope),
  language_code: z.optional(z.string().check(z.regex(/^([a-z]{2})?$/))),
};
const Language = { language_code: Menu.language_code };

const Updates = {
  allowed_updates: z.optional(z.array(Text)),
};
const InputText = z.strictObject({
  message_text: Text,
  parse_mode: ParseMode,
  entities: Entities,
  link_preview_options: LinkPreview,
});
const InlineResult = z.strictObject({
  type: z.literal('article'),
  id: Text,
  title: z.string().check(z.minLength(1)),
  input_message_content: InputText,
  reply_markup: z.optional(InlineKeyboard),
  url: z.optional(Text),
  description: z.optional(Text),
  thumbnail_url: z.optional(Text),
  thumbnail_width: z.optional(Integer),
  thumbnail_height: z.optional(Integer),
});
export type InlineResult = z.infer<typeof InlineResult>;

export const METHODS = {
  getMe: z.strictObject({}),
  sendMessage: z.strictObject({
    ...Send,
    text: Text,
    parse_mode: ParseMode,
    entities: Entities,
    link_preview_options: LinkPreview,
  }),
  sendPhoto: z.strictObject({
    ...Send,
    ...Caption,
    photo: z.optional(Text),
    show_caption_above_media: Flag,
    has_spoiler: Flag,
  }),
  sendChatAction: z.strictObject({
    chat_id: ChatId,
    message_thread_id: z.optional(Integer),
    action: Text,
  }),
  editMessageText: z.strictObject({
    ...Edit,
    text: Text,
    parse_mode: ParseMode,
    entities: Entities,
    link_preview_options: LinkPreview,
  }),
  editMessageCaption: z.strictObject({ ...Edit, ...Caption, show_caption_above_media: Flag }),
  editMessageMedia: z.strictObject({
    ...Edit,
    media: z.strictObject({
      type: z.literal('photo'),
      media: Text,
      ...Caption,
      show_caption_above_media: Flag,
      has_spoiler: Flag,
    }),
  }),
  editMessageReplyMarkup: z.strictObject(Edit),
  deleteMessage: z.strictObject({ chat_id: ChatId, message_id: Integer }),
  answerCallbackQuery: z.strictObject({
    callback_query_id: Text,
    text: z.optional(Text),
    show_alert: Flag,
    url: z.optional(Text),
    cache_time: z.optional(Integer),
  }),
  answerInlineQuery: z.strictObject({
    inline_query_id: Text,
    results: z.array(InlineResult),
    cache_time: z.optional(Integer),
    is_personal: Flag,
    next_offset: z.optional(Text),
    button: z.optional(z.strictObject({ text: Text, start_parameter: z.optional(Text) })),
  }),
  getUpdates: z.strictObject({
    ...Updates,
    offset: z.optional(Integer),
    limit: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
    timeout: z.optional(z.int().check(z.minimum(0))),
  }),
  setWebhook: z.strictObject({
    ...Updates,
    url: Text,
    max_connections: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
    drop_pending_updates: Flag,
    secret_token: z.optional(Text),
  }),
  deleteWebhook: z.strictObject({ drop_pending_updates: Flag }),
  getWebhookInfo: z.strictObject({}),
  setMyCommands: z.strictObject({
    ...Menu,
    commands: z.array(z.strictObject({ command: Text, description: Text })),
  }),
  getMyCommands: z.strictObject(Menu),
  deleteMyCommands: z.strictObject(Menu),
  setMyDescription: z.strictObject({ ...Language, description: z.optional(Text) }),
  getMyDescription: z.strictObject(Language),
  setMyShortDescription: z.strictObject({ ...Language, short_description: z.optional(Text) }),
  getMyShortDescription: z.strictObject(Language),
  getChat: z.strictObject({ chat_id: ChatId }),
  getChatMember: z.strictObject({ chat_id: ChatId, user_id: Integer }),
  getChatAdministrators: z.strictObject({ chat_id: ChatId }),
  getChatMemberCount: z.strictObject({ chat_id: ChatId }),
  leaveChat: z.strictObject({ chat_id: ChatId }),
};

export type MethodName = keyof typeof METHODS;
export type Params<Name extends MethodName> = z.infer<(typeof METHODS)[Name]>;
export type SendParams = Params<'sendMessage'> | Params<'sendPhoto'>;
export type EditParams = Params<
  'editMessageText' | 'editMessageCaption' | 'editMessageMedia' | 'editMessageReplyMarkup'
>;
