import * as z from 'zod/mini';

/**
 * Bodies of requests. Strict: a field that Discord does not have, or that Hashtilt must not use, is refused,
 * where Discord would ignore it. Limits are those of the documentation for bots, where the published
 * description allows more.
 */
const upTo = (length: number) => z.string().check(z.minLength(1), z.maxLength(length));
const Snowflake = z.string().check(z.regex(/^\d{17,20}$/));
const Address = z.string().check(z.maxLength(2048), z.regex(/^https?:\/\/[^\s/]+/));
const Picture = z.strictObject({
  url: z.union([Address, z.string().check(z.regex(/^attachment:\/\/[\w.-]+$/))]),
});

const Embed = z.strictObject({
  title: z.optional(upTo(256)),
  description: z.optional(upTo(4096)),
  url: z.optional(Address),
  timestamp: z.optional(z.iso.datetime({ offset: true })),
  color: z.optional(z.int().check(z.minimum(0), z.maximum(0xffffff))),
  footer: z.optional(z.strictObject({ text: upTo(2048), icon_url: z.optional(Address) })),
  author: z.optional(
    z.strictObject({ name: upTo(256), url: z.optional(Address), icon_url: z.optional(Address) }),
  ),
  image: z.optional(Picture),
  thumbnail: z.optional(Picture),
  fields: z.optional(
    z
      .array(z.strictObject({ name: upTo(256), value: upTo(1024), inline: z.optional(z.boolean()) }))
      .check(z.maxLength(25)),
  ),
});
export type Embed = z.infer<typeof Embed>;

const Emoji = z.strictObject({ name: upTo(32), id: z.optional(Snowflake) });
const ActionButton = z.strictObject({
  type: z.literal(2),
  style: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  custom_id: upTo(100),
  label: z.optional(upTo(80)),
  emoji: z.optional(Emoji),
  disabled: z.optional(z.boolean()),
});
const LinkButton = z.strictObject({
  type: z.literal(2),
  style: z.literal(5),
  url: Address.check(z.maxLength(512)),
  label: z.optional(upTo(80)),
  emoji: z.optional(Emoji),
  disabled: z.optional(z.boolean()),
});
const Select = z.strictObject({
  type: z.literal(3),
  custom_id: upTo(100),
  placeholder: z.optional(upTo(150)),
  min_values: z.optional(z.int().check(z.minimum(0), z.maximum(25))),
  max_values: z.optional(z.int().check(z.minimum(1), z.maximum(25))),
  disabled: z.optional(z.boolean()),
  options: z
    .array(
      z.strictObject({
        label: upTo(100),
        value: upTo(100),
        description: z.optional(upTo(100)),
        default: z.optional(z.boolean()),
      }),
    )
    .check(z.minLength(1), z.maxLength(25)),
});
const Row = z.strictObject({
  type: z.literal(1),
  components: z.union([
    z.array(z.union([ActionButton, LinkButton])).check(z.minLength(1), z.maxLength(5)),
    z.tuple([Select]),
  ]),
});

/** Nobody is ever pinged; the author of a message replied to is none either. */
const NoMentions = z.strictObject({
  parse: z.array(z.never()),
  replied_user: z.optional(z.literal(false)),
});

const Shared = {
  content: z.optional(upTo(2000)),
  embeds: z.optional(z.array(Embed).check(z.maxLength(10))),
  allowed_mentions: NoMentions,
  components: z.optional(z.array(Row).check(z.maxLength(5))),
  attachments: z.optional(
    z
      .array(
        z.strictObject({
          id: z.union([z.int(), z.string().check(z.regex(/^\d+$/))]),
          filename: z.optional(upTo(1024)),
          description: z.optional(upTo(1024)),
        }),
      )
      .check(z.maxLength(10)),
  ),
};
/** SUPPRESS_EMBEDS and SUPPRESS_NOTIFICATIONS; EPHEMERAL for interactions. */
const flagsOf = (allowed: number) =>
  z.optional(z.int().check(z.refine((flags) => (flags & ~allowed) === 0, { message: 'unknown flag' })));

