/**
 * Leases node ids: each to one generator at a time. Its own clock may be set forward or back, so it
 * measures leases as durations. When a lease is over, the node id rests for as long as two
 * generators' clocks can differ, because the next one's clock may be behind the times that the last
 * one has used.
 */

import type { Process } from '../../../src/kernel/process.ts';
import { Refusal } from '../../../src/world/call.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';

interface Leased {
  readonly nodeId: number;
  readonly to: string;
}

interface Held {
  readonly to: string;
  /** False while the node id rests. */
  isLeased: boolean;
}

type Memory = Map<number, Held>;

/** One life of a generator asks under one name; a restarted one asks under a new name. */
export interface LeaseRequest {
  readonly do: 'lease';
  readonly life: string;
}

interface RegistryOptions {
  readonly nodeIds: number;
  readonly leaseMs: number;
  readonly restMs: number;
}

export function registry(options: RegistryOptions): Server<Memory, LeaseRequest, Leased> {
  const { nodeIds, leaseMs, restMs } = options;
  return {
    kind: 'registry',
    // After a restart it does not know the age of a lease, and treats all as if they were granted
    // just now.
    start(node, { journal }) {
      const memory: Memory = new Map();
      for (const { nodeId, to } of journal) hold(memory, nodeId, to, node);
      return memory;
    },
    *serve(memory, { life }, _from, node) {
      const nodeId = idFor(memory, life, nodeIds);
      if (nodeId === undefined) throw new Refusal('every node id is leased');
      hold(memory, nodeId, life, node);
      node.persist({ nodeId, to: life });
      yield* node.durable();
      return nodeId;
    },
    shown: ({ size }) => ({ leases: size }),
  };

  function hold(memory: Memory, nodeId: number, to: string, node: ServerContext<Leased>): void {
    const held: Held = { to, isLeased: true };
    memory.set(nodeId, held);
    node.spawn(ending(memory, nodeId, held, node));
  }

  /** A lease that was renewed in the meantime is a different one. */
  function* ending(
    memory: Memory,
    nodeId: number,
    held: Held,
    node: ServerContext<Leased>,
  ): Process<void> {
    yield* node.sleep(leaseMs);
    held.isLeased = false;
    yield* node.sleep(restMs);
    if (memory.get(nodeId) === held) memory.delete(nodeId);
  }
}

function idFor(memory: Memory, life: string, nodeIds: number): number | undefined {
  for (const [nodeId, { to, isLeased }] of memory) if (to === life && isLeased) return nodeId;
  for (let nodeId = 0; nodeId < nodeIds; nodeId++) if (!memory.has(nodeId)) return nodeId;
  return undefined;
}
