import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import type { Finding } from '../rules/finding.ts';
import type { Rule } from '../rules/rule.ts';

/**
 * State of one rule for one subject. `pending`: breached, but not yet on enough days; `recovering`: still firing, clear
 * for `clearDays` days. `breaches` holds the newest closed days' answers while the rule waits to fire.
 */
export const rungStateSchema = z.object({
  kind: z.enum(['normal', 'pending', 'firing', 'recovering']),
  breaches: z.array(z.boolean()),
  clearDays: count,
});

export type RungState = Parsed<typeof rungStateSchema>;

export const NORMAL: RungState = { kind: 'normal', breaches: [], clearDays: 0 };

const FIRING: RungState = { kind: 'firing', breaches: [], clearDays: 0 };

/** Whether a state counts as firing: a recovering rule still does. */
export function isFiring({ kind }: RungState): boolean {
  return kind === 'firing' || kind === 'recovering';
}

/** Advances a rule's state by one day. Missing data neither fires nor resolves; waiting starts over after it. */
export function advanceRung(rule: Rule, state: RungState, finding: Finding['kind']): RungState {
  if (isFiring(state)) return finding === 'no-data' ? state : stillFiring(rule, state, finding);
  return finding === 'no-data' ? NORMAL : waiting(rule, state, finding === 'breach');
}

/** The state on a new basis: at once what the figures surely say; otherwise an open episode stays open. */
export function rebaseRung(state: RungState, finding: Finding['kind']): RungState {
  if (finding === 'breach') return FIRING;
  if (finding === 'clear') return NORMAL;
  return isFiring(state) ? FIRING : NORMAL;
}

function stillFiring(
  rule: Rule,
  { clearDays }: RungState,
  finding: 'breach' | 'clear' | 'uncertain',
): RungState {
  if (finding !== 'clear') return FIRING;
  return clearDays + 1 > rule.keepFiringDays
    ? NORMAL
    : { kind: 'recovering', breaches: [], clearDays: clearDays + 1 };
}

function waiting({ forDays: { m, n } }: Rule, state: RungState, isBreach: boolean): RungState {
  const breaches = [...state.breaches, isBreach].slice(-n);
  const count = breaches.filter(Boolean).length;
  if (count >= m) return FIRING;
  return count === 0 ? NORMAL : { kind: 'pending', breaches, clearDays: 0 };
}
