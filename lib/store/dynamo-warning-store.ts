import type { WarningStore } from '../daily/warning-store.ts';
import type { Table } from './table.ts';
import { progressSchema, transitionSchema, transitionsItemSchema } from './warning-items.ts';

const PROGRESS = { pk: 'PROGRESS', sk: 'RULES' };
const TRANSITIONS = 'TRANSITIONS';
const RETRACTED = 'RETRACTED';

/** Rule states and transitions in DynamoDB. */
export function dynamoWarningStore(table: Table): WarningStore {
  const transitionItems = (from: string, to: string) =>
    table.query(TRANSITIONS, transitionsItemSchema, { from, to });
  return {
    loadProgress: () => table.get(PROGRESS, progressSchema),
    async saveProgress({ revision, ...content }) {
      await table.putRevision(PROGRESS, content, revision);
    },
    async loadTransitions(from, to) {
      return (await transitionItems(from, to)).flatMap(({ transitions }) => transitions);
    },
    async saveTransitions(from, to, transitions) {
      const before = (await transitionItems(from, to)).flatMap((item) =>
        item.transitions.map(({ day }) => day),
      );
      const perDay = Map.groupBy(transitions, ({ day }) => day);
      const days = [...new Set([...before, ...perDay.keys()])].sort();
      await table.putAll(
        days.map((day) => ({
          key: { pk: TRANSITIONS, sk: day },
          content: { transitions: perDay.get(day) ?? [] },
        })),
      );
    },
    loadRetracted: (from, to) => table.query(RETRACTED, transitionSchema, { from, to: `${to}~` }),
    saveRetracted: (transitions) =>
      table.putAll(transitions.map((content) => ({ key: { pk: RETRACTED, sk: content.id }, content }))),
  };
}
