/** A node as the primary: it ships its log to each replica, and renews its lease. */
import { sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { type Follower, type Memory, type NodeContext, promise } from './memory.ts';
import type { LogMessage, ManagerRequest } from './messages.ts';
import type { PrimaryParts } from './parts.ts';

/** How often a lease is renewed before it expires. */
const renewalsPerLease = 3;

export function shipping({ options, judge, nodeIds, managerId }: PrimaryParts) {
  return { lead, hears };

  /** The node is primary of that epoch, and serves once it has its lease. */
  function lead(memory: Memory, epoch: number, node: NodeContext): void {
    promise(memory, epoch, node);
    memory.role = 'primary';
    memory.leaseUntilMs = -Infinity;
    memory.followers.clear();
    judge.leads(epoch, memory.log);
    note(node, { kind: 'leads', epoch, lsn: memory.log.length });
    for (const id of nodeIds) {
      if (id === node.self) continue;
      const sent = memory.log.length;
      const follower = { sent, sentAtMost: sent, received: 0 };
      memory.followers.set(id, follower);
      node.spawn(shipsTo(id, follower, memory, epoch, node));
    }
    node.spawn(heartbeats(memory, epoch, node));
    node.spawn(renewing(memory, epoch, node));
  }

  function send(id: NodeId, to: Follower, upTo: number, memory: Memory, node: NodeContext): void {
    const { log, epoch } = memory;
    const message: LogMessage = {
      append: log.between(to.sent, upTo),
      after: log.positionAt(to.sent),
      epoch,
    };
    node.send(id, message);
    to.sent = upTo;
    to.sentAtMost = Math.max(to.sentAtMost, upTo);
  }

  function* shipsTo(
    id: NodeId,
    to: Follower,
    memory: Memory,
    epoch: number,
    node: NodeContext,
  ): Process<void> {
    const drawMs = sampler(options.shipMs, node.stream(`ship/${id}`));
    while (leads(memory, epoch)) {
      const entry = memory.log.entryAt(to.sent + 1);
      if (entry === undefined) {
        yield* memory.changed.wait();
        continue;
      }
      const isNew = to.sent === to.sentAtMost && entry.epoch === epoch;
      const waitMs = isNew ? entry.atMs + drawMs() - node.now() : 0;
      if (waitMs > 0) yield* node.sleep(waitMs);
      // Entries that were sent but lost are sent again at once.
      const upTo = Math.max(to.sent + 1, to.sentAtMost);
      if (leads(memory, epoch)) send(id, to, upTo, memory, node);
    }
  }

  /** A replica reports a gap at the next message; without a message a lost tail stays lost. */
  function* heartbeats(memory: Memory, epoch: number, node: NodeContext): Process<void> {
    while (leads(memory, epoch)) {
      for (const [id, to] of memory.followers) send(id, to, to.sent, memory, node);
      yield* node.sleep(options.heartbeatMs);
    }
  }

  /** The lease counts from the moment of asking, so the manager’s grant ends no earlier. */
  function* renewing(memory: Memory, epoch: number, node: NodeContext): Process<void> {
    const request: ManagerRequest = { do: 'renew', epoch };
    const everyMs = options.leaseMs / renewalsPerLease;
    while (leads(memory, epoch)) {
      const askedAtMs = node.now();
      try {
        yield* node.call(managerId, request, { timeoutMs: everyMs });
        if (!leads(memory, epoch)) return;
        memory.leaseUntilMs = askedAtMs + options.leaseMs;
        judge.serves(node.self, epoch, memory.log);
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
        if (failure instanceof Refusal && leads(memory, epoch)) memory.role = 'replica';
      }
      const restMs = askedAtMs + everyMs - node.now();
      if (restMs > 0) yield* node.sleep(restMs);
    }
  }

  /** A replica answers. */
  function hears(memory: Memory, message: LogMessage, from: NodeId, node: NodeContext): void {
    if ('fencedBy' in message) {
      if (message.fencedBy > memory.epoch) promise(memory, message.fencedBy, node);
      return;
    }
    const to = memory.followers.get(from);
    if (to === undefined || !leads(memory, message.epoch)) return;
    if ('received' in message) to.received = Math.max(to.received, message.received);
    if ('rejects' in message) {
      to.sent = Math.min(to.sent, memory.log.sharedAtMost(message.rejects).lsn);
    }
    memory.changed.fire();
  }
}

export const leads = (memory: Memory, epoch: number): boolean =>
  memory.role === 'primary' && memory.epoch === epoch;
