/** A tag of at most so many bytes is found inside ordinary words: "Kano" in "volkanos", "EMC " in "teemc ". */
const SHORT_BYTES = 8;

/** Whether a tag counts only as a word, as short ones do: AntPool writes its counter right behind its longer name. */
export function matchesWholeWordsOnly(tag: string): boolean {
  return Buffer.byteLength(tag) <= SHORT_BYTES && /^[a-z0-9]|[a-z0-9]$/i.test(tag);
}

/**
 * Whether the bytes from `start` to before `end` of a script in hex are a word: no letter or digit touches theirs, but
 * for a capital after a small letter, which begins a new word. "KanoPool" holds "Kano", "Kanonen" does not.
 */
export function isWholeWord(hex: string, start: number, end: number): boolean {
  return breaksAt(hex, start) && breaksAt(hex, end);
}

function breaksAt(hex: string, index: number): boolean {
  if (index === 0 || index * 2 >= hex.length) return true;
  const before = KINDS[byteAt(hex, index - 1)]!;
  const after = KINDS[byteAt(hex, index)]!;
  return before === OTHER || after === OTHER || (before === SMALL && after === CAPITAL);
}

const [OTHER, DIGIT, SMALL, CAPITAL] = [0, 1, 2, 3];
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  if (/[0-9]/.test(char)) return DIGIT;
  if (/[a-z]/.test(char)) return SMALL;
  return /[A-Z]/.test(char) ? CAPITAL : OTHER;
});

function byteAt(hex: string, index: number): number {
  return (digitAt(hex, index * 2) << 4) | digitAt(hex, index * 2 + 1);
}

/** The value of a hex digit: of "0" to "9" the low half of the code, of letters 9 more. */
function digitAt(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return (code & 0xf) + (code >> 6) * 9;
}
