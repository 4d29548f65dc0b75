/**
 * Where a consumer begins to read: at its group's committed offset (OffsetFetch) or, if there is
 * none, where auto.offset.reset says (ListOffsets).
 */
import { must } from '../../../src/kernel/must.ts';
import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { ListedOffsets, ListOffsetsRequest } from '../broker/list-offsets.ts';
import type { Partition } from '../broker/replica.ts';
import { metadataOf } from '../consumer/fetcher.ts';
import type { Consumer } from '../model.ts';
import { ask } from '../network/machines.ts';
import { askCoordinator } from './ask-coordinator.ts';
import { type OffsetFetchRequest, type OffsetsFetched, offsetsIn } from './offsets.ts';

export function* startsFor(
  consumer: Consumer,
  partitions: readonly Partition[],
): Process<ReadonlyMap<Partition, number>> {
  const { group, work } = consumer;
  const known =
    work.commit === 'with-results'
      ? group.storedOffsets
      : yield* committedOffsets(consumer, partitions);
  const starts = new Map<Partition, number>();
  for (const partition of partitions) {
    const offset = known.get(partition);
    if (offset !== undefined) starts.set(partition, offset);
  }
  for (;;) {
    const unknown = partitions.filter((partition) => !starts.has(partition));
    if (unknown.length === 0) return starts;
    yield* resetOffsets(consumer, unknown, starts);
  }
}

function* committedOffsets(
  consumer: Consumer,
  partitions: readonly Partition[],
): Process<ReadonlyMap<Partition, number>> {
  const request: OffsetFetchRequest = {
    kind: 'offset-fetch',
    group: consumer.group.name,
    partitions: partitions.map(({ name }) => name),
  };
  for (;;) {
    const answer = yield* askCoordinator<OffsetsFetched>(consumer, request);
    if (answer !== 'REQUEST_TIMED_OUT') return offsetsIn(consumer.cluster, answer.offsets);
    yield* sleep(consumer.config['retry.backoff.ms']);
  }
}

/** Asks each leader once where its logs begin, or end. */
function* resetOffsets(
  consumer: Consumer,
  partitions: readonly Partition[],
  starts: Map<Partition, number>,
): Process<void> {
  const { config, node, cluster } = consumer;
  const metadata = metadataOf(consumer);
  const names = partitions.map(({ name }) => name);
  for (const [leader, led] of metadata.byLeader(names, (name) => name)) {
    const request: ListOffsetsRequest = { kind: 'list-offsets', partitions: led };
    const timeoutMs = config['request.timeout.ms'];
    const answer = yield* ask<readonly ListedOffsets[]>(
      node as ServerContext,
      leader,
      request,
      timeoutMs,
    );
    for (const name of led) metadata.doubt(name);
    for (const listed of answer === 'REQUEST_TIMED_OUT' ? [] : answer) {
      metadata.trust(listed.partition);
      const partition = must(cluster.partitions.get(listed.partition), 'partition of that name');
      starts.set(partition, startOf(consumer, partition, listed));
    }
  }
  if (names.every((name) => metadata.leaderOf(name) !== undefined)) return;
  if (metadata.isKnown) yield* sleep(config['retry.backoff.ms']);
  yield* metadata.refresh();
}

function startOf(
  { config, group }: Consumer,
  partition: Partition,
  { startOffset, highWatermark }: ListedOffsets,
): number {
  if (config['auto.offset.reset'] === 'earliest') return startOffset;
  group.effects.skipped += highWatermark - startOffset;
  group.checkedUpTo.set(partition, highWatermark);
  return highWatermark;
}
