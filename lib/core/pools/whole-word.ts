/** Tags up to this length also occur inside ordinary words: "Kano" in "volkanos", "EMC " in "teemc ". */
const SHORT_BYTES = 8;

/** Whether a tag only counts as a whole word. Long tags need not: AntPool writes its counter right after its name. */
export function matchesWholeWordsOnly(tag: string): boolean {
  return Buffer.byteLength(tag) <= SHORT_BYTES && /^[a-z0-9]|[a-z0-9]$/i.test(tag);
}

/**
 * Whether bytes `start` (included) to `end` (excluded) of a hex-encoded script are a whole word: no letter or digit
 * adjoins theirs, except a capital after a small letter, which starts a new word. "KanoPool" contains "Kano" as a word,
 * "Kanonen" does not.
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

/** The value of a hex digit: the low half of its code, plus 9 for letters. */
function digitAt(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return (code & 0xf) + (code >> 6) * 9;
}
