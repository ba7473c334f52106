import type { ClosedDay, Evidence } from '../ledger/ledger.ts';
import { SHIPPED_LABELLED_BY } from '../ledger/shipped-label.ts';
import { registryVersion } from '../pools/registry.ts';
import { evidenceOf } from './window.ts';

/** How the blocks behind a document are known; part of every document with shares. */
export type Provenance = {
  /** Version of the registry in force here. */
  readonly registry: string;
  readonly source: {
    readonly kind: 'recorded' | 'live' | 'mixed' | 'none';
    /** Who attributed the recorded blocks; null if there are none. */
    readonly labelledBy: string | null;
  };
  readonly evidence: Evidence;
};

/** How the blocks of closed days are known. */
export function provenanceOf(days: readonly ClosedDay[], labelledBy = SHIPPED_LABELLED_BY): Provenance {
  const kinds = new Set(days.map(({ source }) => source));
  const [only] = kinds;
  const kind = kinds.size > 1 ? 'mixed' : (only ?? 'none');
  return {
    registry: registryVersion,
    source: { kind, labelledBy: kinds.has('recorded') ? labelledBy : null },
    evidence: evidenceOf(days),
  };
}
