import type { Chat, JumpRule } from '../../../chats/chat.ts';
import { ruleSchema } from '../../../core/rules/parse-rules.ts';
import { BOUNDS } from '../../../core/rules/rule.ts';
import { isCounted, isModelled, type RuleLens } from '../../../core/rules/rule-lens.ts';
import { boundOf } from '../../../core/rules/written-rule.ts';
import { WEEK } from '../../../core/shares/window.ts';
import { isFiller, parsePeriod, parseShare, type TypedShare, wordsOf } from '../../quantities.ts';

export type Watch = Chat['watches'][number];

export type LevelRule = Exclude<Watch['rule'], JumpRule>;

/** A watch as typed, before its subject is resolved. */
export type TypedWatch = {
  readonly who: string;
  /** Whether it is for sudden changes, at any level. */
  readonly isJump: boolean;
  /** Undefined if no level was typed. */
  readonly level: TypedShare | undefined;
  readonly side: 'above' | 'below';
  /** In days; not necessarily one of `WINDOWS`. */
  readonly window: number;
  /** The window as typed; null if none was. */
  readonly period: string | null;
  /** For a country: its machines, or the pool owners based there; undefined if not typed. */
  readonly of: 'machines' | 'operators' | undefined;
};

export type Watched = { readonly lens: RuleLens; readonly key: string };

const BELOW = new Set(['below', 'under', 'less', '<']);
const ABOVE = new Set(['above', 'over', 'more', '>', 'than']);
const MACHINES = new Set(['machines', 'machine']);
const OPERATORS = new Set(['operators', 'operator', 'owners']);
const JUMP = new Set(['jump', 'jumps']);
const KEYWORDS = [BELOW, ABOVE, MACHINES, OPERATORS, JUMP];

/** Longest id of a watch, which is stored and typed. */
const ID_CHARACTERS = 32;

/** Parses `foundry 35%`, `35% foundry`, `antpool below 10% 30d`. The default window is a week. */
export function parseWatch(text: string): TypedWatch {
  const words = wordsOf(text.replace(/([<>])/g, ' $1 '));
  const windowAt = words.findLastIndex((word, index) => index > 0 && periodOf(word) !== undefined);
  const period = windowAt === -1 ? null : words[windowAt]!;
  const before = words.slice(0, Math.max(0, windowAt));
  const leadAt = before.findLastIndex((word) => !isFiller(word)) + 1;
  const others = words.filter(
    (word, index) =>
      !(windowAt !== -1 && leadAt <= index && index <= windowAt) &&
      !KEYWORDS.some((words) => words.has(low(word))),
  );
  const levelAt = levelIndex(others);
  const has = (keywords: ReadonlySet<string>) => words.some((word) => keywords.has(low(word)));
  return {
    who: others.filter((_, index) => index !== levelAt).join(' '),
    isJump: has(JUMP),
    level: levelAt === -1 ? undefined : parseShare(others[levelAt]!),
    side: has(BELOW) ? 'below' : 'above',
    of: has(MACHINES) ? 'machines' : has(OPERATORS) ? 'operators' : undefined,
    window: (period === null ? undefined : periodOf(period)) ?? WEEK,
    period,
  };
}

/** The index of the level: a word that can be nothing else, or else the last or the first word if it can be one. */
function levelIndex(words: readonly string[]): number {
  const sure = words.findLastIndex((word) => /[%/]|^0?[.,]/.test(word) && parseShare(word) !== undefined);
  if (sure !== -1) return sure;
  const last = words.length - 1;
  if (last > 0 && parseShare(words[last]!) !== undefined) return last;
  return last > 0 && parseShare(words[0]!) !== undefined ? 0 : -1;
}

/** A period in days; undefined for a bare number or "quarter", which are levels. */
function periodOf(word: string): number | undefined {
  return parseShare(word) === undefined ? parsePeriod(word) : undefined;
}

function low(word: string): string {
  return word.toLowerCase();
}

export const ANYBODY: Watched = { lens: 'owner', key: '*' };

/** The rule of a watch in the form of a rules file, with an id that describes it. */
export function watchRule(
  { lens, key }: Watched,
  level: TypedShare,
  typed: Pick<TypedWatch, 'side' | 'window'>,
): LevelRule {
  // Machine shares are always modelled over a week.
  const window = isModelled(lens) ? WEEK : typed.window;
  const percent = String(Number((level.value * 100).toFixed(1))).replace('.', '-');
  const suffix = `${typed.side === 'below' ? '-below' : ''}-${percent}${window === WEEK ? '' : `-${window}d`}`;
  const whose = isModelled(lens) ? 'machines-' : lens === 'operator-country' ? 'operators-' : '';
  const name = whose + (key === '*' ? 'anybody' : key.toLowerCase());
  return ruleSchema.parse({
    id: `${name.slice(0, ID_CHARACTERS - suffix.length)}${suffix}`,
    lens,
    subject: key,
    measure: 'share',
    window,
    [typed.side]: level.written,
    severity: 'warning',
  });
}

/** The rule of a watch for sudden changes; null for places, which are not watched for them. */
export function jumpRule({ lens, key }: Watched): JumpRule | null {
  if (!isCounted(lens) || lens === 'operator-country') return null;
  const name = key === '*' ? 'anybody' : key;
  return { id: `${name.slice(0, ID_CHARACTERS - '-jump'.length)}-jump`, lens, subject: key, measure: 'jump' };
}

export function boundOfRule(rule: LevelRule): NonNullable<ReturnType<typeof boundOf>> {
  const bound = boundOf(rule);
  if (bound === undefined) throw new TypeError(`rule ${rule.id} has none of ${BOUNDS.join(', ')}`);
  return bound;
}
