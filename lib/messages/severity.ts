import type { Message, Severity } from './message.ts';

/** How a severity is shown: always by its word, which emoji and colour only repeat. */
const SIGNS: Readonly<Record<Severity, { readonly label: string; readonly colour: number }>> = {
  info: { label: '', colour: 0x3b82f6 },
  notice: { label: '🟡 Notice: ', colour: 0xfacc15 },
  warning: { label: '🟠 Warning: ', colour: 0xf97316 },
  critical: { label: '🔴 Critical: ', colour: 0xdc2626 },
  emergency: { label: '🚨 Emergency: ', colour: 0x7f1d1d },
};

/** The first line of a message: its severity, then its title. Plain text, not escaped. */
export function titleLine({ severity, title }: Message): string {
  return `${SIGNS[severity].label}${title}`;
}

/** A severity's colour as 0xRRGGBB. */
export function colour(severity: Severity): number {
  return SIGNS[severity].colour;
}
