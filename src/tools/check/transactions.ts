/**
 * Transactions of one operation, as Elle's workloads have them: `{:f :txn, :value [[:append 5 1]]}`.
 * Such a one is an operation on one object, so that it can be linearizable. For transactions of more
 * the question is another one: which isolation level they keep.
 */

import { levels } from '../../check/isolation/level.ts';
import {
  HistoryError,
  type HistoryEvent,
  type Process,
} from '../../check/linearizability/history.ts';
import { inWords, isList, type Value } from '../../check/linearizability/value.ts';
import { must } from '../../kernel/must.ts';
import { counted } from '../../words/numbers.ts';
import { nameOf } from './jepsen-event.ts';

const functions = new Map([
  ['r', 'read'],
  ['read', 'read'],
  ['w', 'write'],
  ['write', 'write'],
  ['append', 'append'],
  ['add', 'add'],
  ['remove', 'remove'],
  ['cas', 'cas'],
]);

type Step = Pick<HistoryEvent, 'f' | 'key'>;

/** Events of transactions as events of the operations in them; other events stay as they are. */
export class Transactions {
  /** How many transactions there were. */
  count = 0;
  readonly #open = new Map<Process, Step>();

  /** Throws HistoryError for a transaction of more operations than one. */
  asOperation(event: HistoryEvent): HistoryEvent {
    const { type, process, f, value, line } = event;
    const steps = stepsOf(f, value);
    const open = this.#open.get(process);
    if (type !== 'invoke') {
      if (open === undefined) return event;
      this.#open.delete(process);
      const returned = steps?.length === 1 ? stepOf(must(steps[0], 'only step'), line) : undefined;
      if (type === 'ok' && returned === undefined) {
        throw new HistoryError(
          line,
          'a txn that is ok comes back with the operation it was invoked with',
        );
      }
      return { ...event, ...open, value: returned === undefined ? value : returned.value };
    }
    if (steps === undefined) return event;
    this.count += 1;
    if (steps.length !== 1) throw new HistoryError(line, refusalOf(steps.length));
    const step = stepOf(must(steps[0], 'only step'), line);
    this.#open.set(process, { f: step.f, key: step.key });
    return { ...event, ...step };
  }
}

/** The operations of a transaction; undefined if the event is not of one. */
function stepsOf(f: string, value: Value | undefined): readonly Value[] | undefined {
  if (!isList(value)) return undefined;
  const looksLikeOne = value.length > 0 && value.every(isStep);
  return f === 'txn' || looksLikeOne ? value : undefined;
}

/** `[:append 5 1]`. */
function isStep(value: Value): boolean {
  return isList(value) && value.length === 3 && functions.has(nameOf(value[0] ?? null) ?? '');
}

function stepOf(step: Value, line: number | undefined): Step & { readonly value: Value } {
  const [name = null, key, value = null] = isList(step) ? step : [];
  const f = functions.get(nameOf(name) ?? '');
  if (f !== undefined && key !== undefined) return { f, key, value };
  throw new HistoryError(
    line,
    `an operation of a txn is [function key value] with one of ${[...functions.keys()].join(', ')}, and not ${inWords(step)}`,
  );
}

function refusalOf(count: number): string {
  return `this txn has ${counted(count, 'operation')}, and linearizability and the models of single operations are about one object at a time. Say which isolation level to check it for: --consistency ${levels.map(({ id }) => id).join(', ')}`;
}
