/**
 * Errors that every part of the program shares. Nothing here depends on anything else.
 */

/** One fault in something that came from outside: where it stands and what was expected there. */
export type Fault = { readonly where: string; readonly what: string };

/**
 * Input that cannot be used: a file, a setting, an argument, a table. Carries every fault found, so that
 * one run shows all of them. Terminal: the same input fails again. `usage` marks a wrong command line.
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

/** The beginning of a text that came from outside, with a mark where it was cut. `most`: in UTF-16 code units. */
export function beginningOf(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}... (${text.length} characters)`;
}

/** Something that must hold, where it stands, and what to say where it does not. */
export type Check = readonly [holds: boolean, where: string, what: string];

/** The faults that checks find. */
export function faultsAmong(checks: readonly Check[]): readonly Fault[] {
  return checks.flatMap(([holds, where, what]) => (holds ? [] : [{ where, what }]));
}

/** Throws an InputError with the faults, if there are any. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new InputError(faults);
}

/** The faults of input that a check refuses; none where it passes. Other errors are thrown on. */
export function faultsOf(check: () => unknown): readonly Fault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
}

/** Marks a branch that the types say cannot be reached, so that a new member of a union fails to compile. */
export function assertNever(value: never): never {
  throw new TypeError(`unreachable: ${JSON.stringify(value)}`);
}
