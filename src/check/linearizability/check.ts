/**
 * Is a history linearizable: could each operation have taken effect at one instant between its call
 * and its return, so that all of them together behave as the model does (Herlihy and Wing 1990)?
 */

import { must } from '../../kernel/must.ts';
import { explain, type Searched, type Violation } from './explain.ts';
import { byKey, HistoryError, isPending, type Operation } from './history.ts';
import type { AnyModel, Call, ModelOptions } from './model.ts';
import type { Value } from './value.ts';
import { type Outcome, Search, type Step } from './wgl.ts';

export type LinearizabilityVerdict = 'linearizable' | 'not-linearizable' | 'unknown';

export interface CheckOptions extends ModelOptions {
  /** What every object holds before the history begins; by default what the model says. */
  readonly initial?: Value | undefined;
  /** How many attempts to place an operation the search may take, for all keys together. */
  readonly triesMax: number;
  /** How much memory it may take. */
  readonly bytesMax: number;
  /** Called between the turns of the search: what it throws ends it. */
  readonly onWay?: (() => void) | undefined;
}

export const defaultCheckOptions: CheckOptions = {
  nilReads: 'unknown',
  triesMax: 20_000_000,
  bytesMax: 2 ** 28,
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
  /** The search ended because it had taken all of its memory. */
  readonly isOutOfMemory: boolean;
  /** In the order in which the keys first occur. */
  readonly keys: readonly KeyReport[];
  /** Of the first key that was found not to be linearizable. */
  readonly violation: Violation | undefined;
}

/** The first turn of every key; each further round doubles it, up to the longest. */
const firstTurn = 10_000;
const longestTurn = 1_000_000;

/** The operations on one object. Its search stands only while it goes on. */
interface Partition extends Omit<KeyReport, 'verdict' | 'tries'> {
  readonly all: readonly Operation[];
  searched: Searched | undefined;
  outcome: Outcome | undefined;
  tries: number;
}

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
  const unconstrained = operations.filter((each) => stepsOf(each, model, options).length === 0);
  const partitions = [...byKey(operations).values()].map((all) => partitionOf(all, model, options));
  let open = partitions;
  let turn = firstTurn;
  let { triesMax: triesLeft, bytesMax: bytesLeft } = options;
  let refuted: Searched | undefined;
  while (open.length > 0 && triesLeft > 0 && bytesLeft > 0 && refuted === undefined) {
    for (const partition of open) {
      options.onWay?.();
      const bytes = partition.searched?.search.bytes ?? 0;
      partition.searched ??= searchOf(partition.all, model, options);
      const { search } = partition.searched;
      partition.outcome = search.advance(Math.min(turn, triesLeft), bytes + bytesLeft);
      triesLeft -= search.tries - partition.tries;
      bytesLeft -= search.bytes - bytes;
      partition.tries = search.tries;
      if (partition.outcome === 'not-linearizable') refuted = partition.searched;
      if (partition.outcome !== undefined) {
        bytesLeft += search.bytes;
        partition.searched = undefined;
      }
      if (bytesLeft <= 0 || refuted !== undefined) break;
    }
    open = open.filter(({ outcome }) => outcome === undefined);
    turn = Math.min(2 * turn, longestTurn);
  }
  const keys = partitions.map(reportOf);
  return {
    verdict: verdictOf(keys),
    unconstrained: unconstrained.length,
    nilReads: unconstrained.filter(({ output }) => output === null).length,
    tries: keys.reduce((sum, { tries }) => sum + tries, 0),
    keys,
    isOutOfMemory: bytesLeft <= 0,
    violation: refuted === undefined ? undefined : explain(refuted),
  };
}

function reportOf({ key, operations, pending, outcome, tries }: Partition): KeyReport {
  return { key, operations, pending, verdict: outcome ?? 'unknown', tries };
}

function verdictOf(keys: readonly KeyReport[]): LinearizabilityVerdict {
  const verdicts = keys.map(({ verdict }) => verdict);
  if (verdicts.includes('not-linearizable')) return 'not-linearizable';
  return verdicts.includes('unknown') ? 'unknown' : 'linearizable';
}

function partitionOf(all: readonly Operation[], model: AnyModel, options: CheckOptions): Partition {
  const steps = all.map((operation) => stepsOf(operation, model, options).length);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return {
    key: all[0]?.key,
    operations: sum(steps),
    pending: sum(steps.filter((_, place) => isPending(must(all[place], 'operation of the step')))),
    ...{ all, searched: undefined, outcome: undefined, tries: 0 },
  };
}

function searchOf(
  operations: readonly Operation[],
  model: AnyModel,
  options: CheckOptions,
): Searched {
  const steps = operations.flatMap((operation) => stepsOf(operation, model, options));
  const initial = model.initial(options.initial);
  const search = new Search(model, initial, steps);
  return { key: operations[0]?.key, model, initial, steps, search };
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
