import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { Transition } from '../core/warnings/episode.ts';
import { dayText } from './format.ts';
import { headline } from './headline.ts';
import { list, type Message, plain } from './message.ts';
import { reportSection } from './provenance.ts';

/** Retracts a day's warnings, whose blocks were recounted and no longer support them. */
export function retractionMessage(
  id: string,
  day: UtcDay,
  transitions: readonly Transition[],
  reportUrl: string | null,
): Message {
  const [first, ...more] = transitions.map((transition) => headline('retracted', transition));
  return {
    id,
    title: `${first}${more.length > 0 ? ` (and ${more.length} more)` : ''}`,
    severity: 'info',
    sections: [
      plain(
        `The warning of ${dayText(day)} was wrong. The blocks behind it were recounted after a chain reorganisation, a proof or a backfill, and no longer support it.`,
        0,
      ),
      list(more, 5, 'Also retracted'),
      reportSection(reportUrl),
    ],
  };
}
