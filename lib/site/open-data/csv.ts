import { assertNever } from '../../errors.ts';
import { memo } from '../../memo.ts';
import { type Cell, rowsOf, type Table } from './table.ts';

type FilledColumn = Table['columns'][number];

/** Bytes written so far: the first `length` of `bytes`. */
type Output = { bytes: Buffer; length: number };

/** Reserved for each cell; the output grows if a table's cells are longer. */
const CELL = 12;

/** Digits of the largest 32-bit integer. */
const NUMBER = 10;

const MILLION = 1_000_000;

const [ZERO, POINT, COMMA] = [...Buffer.from('0.,')] as [number, number, number];
const LINE_END = Buffer.from('\r\n');

/**
 * Writes a table as CSV (RFC 4180), with column names in the first line. Cells are written as bytes: with a string for
 * each, the million cells of the longest table take several times as long.
 */
export function writeCsv(table: Table): Uint8Array {
  const { columns } = table;
  const rows = rowsOf(table);
  const output: Output = { bytes: Buffer.allocUnsafe((rows + 1) * columns.length * CELL), length: 0 };
  writeBytes(Buffer.from(`${columns.map(({ name }) => name).join(',')}\r\n`), output);
  const writers = columns.map(writerOf);
  for (let row = 0; row < rows; row++) {
    for (let index = 0; index < writers.length; index++) {
      if (index > 0) writeByte(COMMA, output);
      writers[index]!(row, output);
    }
    writeBytes(LINE_END, output);
  }
  return output.bytes.subarray(0, output.length);
}

/** Writes the cells of one column, row by row. */
function writerOf({ type, cells }: FilledColumn): (row: number, output: Output) => void {
  switch (type) {
    case 'text': {
      // A text repeats on many rows, so it is escaped and encoded once.
      const encoded = memo((cell: Cell) => Buffer.from(escaped(plain(cell))));
      return (row, output) => writeBytes(encoded(cells[row]!), output);
    }
    case 'day':
      return (row, output) => writeAscii(plain(cells[row]!), output);
    case 'integer':
      return (row, output) => writeKnown(cells[row]!, writeDigits, output);
    case 'fraction':
      return (row, output) => writeKnown(cells[row]!, writeFraction, output);
    default:
      return assertNever(type);
  }
}

function writeKnown(cell: Cell, write: (figure: number, output: Output) => void, output: Output): void {
  if (cell !== null) write(cell as number, output);
}

/** Null is an empty cell. */
function plain(cell: Cell): string {
  return cell === null ? '' : `${cell}`;
}

/** Escapes a text for CSV. One that a spreadsheet would evaluate gets a leading apostrophe. */
function escaped(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Writes a fraction, 0 to 1, with up to six decimals, as `digits` rounds it. */
function writeFraction(fraction: number, output: Output): void {
  const millionths = Math.round(fraction * MILLION) | 0;
  const whole = (millionths / MILLION) | 0;
  writeDigits(whole, output);
  let decimals = millionths - whole * MILLION;
  if (decimals === 0) return;
  let places = 6;
  for (; decimals % 10 === 0; places--) decimals = (decimals / 10) | 0;
  writeByte(POINT, output);
  writeDigits(decimals, output, places);
}

/** Writes an integer, 0 to 2^31 - 1, with at least `places` digits. Arithmetic on 32 bits is the quickest. */
function writeDigits(integer: number, output: Output, places = 1): void {
  reserve(NUMBER, output);
  const { bytes, length } = output;
  let digits = 1;
  for (let rest = integer | 0; rest >= 10; rest = (rest / 10) | 0) digits++;
  let end = length + Math.max(digits, places);
  output.length = end;
  for (let rest = integer | 0; end > length; rest = (rest / 10) | 0) bytes[--end] = ZERO + (rest % 10);
}

function writeByte(byte: number, output: Output): void {
  reserve(1, output);
  output.bytes[output.length++] = byte;
}

function writeAscii(text: string, output: Output): void {
  reserve(text.length, output);
  const { bytes, length } = output;
  for (let index = 0; index < text.length; index++) bytes[length + index] = text.charCodeAt(index);
  output.length = length + text.length;
}

function writeBytes(added: Uint8Array, output: Output): void {
  reserve(added.length, output);
  const { bytes, length } = output;
  // Quicker than `set`, which costs more to call than a few bytes to copy.
  for (let index = 0; index < added.length; index++) bytes[length + index] = added[index]!;
  output.length = length + added.length;
}

function reserve(size: number, output: Output): void {
  const { bytes, length } = output;
  if (length + size <= bytes.length) return;
  output.bytes = Buffer.allocUnsafe(2 * (length + size));
  bytes.copy(output.bytes, 0, 0, length);
}
