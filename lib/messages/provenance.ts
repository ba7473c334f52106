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

/** Where the figures of a message come from. */
export const provenanceSchema = z.object({
  /** Sources of the days behind the figures. */
  sources: z.array(daySourceSchema),
  /** Who labelled the recorded days; null when none is recorded. */
  labelledBy: z.nullable(z.string()),
  evidence: evidenceSchema,
  /** Live blocks whose difficulty could not be checked. */
  uncheckedBits: count,
  /** Version of the registry that attributes live blocks. */
  registry: z.string(),
  /** Days of the ledger up to then that nobody has counted, and the first and last of them. */
  missing: z.nullable(
    z.object({
      count,
      from: z.string(),
      to: z.string(),
      /** The day from which on none is missing; earlier releases did not say. */
      completeFrom: z.optional(z.string()),
    }),
  ),
  /** Live days, and those whose last block only one source had; earlier releases asked one. */
  witnessed: z.optional(z.object({ days: count, byOne: count })),
  /** Sources whose chain is the one that is counted, as readers know them. */
  from: z.optional(z.array(z.string())),
});

export type Provenance = Parsed<typeof provenanceSchema>;

/** How the figures of the window that ends on a day are known. */
export function provenanceOf(
  { ledger, states = [] }: { readonly ledger: Ledger; readonly states?: readonly SourceState[] | undefined },
  day: UtcDay,
  window: number,
): Provenance {
  const behind = closedDaysOf(ledger, day, window);
  const missing = ledger.filter((entry) => entry.kind !== 'closed' && entry.day <= day);
  const live = behind.filter(({ source }) => source === 'live');
  const agreeing = states.filter(({ agreed }) => agreed !== null).map(({ title }) => title);
  return {
    sources: [...new Set(behind.map(({ source }) => source))].sort(),
    labelledBy: SHIPPED_LABELLED_BY,
    evidence: evidenceOf(behind),
    uncheckedBits: behind.reduce((sum, { count }) => sum + count.uncheckedBits, 0),
    registry: behind.findLast(({ registry }) => registry !== null)?.registry ?? registryVersion,
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

/** How the figures are known, in one line: recorded or live, by whom labelled, how well verified. */
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

/** The same in a few words: "Counted from 994 blocks · checked". The method says the rest. */
export function knownText(provenance: Provenance, how = 'Counted'): string {
  const { labelled, header, merkle } = provenance.evidence;
  return `${how} from ${counted(labelled + header + merkle, 'block')} · ${checkedText(provenance)}`;
}

/** How far blocks are checked, or by whom labelled; both where some are recorded and some are live. */
export function checkedText({ evidence, labelledBy }: Pick<Provenance, 'evidence' | 'labelledBy'>): string {
  const { labelled, header, merkle } = evidence;
  const checked = header + merkle;
  if (labelled === 0) return 'checked';
  const recorded = recordedBy({ labelledBy });
  return checked === 0 ? recorded : `${whole(labelled)} ${recorded}; ${whole(checked)} live, checked`;
}

/** The same below a picture: "recorded blocks, labelled by mempool.space", "994 live blocks, checked". */
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

/** From so many days on, a registry misses pools that are new. */
export const OLD_REGISTRY_DAYS = 90;

/**
 * That the list of pools is old on the day of live figures; null where it is not, and for recorded days, which carry
 * labels of others.
 */
export function oldRegistryText({ sources, registry }: Provenance, day: UtcDay): string | null {
  const age = registryAge(registry, day);
  if (!sources.includes('live') || age <= OLD_REGISTRY_DAYS) return null;
  return `The list of pools is ${days(age)} old: newer pools count as unknown.`;
}

/** Days from the date of a registry's list to a day. */
export function registryAge(registry: string, day: UtcDay): number {
  return daysBetween(parseDay(registry.slice(0, 10)), day);
}

/** What is not there, and how far it is; nothing when nothing is missing. */
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

/** From when on no day is missing, in a few words after others; nothing where none is. */
export function completeFromText({ missing }: Provenance): string {
  return missing?.completeFrom === undefined ? '' : ` · history complete from ${missing.completeFrom} on`;
}

/** How many sources had the last block of each day; nothing where that is not known. */
function witnessText(witnessed: Provenance['witnessed']): string {
  if (witnessed === undefined || witnessed.days === 0) return '';
  const { days: all, byOne } = witnessed;
  if (byOne === all) return ' (one source)';
  return byOne === 0
    ? " (each day's last block confirmed by a second source)"
    : ` (one source for ${byOne} of ${days(all)}, a second one confirmed the others)`;
}

/** Where to report an error: an address where the operator gave one, else whoever runs the channel. */
export function reportSection(reportUrl: string | null): Section {
  return reportUrl === null
    ? plain('Something wrong? Tell whoever runs this channel.', 2)
    : plain(words`Something wrong? ${link('Report an error', reportUrl)}.`, 2);
}
