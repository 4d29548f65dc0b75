/**
 * A consumer's membership in its group: joining, heartbeats, and what it does with partitions that
 * are assigned to it or revoked.
 */

import { must } from '../../../src/kernel/must.ts';
import { join, type Process, sleep, spawn } from '../../../src/kernel/process.ts';
import { commitNow } from '../consumer/commit.ts';
import type { Consumer } from '../model.ts';
import { coordinatorName } from '../network/machines.ts';
import { askCoordinator } from './ask-coordinator.ts';
import type { HeartbeatRequest, Joined, JoinRequest, SyncRequest } from './coordinator.ts';
import type { GroupError } from './group.ts';
import { fence, losePartitions, move } from './membership.ts';
import { drop, dropAll, own } from './ownership.ts';
import { startsFor } from './starts.ts';

// Joining

/**
 * Joins when a rebalance calls for it. Eager: gives up everything, and does nothing else until it
 * has its new assignment. Cooperative: keeps its partitions, and processes them in the meantime
 * (KIP-429).
 */
export function* rejoin(consumer: Consumer): Process<void> {
  const { group, cluster } = consumer;
  consumer.needsJoin = false;
  const keeps = group.protocol === 'cooperative' && cluster.rules['keep-unmoved-partitions'];
  if (!keeps && consumer.owned.size > 0) {
    yield* commitNow(consumer);
    dropAll(consumer, 'rejoining');
  }
  if (consumer.joining?.ended === false) yield* join(consumer.joining);
  consumer.joining = yield* spawn(joinAndSync(consumer));
  if (consumer.owned.size === 0) yield* join(consumer.joining);
}

function* joinAndSync(consumer: Consumer): Process<void> {
  const { group, config, cluster } = consumer;
  consumer.needsJoin = false;
  if (consumer.state === 'stable') move(consumer, 'rebalance');
  else if (consumer.state !== 'joining') move(consumer, 'join');
  for (;;) {
    const request: JoinRequest = {
      kind: 'join',
      group: group.name,
      consumer: consumer.name,
      memberId: consumer.memberId,
      instanceId: consumer.instanceId,
      owned: [...consumer.owned.keys()].map(({ name }) => name),
      generation: consumer.generation,
      sessionMs: config['session.timeout.ms'],
      rebalanceTimeoutMs: config['max.poll.interval.ms'],
    };
    // The answer comes when all members have joined, or the time to join is over.
    const timeoutMs = config['max.poll.interval.ms'] + config['request.timeout.ms'];
    const joined = yield* askCoordinator<Joined | GroupError>(consumer, request, timeoutMs);
    if (joined === 'REQUEST_TIMED_OUT') {
      yield* sleep(config['retry.backoff.ms']);
      continue;
    }
    if (joined === 'FENCED_INSTANCE_ID') return fence(consumer, joined);
    if (typeof joined === 'string') {
      beginAnew(consumer);
      continue;
    }
    Object.assign(consumer, joined);
    move(consumer, 'joined');
    const { memberId, generation } = joined;
    const sync: SyncRequest = { kind: 'sync', group: group.name, memberId, generation };
    const assigned = yield* askCoordinator<readonly string[] | GroupError>(consumer, sync);
    if (typeof assigned !== 'string') {
      move(consumer, 'assigned');
      consumer.assigned = assigned.map((name) =>
        must(cluster.partitions.get(name), 'partition of that name'),
      );
      // What it could not commit during the rebalance.
      consumer.commitIsDue = true;
      consumer.wake();
      return;
    }
    if (assigned === 'FENCED_INSTANCE_ID') return fence(consumer, assigned);
    if (assigned === 'UNKNOWN_MEMBER_ID') beginAnew(consumer);
    else move(consumer, 'rebalance');
  }
}

/** It was removed without knowing it: it loses what it read, and joins as a new member. */
function beginAnew(consumer: Consumer): void {
  move(consumer, 'fenced');
  losePartitions(consumer);
  consumer.needsJoin = false;
  move(consumer, 'join');
}

/** Acts on an assignment: gives up partitions that are not in it, and starts to read new ones. */
export function* applyAssignment(consumer: Consumer): Process<void> {
  const { assigned = [] } = consumer;
  consumer.assigned = undefined;
  const revoked = [...consumer.owned.values()].filter(
    ({ partition }) => !assigned.includes(partition),
  );
  if (revoked.length > 0) {
    yield* commitNow(consumer);
    for (const { partition } of revoked) drop(consumer, partition, 'reassigned');
    // Only now may others have them: that takes a second rebalance.
    consumer.needsJoin = true;
  }
  const added = assigned.filter((partition) => !consumer.owned.has(partition));
  if (added.length === 0) return;
  const { memberId } = consumer;
  const starts = yield* startsFor(consumer, added);
  // It may have been removed in the meantime.
  if (consumer.memberId !== memberId) return;
  for (const [partition, offset] of starts) own(consumer, partition, offset);
}

// Heartbeats

/** The heartbeat thread of a consumer: it also checks that the poll loop comes round in time. */
export function* heartbeats(consumer: Consumer): Process<void> {
  const { group, config, cluster } = consumer;
  for (;;) {
    yield* sleep(config['heartbeat.interval.ms']);
    if (consumer.state !== 'stable') continue;
    const { memberId, generation } = consumer;
    const sincePollMs = cluster.nowMs - consumer.lastPollMs;
    if (!consumer.isPolling && sincePollMs > config['max.poll.interval.ms']) {
      cluster.note(consumer.name, { kind: 'poll-timeout', sincePollMs });
      move(consumer, 'pollTimeout');
      if (memberId !== undefined) {
        const goodbye = { group: group.name, memberId, generation, offsets: [], leaves: true };
        consumer.node?.send(coordinatorName, { kind: 'goodbye', ...goodbye });
      }
      continue;
    }
    move(consumer, 'heartbeatInterval');
    const request: HeartbeatRequest = {
      kind: 'heartbeat',
      group: group.name,
      memberId: memberId ?? '',
      generation,
    };
    // The next heartbeat does not wait for a missing answer.
    const timeoutMs = config['heartbeat.interval.ms'];
    const error = yield* askCoordinator<GroupError | 'OK'>(consumer, request, timeoutMs);
    if (consumer.state !== 'stable' || consumer.memberId !== memberId) continue;
    if (error === 'REBALANCE_IN_PROGRESS') {
      consumer.needsJoin = true;
      consumer.wake();
    } else if (error !== 'OK' && error !== 'REQUEST_TIMED_OUT') fence(consumer, error);
  }
}
