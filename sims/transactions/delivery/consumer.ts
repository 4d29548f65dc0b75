/**
 * A consumer with its own database: the effects, and an inbox with the ids of events already
 * applied. One journal record is one transaction.
 */

import type { Process } from '../../../src/kernel/process.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { type DeliveryParts, rounds } from './parts.ts';

interface InboxRecord {
  readonly effect?: number;
  readonly id?: number;
}

interface Memory {
  readonly inbox: Set<number>;
  effects: number;
}

type Context = ServerContext<InboxRecord>;

/** The effect is the third step of an order. */
const step = 3;

export function consumerServer({
  rules,
  judge,
  points,
  consumerPollMs,
  timeoutMs,
  idOf,
}: DeliveryParts): Server<Memory, never, InboxRecord> {
  const broker = idOf('broker');

  return {
    kind: 'consumer',
    start(node, { journal }) {
      const inbox = new Set(journal.flatMap(({ id }) => (id === undefined ? [] : [id])));
      const effects = journal.filter(({ effect }) => effect !== undefined).length;
      const memory: Memory = { inbox, effects };
      node.spawn(consuming(memory, node));
      return memory;
    },
    serve: () => {
      throw new Error('a consumer accepts no requests');
    },
    shown: ({ inbox, effects }) => ({ ids: inbox.size, effects }),
  };

  function* consuming(memory: Memory, node: Context): Process<void> {
    yield* rounds(node, consumerPollMs, function* () {
      let from = yield* call<number>(node, { do: 'offset' });
      for (;;) {
        const event = yield* call<number | null>(node, { do: 'fetch', from, step });
        if (event === null) return;
        from += 1;
        yield* handle(memory, node, event, from);
      }
    });
  }

  function* handle(memory: Memory, node: Context, event: number, offset: number): Process<void> {
    const { self } = node;
    const commit = { do: 'commit-offset', offset, event, step };
    yield* points.passes(self, event, step, 'not done', 'after');
    if (!rules['offset-after-effect']) yield* call(node, commit);
    if (memory.inbox.has(event)) {
      note(node, { kind: 'repeat', event, rule: 'dedup-with-effect-atomic' });
    } else yield* apply(memory, node, event);
    if (rules['offset-after-effect']) yield* call(node, commit);
    points.reaches(self, event, step, 'recorded', 'after');
  }

  function* apply(memory: Memory, node: Context, event: number): Process<void> {
    const isAtomic = rules['dedup-with-effect-atomic'];
    node.persist(isAtomic ? { effect: event, id: event } : { effect: event });
    yield* node.durable();
    judge.takesEffect(event);
    memory.effects += 1;
    note(node, { kind: 'applies', event });
    yield* points.passes(node.self, event, step, 'done, not recorded', 'before');
    if (!isAtomic) {
      node.persist({ id: event });
      yield* node.durable();
    }
    memory.inbox.add(event);
  }

  function call<Result>(node: Context, request: unknown): Process<Result> {
    return node.call<Result>(broker, request, { timeoutMs });
  }
}
