import { expect, it } from 'vitest';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseRules } from '../../lib/core/rules/parse-rules.ts';
import type { Transition } from '../../lib/core/warnings/episode.ts';
import { evaluateRules } from '../../lib/daily/evaluate-rules.ts';
import { composeReport } from '../../lib/daily/report.ts';
import type { RuleProgress, WarningStore } from '../../lib/daily/warning-store.ts';
import { renderPlain } from '../../lib/messages/render-plain.ts';

const ledger = shippedLedger();
const { day } = ledger.at(-1)!;

/** A rule that thousands of days cross. */
const talkative = (id: string) =>
  parseRules(
    [
      {
        ...{ id, ladder: id, lens: 'pool', subject: '*', measure: 'share', window: 1, above: 0.05 },
        ...{ confidence: 0.5, clearAt: 0.49, forDays: 1, keepFiringDays: 0, severity: 'notice' },
      },
    ],
    'rules',
  );

it('rules that are changed day after day leave a progress that fits into an item of the store', async () => {
  let progress: RuleProgress | undefined;
  let transitions: readonly Transition[] = [];
  const warnings = {
    loadProgress: async () => progress,
    loadTransitions: async () => transitions,
  } as unknown as WarningStore;
  for (const [index, id] of ['a', 'b', 'c', 'd', 'e', 'f'].entries()) {
    const deps = {
      store: { warnings },
      rules: talkative(`one-day-in-which-${id}`),
      knowledge: 'then',
    } as const;
    ({ progress, transitions } = await evaluateRules(deps, ledger.slice(0, ledger.length - 5 + index)));
  }
  expect(JSON.stringify(progress).length).toBeLessThan(300_000);
  const notes = progress!.notes.slice(-1);
  const input = { ledger, transitions: [], signals: [], knowledge: 'then', reportUrl: null } as const;
  expect(renderPlain(composeReport({ ...input, notes }, day).digest)).toContain(
    'at least 400 warning changes added and at least 400 removed, none of them sent as news',
  );
});
