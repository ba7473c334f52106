/**
 * Errors shared by every part of the program. Nothing here depends on anything else.
 */

/** One fault in external input: where it is and what was expected there. */
export type Fault = { readonly where: string; readonly what: string };

/**
 * Unusable input: a file, a setting, an argument, a table. Carries every fault found, so that one run shows
 * all of them. Terminal: the same input fails again. `usage` marks a wrong command line.
 */
export class InputError extends Error {
  readonly faults: readonly Fault[];
  readonly usage: boolean;
  readonly retryable = false;

  constructor(
    faults: readonly Fault[],
    options: { readonly usage?: boolean; readonly cause?: unknown } = {},
  ) {
    super(faults.map(({ where, what }) => `${where}: ${what}`).join('\n'), { cause: options.cause });
    this.name = 'InputError';
    this.faults = faults;
    this.usage = options.usage ?? false;
  }
}

/** Truncates an external text, and then adds its full length. `max` and the length are in UTF-16 code units. */
export function beginningOf(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}... (${text.length} characters)`;
}

/** A condition that must hold, where it applies, and what to report if it fails. */
export type Check = readonly [holds: boolean, where: string, what: string];

/** The faults of the checks that fail. */
export function faultsAmong(checks: readonly Check[]): readonly Fault[] {
  return checks.flatMap(([holds, where, what]) => (holds ? [] : [{ where, what }]));
}

/** @throws InputError with all the faults, if there are any. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new InputError(faults);
}

/** Returns the faults of the InputError that `check` throws; none if it passes. Other errors are rethrown. */
export function faultsOf(check: () => unknown): readonly Fault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
}

/** Marks a branch that the types rule out, so that a new member of a union fails to compile. */
export function assertNever(value: never): never {
  throw new TypeError(`unreachable: ${JSON.stringify(value)}`);
}
