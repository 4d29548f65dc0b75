/** OffsetCommit: how far the members of a group have come, as the coordinator stores it. */
import { type Process, sleep } from '../../src/kernel/process.ts';
import { errorOf, type GroupError } from './group.ts';
import { hop } from './hop.ts';
import type { Group, Partition } from './model.ts';
import { reportOf } from './observer.ts';
import { endOf } from './partition.ts';

/**
 * Stores how far a member has come, unless its generation is over. Answers with an error, or none.
 * `delayMs` is how long the request takes to arrive.
 */
export function* commitOffsets(
  group: Group,
  memberId: string,
  generation: number,
  offsets: ReadonlyMap<Partition, number>,
  delayMs: number,
): Process<GroupError | undefined> {
  const { cluster } = group;
  yield* sleep(delayMs);
  const error = storeOffsets(group, memberId, generation, offsets);
  yield* hop(cluster);
  return error;
}

export function storeOffsets(
  group: Group,
  memberId: string,
  generation: number,
  offsets: ReadonlyMap<Partition, number>,
): GroupError | undefined {
  const { cluster } = group;
  const error = errorOf(group, memberId, generation);
  if (cluster.rules['fence-old-generations'] && error !== undefined) {
    cluster.note(memberId, { kind: 'commit-refused', group: group.name, error });
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
      `${memberId} committed ${partition.name} at ${offset}, which ${owner} reads`,
    );
  }
  const before = group.committed.get(partition) ?? 0;
  if (offset < before) {
    reportOf(
      group,
      'commits-go-forward',
      `${memberId} set ${partition.name} of ${group.name} back from ${before} to ${offset}`,
    );
  }
  if (offset > endOf(partition) && partition.leader !== undefined) {
    reportOf(
      group,
      'lag-is-not-negative',
      `${group.name} has committed ${partition.name} at ${offset}, beyond its end ${endOf(partition)}`,
    );
  }
}
