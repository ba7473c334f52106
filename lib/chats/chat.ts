import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import { lensSchema } from '../core/lenses/lens.ts';
import { ruleSchema } from '../core/rules/parse-rules.ts';
import { SEVERITIES } from '../core/rules/rule.ts';
import { type ChatKey, chatKeySchema } from './chat-key.ts';
import { firstStandingSchema, standingSchema } from './standing.ts';

/** Keeps a chat within one stored item, and its list readable. */
export const MAX_WATCHES = 50;

const unixSeconds = z.int().check(z.nonnegative());
const hour = z.int().check(z.minimum(0), z.maximum(23));

const zoneSchema = z.string().check(z.refine(isZone, { error: 'expected an IANA time zone' }));

/** A watch for sudden changes, whatever their severity. */
const jumpRuleSchema = z.strictObject({
  id: z.string(),
  lens: lensSchema,
  /** A key of the lens, or `*` for any. */
  subject: z.string(),
  measure: z.literal('jump'),
});

export type JumpRule = z.output<typeof jumpRuleSchema>;

export function isJump(rule: Chat['watches'][number]['rule']): rule is JumpRule {
  return rule.measure === 'jump';
}

/** A rule that a chat set for itself. Its state is computed from the ledger since `since`, so none is stored. */
const watchSchema = z.object({
  /** Unique within the chat, and short enough to type. */
  id: z.string().check(z.regex(/^[a-z0-9-]{1,32}$/, 'expected lower-case letters, digits and hyphens')),
  rule: z.union([ruleSchema, jumpRuleSchema]),
  /** The first day it evaluates. */
  since: utcDaySchema,
  paused: z.boolean(),
});

/**
 * How a chat gets the digest: daily on one screen with a button for the rest, daily in full, weekly on one screen, or
 * not at all.
 */
export const DIGEST_FORMS = ['short', 'full', 'weekly', 'off'] as const;

export type DigestForm = (typeof DIGEST_FORMS)[number];

/** The digest form of a chat that has not chosen one. Webhooks get all of it: their messages have no working buttons. */
export function defaultDigest(kind: Chat['kind']): DigestForm {
  return kind === 'webhook' ? 'full' : 'short';
}

const settingsSchema = z.object({
  /** `hour`: in the chat's time zone; null sends the digest as soon as a day is closed. */
  digest: z.object({ form: z.enum(DIGEST_FORMS), hour: z.nullable(hour) }),
  leastSeverity: z.enum(SEVERITIES),
  /**
   * From the start of hour `from` to the start of hour `to` in the chat's time zone, across midnight if `to` is
   * smaller.
   */
  quiet: z.nullable(
    z
      .object({ from: hour, to: hour })
      .check(z.refine(({ from, to }) => from !== to, { error: 'expected two different hours' })),
  ),
  emergenciesPassQuiet: z.boolean(),
  zone: zoneSchema,
  language: z.literal('en'),
});

/** A recipient: a person, a group or a channel. */
export const chatSchema = z.object({
  ...chatKeySchema.shape,
  /** How many times the chat has been saved. */
  revision: z.int().check(z.nonnegative()),
  kind: z.enum(['private', 'group', 'channel', 'webhook']),
  /** Telegram: the forum topic that messages go to. */
  topic: z.nullable(z.int().check(z.positive())),
  /** Discord: whether this is an announcement channel, whose messages are published to followers; null if not known. */
  announcement: z.nullable(z.boolean()),
  since: unixSeconds,
  standing: standingSchema,
  settings: settingsSchema,
  /** A silence: messages are held back until it ends. */
  silence: z.nullable(z.object({ from: unixSeconds, until: unixSeconds })),
  watches: z.array(watchSchema).check(
    z.maxLength(MAX_WATCHES),
    z.refine((watches) => new Set(watches.map(({ id }) => id)).size === watches.length, {
      error: 'expected an id only once',
    }),
  ),
});

export type Chat = z.output<typeof chatSchema>;

/** Before the third form, the digest had no forms: it was on or off. */
const secondFields = z.extend(chatSchema, {
  settings: z.extend(settingsSchema, { digest: z.object({ on: z.boolean(), hour: z.nullable(hour) }) }),
});
const withForm = ({ settings, ...chat }: z.output<typeof secondFields>): Chat => {
  const { on, hour } = settings.digest;
  return {
    ...chat,
    settings: { ...settings, digest: { form: on ? defaultDigest(chat.kind) : 'off', hour } },
  };
};

/** Schemas of earlier stored forms, oldest first, each converting to the current one. */
export const olderChatSchemas = [
  z.pipe(z.extend(secondFields, { standing: firstStandingSchema }), z.transform(withForm)),
  z.pipe(secondFields, z.transform(withForm)),
] as const;

/** Switches a chat on and forgets its refusals. */
export function switchOn(chat: Chat): Chat {
  return chat.standing.kind === 'on' ? chat : { ...chat, standing: { kind: 'on' } };
}

/** A chat that has just joined: it gets the digest, and warnings of severity `warning` and above, at any hour. */
export function newChat(key: ChatKey, kind: Chat['kind'], since: number): Chat {
  return {
    ...key,
    revision: 0,
    kind,
    topic: null,
    announcement: false,
    since,
    standing: { kind: 'on' },
    settings: {
      digest: { form: defaultDigest(kind), hour: null },
      leastSeverity: 'warning',
      quiet: null,
      emergenciesPassQuiet: true,
      zone: 'UTC',
      language: 'en',
    },
    silence: null,
    watches: [],
  };
}

/** Whether a chat still has the settings it joined with. */
export function hasDefaults({ settings, silence, watches, kind, since, ...key }: Chat): boolean {
  const joined = newChat(key, kind, since);
  return isDeepStrictEqual([settings, silence, watches], [joined.settings, joined.silence, joined.watches]);
}

/** Known valid time zones in lower case: checking one takes longer than parsing the rest of a chat. */
const zones = new Set<string>();

function isZone(zone: string): boolean {
  // Names are case-insensitive; folding them bounds the set by the list of time zones.
  const name = zone.toLowerCase();
  if (zones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  zones.add(name);
  return true;
}
