/** Committing: telling the coordinator the next offset to read, for each partition. */

import type { Process } from '../../../src/kernel/process.ts';
import type { Partition } from '../broker/replica.ts';
import { askCoordinator } from '../group/ask-coordinator.ts';
import type { GroupError } from '../group/group.ts';
import { fence, move } from '../group/membership.ts';
import { type CommitRequest, offsetsFrom } from '../group/offsets.ts';
import type { Consumer } from '../model.ts';
import { coordinatorName } from '../network/machines.ts';
import type { Owned, Work } from './work.ts';

/**
 * The offsets to commit: by partition the offset after the last processed record, if it has moved.
 */
export function toCommit(consumer: Consumer): Map<Partition, number> {
  const offsets = new Map<Partition, number>();
  for (const [partition, owned] of consumer.owned) {
    const offset = offsetToCommit(consumer, owned);
    if (offset !== owned.committed) offsets.set(partition, offset);
  }
  return offsets;
}

function offsetToCommit(consumer: Consumer, owned: Owned): number {
  const { rules } = consumer.cluster;
  let next = owned.done;
  // Polled is not processed: a crash would lose what workers still have in progress.
  if (consumer.work.commit === 'auto' && !rules['commit-only-processed']) next = owned.position;
  // With several workers the last processed offset says nothing about those before it.
  if (!rules['commit-without-gaps'])
    for (const ahead of owned.doneAhead) next = Math.max(next, ahead + 1);
  // The committed offset is the next one to read, not the last one that was read.
  return rules['commit-next-offset'] ? next : Math.max(owned.committed, next - 1);
}

/**
 * Commits and waits for the answer. A consumer that was removed from the group learns of it here.
 */
export function* commitNow(consumer: Consumer): Process<void> {
  consumer.commitIsDue = false;
  const offsets = toCommit(consumer);
  const { memberId, generation, group } = consumer;
  if (offsets.size === 0 || memberId === undefined) return;
  if (commitsWithResults(consumer.work)) return;
  const request: CommitRequest = {
    kind: 'commit',
    group: group.name,
    memberId,
    generation,
    offsets: offsetsFrom(offsets),
  };
  const error = yield* askCoordinator<GroupError | 'OK'>(consumer, request);
  // The next commit will show whether it was stored.
  if (error === 'REQUEST_TIMED_OUT') return;
  if (error === 'OK') {
    for (const [partition, offset] of offsets) {
      const owned = consumer.owned.get(partition);
      if (owned !== undefined) owned.committed = offset;
    }
    return;
  }
  // During a rebalance the new generation is about to be announced; then it can retry.
  const isUnderWay = consumer.state === 'joining' || consumer.state === 'syncing';
  if (!isUnderWay && consumer.generation === generation) fence(consumer, error);
}

/** Whether offsets are committed only together with results: alone they would lose these. */
const commitsWithResults = ({ commit }: Work): boolean =>
  commit === 'with-results' || commit === 'transaction';

/** Commits without waiting; the next commit shows the outcome. */
export function commitLater(consumer: Consumer): void {
  consumer.node?.spawn(commitNow(consumer));
}

/** The last commit of a consumer that stops, and its leaving: it waits for no answer. */
export function sayGoodbye(consumer: Consumer): void {
  const { group, memberId, generation, instanceId, work, node } = consumer;
  if (memberId === undefined) return;
  const offsets = commitsWithResults(work) ? [] : offsetsFrom(toCommit(consumer));
  const leaves = instanceId === undefined;
  const goodbye = { kind: 'goodbye', group: group.name, memberId, generation, offsets, leaves };
  node?.send(coordinatorName, goodbye);
  if (leaves) move(consumer, 'leave');
}
