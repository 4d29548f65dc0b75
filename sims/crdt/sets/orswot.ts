/**
 * ORSWOT, the OR-Set without tombstones (Bieniusa et al. 2012; as a causal CRDT: Almeida et al.
 * 2016, Figure 5, AWSet).
 *
 * Each element has the dots of the adds that are still to be seen; the causal context has every dot
 * ever heard of. What the context knows and the element lacks has been removed. So the metadata is
 * one vector for the whole set, and one dot for each element (more only after concurrent adds).
 */
import {
  areDotsBelow,
  type CausalContext,
  contextOf,
  type Dot,
  emptyContext,
  isContextBelow,
  joinContexts,
  joinDots,
  nextDot,
} from '../clocks/causal-context.ts';
import { joinRecords, lookUp, same, union } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { StateBased } from '../types.ts';
import type { SetEdit } from './two-phase-set.ts';

/** The dots of each element. */
export type DottedSet = Readonly<Record<string, readonly Dot[]>>;

export interface Orswot {
  readonly context: CausalContext;
  readonly entries: DottedSet;
}

export type OrswotType = StateBased<Orswot, SetEdit, readonly string[]>;

export function orswot(rules: CrdtRules): OrswotType {
  return {
    initial: () => ({ context: emptyContext, entries: {} }),
    query: ({ entries }) => Object.keys(entries).sort(),
    mutate: ({ context, entries }, edit, { replica }) => {
      if ('remove' in edit) {
        const dots = lookUp(entries, edit.remove);
        return dots === undefined ? undefined : { context: contextOf(dots), entries: {} };
      }
      const dot = nextDot(context, replica);
      const replaced = rules['add-replaces-own-dots'] ? (lookUp(entries, edit.add) ?? []) : [];
      const known = contextOf([...replaced, dot]);
      return {
        context: rules['delta-context-of-own-dots'] ? known : joinContexts(context, known),
        entries: { [edit.add]: [dot] },
      };
    },
    merge: (a, b) => {
      if (!rules['compare-dots-not-clocks'] && same(a.context, b.context)) return a;
      return {
        context: joinContexts(a.context, b.context),
        entries: joinDottedSets(a.entries, a.context, b.entries, b.context, rules),
      };
    },
    compare: (a, b) =>
      isContextBelow(a.context, b.context) &&
      Object.entries(b.entries).every(([element, dots]) =>
        areDotsBelow(lookUp(a.entries, element) ?? [], a.context, dots),
      ),
  };
}

/** Element by element the join of their dots; an element without dots is gone. */
export function joinDottedSets(
  a: DottedSet,
  aContext: CausalContext,
  b: DottedSet,
  bContext: CausalContext,
  rules: CrdtRules,
): DottedSet {
  return joinRecords(a, b, (x = [], y = []) => {
    const dots = rules['forget-what-the-context-covers']
      ? joinDots(x, aContext, y, bContext)
      : union(x, y);
    return dots.length === 0 ? undefined : dots;
  });
}

/** How many dots the entries hold. */
export function dotsIn(entries: DottedSet): number {
  return Object.values(entries).reduce((sum, dots) => sum + dots.length, 0);
}
