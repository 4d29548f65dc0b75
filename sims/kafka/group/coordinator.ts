/**
 * The coordinator of a group: its members, its generation, and which member reads what.
 *
 * A rebalance goes in two rounds (classic protocol): all members join, then one of them, the leader,
 * computes the assignment and every member learns its part (SyncGroup). Every rebalance makes a new
 * generation; requests from an older one are refused.
 */

import { noEvent } from '../../../src/kernel/event-queue.ts';
import { must } from '../../../src/kernel/must.ts';
import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { Assignment, Subscriber } from '../assignors/assignment.ts';
import type { Group, MemberRecord } from '../model.ts';
import { isCoordinating } from '../network/machines.ts';
import { reportOf } from '../observer.ts';
import { errorOf, type GroupError, partitionsOf } from './group.ts';

// JoinGroup

export interface JoinRequest {
  readonly kind: 'join';
  readonly group: string;
  readonly consumer: string;
  /** Undefined for a new member. */
  readonly memberId: string | undefined;
  readonly instanceId: string | undefined;
  /** The names of the partitions that it reads. */
  readonly owned: readonly string[];
  /** The generation in which it was given that. */
  readonly generation: number;
  readonly sessionMs: number;
  readonly rebalanceTimeoutMs: number;
}

export interface Joined {
  readonly memberId: string;
  readonly generation: number;
}

/**
 * Answers once all members have joined: with the member's id and its generation. A member that was
 * removed without knowing it is told so: it must not return with its old partitions.
 */
export function* joinGroup(group: Group, request: JoinRequest): Process<Joined | GroupError> {
  const { cluster } = group;
  const known = knownMember(group, request);
  if (known === undefined && request.memberId !== undefined) {
    return group.replaced.has(request.memberId) ? 'FENCED_INSTANCE_ID' : 'UNKNOWN_MEMBER_ID';
  }
  const isBack = known !== undefined && request.memberId === undefined;
  const member = isBack ? takePlace(group, known, request) : (known ?? addMember(group, request));
  if (isBack && group.state === 'Stable') {
    // A static member that is back within its session continues without a rebalance (KIP-345).
    heardFrom(group, member.id);
    return { memberId: member.id, generation: group.generation };
  }
  member.owned = request.owned.map((name) =>
    must(cluster.partitions.get(name), 'partition of that name'),
  );
  member.ownedSince = request.generation;
  member.hasJoined = true;
  cluster.world.kernel.cancel(member.expiry);
  prepareRebalance(group, `${request.consumer} joins`);
  completeJoinWhereAllHave(group);
  while (group.state === 'PreparingRebalance' && group.members.has(member.id)) {
    yield* group.turned.wait();
  }
  return { memberId: member.id, generation: group.generation };
}

function knownMember(
  group: Group,
  { memberId, instanceId }: JoinRequest,
): MemberRecord | undefined {
  if (memberId !== undefined) return group.members.get(memberId);
  if (instanceId === undefined) return undefined;
  for (const member of group.members.values()) if (member.instanceId === instanceId) return member;
  return undefined;
}

function addMember(group: Group, request: JoinRequest): MemberRecord {
  const member: MemberRecord = {
    id: `${request.consumer}/${group.nextMember++}`,
    consumer: request.consumer,
    instanceId: request.instanceId,
    owned: [],
    ownedSince: -1,
    hasJoined: false,
    expiry: noEvent,
    sessionMs: request.sessionMs,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
  };
  group.members.set(member.id, member);
  return member;
}

/**
 * A static member starts under a group.instance.id that has a member: it gets that member's place
 * and a new member id. If the other one is still up, its old id fences it (KIP-345).
 */
function takePlace(group: Group, old: MemberRecord, request: JoinRequest): MemberRecord {
  const { members, assignment, replaced, turned, cluster } = group;
  if (!cluster.rules['fence-static-members']) return old;
  const others = [...members].filter(([id]) => id !== old.id);
  const isLeader = members.keys().next().value === old.id;
  cluster.world.kernel.cancel(old.expiry);
  members.clear();
  if (!isLeader) for (const [id, other] of others) members.set(id, other);
  const member = addMember(group, request);
  if (isLeader) for (const [id, other] of others) members.set(id, other);
  for (const [partition, owner] of assignment) {
    if (owner === old.id) assignment.set(partition, member.id);
  }
  replaced.add(old.id);
  turned.fire();
  return member;
}

/** The topics of a group have changed: its leader calls for a rebalance. */
export function topicsChanged(group: Group): void {
  if (group.members.size > 0) prepareRebalance(group, 'there are more partitions');
}

/** Calls for a rebalance: members hear of it with their next heartbeat. */
function prepareRebalance(group: Group, why: string): void {
  if (group.state === 'PreparingRebalance') return;
  const { cluster } = group;
  const isFirst = group.state === 'Empty';
  group.state = 'PreparingRebalance';
  group.rebalances += 1;
  cluster.note(group.name, { kind: 'rebalance', generation: group.generation + 1, why });
  const waitMs = isFirst
    ? cluster.config['group.initial.rebalance.delay.ms']
    : Math.max(...[...group.members.values()].map((member) => member.rebalanceTimeoutMs), 0);
  group.opening = isFirst;
  cluster.coordinator?.spawn(endRound(group, group.generation, waitMs));
  group.turned.fire();
}

/**
 * The time to join is over: a member that has not joined is removed. The first round only waits for
 * more members.
 */
function* endRound(group: Group, generation: number, waitMs: number): Process<void> {
  yield* sleep(waitMs);
  if (group.state !== 'PreparingRebalance' || group.generation !== generation) return;
  group.opening = false;
  for (const member of [...group.members.values()]) {
    if (!member.hasJoined) drop(group, member, 'did not join in time');
  }
  completeJoin(group);
}

