/**
 * Values by the dots of the events that made them, to be read in a causal context (DotFun in Almeida et al. 2016, §7,
 * Figure 4). A dot stands for one event, so both sides have the same value under it.
 */
import {
  areDotsBelow,
  type CausalContext,
  contextOf,
  type Dot,
  isContextBelow,
  joinDots,
} from './causal-context.ts';

export type Dotted<Value> = Readonly<Record<Dot, Value>>;

/** What both have stays, and what one has stays unless the other knew it and has it no more. */
export function joinDotted<Value>(
  a: Dotted<Value>,
  aContext: CausalContext,
  b: Dotted<Value>,
  bContext: CausalContext,
): Dotted<Value> {
  const values = { ...a, ...b };
  const kept = joinDots(dotsOf(a), aContext, dotsOf(b), bContext);
  return Object.fromEntries(
    kept.flatMap((dot) => {
      const value = values[dot];
      return value === undefined ? [] : [[dot, value] as const];
    }),
  );
}

/** Sorted. */
export function dotsOf(dotted: Dotted<unknown>): readonly Dot[] {
  return Object.keys(dotted).sort();
}

/** A state of which all that is to be seen has dots. */
export interface Causal {
  readonly context: CausalContext;
  /** Sorted. */
  readonly dots: readonly Dot[];
}

/** a <= b: b knows all that a knows, and shows nothing that a has dropped. */
export function isCausallyBelow(a: Causal, b: Causal): boolean {
  return isContextBelow(a.context, b.context) && areDotsBelow(a.dots, a.context, b.dots);
}

/** The context of a delta: the dots that it makes, and those that it drops by not showing them. */
export const contextOfDelta = (...dots: readonly (readonly Dot[])[]): CausalContext =>
  contextOf(dots.flat());
