/** OffsetCommit: how far the members of a group have come, as the coordinator stores it. */

import { must } from '../../../src/kernel/must.ts';
import { endOf } from '../broker/partition.ts';
import type { Partition } from '../broker/replica.ts';
import type { Cluster, Group } from '../model.ts';
import { reportOf } from '../observer.ts';
import { errorOf, type GroupError } from './group.ts';

export interface CommitRequest {
  readonly kind: 'commit';
  readonly group: string;
  readonly memberId: string;
  readonly generation: number;
  /** By the name of the partition, the next offset to read. */
  readonly offsets: readonly (readonly [partition: string, offset: number])[];
}

export interface OffsetFetchRequest {
  readonly kind: 'offset-fetch';
  readonly group: string;
  readonly partitions: readonly string[];
}

export interface OffsetsFetched {
  /** For those of the partitions that have a committed offset. */
  readonly offsets: CommitRequest['offsets'];
}

export function fetchOffsets(group: Group, { partitions }: OffsetFetchRequest): OffsetsFetched {
  const offsets = offsetsFrom(group.committed).filter(([name]) => partitions.includes(name));
  return { offsets };
}

export const offsetsIn = (
  { partitions }: Cluster,
  offsets: CommitRequest['offsets'],
): Map<Partition, number> =>
  new Map(
    offsets.map(([name, offset]) => [must(partitions.get(name), 'partition of that name'), offset]),
  );

export const offsetsFrom = (offsets: ReadonlyMap<Partition, number>): CommitRequest['offsets'] =>
  [...offsets].map(([{ name }, offset]) => [name, offset]);

/**
 * Stores a member's position, unless its generation is over. Answers with an error, or without one.
 */
export function storeOffsets(
  group: Group,
  memberId: string,
  generation: number,
  offsets: ReadonlyMap<Partition, number>,
): GroupError | undefined {
  const { cluster } = group;
  const error = errorOf(group, memberId, generation);
  if (cluster.rules['fence-old-generations'] && error !== undefined) {
    cluster.note(memberId, {
      kind: 'commit-refused',
      group: group.name,
      error,
      rule: 'fence-old-generations',
    });
    return error;
  }
  for (const [partition, offset] of offsets) {
    sawCommit(group, memberId, partition, offset);
    group.committed.set(partition, offset);
  }
  return undefined;
}

function sawCommit(group: Group, memberId: string, partition: Partition, offset: number): void {
  const owner = group.assignment.get(partition);
  if (owner !== memberId && owner !== undefined && group.state === 'Stable') {
    reportOf(
      group,
      'owners-commit',
      `consumer ${memberId} committed offset ${offset} of partition ${partition.name}, although consumer ${owner} reads that partition now`,
    );
  }
  const before = group.committed.get(partition) ?? 0;
  if (offset < before) {
    reportOf(
      group,
      'commits-go-forward',
      `consumer ${memberId} set the committed offset of partition ${partition.name} back from ${before} to ${offset}`,
    );
  }
  if (offset > endOf(partition) && partition.leader !== undefined) {
    reportOf(
      group,
      'lag-is-not-negative',
      `group ${group.name} committed offset ${offset} of partition ${partition.name}, which ends at ${endOf(partition)}`,
    );
  }
}
