/** The start of a generated long chain: above the heights whose difficulty ships with the program, years from now. */
export const FIRST_HEIGHT = 960_001;

const FIRST_TIME = Date.parse('2031-01-01T12:00:00Z') / 1000;
const SECONDS_A_BLOCK = 600;
const SECONDS_A_DAY = 86_400;
export const BLOCKS_A_DAY = SECONDS_A_DAY / SECONDS_A_BLOCK;

/** Header times are evenly spaced. */
export function timeAt(height: number): number {
  return FIRST_TIME + SECONDS_A_BLOCK * (height - FIRST_HEIGHT);
}

/** The first and last whole day of a chain with this many blocks. */
export function wholeDays(blocks: number): { readonly from: string; readonly to: string } {
  const day = (seconds: number) => new Date(1000 * seconds).toISOString().slice(0, 10);
  return { from: day(FIRST_TIME + SECONDS_A_DAY), to: day(timeAt(FIRST_HEIGHT + blocks) - SECONDS_A_DAY) };
}
