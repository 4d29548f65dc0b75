/**
 * A reader of order events, which arrive over several partitions and so in any order. It knows the
 * state in which each event may be applied, and holds an early one until its turn.
 */
import type { Server } from '../../../src/world/server.ts';
import type { SagaRules } from './rules.ts';

/** In the order in which they happen. */
export const orderStates = ['created', 'paid', 'packed', 'shipped'] as const;

export interface OrderEvent {
  readonly order: number;
  /** Position of the state that it leads to, from 0. */
  readonly place: number;
}

interface Memory {
  /** By order: how many of its events have been applied, in turn. */
  readonly applied: Map<number, number>;
  readonly early: Map<number, Set<number>>;
}

export function orderReader(
  rules: SagaRules,
  reads: (order: number, state: string) => void,
): Server<Memory, never> {
  return {
    kind: 'reader',
    start: () => ({ applied: new Map(), early: new Map() }),
    serve: () => {
      throw new Error('a reader accepts no requests');
    },
    receive({ applied, early }, message) {
      const { order, place } = message as OrderEvent;
      if (!rules['early-event-waits']) {
        reads(order, orderStates[place] ?? '');
        return;
      }
      const waiting = early.get(order) ?? new Set();
      early.set(order, waiting.add(place));
      let next = applied.get(order) ?? 0;
      while (waiting.delete(next)) {
        reads(order, orderStates[next] ?? '');
        next += 1;
      }
      applied.set(order, next);
    },
    shown: ({ applied }) => ({ orders: applied.size }),
  };
}
