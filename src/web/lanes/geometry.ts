/** Where lanes and times stand on the canvas. */
import type { Window } from './lanes.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
  /** What the names of the lanes take, on the left. */
  readonly headWidth: number;
}

/** Below the lanes: the axis. */
export const axisHeight = 18;
export const barHeight = 12;
const laneHeightMin = 24;
const laneHeightMax = 60;
const headWidthMin = 76;
const headWidthMax = 180;
const letterWidth = 7;

/** Few lanes get much room each; many get as little as can still be told apart, and the diagram grows. */
export function heightOf(lanes: number): number {
  const each = Math.max(laneHeightMin, Math.min(laneHeightMax, 560 / Math.max(1, lanes)));
  return Math.max(180, lanes * each + axisHeight);
}

export function headWidthOf(names: readonly string[], width: number): number {
  const longest = Math.max(0, ...names.map(({ length }) => length));
  const most = Math.min(headWidthMax, width / 3);
  return Math.max(headWidthMin, Math.min(most, longest * letterWidth + 12));
}

export function laneHeight(lanes: number, { height }: Size): number {
  return (height - axisHeight) / Math.max(1, lanes);
}

/** The middle of a lane. */
export function yOf(lane: number, lanes: number, size: Size): number {
  return (lane + 0.5) * laneHeight(lanes, size);
}

export function xOf(timeMs: number, { fromMs, toMs }: Window, { width, headWidth }: Size): number {
  return headWidth + ((timeMs - fromMs) / (toMs - fromMs)) * (width - headWidth);
}

export function timeOf(x: number, { fromMs, toMs }: Window, { width, headWidth }: Size): number {
  return fromMs + ((x - headWidth) / (width - headWidth)) * (toMs - fromMs);
}
