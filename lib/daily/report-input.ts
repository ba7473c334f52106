import type { LostBlock, StoredBlock } from '../core/ledger/block.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { SourceState } from '../core/ledger/source-state.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import type { Transition } from '../core/warnings/episode.ts';
import type { SignalRecord } from '../core/warnings/signal-record.ts';
import type { InputsNote } from './warning-store.ts';

/** What the messages about a day are composed from. */
export type ReportInput = {
  readonly ledger: Ledger;
  readonly transitions: readonly Transition[];
  readonly notes: readonly InputsNote[];
  readonly signals: readonly SignalRecord[];
  readonly knowledge: Knowledge;
  readonly reportUrl: string | null;
  /** All stored blocks that lost, at the newest 2,016 heights and before. */
  readonly lost?: readonly LostBlock[];
  /** The newest blocks by ascending height; runs are known only within them. */
  readonly blocks?: readonly StoredBlock[];
  /** The state of each live source after the newest run. */
  readonly states?: readonly SourceState[];
  readonly siteUrl?: string | null;
};
