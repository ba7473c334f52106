import type { UtcDay } from '../../core/ledger/utc-day.ts';

/** Where days and shares lie in a drawing, in its units: what it takes to read its lines, or to draw them anew. */
export type PlotArea = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The days at the left and at the right edge. */
  readonly from: UtcDay;
  readonly to: UtcDay;
  /** The share at the upper edge, a fraction 0-1; 0 is at the lower one. */
  readonly most: number;
  /** Shares with a line across; `dash` is its SVG pattern. */
  readonly across: readonly { readonly share: number; readonly colour: string; readonly dash: string }[];
  readonly lines: readonly { readonly key: string; readonly name: string; readonly colour: string }[];
};

/** An area within something that is put at a place. */
export function movedArea(x: number, y: number, area: PlotArea): PlotArea {
  return { ...area, left: area.left + x, top: area.top + y };
}
