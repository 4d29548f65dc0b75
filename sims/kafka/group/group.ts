import { Signal } from '../../../src/kernel/signal.ts';
import type { Assignor } from '../assignors/assignment.ts';
import { cooperativeStickyAssignor } from '../assignors/cooperative-sticky.ts';
import { stickyAssignor } from '../assignors/sticky.ts';
import { endOf } from '../broker/partition.ts';
import type { Partition, Topic } from '../broker/replica.ts';
import type { Property } from '../effects.ts';
import type { Cluster, Group, Protocol } from '../model.ts';
import { noEffects } from '../observer.ts';
import type { RecordId } from '../records.ts';

export interface GroupOptions {
  readonly protocol?: Protocol;
  /** For the eager protocol; the cooperative one has its own. */
  readonly assignor?: Assignor;
  /** Properties that its way of working does not promise. */
  readonly exempt?: readonly Property[];
  /** What counts as the same record for it (default: the record itself). */
  readonly identityOf?: (id: RecordId) => RecordId;
}

export function createGroup(
  cluster: Cluster,
  name: string,
  topics: readonly Topic[],
  options: GroupOptions = {},
): Group {
  const { protocol = 'eager', assignor = stickyAssignor, exempt = [] } = options;
  const cooperative = cluster.rules['revoke-before-assigning']
    ? cooperativeStickyAssignor
    : stickyAssignor;
  const group: Group = {
    name,
    cluster,
    topics,
    protocol,
    assignor: protocol === 'cooperative' ? cooperative : assignor,
    state: 'Empty',
    opening: false,
    generation: 0,
    members: new Map(),
    assignment: new Map(),
    committed: new Map(),
    effects: noEffects(),
    onEffect: undefined,
    exempt: new Set(exempt),
    identityOf: options.identityOf ?? ((id) => id),
    stored: new Set(),
    storedOffsets: new Map(),
    checkedUpTo: new Map(),
    turned: new Signal(),
    rebalances: 0,
    nextMember: 1,
    replaced: new Set(),
    idle: new Map(),
    pausedPartitionMs: 0,
  };
  cluster.groups.set(name, group);
  return group;
}

export const partitionsOf = ({ topics }: Group): Partition[] =>
  topics.flatMap(({ partitions }) => partitions);

/** Log end less committed offset, over all partitions. */
export function lagOf(group: Group): number {
  let lag = 0;
  for (const { partitions } of group.topics) {
    for (const partition of partitions) lag += lagAt(group, partition);
  }
  return lag;
}

export function lagAt(group: Group, partition: Partition): number {
  return Math.max(0, endOf(partition) - (group.committed.get(partition) ?? 0));
}

export type GroupError =
  | 'UNKNOWN_MEMBER_ID'
  | 'ILLEGAL_GENERATION'
  | 'REBALANCE_IN_PROGRESS'
  | 'FENCED_INSTANCE_ID';

/** Why a member's request is refused; undefined if it is not. */
export function errorOf(
  group: Group,
  memberId: string,
  generation: number,
): GroupError | undefined {
  if (group.replaced.has(memberId)) return 'FENCED_INSTANCE_ID';
  if (!group.members.has(memberId)) return 'UNKNOWN_MEMBER_ID';
  return generation === group.generation ? undefined : 'ILLEGAL_GENERATION';
}
