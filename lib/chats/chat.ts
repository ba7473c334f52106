import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import { lensSchema } from '../core/lenses/lens.ts';
import { ruleSchema } from '../core/rules/parse-rules.ts';
import { SEVERITIES } from '../core/rules/rule.ts';
import { type ChatKey, chatKeySchema } from './chat-key.ts';
import { firstStandingSchema, standingSchema } from './standing.ts';

/** More would fit neither one item nor anybody's attention. */
export const MAX_WATCHES = 50;

const unixSeconds = z.int().check(z.nonnegative());
const hour = z.int().check(z.minimum(0), z.maximum(23));

const zoneSchema = z.string().check(z.refine(isZone, { error: 'expected an IANA time zone' }));

/** A watch for sudden changes, whatever their severity. */
const jumpRuleSchema = z.strictObject({
  id: z.string(),
  lens: lensSchema,
  /** A key of the lens, or `*`: anybody. */
  subject: z.string(),
  measure: z.literal('jump'),
});

export type JumpRule = z.output<typeof jumpRuleSchema>;

export function isJump(rule: Chat['watches'][number]['rule']): rule is JumpRule {
  return rule.measure === 'jump';
}

/** A rule that a chat set for itself. Its state is a function of the ledger since `since`, so none is kept. */
const watchSchema = z.object({
  /** Short, and unique within the chat: what people type to name it. */
  id: z.string().check(z.regex(/^[a-z0-9-]{1,32}$/, 'expected lower-case letters, digits and hyphens')),
  rule: z.union([ruleSchema, jumpRuleSchema]),
  /** The first day it looks at. */
  since: utcDaySchema,
  paused: z.boolean(),
});

/**
 * How a chat gets the digest: what matters on one screen each day with a button for the rest, all of it each day, the
 * short one once a week, or not at all.
 */
export const DIGEST_FORMS = ['short', 'full', 'weekly', 'off'] as const;

export type DigestForm = (typeof DIGEST_FORMS)[number];

/** What a chat gets that asks for the digest and says no more. No bot hears of a press under a webhook's message. */
export function usualDigest(kind: Chat['kind']): DigestForm {
  return kind === 'webhook' ? 'full' : 'short';
}

const settingsSchema = z.object({
  /** `hour`: on the chat's clock; null where the digest comes as soon as a day is closed. */
  digest: z.object({ form: z.enum(DIGEST_FORMS), hour: z.nullable(hour) }),
  leastSeverity: z.enum(SEVERITIES),
  /**
   * From the start of hour `from` to the start of hour `to` on the chat's own clock, across midnight where `to` is
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

/** A recipient: a person, a group, a channel. */
export const chatSchema = z.object({
  ...chatKeySchema.shape,
  /** How often the chat was saved; 0 before the first time. */
  revision: z.int().check(z.nonnegative()),
  kind: z.enum(['private', 'group', 'channel', 'webhook']),
  /** Telegram: the topic of a forum that messages go to. */
  topic: z.nullable(z.int().check(z.positive())),
  /** Discord: an announcement channel, whose messages are handed on to those that follow it; null: not known. */
  announcement: z.nullable(z.boolean()),
  since: unixSeconds,
  standing: standingSchema,
  settings: settingsSchema,
  /** A silence: nothing is sent before this time; what was held back is sent then. */
  silence: z.nullable(z.object({ from: unixSeconds, until: unixSeconds })),
  watches: z.array(watchSchema).check(
    z.maxLength(MAX_WATCHES),
    z.refine((watches) => new Set(watches.map(({ id }) => id)).size === watches.length, {
      error: 'expected an id only once',
    }),
  ),
});

export type Chat = z.output<typeof chatSchema>;

/** Until the third form, there was one digest, on or off. */
const secondFields = z.extend(chatSchema, {
  settings: z.extend(settingsSchema, { digest: z.object({ on: z.boolean(), hour: z.nullable(hour) }) }),
});
const withForm = ({ settings, ...chat }: z.output<typeof secondFields>): Chat => {
  const { on, hour } = settings.digest;
  return { ...chat, settings: { ...settings, digest: { form: on ? usualDigest(chat.kind) : 'off', hour } } };
};

/** Chats as earlier forms had them, the first of all first. */
export const olderChatSchemas = [
  z.pipe(z.extend(secondFields, { standing: firstStandingSchema }), z.transform(withForm)),
  z.pipe(secondFields, z.transform(withForm)),
] as const;

/** The chat, switched on and without refusals. */
export function letIn(chat: Chat): Chat {
  return chat.standing.kind === 'on' ? chat : { ...chat, standing: { kind: 'on' } };
}

/** A chat that has just joined: it gets the digest, and warnings from severity `warning` on, at any hour. */
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
      digest: { form: usualDigest(kind), hour: null },
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

/** Whether nobody has chosen anything yet in a chat. */
export function isAsJoined({ settings, silence, watches, kind, since, ...key }: Chat): boolean {
  const joined = newChat(key, kind, since);
  return isDeepStrictEqual([settings, silence, watches], [joined.settings, joined.silence, joined.watches]);
}

/** Time zones found valid, in lower case: checking one takes longer than everything else about a chat. */
const zones = new Set<string>();

function isZone(zone: string): boolean {
  // Case does not matter, so the set never outgrows the list of time zones.
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
