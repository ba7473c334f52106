import * as z from 'zod/mini';
import { transitionSchema } from '../core/warnings/episode.ts';
import { ruleProgressSchema, signalProgressSchema, type WarningStore } from '../daily/warning-store.ts';
import { itemForm } from './item-form.ts';
import type { Table } from './table.ts';
import { firstTransitionSchema, secondTransitionSchema } from './warning-items.ts';

const PROGRESS = { pk: 'PROGRESS', sk: 'RULES' };
const SIGNALS = { pk: 'PROGRESS', sk: 'SIGNALS' };
const TRANSITIONS = 'TRANSITIONS';
const RETRACTED = 'RETRACTED';

const progressForm = itemForm(ruleProgressSchema, [
  z.pipe(
    z.extend(z.omit(ruleProgressSchema, { inputs: true }), { ground: ruleProgressSchema.shape.inputs }),
    z.transform(({ ground, ...progress }) => ({ ...progress, inputs: ground })),
  ),
]);

const signalsForm = itemForm(signalProgressSchema);

const retractedForm = itemForm(transitionSchema, [firstTransitionSchema, secondTransitionSchema]);

/** One day's transitions in one item: they are few and always read together. */
const transitionsForm = itemForm(z.object({ transitions: z.array(transitionSchema) }), [
  z.object({ transitions: z.array(firstTransitionSchema) }),
  z.object({ transitions: z.array(secondTransitionSchema) }),
]);

/** Rule states and transitions in DynamoDB. */
export function dynamoWarningStore(table: Table): WarningStore {
  const transitionItems = (from: string, to: string) =>
    table.query(transitionsForm, TRANSITIONS, { from, to });
  return {
    loadProgress: () => table.get(progressForm, PROGRESS),
    saveProgress: (progress) => table.putRevision(progressForm, PROGRESS, progress),
    async loadTransitions(from, to) {
      return (await transitionItems(from, to)).flatMap(({ transitions }) => transitions);
    },
    async saveTransitions(from, to, transitions) {
      const before = (await transitionItems(from, to)).flatMap((item) =>
        item.transitions.map(({ day }) => day),
      );
      const perDay = Map.groupBy(transitions, ({ day }) => day);
      const days = [...new Set([...before, ...perDay.keys()])].sort();
      const items = days.map((day) => ({ transitions: perDay.get(day) ?? [] }));
      await table.putAll(transitionsForm, items, (_, index) => ({ pk: TRANSITIONS, sk: days[index]! }));
    },
    loadSignals: () => table.get(signalsForm, SIGNALS),
    saveSignals: (progress) => table.putRevision(signalsForm, SIGNALS, progress),
    loadRetracted: (from, to) => table.query(retractedForm, RETRACTED, { from, to: `${to}~` }),
    saveRetracted: (transitions) =>
      table.putAll(retractedForm, transitions, ({ id }) => ({ pk: RETRACTED, sk: id })),
  };
}
