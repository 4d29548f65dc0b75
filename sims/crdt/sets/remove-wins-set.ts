/**
 * Remove-wins set (RWSet in Almeida et al. 2016, §7): of an add and a remove that are concurrent the remove
 * wins. A revoked right must not come back because somebody granted it at the same moment.
 *
 * A remove leaves a dot too. An edit replaces all dots of its element that it has observed, so that the dots are those of
 * the latest edits; the element is there if there are any, and all are of adds. What was removed stays as one dot until it
 * is added again, which is what a removal that wins costs.
 */
import {
  type CausalContext,
  type Dot,
  emptyContext,
  joinContexts,
  nextDot,
} from '../clocks/causal-context.ts';
import {
  contextOfDelta,
  type Dotted,
  dotsOf,
  isCausallyBelow,
  joinDotted,
} from '../clocks/dotted.ts';
import { joinRecords, lookUp, sorted } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { StateBased } from '../types.ts';
import type { SetEdit } from './two-phase-set.ts';

type What = 'added' | 'removed';

export interface RemoveWinsSet {
  readonly context: CausalContext;
  /** The latest edits of each element. */
  readonly edits: Readonly<Record<string, Dotted<What>>>;
}

export type RemoveWinsSetType = StateBased<RemoveWinsSet, SetEdit, readonly string[]>;

export function removeWinsSet(rules: CrdtRules): RemoveWinsSetType {
  return {
    initial: () => ({ context: emptyContext, edits: {} }),
    query: ({ edits }) => sorted(Object.keys(edits).filter((element) => isAdded(edits, element))),
    mutate: ({ context, edits }, edit, { replica }) => {
      const element = 'add' in edit ? edit.add : edit.remove;
      const observed = dotsOf(lookUp(edits, element) ?? {});
      if ('remove' in edit) {
        if (observed.length === 0) return undefined;
        if (!rules['remove-leaves-a-dot']) return { context: contextOfDelta(observed), edits: {} };
      }
      const dot = nextDot(context, replica);
      const what = 'add' in edit ? 'added' : 'removed';
      return { context: contextOfDelta(observed, [dot]), edits: { [element]: { [dot]: what } } };
    },
    merge: (a, b) => ({
      context: joinContexts(a.context, b.context),
      edits: joinRecords(a.edits, b.edits, (x = {}, y = {}) => {
        const joined = joinDotted(x, a.context, y, b.context);
        return Object.keys(joined).length === 0 ? undefined : joined;
      }),
    }),
    compare: (a, b) => isCausallyBelow(shownIn(a), shownIn(b)),
  };
}

function isAdded(edits: RemoveWinsSet['edits'], element: string): boolean {
  return Object.values(lookUp(edits, element) ?? {}).every((what) => what === 'added');
}

function shownIn({ context, edits }: RemoveWinsSet) {
  const dots: readonly Dot[] = sorted(Object.values(edits).flatMap(dotsOf));
  return { context, dots };
}
