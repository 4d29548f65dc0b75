/**
 * A service that stores an order and publishes its event, in one of four ways. It keeps no data
 * itself.
 */

import type { Process } from '../../../src/kernel/process.ts';
import { Refusal } from '../../../src/world/call.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { isCallFailure } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { DeliveryParts } from './parts.ts';

export interface ServiceRequest {
  readonly order: number;
  readonly openMs: number;
}

export function orderService({
  rules,
  mode,
  points,
  timeoutMs,
  idOf,
}: DeliveryParts): Server<Record<string, never>, ServiceRequest> {
  return {
    kind: 'service',
    start: () => ({}),
    *serve(_memory, request, _from, node) {
      const { order } = request;
      try {
        yield* take(request, node);
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
        const why = failure instanceof Refusal ? `${failure}` : failure.message;
        note(node, { kind: 'gives-up', order, why });
        throw new Refusal('gave up');
      }
      return 'taken';
    },
    shown: () => ({}),
  };

  function* take({ order, openMs }: ServiceRequest, node: ServerContext): Process<void> {
    switch (mode) {
      case 'database-first':
        yield* toDatabase(node, 1, order, null, openMs);
        return yield* toBroker(node, 2, order);
      case 'broker-first':
        yield* toBroker(node, 1, order);
        return yield* toDatabase(node, 2, order, null, openMs);
      case 'outbox':
        if (rules['event-in-same-transaction'])
          return yield* toDatabase(node, 1, order, order, openMs);
        yield* toDatabase(node, 1, order, null, openMs);
        return yield* toDatabase(node, 1, null, order, openMs);
      case 'log':
        return yield* toDatabase(node, 1, order, null, openMs);
    }
  }

  function* toDatabase(
    node: ServerContext,
    step: number,
    order: number | null,
    event: number | null,
    openMs: number,
  ): Process<void> {
    const job = order ?? event ?? 0;
    const request = { do: 'insert', order, event, job, step, openMs };
    yield* write(node, job, step, idOf('database'), request, openMs + timeoutMs);
  }

  function* toBroker(node: ServerContext, step: number, event: number): Process<void> {
    const request = { do: 'append', event, step };
    yield* write(node, event, step, idOf('broker'), request, timeoutMs);
  }

  /** One step; “recorded” only means that the service now remembers it. */
  function* write(
    node: ServerContext,
    job: number,
    step: number,
    store: string,
    request: unknown,
    withinMs: number,
  ): Process<void> {
    const { self } = node;
    yield* points.passes(self, job, step, 'not done', 'before');
    yield* node.call(store, request, { timeoutMs: withinMs });
    yield* points.passes(self, job, step, 'done, not recorded', 'after');
    yield* points.passes(self, job, step, 'recorded', 'before');
    points.reaches(self, job, step, 'recorded', 'after');
  }
}
