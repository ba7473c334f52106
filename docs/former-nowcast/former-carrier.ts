/**
 * The model of machine countries before version 2 of the method, kept for comparison: pools carried each anchor on,
 * by a table fitted to it, and hash rate that a pool lost left the places where its machines were said to be.
 */
import type { ObservedAnchor } from '../../lib/core/geography/anchor.ts';
import type { CarryWorld } from '../../lib/core/geography/carried-world.ts';
import type { Ledger } from '../../lib/core/ledger/ledger.ts';
import { type CountryModel, daysKnown, fitAnchor } from './country-model.ts';
import { FORMER, type Method } from './former-method.ts';
import { homesAt } from './homes-at-anchor.ts';

/** Carries anchors on as that model did, without its intervals, which a table of errors does not need. */
export function formerCarrier(ledger: Ledger, method: Method = FORMER): CarryWorld {
  const models = new Map<string, CountryModel | undefined>();
  const modelOf = (anchor: ObservedAnchor, viewpoint: Parameters<CarryWorld>[1]) => {
    const { homesOf, version } = homesAt(anchor, viewpoint);
    const days = daysKnown(ledger, viewpoint);
    const key = `${anchor.id} ${version} ${days.length}`;
    if (!models.has(key)) models.set(key, fitAnchor(anchor, days, homesOf, method));
    return models.get(key);
  };
  return (anchor, viewpoint) => {
    const model = modelOf(anchor, viewpoint);
    const world = model?.on(viewpoint.day);
    if (model === undefined || world === undefined) return null;
    const { shares } = world;
    const spread = (column: number) => ({ shares: [shares[column]!], deviation: 0.01 });
    return { anchor, parts: model.parts, shares, spread };
  };
}
