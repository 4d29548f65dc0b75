/**
 * Is a history linearizable: could each operation have taken effect at one instant between its call
 * and its return, so that all of them together behave as the model does (Herlihy and Wing 1990)?
 */

import { explain, type Searched, type Violation } from './explain.ts';
import { byKey, HistoryError, isPending, type Operation } from './history.ts';
import type { AnyModel, Call, ModelOptions } from './model.ts';
import type { Value } from './value.ts';
import { Search, type Step } from './wgl.ts';

export type LinearizabilityVerdict = 'linearizable' | 'not-linearizable' | 'unknown';

export interface CheckOptions extends ModelOptions {
  /** What every object holds before the history begins; by default what the model says. */
  readonly initial?: Value | undefined;
  /** How many attempts to place an operation the search may take, for all keys together. */
  readonly triesMax: number;
  /** How much memory it may take. */
  readonly bytesMax: number;
}

export const defaultCheckOptions: CheckOptions = {
  nilReads: 'unknown',
  triesMax: 20_000_000,
  bytesMax: 2 ** 30,
};

export interface KeyReport {
  /** Undefined where the history is of one object. */
  readonly key: Value | undefined;
  /** How many of its operations constrain it. */
  readonly operations: number;
  readonly pending: number;
  readonly verdict: LinearizabilityVerdict;
  /** How many attempts the search took. */
  readonly tries: number;
}

export interface CheckReport {
  readonly verdict: LinearizabilityVerdict;
  /** Operations that constrain nothing: reads that did not come back, or that said nothing. */
  readonly unconstrained: number;
  /** Of these, the reads that came back with nil. */
  readonly nilReads: number;
  readonly tries: number;
  /** In the order in which the keys first occur. */
  readonly keys: readonly KeyReport[];
  /** Of the first key that was found not to be linearizable. */
  readonly violation: Violation | undefined;
}

/** The first turn of every key; each further round doubles it, up to the longest. */
const firstTurn = 10_000;
const longestTurn = 1_000_000;

/**
 * Checks every key by itself, in turns that grow: one key can cost millions of attempts while
 * another is refuted at once. The first refutation decides. A budget that runs out is unknown, never
 * a refutation. Throws HistoryError for an operation that the model does not know.
 */
export function checkLinearizability(
  operations: readonly Operation[],
  model: AnyModel,
  options: CheckOptions = defaultCheckOptions,
): CheckReport {
  const partitions = [...byKey(operations).values()].map((partition) =>
    partitionOf(partition, model, options),
  );
  let open = partitions;
  let turn = firstTurn;
  let { triesMax: triesLeft, bytesMax: bytesLeft } = options;
  while (open.length > 0 && triesLeft > 0 && bytesLeft > 0) {
    for (const { search } of open) {
      const { tries, bytes } = search;
      const outcome = search.advance(Math.min(turn, triesLeft));
      if (outcome === 'not-linearizable') return report(partitions, operations);
      triesLeft -= search.tries - tries;
      bytesLeft -= search.bytes - bytes;
      if (outcome !== undefined) {
        bytesLeft += search.bytes;
        search.release();
      }
      if (bytesLeft <= 0) break;
    }
    open = open.filter(({ search }) => search.outcome === undefined);
    turn = Math.min(2 * turn, longestTurn);
  }
  return report(partitions, operations);
}

function report(partitions: readonly Searched[], operations: readonly Operation[]): CheckReport {
  const keys = partitions.map(({ key, steps, search }) => ({
    key,
    operations: steps.length,
    pending: steps.filter(({ operation }) => isPending(operation)).length,
    verdict: search.outcome ?? ('unknown' as const),
    tries: search.tries,
  }));
  const refuted = partitions.find(({ search }) => search.outcome === 'not-linearizable');
  const placed = new Set(
    partitions.flatMap(({ steps }) => steps.map(({ operation }) => operation)),
  );
  const unconstrained = operations.filter((operation) => !placed.has(operation));
  return {
    verdict: verdictOf(keys),
    unconstrained: unconstrained.length,
    nilReads: unconstrained.filter(({ output }) => output === null).length,
    tries: keys.reduce((sum, { tries }) => sum + tries, 0),
    keys,
    violation: refuted === undefined ? undefined : explain(refuted),
  };
}

function verdictOf(keys: readonly KeyReport[]): LinearizabilityVerdict {
  const verdicts = keys.map(({ verdict }) => verdict);
  if (verdicts.includes('not-linearizable')) return 'not-linearizable';
  return verdicts.includes('unknown') ? 'unknown' : 'linearizable';
}

function partitionOf(
  operations: readonly Operation[],
  model: AnyModel,
  options: CheckOptions,
): Searched {
  const steps = operations.flatMap((operation) => stepsOf(operation, model, options));
  const initial = model.initial(options.initial);
  return {
    key: operations[0]?.key,
    model,
    initial,
    steps,
    search: new Search(model, initial, steps),
  };
}

/** One step as a rule, none for an operation that is legal anywhere. */
function stepsOf(operation: Operation, model: AnyModel, options: CheckOptions): Step[] {
  const { f, input, output, refused, line } = operation;
  if (!model.functions.includes(f)) {
    throw new HistoryError(
      line,
      `the model ${model.id} knows no ${f}: it knows ${model.functions.join(', ')}`,
    );
  }
  const call: Call = { f, input, output, completed: !isPending(operation), refused };
  return (model.expand?.(call) ?? [call]).flatMap((part): Step[] => {
    const action = model.actionOf(part, options);
    if (action === 'unconstrained') return [];
    if ('wrong' in action) throw new HistoryError(line, action.wrong);
    return [{ operation, action }];
  });
}
