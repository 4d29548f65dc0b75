/**
 * Why a history is not linearizable: the longest prefix of it that is, and the operation that has no
 * place after that.
 */
import { must } from '../../kernel/must.ts';
import { isPending, type Operation } from './history.ts';
import type { AnyModel } from './model.ts';
import type { Value } from './value.ts';
import { Search, type Step } from './wgl.ts';

/** The operations on one object, and the search for their linearization. */
export interface Searched {
  readonly key: Value | undefined;
  readonly model: AnyModel;
  readonly initial: unknown;
  readonly steps: readonly Step[];
  readonly search: Search;
}

export interface Violation {
  readonly key: Value | undefined;
  /** The history is linearizable up to the return of this operation, and not any more with it. */
  readonly stuck: Step;
  /** One order for what comes before that return. */
  readonly linearized: readonly Step[];
  /**
   * What the object can be when the operation has to return, for every order of what returned
   * before; empty where there are too many orders to tell.
   */
  readonly states: readonly string[];
  /** What else was open then, and is in no place in that order. */
  readonly alsoOpen: readonly Step[];
}

/** How long to look for one prefix, and for all states at its end. */
const triesForPrefix = 2_000_000;
const triesForStates = 50_000;

/** Of a search that found out that there is no linearization. O(log n) further searches. */
export function explain(refuted: Searched): Violation | undefined {
  const { key, steps, search } = refuted;
  const returning = steps
    .filter(({ operation }) => !isPending(operation))
    .sort((a, b) => a.operation.returnedAt - b.operation.returnedAt);
  const came = search.furthest?.stuck;
  if (came === undefined) return undefined;
  // Whatever the search came past is linearizable. It looked ahead, so more may be.
  let first = returning.indexOf(came);
  let last = returning.length - 1;
  while (first < last) {
    const middle = (first + last) >> 1;
    const end = returnOf(must(returning[middle], 'operation that returns'));
    if (searchUpTo(refuted, end, triesForPrefix).outcome === 'not-linearizable') last = middle;
    else first = middle + 1;
  }
  const stuck = must(returning[last], 'operation that returns');
  const end = returnOf(stuck);
  const before = searchUpTo(refuted, end - 0.5, triesForPrefix);
  const all = searchUpTo(refuted, end, triesForStates, false);
  const { linearized } = before;
  const operations = new Set([...linearized, stuck].map(({ operation }) => operation.id));
  return {
    key,
    stuck,
    linearized,
    states: all.outcome === undefined ? [] : (all.furthest?.states ?? []),
    alsoOpen: steps.filter(
      ({ operation }) =>
        !operations.has(operation.id) && operation.calledAt < end && operation.returnedAt >= end,
    ),
  };
}

function returnOf({ operation }: Step): number {
  return operation.returnedAt;
}

/** Searches the history up to some event. What is open then may return, or not. */
function searchUpTo(
  { model, initial, steps }: Searched,
  end: number,
  triesMax: number,
  looksAhead = true,
): Search {
  const prefix = steps.flatMap((step) =>
    step.operation.calledAt > end ? [] : [{ ...step, operation: cutAt(step.operation, end) }],
  );
  const search = new Search(model, initial, prefix, looksAhead);
  search.advance(triesMax);
  return search;
}

function cutAt(operation: Operation, end: number): Operation {
  return operation.returnedAt <= end ? operation : { ...operation, returnedAt: Infinity };
}
