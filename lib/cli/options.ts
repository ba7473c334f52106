import { Option } from '@commander-js/extra-typings';
import { WINDOWS } from '../core/shares/window.ts';

/** `--window`: 7 days where nothing is said. */
export function windowOption(description: string) {
  return new Option('--window <days>', description).choices(WINDOWS.map(String)).default('7');
}

/** `--knowledge`: as known then where nothing is said. */
export function knowledgeOption(description: string) {
  return new Option('--knowledge <k>', description)
    .choices(['then', 'now'] as const)
    .default('then' as const);
}

/** `--stale`: also regions whose figures are too old. */
export function staleOption() {
  return new Option('--stale', 'regions whose figures are more than 18 months old, too').default(false);
}
