import type { Chat, JumpRule } from '../../../chats/chat.ts';
import { ruleSchema } from '../../../core/rules/parse-rules.ts';
import { BOUNDS } from '../../../core/rules/rule.ts';
import { isCounted, isModelled, type RuleLens } from '../../../core/rules/rule-lens.ts';
import { boundOf } from '../../../core/rules/written-rule.ts';
import { WEEK } from '../../../core/shares/window.ts';
import { isAside, parsePeriod, parseShare, type TypedShare, wordsOf } from '../../quantities.ts';

export type Watch = Chat['watches'][number];

/** A watch of a share and a level. */
export type LevelRule = Exclude<Watch['rule'], JumpRule>;

/** What was typed of a watch, before it is known who is meant. */
export type TypedWatch = {
  readonly who: string;
  /** Whether sudden changes are meant, at whatever level. */
  readonly isJump: boolean;
  /** Undefined where no level was named. */
  readonly level: TypedShare | undefined;
  readonly side: 'above' | 'below';
  /** In days, whether alarms count over it or not. */
  readonly window: number;
  /** The window as it was typed; null where none was. */
  readonly period: string | null;
  /** Of a country: where machines stand, or the law over pool owners; undefined where nothing was said. */
  readonly of: 'machines' | 'operators' | undefined;
};

/** What a watch looks at. */
export type Watched = { readonly lens: RuleLens; readonly key: string };

const BELOW = new Set(['below', 'under', 'less', '<']);
const ABOVE = new Set(['above', 'over', 'more', '>', 'than']);
const MACHINES = new Set(['machines', 'machine']);
const OPERATORS = new Set(['operators', 'operator', 'owners']);
const JUMP = new Set(['jump', 'jumps']);
const ASIDES = [BELOW, ABOVE, MACHINES, OPERATORS, JUMP];

/** Longest id of a watch: what a chat keeps, and what people type. */
const ID_CHARACTERS = 32;

/** Takes apart `foundry 35%`, `35% foundry`, `antpool below 10% 30d`; without a window a week is meant. */
export function parseWatch(text: string): TypedWatch {
  const words = wordsOf(text.replace(/([<>])/g, ' $1 '));
  const windowAt = words.findLastIndex((word, index) => index > 0 && periodOf(word) !== undefined);
  const period = windowAt === -1 ? null : words[windowAt]!;
  const before = words.slice(0, Math.max(0, windowAt));
  const leadAt = before.findLastIndex((word) => !isAside(word)) + 1;
  const others = words.filter(
    (word, index) =>
      !(windowAt !== -1 && leadAt <= index && index <= windowAt) &&
      !ASIDES.some((words) => words.has(low(word))),
  );
  const levelAt = levelPlace(others);
  const has = (aside: ReadonlySet<string>) => words.some((word) => aside.has(low(word)));
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

/** Where the level stands: what can be nothing else, else the last or the first word that can be one. */
function levelPlace(words: readonly string[]): number {
  const sure = words.findLastIndex((word) => /[%/]|^0?[.,]/.test(word) && parseShare(word) !== undefined);
  if (sure !== -1) return sure;
  const last = words.length - 1;
  if (last > 0 && parseShare(words[last]!) !== undefined) return last;
  return last > 0 && parseShare(words[0]!) !== undefined ? 0 : -1;
}

/** A period in days; a number alone is a level, and so is "quarter". */
function periodOf(word: string): number | undefined {
  return parseShare(word) === undefined ? parsePeriod(word) : undefined;
}

function low(word: string): string {
  return word.toLowerCase();
}

/** Any owner, whoever it is. */
export const ANYBODY: Watched = { lens: 'owner', key: '*' };

/** The rule of a watch, as a rules file would have it; its id says what it watches. */
export function watchRule(
  { lens, key }: Watched,
  level: TypedShare,
  typed: Pick<TypedWatch, 'side' | 'window'>,
): LevelRule {
  // Machines are modelled by the network's hash rate over a week.
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

/** The rule of a watch for sudden changes; null of what is not counted by pools. */
export function jumpRule({ lens, key }: Watched): JumpRule | null {
  if (!isCounted(lens) || lens === 'operator-country') return null;
  const name = key === '*' ? 'anybody' : key;
  return { id: `${name.slice(0, ID_CHARACTERS - '-jump'.length)}-jump`, lens, subject: key, measure: 'jump' };
}

/** The bound of a watch's rule. */
export function boundOfRule(rule: LevelRule): NonNullable<ReturnType<typeof boundOf>> {
  const bound = boundOf(rule);
  if (bound === undefined) throw new TypeError(`rule ${rule.id} has none of ${BOUNDS.join(', ')}`);
  return bound;
}