const Reference = z.strictObject({
  message_id: Snowflake,
  channel_id: z.optional(Snowflake),
  guild_id: z.optional(Snowflake),
  fail_if_not_exists: z.optional(z.boolean()),
  type: z.optional(z.literal(0)),
});

export const CreateMessage = z.strictObject({
  ...Shared,
  nonce: upTo(25),
  enforce_nonce: z.literal(true),
  flags: flagsOf(4 | 4096),
  message_reference: z.optional(Reference),
});
export const EditMessage = z.strictObject({
  ...Shared,
  content: z.optional(z.nullable(z.string().check(z.maxLength(2000)))),
  flags: flagsOf(4),
});
export const ExecuteWebhook = z.strictObject({
  ...Shared,
  username: z.optional(upTo(80)),
  avatar_url: z.optional(Address),
  flags: flagsOf(4 | 4096),
});
export const Followup = z.strictObject({ ...Shared, flags: flagsOf(4 | 64 | 4096) });

export type AnyMessage = z.infer<
  typeof CreateMessage | typeof EditMessage | typeof ExecuteWebhook | typeof Followup
>;

const Choice = z.strictObject({ name: upTo(100), value: z.union([upTo(100), z.number()]) });
export const Callback = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal(1) }),
  z.strictObject({ type: z.literal(4), data: Followup }),
  z.strictObject({ type: z.literal(5), data: z.optional(z.strictObject({ flags: flagsOf(64) })) }),
  z.strictObject({ type: z.literal(6) }),
  z.strictObject({ type: z.literal(7), data: Followup }),
  z.strictObject({
    type: z.literal(8),
    data: z.strictObject({ choices: z.array(Choice).check(z.maxLength(25)) }),
  }),
]);
export type Callback = z.infer<typeof Callback>;

const CommandName = z.string().check(
  z.regex(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u),
  z.refine((name) => name === name.toLowerCase(), { message: 'a name is lower case' }),
);
const Localizations = z.optional(z.nullable(z.record(z.string(), z.string())));
const OptionBase = {
  name: CommandName,
  name_localizations: Localizations,
  description: upTo(100),
  description_localizations: Localizations,
};
const ValueOption = z.strictObject({
  ...OptionBase,
  type: z.int().check(z.minimum(3), z.maximum(11)),
  required: z.optional(z.boolean()),
  choices: z.optional(z.array(Choice).check(z.maxLength(25))),
  autocomplete: z.optional(z.boolean()),
  min_value: z.optional(z.number()),
  max_value: z.optional(z.number()),
  min_length: z.optional(z.int().check(z.minimum(0), z.maximum(6000))),
  max_length: z.optional(z.int().check(z.minimum(1), z.maximum(6000))),
});
const Subcommand = z.strictObject({
  ...OptionBase,
  type: z.literal(1),
  options: z.optional(z.array(ValueOption).check(z.maxLength(25))),
});
export const Commands = z.array(
  z.strictObject({
    ...OptionBase,
    type: z.optional(z.literal(1)),
    options: z.optional(
      z.union([z.array(ValueOption).check(z.maxLength(25)), z.array(Subcommand).check(z.maxLength(25))]),
    ),
    // The documentation writes text, the published description a number; Discord takes both.
    default_member_permissions: z.optional(
      z.nullable(z.union([z.string().check(z.regex(/^\d+$/)), z.int()])),
    ),
    contexts: z.optional(z.nullable(z.array(z.int().check(z.minimum(0), z.maximum(2))))),
    integration_types: z.optional(z.nullable(z.array(z.int().check(z.minimum(0), z.maximum(1))))),
    nsfw: z.optional(z.boolean()),
  }),
);
export type Commands = z.infer<typeof Commands>;
export type ValueOption = z.infer<typeof ValueOption>;

export const DirectMessage = z.strictObject({ recipient_id: Snowflake });

/** What of an application this peer lets be changed: where its interactions are posted; null takes that away. */
export const ChangeApplication = z.strictObject({ interactions_endpoint_url: z.nullable(Address) });
