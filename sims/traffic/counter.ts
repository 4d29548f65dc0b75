/** The server: it counts requests, and keeps on its disk which ones it has counted. */
import type { Server } from '../../src/world/server.ts';
import type { TrafficRules } from './rules.ts';

export interface Request {
  readonly id: number;
}

interface Memory {
  total: number;
  readonly counted: Set<number>;
}

export const counterServer = (rules: TrafficRules): Server<Memory, Request, Request> => ({
  kind: 'counter',
  start: (_node, { journal }) => ({
    total: journal.length,
    counted: new Set(journal.map(({ id }) => id)),
  }),
  *serve(memory, { id }, _from, node) {
    // RFC 9110 §9.2.2: a client may repeat a request only if that has the effect of one.
    if (rules['count-each-request-once'] && memory.counted.has(id)) {
      const note = { kind: 'repeat', id, rule: 'count-each-request-once' };
      node.note(note);
    } else {
      memory.total += 1;
      memory.counted.add(id);
      node.persist({ id });
      const note = { kind: 'counts', id, total: memory.total };
      node.note(note);
    }
    yield* node.durable();
    return memory.total;
  },
  shown: ({ total }) => ({ total }),
});