function completeJoinWhereAllHave(group: Group): void {
  if (group.state !== 'PreparingRebalance' || group.opening) return;
  for (const { hasJoined } of group.members.values()) if (!hasJoined) return;
  completeJoin(group);
}

function completeJoin(group: Group): void {
  const { members } = group;
  group.generation += 1;
  group.state = members.size === 0 ? 'Empty' : 'CompletingRebalance';
  for (const member of members.values()) {
    member.hasJoined = false;
    heardFrom(group, member.id);
  }
  group.turned.fire();
}

// SyncGroup

export interface SyncRequest {
  readonly kind: 'sync';
  readonly group: string;
  readonly memberId: string;
  readonly generation: number;
}

/**
 * Answers with the member's partitions, once the leader of the group has computed the assignment.
 */
export function* syncGroup(
  group: Group,
  { memberId, generation }: SyncRequest,
): Process<readonly string[] | GroupError> {
  const error = errorOf(group, memberId, generation);
  if (error !== undefined) return error;
  if (group.state === 'PreparingRebalance') return 'REBALANCE_IN_PROGRESS';
  const [leader] = group.members.keys();
  if (group.state === 'CompletingRebalance') {
    if (memberId === leader) assign(group);
    while (group.state === 'CompletingRebalance' && group.generation === generation) {
      yield* group.turned.wait();
    }
  }
  const isOver = group.generation === generation && group.state === 'Stable';
  return isOver ? ownedBy(group, memberId) : 'REBALANCE_IN_PROGRESS';
}

const ownedBy = (group: Group, memberId: string): string[] =>
  [...group.assignment].flatMap(([{ name }, owner]) => (owner === memberId ? [name] : []));

/** The group leader's part: it assigns the partitions. */
function assign(group: Group): void {
  const { topics, members, cluster } = group;
  const byName = new Map(partitionsOf(group).map((partition) => [partition.name, partition]));
  const subscribers = [...members.values()].map((member): Subscriber => {
    return {
      id: member.id,
      instanceId: member.instanceId,
      topics: topics.map(({ name }) => name),
      owned: member.owned.map(({ topic, number }) => ({ topic: topic.name, partition: number })),
      generation: member.ownedSince,
    };
  });
  const sizes = Object.fromEntries(topics.map(({ name, partitions }) => [name, partitions.length]));
  const assignment: Assignment = group.assignor(subscribers, sizes);
  group.assignment = new Map();
  for (const [memberId, owned] of assignment) {
    for (const { topic, partition } of owned) {
      group.assignment.set(
        must(byName.get(`${topic}-${partition}`), 'partition of that name'),
        memberId,
      );
    }
  }
  group.state = 'Stable';
  cluster.note(group.name, {
    kind: 'assigned',
    generation: group.generation,
    sizes: [...assignment].map(([id, owned]): [string, number] => [id, owned.length]),
  });
  sawIdleMembers(group, assignment);
  group.turned.fire();
}

function sawIdleMembers(group: Group, assignment: Assignment): void {
  const { name, protocol } = group;
  // In the first round of a cooperative rebalance some members wait for partitions that others
  // still have to give up.
  if (protocol === 'cooperative') return;
  const idle = [...assignment].filter(([, owned]) => owned.length === 0).length;
  if (idle === 0) return;
  reportOf(
    group,
    'members-have-work',
    `${idle} of the ${assignment.size} consumers of group ${name} have no partition to read`,
  );
}

// Heartbeat, LeaveGroup

export interface HeartbeatRequest extends Omit<SyncRequest, 'kind'> {
  readonly kind: 'heartbeat';
}

export function heartbeat(
  group: Group,
  { memberId, generation }: HeartbeatRequest,
): GroupError | 'OK' {
  const error = errorOf(group, memberId, generation);
  if (error !== undefined) return error;
  heardFrom(group, memberId);
  return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'OK';
}

/** The session of the member starts afresh. */
function heardFrom(group: Group, memberId: string): void {
  const member = group.members.get(memberId);
  if (member === undefined) return;
  const { kernel } = group.cluster.world;
  kernel.cancel(member.expiry);
  member.expiry = kernel.schedule(member.sessionMs, expire, { group, member });
}

function expire({ group, member }: { group: Group; member: MemberRecord }): void {
  if (group.members.get(member.id) !== member || member.hasJoined) return;
  if (!isCoordinating(group.cluster)) return heardFrom(group, member.id);
  removeMember(group, member.id, 'was not heard from');
}

/**
 * The coordinator restarts: sessions start afresh, and so does a round of joining that was in
 * progress.
 */
export function resumeGroup(group: Group): void {
  for (const { id } of group.members.values()) heardFrom(group, id);
  if (group.state !== 'PreparingRebalance') return;
  const waits = [...group.members.values()].map(({ rebalanceTimeoutMs }) => rebalanceTimeoutMs);
  group.cluster.coordinator?.spawn(endRound(group, group.generation, Math.max(...waits, 0)));
}

export function removeMember(group: Group, memberId: string, why: string): void {
  const member = group.members.get(memberId);
  if (member === undefined) return;
  drop(group, member, why);
  if (group.members.size === 0) {
    group.state = 'Empty';
    group.generation += 1;
    return;
  }
  prepareRebalance(group, `${member.consumer} ${why}`);
  completeJoinWhereAllHave(group);
}

function drop(group: Group, member: MemberRecord, why: string): void {
  const { cluster } = group;
  cluster.world.kernel.cancel(member.expiry);
  group.members.delete(member.id);
  cluster.note(member.consumer, { kind: 'dropped', group: group.name, why });
}
