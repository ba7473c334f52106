import * as z from 'zod/mini';
import { daySourceSchema, evidenceSchema, type Ledger } from '../core/ledger/ledger.ts';
import { SHIPPED_LABELLED_BY } from '../core/ledger/shipped-label.ts';
import type { SourceState } from '../core/ledger/source-state.ts';
import { addDays, daysBetween, parseDay, type UtcDay } from '../core/ledger/utc-day.ts';
import { registryVersion } from '../core/pools/registry.ts';
import { closedDaysOf, evidenceOf } from '../core/shares/window.ts';
import { count, type Parsed } from '../schema.ts';
import { counted, days, dayText, enumerate, whole } from './format.ts';
import { link, plain, type Section, words } from './message.ts';

/** The origin of a message's figures. */
export const provenanceSchema = z.object({
  /** Sources of the days behind the figures. */
  sources: z.array(daySourceSchema),
  /** Who labelled the recorded days; null if not known. */
  labelledBy: z.nullable(z.string()),
  evidence: evidenceSchema,
  /** Live blocks whose difficulty could not be checked. */
  uncheckedBits: count,
  /** Version of the registry that attributes live blocks. */
  registry: z.string(),
  /** Days missing from the ledger so far, with the first and the last of them; null if none is. */
  missing: z.nullable(
    z.object({
      count,
      from: z.string(),
      to: z.string(),
      /** The day from which no day is missing; not stored by earlier releases. */
      completeFrom: z.optional(z.string()),
    }),
  ),
  /** Live days, and how many had their last block from one source only; not stored by earlier releases. */
  witnessed: z.optional(z.object({ days: count, byOne: count })),
  /** Display names of the sources that agree with the counted chain. */
  from: z.optional(z.array(z.string())),
});

export type Provenance = Parsed<typeof provenanceSchema>;

/** The origin of the figures of the window ending on a day. @param window in days. */
export function provenanceOf(
  { ledger, states = [] }: { readonly ledger: Ledger; readonly states?: readonly SourceState[] | undefined },
  day: UtcDay,
  window: number,
): Provenance {
  const closed = closedDaysOf(ledger, day, window);
  const missing = ledger.filter((entry) => entry.kind !== 'closed' && entry.day <= day);
  const live = closed.filter(({ source }) => source === 'live');
  const agreeing = states.filter(({ agreed }) => agreed !== null).map(({ title }) => title);
  return {
    sources: [...new Set(closed.map(({ source }) => source))].sort(),
    labelledBy: SHIPPED_LABELLED_BY,
    evidence: evidenceOf(closed),
    uncheckedBits: closed.reduce((sum, { count }) => sum + count.uncheckedBits, 0),
    registry: closed.findLast(({ registry }) => registry !== null)?.registry ?? registryVersion,
    missing:
      missing.length === 0
        ? null
        : {
            count: missing.length,
            from: dayText(missing[0]!.day),
            to: dayText(missing.at(-1)!.day),
            completeFrom: dayText(addDays(missing.at(-1)!.day, 1)),
          },
    witnessed: { days: live.length, byOne: live.filter(({ witnesses = 1 }) => witnesses < 2).length },
    from: [...new Set(agreeing)],
  };
}

/** The origin of figures in one line: recorded or live, who labelled them, how well they are verified. */
export function provenanceText({
  sources,
  labelledBy,
  evidence,
  uncheckedBits,
  registry,
  witnessed,
  from = [],
}: Provenance): string {
  const parts: string[] = [];
  if (sources.includes('recorded')) {
    const many = sources.includes('live') ? `${whole(evidence.labelled)} ` : '';
    parts.push(`${many}recorded blocks, labelled by ${labelledBy ?? 'others'}`);
  }
  if (sources.includes('live')) {
    const verified = evidence.header + evidence.merkle;
    const proven =
      evidence.header === 0 ? 'all' : evidence.merkle === 0 ? 'none' : `${whole(evidence.merkle)}`;
    const unchecked = uncheckedBits === 0 ? '' : `, the difficulty of ${whole(uncheckedBits)} not checkable`;
    parts.push(
      `live blocks${from.length === 0 ? '' : ` from ${enumerate(from)}`}${witnessText(witnessed)}: ${proven} of ${whole(verified)} coinbases proven, headers verified${unchecked}, pools by registry ${registry}`,
    );
  }
  return parts.join('; ');
}

