import type { Command } from '@commander-js/extra-typings';
import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { type DeliveryRow, listDeliveries } from '../../delivery/list-deliveries.ts';
import { dayText } from '../../messages/format.ts';
import { openDeliveries } from '../delivery.ts';
import { command, dayOption } from '../options.ts';
import { print } from '../output.ts';

/** `deliveries`: what happened to a day's messages. */
export function addDeliveriesCommand(program: Command): void {
  command(program, 'deliveries', 'what happened to the messages of a day: sent, withheld, failed, and why')
    .addOption(dayOption('a closed day'))
    .option('--all', 'also list messages that were sent without trouble', false)
    .action(async ({ day: asked, all, json }) => {
      await using opened = await openDeliveries();
      const { store, loaded } = opened;
      const day = asked ?? loaded.news.day;
      const document = await deliveriesDocument(day, listDeliveries(store, loaded, day), all);
      print('deliveries', document, json, deliveriesText);
    });
}

type Counts = Record<'sent' | 'pending' | 'withheld' | 'unknown' | 'gone' | 'gaveUp', number>;

async function deliveriesDocument(day: UtcDay, found: AsyncIterable<DeliveryRow>, all: boolean) {
  const counts: Counts = { sent: 0, pending: 0, withheld: 0, unknown: 0, gone: 0, gaveUp: 0 };
  let possibleDuplicates = 0;
  const deliveries: DeliveryRow[] = [];
  for await (const row of found) {
    counts[row.status === 'gave-up' ? 'gaveUp' : row.status] += 1;
    if (row.possibleDuplicates > 0) possibleDuplicates += 1;
    if (all || row.status !== 'sent' || row.possibleDuplicates > 0) deliveries.push(row);
  }
  return { day, ...counts, possibleDuplicates, deliveries };
}

const MAX_LISTED = 50;

function deliveriesText(document: Awaited<ReturnType<typeof deliveriesDocument>>): string {
  const { day, deliveries, sent, pending, withheld, unknown, gone, gaveUp, possibleDuplicates } = document;
  const shown = deliveries.slice(0, MAX_LISTED);
  return [
    `Messages of ${dayText(day)}: ${sent} sent, ${pending} pending, ${withheld} withheld, ${unknown} unknown, ${gone} gone, ${gaveUp} given up.`,
    ...(possibleDuplicates > 0 ? [`${possibleDuplicates} of them may have been shown more than once.`] : []),
    ...shown.map(
      ({ vendor, chat, message, status, reason }) =>
        `${vendor}  ${chat}  ${message}  ${status}${reason === null ? '' : `: ${reason}`}`,
    ),
    ...(deliveries.length > MAX_LISTED
      ? [`... and ${deliveries.length - MAX_LISTED} more; --json lists all`]
      : []),
  ].join('\n');
}
