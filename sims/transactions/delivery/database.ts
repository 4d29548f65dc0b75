/**
 * A database of orders, with an outbox table. One journal record is one committed transaction: all
 * of it, or nothing. Ids are assigned when a row is inserted; rows become visible when their
 * transaction commits.
 */

import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { DeliveryParts } from './parts.ts';

export type DatabaseRequest =
  | {
      readonly do: 'insert';
      readonly order: number | null;
      readonly event: number | null;
      /** The crash points of this system, and which step this is. */
      readonly job: number;
      readonly step: number;
      /** From the insert to the commit. */
      readonly openMs: number;
    }
  | { readonly do: 'poll'; readonly by: 'id' | 'log'; readonly after: number }
  | { readonly do: 'mark'; readonly position: number }
  | { readonly do: 'position' };

interface Row {
  readonly id: number;
  readonly order: number | null;
  readonly event: number | null;
}

/** What a relay reads: its position after this row, and the event. */
export interface Published {
  readonly place: number;
  readonly event: number;
}

type DatabaseRecord = { readonly row: Row } | { readonly position: number };

interface Memory {
  /** In commit order: the database’s own log. */
  readonly log: Row[];
  /** Ids of transactions that have begun but not ended. */
  readonly open: Set<number>;
  nextId: number;
  position: number;
}

export function databaseServer({
  rules,
  isNaive,
  judge,
  points,
}: DeliveryParts): Server<Memory, DatabaseRequest, DatabaseRecord> {
  return {
    kind: 'database',
    start(_node, { journal }) {
      const log = journal.flatMap((record) => ('row' in record ? [record.row] : []));
      const positions = journal.flatMap((record) =>
        'position' in record ? [record.position] : [],
      );
      const nextId = 1 + Math.max(0, ...log.map(({ id }) => id));
      return { log, open: new Set(), nextId, position: positions.at(-1) ?? 0 };
    },
    *serve(memory, request, _from, node) {
      switch (request.do) {
        case 'insert':
          return yield* insert(memory, request, node);
        case 'poll':
          return request.by === 'id' ? byId(memory, request.after) : byLog(memory, request.after);
        case 'mark': {
          const { position } = request;
          memory.position = position;
          node.persist({ position });
          yield* node.durable();
          note(node, { kind: 'marks', position });
          return 'marked';
        }
        case 'position':
          return memory.position;
      }
    },
    shown: ({ log, position }) => ({ rows: log.length, position }),
  };

  function* insert(
    memory: Memory,
    { order, event, job, step, openMs }: DatabaseRequest & { do: 'insert' },
    node: ServerContext<DatabaseRecord>,
  ) {
    const { self } = node;
    yield* points.passes(self, job, step, 'not done', 'after');
    const id = memory.nextId;
    memory.nextId += 1;
    memory.open.add(id);
    yield* node.sleep(openMs);
    const row = { id, order, event };
    node.persist({ row });
    yield* node.durable();
    memory.open.delete(id);
    memory.log.push(row);
    if (order !== null) judge.stores(order);
    note(node, { kind: 'commits', order, event, id });
    yield* points.passes(self, job, step, 'done, not recorded', 'before');
    return 'committed';
  }

  /** where id > :after order by id */
  function byId({ log, open }: Memory, after: number): Published[] {
    // No open transaction has a lower id than these rows, so none can appear behind them.
    const isSafe = rules['relay-reads-in-commit-order'] && !isNaive;
    const horizon = isSafe ? Math.min(...open) : Infinity;
    return log
      .flatMap(({ id, event }) => (event === null ? [] : [{ place: id, event }]))
      .filter(({ place }) => place > after && place < horizon)
      .sort((a, b) => a.place - b.place);
  }

  /** Every row of the table of orders, as committed. */
  function byLog({ log }: Memory, after: number): Published[] {
    return log
      .slice(after)
      .flatMap(({ order }, index) =>
        order === null ? [] : [{ place: after + index + 1, event: order }],
      );
  }
}