/** A short form: "Counted from 994 blocks · checked". `/method` explains the rest. */
export function knownText(provenance: Provenance, how = 'Counted'): string {
  const { labelled, header, merkle } = provenance.evidence;
  return `${how} from ${counted(labelled + header + merkle, 'block')} · ${checkedText(provenance)}`;
}

/** Whether blocks were checked here or labelled by others; both if some are live and some recorded. */
export function checkedText({ evidence, labelledBy }: Pick<Provenance, 'evidence' | 'labelledBy'>): string {
  const { labelled, header, merkle } = evidence;
  const checked = header + merkle;
  if (labelled === 0) return 'checked';
  const recorded = recordedBy({ labelledBy });
  return checked === 0 ? recorded : `${whole(labelled)} ${recorded}; ${whole(checked)} live, checked`;
}

/** The form for pictures: "recorded blocks, labelled by mempool.space", "994 live blocks, checked". */
export function basisText({ evidence, labelledBy }: Pick<Provenance, 'evidence' | 'labelledBy'>): string {
  const { labelled, header, merkle } = evidence;
  const live = header + merkle;
  const by = `labelled by ${labelledBy ?? 'others'}`;
  if (live === 0) return `recorded blocks, ${by}`;
  const checked = `${counted(live, 'live block')}, checked`;
  return labelled === 0 ? checked : `${counted(labelled, 'recorded block')}, ${by}; ${checked}`;
}

/** "recorded, labelled by mempool.space". */
export function recordedBy({ labelledBy }: Pick<Provenance, 'labelledBy'>): string {
  return `recorded, labelled by ${labelledBy ?? 'others'}`;
}

/** Above this age in days, a registry is likely to miss new pools. */
export const OLD_REGISTRY_DAYS = 90;

/**
 * Says that the list of pools was old on a day of live figures; null if it was not, and for recorded days, which were
 * labelled by others.
 */
export function oldRegistryText({ sources, registry }: Provenance, day: UtcDay): string | null {
  const age = registryAge(registry, day);
  if (!sources.includes('live') || age <= OLD_REGISTRY_DAYS) return null;
  return `The list of pools is ${days(age)} old: newer pools count as unknown.`;
}

/** Age of a registry on a day, in days. */
export function registryAge(registry: string, day: UtcDay): number {
  return daysBetween(parseDay(registry.slice(0, 10)), day);
}

/** Which days are missing, and the progress of the backfill; null if none is missing. */
export function missingText({ missing }: Provenance): string | null {
  if (missing === null) return null;
  const { count, from, to, completeFrom } = missing;
  const which = count === 1 ? `${from} is` : `${days(count)} from ${from} to ${to} are`;
  const them = count === 1 ? 'it' : 'them';
  const progress =
    completeFrom === undefined
      ? ''
      : ` History is complete from ${completeFrom} on; older days follow, the newest first.`;
  return `${which} not counted yet; figures that need ${them} are left out.${progress}`;
}

/** The day from which history is complete, as the end of a line; empty if no day is missing. */
export function completeFromText({ missing }: Provenance): string {
  return missing?.completeFrom === undefined ? '' : ` · history complete from ${missing.completeFrom} on`;
}

/** How many sources had each day's last block; empty if not known. */
function witnessText(witnessed: Provenance['witnessed']): string {
  if (witnessed === undefined || witnessed.days === 0) return '';
  const { days: all, byOne } = witnessed;
  if (byOne === all) return ' (one source)';
  return byOne === 0
    ? " (each day's last block confirmed by a second source)"
    : ` (one source for ${byOne} of ${days(all)}, a second one confirmed the others)`;
}

/** Where to report an error: the operator's link, or else whoever runs the channel. */
export function reportSection(reportUrl: string | null): Section {
  return reportUrl === null
    ? plain('Something wrong? Tell whoever runs this channel.', 2)
    : plain(words`Something wrong? ${link('Report an error', reportUrl)}.`, 2);
}
