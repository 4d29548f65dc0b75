/**
 * A counter that can be reset (the embedded counter of Baquero, Almeida and Lerche 2016, "The Problem with Embedded CRDT
 * Counters and a Solution", §2 and §3).
 *
 * Each increment is a dot of its own with its amount; a reset drops the dots that it has observed. So an increment that the
 * reset had not seen counts on, and none that it had seen does. A replica that put all its increments under one dot
 * would be shorter, but a concurrent increment would then bring back everything that replica ever counted.
 */
import {
  type CausalContext,
  type Dot,
  emptyContext,
  joinContexts,
  nextDot,
  replicaOf,
} from '../clocks/causal-context.ts';
import {
  contextOfDelta,
  type Dotted,
  dotsOf,
  isCausallyBelow,
  joinDotted,
} from '../clocks/dotted.ts';
import type { CrdtRules } from '../rules.ts';
import type { ReplicaId, StateBased } from '../types.ts';

/** The amount of each increment that no reset has observed. */
export type Increments = Dotted<number>;

export interface ResetCounter {
  readonly context: CausalContext;
  readonly increments: Increments;
}
/** Positive or negative; or to zero. */
export type ResetCounterEdit = { readonly add: number } | { readonly reset: true };

export type ResetCounterType = StateBased<ResetCounter, ResetCounterEdit, number>;

export function resetCounter(rules: CrdtRules): ResetCounterType {
  return {
    initial: () => ({ context: emptyContext, increments: {} }),
    query: ({ increments }) => countIn(increments),
    mutate: ({ context, increments }, edit, { replica }) => {
      if ('reset' in edit) {
        const dots = dotsOf(increments);
        return dots.length === 0 ? undefined : { context: contextOfDelta(dots), increments: {} };
      }
      if (edit.add === 0) return undefined;
      const dot = nextDot(context, replica);
      const { made, replaced } = increment(increments, dot, edit.add, replica, rules);
      return { context: contextOfDelta([dot], replaced), increments: made };
    },
    merge: (a, b) => ({
      context: joinContexts(a.context, b.context),
      increments: joinDotted(a.increments, a.context, b.increments, b.context),
    }),
    compare: (a, b) => isCausallyBelow(shownIn(a), shownIn(b)),
  };
}

const shownIn = ({ context, increments }: ResetCounter) => ({ context, dots: dotsOf(increments) });

export function countIn(increments: Increments): number {
  return Object.values(increments).reduce((sum, amount) => sum + amount, 0);
}

/** A new increment, and the dots that it takes the place of: none, by the rule. */
export function increment(
  increments: Increments,
  dot: Dot,
  amount: number,
  replica: ReplicaId,
  rules: CrdtRules,
): { readonly made: Increments; readonly replaced: readonly Dot[] } {
  if (rules['increment-has-its-own-dot']) return { made: { [dot]: amount }, replaced: [] };
  const replaced = dotsOf(increments).filter((other) => replicaOf(other) === replica);
  const own = countIn(Object.fromEntries(replaced.map((other) => [other, increments[other] ?? 0])));
  return { made: { [dot]: own + amount }, replaced };
}
