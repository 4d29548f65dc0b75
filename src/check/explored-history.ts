/**
 * What clients asked for and were told, as a ghost: which operation was over before which other began, and
 * nothing else of their order, so that histories count as different only if a checker could tell.
 */

import type { Note } from '../trace/event.ts';
import type { ClientEvent } from './client-event.ts';
import type { Change, ExploredProperty, Ghost } from './exploration.ts';
import { checkLinearizability } from './linearizability/check.ts';
import { type HistoryEvent, operationsOf } from './linearizability/history.ts';
import type { AnyModel } from './linearizability/model.ts';
import type { Value } from './linearizability/value.ts';

interface Done {
  readonly type: 'ok' | 'fail' | 'info';
  readonly value?: Value | undefined;
}

interface Recorded {
  readonly f: string;
  readonly key?: Value | undefined;
  readonly value?: Value | undefined;
  /** How many operations of each other process were over when it began. */
  readonly after: Readonly<Record<string, number>>;
  /** Missing while it is open. */
  readonly done?: Done;
}

/** By process, in the order in which it began them. */
export type PartialHistory = Readonly<Record<string, readonly Recorded[]>>;

const over = (operations: readonly Recorded[]): number =>
  operations.filter(({ done }) => done !== undefined && done.type !== 'info').length;

/** The history after one more event. */
export function recorded(history: PartialHistory, event: ClientEvent): PartialHistory {
  const process = String(event.process);
  const own = history[process] ?? [];
  const value = event.value as Value | undefined;
  if (event.type === 'invoke') {
    const after: Record<string, number> = {};
    for (const [other, operations] of Object.entries(history)) {
      const count = over(operations);
      if (other !== process && count > 0) after[other] = count;
    }
    const key = event.key as Value | undefined;
    return { ...history, [process]: [...own, { f: event.f ?? '', key, value, after }] };
  }
  const last = own.at(-1);
  if (last === undefined || last.done !== undefined) return history;
  return {
    ...history,
    [process]: [...own.slice(0, -1), { ...last, done: { type: event.type, value } }],
  };
}

/** A ghost that remembers the history, of what a sim's notes say of it. */
export function historyGhost(
  clientEvent: (note: Note) => ClientEvent | undefined,
): Ghost & { readonly initial: PartialHistory } {
  return {
    initial: {},
    observe({ notes }: Change) {
      const events = notes.map(clientEvent).filter((event) => event !== undefined);
      return events.length === 0 ? undefined : events;
    },
    next: (history: PartialHistory, events: readonly ClientEvent[]) =>
      events.reduce(recorded, history),
  };
}

/** Events in an order that has the same operations over before the same others. O(operations^2). */
export function eventsOf(history: PartialHistory): HistoryEvent[] {
  const begun: Record<string, number> = {};
  const ended: Record<string, number> = {};
  const events: HistoryEvent[] = [];
  const processes = Object.entries(history);
  const all = processes.reduce((sum, [, operations]) => sum + operations.length, 0);
  /** Whom it is too early for to end: somebody has to begin who began before that. */
  const mayEnd = (process: string): boolean =>
    processes.every(([other, operations]) => {
      const next = operations[begun[other] ?? 0];
      return (
        other === process ||
        next === undefined ||
        (next.after[process] ?? 0) > (ended[process] ?? 0)
      );
    });
  const begin = (process: string, { f, key, value }: Recorded) => {
    begun[process] = (begun[process] ?? 0) + 1;
    events.push({ type: 'invoke', process, f, key, value });
  };
  for (let left = 2 * all; left > 0; left--) {
    for (const [process, operations] of processes) {
      const next = operations[begun[process] ?? 0];
      const isFree = (begun[process] ?? 0) === (ended[process] ?? 0);
      if (next === undefined || !isFree) continue;
      const isDue = Object.entries(next.after).every(([other, n]) => (ended[other] ?? 0) >= n);
      if (isDue) begin(process, next);
    }
    for (const [process, operations] of processes) {
      const current = operations[(begun[process] ?? 0) - 1];
      const isOpen = (begun[process] ?? 0) > (ended[process] ?? 0);
      if (current?.done === undefined || !isOpen || !mayEnd(process)) continue;
      ended[process] = (ended[process] ?? 0) + 1;
      const { f, key } = current;
      const value = current.done.value === undefined ? current.value : current.done.value;
      events.push({ type: current.done.type, process, f, key, value });
    }
  }
  return events;
}

/** Asked once for each distinct history. */
export function linearizableHistory<G>(
  model: AnyModel,
  historyIn: (ghost: G) => PartialHistory,
  initial?: Value,
): ExploredProperty {
  return {
    id: 'linearizable',
    says: 'clients saw results that a single machine could have produced, one request after another',
    of: 'ghost',
    check(ghost: G) {
      const { operations } = operationsOf(eventsOf(historyIn(ghost)));
      const { verdict } = checkLinearizability(operations, model, {
        nilReads: 'absent',
        triesMax: 1_000_000,
        bytesMax: 2 ** 26,
        ...(initial === undefined ? {} : { initial }),
      });
      return verdict === 'not-linearizable' ? 'no order explains what the clients saw' : undefined;
    },
  };
}
