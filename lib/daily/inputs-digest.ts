import { createHash } from 'node:crypto';
import anchors from '../../data/anchors.json' with { type: 'json' };
import farms from '../../data/farms.json' with { type: 'json' };
import homes from '../../data/homes.json' with { type: 'json' };
import owners from '../../data/owners.json' with { type: 'json' };
import seats from '../../data/seats.json' with { type: 'json' };
import templates from '../../data/templates.json' with { type: 'json' };
import { METHOD } from '../core/geography/method.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import { registryVersion } from '../core/pools/registry.ts';
import type { Rule } from '../core/rules/rule.ts';
import type { InputsDigest } from './warning-store.ts';

/** Incremented when a release changes the outcome of the same rules on the same days. */
const EVALUATION = 2;

/** Computes digests of everything that rule states and transitions up to a day depend on. */
export function digestInputs(
  ledger: Ledger,
  through: UtcDay,
  rules: readonly Rule[],
  knowledge: Knowledge,
): InputsDigest {
  const days = ledger
    .filter(({ day }) => day <= through)
    .map((day) => `${day.day} ${day.kind} ${day.kind === 'missing' ? '' : day.revision}`);
  return {
    tables: digest([
      registryVersion,
      owners,
      seats,
      templates,
      anchors,
      homes,
      farms,
      METHOD.version,
      knowledge,
    ]),
    rules: digest([EVALUATION, rules]),
    ledger: digest(days),
  };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
