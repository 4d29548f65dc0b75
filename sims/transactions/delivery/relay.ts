/**
 * A relay: it reads what the database has committed, publishes it, and records in the database how
 * far it has come. It polls the outbox, or follows the database’s own log.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { Published } from './database.ts';
import { type DeliveryParts, rounds } from './parts.ts';

/** Publishing is the second step of an order; storing it is the first. */
const step = 2;

export function relayClient({ rules, mode, points, pollMs, timeoutMs, idOf }: DeliveryParts) {
  const by = mode === 'log' ? 'log' : 'id';
  const [database, broker] = [idOf('database'), idOf('broker')];

  return client('relay', (node) => node.spawn(relaying(node)));

  function* relaying(node: ServerContext): Process<void> {
    let published: number | undefined;
    yield* rounds(node, pollMs, function* () {
      const after = yield* call<number>(node, database, { do: 'position' });
      if (published !== undefined) points.reaches(node.self, published, step, 'recorded', 'after');
      const rows = yield* call<readonly Published[]>(node, database, { do: 'poll', by, after });
      for (const row of rows) {
        yield* publish(node, row);
        published = row.event;
      }
    });
  }

  function* publish(node: ServerContext, { place, event }: Published): Process<void> {
    const { self } = node;
    const mark = { do: 'mark', position: place };
    if (!rules['relay-marks-after-publish']) yield* call(node, database, mark);
    yield* points.passes(self, event, step, 'not done', 'before');
    yield* call(node, broker, { do: 'append', event, step });
    yield* points.passes(self, event, step, 'done, not recorded', 'after');
    if (rules['relay-marks-after-publish']) yield* call(node, database, mark);
    yield* points.passes(self, event, step, 'recorded', 'before');
  }

  function call<Result>(node: ServerContext, to: string, request: unknown): Process<Result> {
    return node.call<Result>(to, request, { timeoutMs });
  }
}
