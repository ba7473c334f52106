import type { Change, RegistryDiff } from './registry-diff.ts';

/** Renders a registry diff as lines for a terminal, marking changes that alter no attribution. */
export function renderRegistryDiff(diff: RegistryDiff): string {
  const lines = [
    ...diff.added.map(({ id, name }) => `added    ${id}: ${name}`),
    ...diff.removed.map(({ pool, name }) => `removed  ${pool}: ${name}`),
    ...diff.renamed.map(({ pool, from, to }) => `renamed  ${pool}: ${from} is now ${to}`),
    ...diff.moved.map(({ kind, match, from, to }) => `moved    ${kind} ${match} from ${from} to ${to}`),
    ...diff.changed.flatMap(({ pool, added, removed }) => [
      ...added.map((change) => `changed  ${pool}: + ${changeText(change)}`),
      ...removed.map((change) => `changed  ${pool}: - ${changeText(change)}`),
    ]),
    ...diff.conflicts.map(
      ({ kind, match, pools }) => `conflict ${kind} ${match} is claimed by ${pools.join(', ')}`,
    ),
  ];
  const head = `registry ${diff.registry} against ${diff.upstream}`;
  return lines.length === 0 ? `${head}: no difference` : [`${head}:`, ...lines].join('\n');
}

function changeText({ kind, match, matters }: Change): string {
  return `${kind} ${match}${matters ? '' : ' (changes no attribution)'}`;
}
