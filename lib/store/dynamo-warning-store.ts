import type { WarningStore } from '../warnings/warning-store.ts';
import type { Table } from './table.ts';
import { deliverySchema, progressSchema, transitionsItemSchema } from './warning-items.ts';

const PROGRESS = { pk: 'PROGRESS', sk: 'RULES' };
const TRANSITIONS = 'TRANSITIONS';
const deliveriesOf = (day: string) => `DELIVERIES#${day}`;

/** Rule states, transitions and deliveries in DynamoDB. */
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
    loadDeliveries: (day) => table.query(deliveriesOf(day), deliverySchema),
    async saveDelivery(delivery, { replace }) {
      const key = { pk: deliveriesOf(delivery.day), sk: `${delivery.messageId} ${delivery.channel}` };
      await table.put(key, delivery, { onlyNew: !replace });
    },
  };
}
