import type { UtcDay } from '../../core/ledger/utc-day.ts';

/** Scales of a plot in units of its drawing, enough to read values off its lines or to redraw them. */
export type PlotArea = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The days at the left and right edges. */
  readonly from: UtcDay;
  readonly to: UtcDay;
  /** The share at the top edge, 0-1; the bottom edge is 0. */
  readonly most: number;
  /** Horizontal lines; `dash` is an SVG dash pattern. */
  readonly across: readonly { readonly share: number; readonly colour: string; readonly dash: string }[];
  readonly lines: readonly { readonly key: string; readonly name: string; readonly colour: string }[];
};

/** Translates an area. */
export function movedArea(x: number, y: number, area: PlotArea): PlotArea {
  return { ...area, left: area.left + x, top: area.top + y };
}
