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

/** What there is to commit: by partition the offset behind what is done, if that has moved. */
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
  // Polled is not done: what workers still have in hand would be lost with them.
  if (consumer.work.commit === 'auto' && !rules['commit-only-processed']) next = owned.position;
  // With several workers the last offset that is done says nothing of those before it.
  if (!rules['commit-without-gaps'])
    for (const ahead of owned.doneAhead) next = Math.max(next, ahead + 1);
  // The committed offset is the next one to read, not the last one that was.
  return rules['commit-next-offset'] ? next : Math.max(owned.committed, next - 1);
}

/** Commits and waits for the answer. Who is not a member any more learns so here. */
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
  // Whether it was stored will show with the next commit.
  if (error === 'REQUEST_TIMED_OUT') return;
  if (error === 'OK') {
    for (const [partition, offset] of offsets) {
      const owned = consumer.owned.get(partition);
      if (owned !== undefined) owned.committed = offset;
    }
    return;
  }
  // While a rebalance is under way the new generation is about to be told; then it can be tried again.
  const isUnderWay = consumer.state === 'joining' || consumer.state === 'syncing';
  if (!isUnderWay && consumer.generation === generation) fence(consumer, error);
}

/** Whether offsets are committed only together with results: by themselves they would lose these. */
const commitsWithResults = ({ commit }: Work): boolean =>
  commit === 'with-results' || commit === 'transaction';

/** Commits and goes on at once; what becomes of it shows at the next commit. */
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
