/** A stretch of virtual time, for looking at part of a run. */
export interface Window {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** All of a run. */
export const wholeRun: Window = { fromMs: 0, untilMs: Infinity };

/** Both ends belong to it. */
export function isWithin({ fromMs, untilMs }: Window, { atMs }: { readonly atMs: number }) {
  return atMs >= fromMs && atMs <= untilMs;
}
