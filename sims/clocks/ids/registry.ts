/** Leases node ids: each to one generator at a time, and to another only when the lease is over. */
import { Refusal } from '../../../src/world/call.ts';
import type { Server } from '../../../src/world/server.ts';

interface Leased {
  readonly nodeId: number;
  readonly to: string;
  readonly untilMs: number;
}

interface Memory {
  readonly leases: Map<number, Leased>;
}

/** One life of a generator asks under one name: a restarted one asks anew. */
export interface LeaseRequest {
  readonly do: 'lease';
  readonly life: string;
}

export const registry = (
  nodeIds: number,
  leaseMs: number,
): Server<Memory, LeaseRequest, Leased> => ({
  kind: 'registry',
  start: (_node, { journal }) => ({
    leases: new Map(journal.map((leased) => [leased.nodeId, leased])),
  }),
  *serve({ leases }, { life }, _from, node) {
    const nodeId = idFor(leases, life, node.now(), nodeIds);
    if (nodeId === undefined) throw new Refusal('every node id is leased');
    const leased = { nodeId, to: life, untilMs: node.now() + leaseMs };
    leases.set(nodeId, leased);
    node.persist(leased);
    yield* node.durable();
    return nodeId;
  },
  shown: ({ leases }) => ({ leases: leases.size }),
});

function idFor(leases: Memory['leases'], life: string, nowMs: number, nodeIds: number) {
  const own = [...leases.values()].find(({ to, untilMs }) => to === life && untilMs > nowMs);
  if (own !== undefined) return own.nodeId;
  const ids = Array.from({ length: nodeIds }, (_, nodeId) => nodeId);
  return ids.find((nodeId) => (leases.get(nodeId)?.untilMs ?? 0) <= nowMs);
}
