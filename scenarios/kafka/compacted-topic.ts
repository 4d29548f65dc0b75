import { sum } from 'd3-array';
import * as z from 'zod';
import { countLive, logEnd } from '../../sims/kafka/broker/log.ts';
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import {
  compare,
  differences,
  LatestValues,
  type Table,
  tableOf,
} from '../../sims/kafka/compaction/table.ts';
import { deletesAreSeen, headIsWhole, latestIsKept } from '../../sims/kafka/invariants.ts';
import type { HasCluster, Producer } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { Fate, mark } from '../../sims/kafka/records.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { chance, pick } from '../../src/kernel/random.ts';
import { rounded } from '../../src/words/numbers.ts';
import { addKey, KafkaBuilder, send } from './builder.ts';
import {
  backAtMs,
  type Compaction,
  cleanMs,
  downAtMs,
  everyMs,
  firstMs,
  ghosts,
  kept,
  liveKeys,
  passAtMs,
  passRecordMs,
  retentionMs,
  segmentMs,
  tickMs,
  tombstoneAges,
} from './compaction.ts';
import { aboutKafka, gauge, positive, real, scenario, series, sometimes, whole } from './kit.ts';
import { follow, seriesPlot } from './lag-plot.ts';
import { crash, restart } from './plans.ts';
import { difference, exactly, none, protocolInvariants, within } from './promises.ts';
import { inMinutes, records } from './words.ts';

const params = z.object({
  keys: whole(500, 5_000, 2_000, 'of the topic'),
  changesPerSecond: positive(10, 2, 'changes of a key, drawn at random'),
  deleteShare: real(0.05, 0.9, 0.2, 'of the changes that delete the key'),
  cleanMinutes: real(2, 60, 10, 'log.cleaner.backoff.ms, in minutes'),
  deleteRetentionMinutes: real(2, 120, 5, 'delete.retention.ms, in minutes'),
  downMinutes: real(2, 240, 45, 'how long a reader is behind'),
});

const readers = ['current', 'pass', 'behind', 'late'] as const;

interface Subject extends HasCluster {
  readonly tables: Readonly<Record<(typeof readers)[number], Table>>;
  /** Tombstones that cleanings have removed. */
  removed(): number;
}

const measureAtMs = (params: Compaction) => backAtMs(params) + 30_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/compacted-topic',
  asks: 'A topic is compacted. Which records remain, and what does a reader see that starts late or is slow?',
  claims: [],
  code: [
    'sims/kafka/compaction/cleaner.ts#cleanBatch',
    'sims/kafka/compaction/cleaner.ts#activeSegment',
    'sims/kafka/broker/log.ts#endOfRoom',
  ],
  params,
  durationMs: (params) => measureAtMs(params) + 1_000,
  plan: (params) => [
    { atMs: downAtMs(params), fault: crash('behind/c1') },
    { atMs: backAtMs(params), fault: restart('behind/c1') },
  ],
  metrics: {
    written: gauge('records', 'that were written'),
    kept: gauge('records', 'of these that the log still holds'),
    liveKeys: gauge('keys', 'that have a value at the end'),
    lateRead: gauge('records', 'that a reader got that began at the end'),
    lateWrong: gauge('keys', 'that its table has wrong'),
    currentMissed: gauge('records', 'that the reader at the head never saw'),
    passMs: gauge('ms', 'of a pass from offset 0 to the head'),
    passGhosts: gauge('keys', 'that it still had there although they were deleted'),
    ghosts: gauge('keys', 'that the reader still has that was behind, although they were deleted'),
    behindWrong: gauge('keys', 'whose latest value it does not have'),
    youngestMs: gauge('ms', 'from its write to its removal, of the tombstone that stayed shortest'),
    oldestMs: gauge('ms', 'of the one that stayed longest'),
    size: series('records', 'in the log', 150_000),
  },
  build({ world, rules, params, metrics }) {
    const config = {
      'log.cleaner.backoff.ms': cleanMs(params),
      'log.retention.check.interval.ms': cleanMs(params),
    };
    const kafka = new KafkaBuilder(world, rules, { config });
    const { cluster } = kafka;
    const topic = kafka.topic('users', {
      'cleanup.policy': 'compact',
      'delete.retention.ms': retentionMs(params),
      'segment.ms': segmentMs(params),
      'min.cleanable.dirty.ratio': 0,
      'retention.ms': cleanMs(params),
    });
    const reader = (name: string, fromMs = 0, recordMs = 0.01, waitMs = 10_000): Table => {
      const group = kafka.group(name, [topic], {
        exempt: name === 'behind' ? ['effects-once'] : [],
        work: { rows: 10 },
        recordMs,
        config: {
          'heartbeat.interval.ms': 10_000,
          'max.poll.records': 100,
          // The reader at the head waits for more than there is.
          'fetch.min.bytes': waitMs < tickMs ? 2 ** 20 : 1,
          'fetch.max.wait.ms': waitMs,
        },
        startsAtMs: () => fromMs,
      });
      return tableOf(group, fromMs);
    };
    const tables = {
      current: reader('current', 0, 0.01, 0.6 * tickMs),
      pass: reader('pass', passAtMs(params), passRecordMs(params)),
      behind: reader('behind'),
      late: reader('late', backAtMs(params)),
    };
    const producer = kafka.producer(topic);
    world.spawn(change(producer, params));
    const latest = new LatestValues(cluster.records);
    world.spawn(watch());
    follow(cluster, metrics.size, () => sizeOf(topic));
    let [removed, youngestMs, oldestMs] = [0, Infinity, 0];
    kafkaNotes.listen(world.trace, 'cleans', (note) => {
      removed += note.tombstones;
      youngestMs = Math.min(youngestMs, note.youngestMs ?? Infinity);
      oldestMs = Math.max(oldestMs, note.oldestMs ?? 0);
    });
    world.at(measureAtMs(params), measure);
    return { cluster, tables, removed: () => removed };

    /** Compares each table that is at the head, between two ticks. */
    function* watch(): Process<void> {
      yield* sleep(tickMs / 2);
      for (;;) {
        yield* sleep(tickMs);
        const isFirst = tables.pass.comparisons === 0;
        for (const name of readers) compare(cluster, tables[name], latest);
        if (!isFirst || tables.pass.comparisons === 0) continue;
        metrics.passMs.set(cluster.nowMs - passAtMs(params));
        metrics.passGhosts.set(differences(tables.pass, latest.update()).ghosts.length);
      }
    }

    function measure(): void {
      const values = latest.update();
      const wrong = ({ ghosts, stale }: ReturnType<typeof differences>) =>
        ghosts.length + stale.length;
      metrics.written.set(producer.counts.acknowledged);
      metrics.kept.set(sizeOf(topic));
      metrics.liveKeys.set(values.size);
      metrics.lateRead.set(tables.late.group.effects.processed);
      metrics.lateWrong.set(wrong(differences(tables.late, values)));
      metrics.currentMissed.set(
        producer.counts.acknowledged - tables.current.group.effects.processed,
      );
      const missed = differences(tables.behind, values);
      metrics.ghosts.set(missed.ghosts.length);
      metrics.behindWrong.set(missed.stale.length);
      metrics.youngestMs.set(youngestMs);
      metrics.oldestMs.set(oldestMs);
    }
  },
  invariants: [...protocolInvariants, latestIsKept, deletesAreSeen, headIsWhole],
  goals: () => [
    sometimes<Subject>(
      'tombstones-went',
      'a cleaning has removed tombstones',
      ({ removed }) => removed() > 0,
    ),
    sometimes<Subject>('tables-compared', 'every reader has been at the head', ({ tables }) =>
      readers.every((name) => tables[name].comparisons > 0),
    ),
  ],
  expect: (params) => [
    within('kept', 'latest-records-remain', kept(params)).says(
      'records in the log: what no cleaning has seen, one record of each live key, and tombstones that must still stay',
    ),
    within('liveKeys', 'live-keys', liveKeys(params)).says(
      'keys in the table: those whose latest change did not delete them',
    ),
    exactly(0, difference('lateRead', 'kept'), 'late-reads-what-is-kept').says(
      'difference between the records that a late reader gets and those that remain',
    ),
    none('lateWrong', 'late-has-the-table').says(
      'keys of the late reader’s table that differ from that of one that read it all',
    ),
    none('currentMissed', 'head-sees-all').says(
      'records that a reader at the end of the log missed',
    ),
    within('youngestMs', 'tombstones-stay', tombstoneAges(params)).says(
      'ms that the first tombstone to go had stayed: at least delete.retention.ms after a cleaning met it',
    ),
    within('oldestMs', 'tombstones-go', tombstoneAges(params)).says(
      'ms that the last tombstone to go had stayed: at most an interval of the cleaner and the closing of a segment more',
    ),
    none('passGhosts', 'fast-pass-sees-deletes').says(
      'deletes missed by a reader whose pass from offset 0 takes less than delete.retention.ms',
    ),
    within('ghosts', 'slow-misses-deletes', ghosts(params)).says(
      'deleted keys still in the table of a reader that was behind for longer: their tombstones are gone',
    ),
    none('behindWrong', 'slow-has-values').says(
      'live keys with an old value, or none, in the table of the reader that was behind',
    ),
  ],
  tells: ({ params, metrics: m }) =>
    `Compaction keeps the record with the highest offset of each key, so of ${rounded(m.written.value)} records ${rounded(m.kept.value)} remain, and a reader that starts late builds the right table of ${rounded(m.liveKeys.value)} keys from them. ` +
    `A delete is a record too, a tombstone: it stays for delete.retention.ms (${params.deleteRetentionMinutes} min) after the first cleaning that meets it, and goes with the next one, here ${inMinutes(m.youngestMs.value)} to ${inMinutes(m.oldestMs.value)} after it was written. ` +
    `A reader whose pass from offset 0 took ${inMinutes(m.passMs.value)} saw every delete. ` +
    `One that was behind for ${params.downMinutes} min missed those whose tombstones went meanwhile: ${rounded(m.ghosts.value)} deleted keys stay in its table until it starts again from an empty one. ` +
    `Offsets never change and the active segment is left alone, so a reader at the head missed ${records(m.currentMissed.value)}.`,
  plots: ({ metrics }) => [seriesPlot('records in the log', 'records', { kept: metrics.size })],
});

/** Every key gets a value; then keys drawn at random get another, or are deleted. */
function* change(producer: Producer, params: Compaction): Process<void> {
  const { cluster } = producer;
  const { world } = cluster;
  const stream = world.kernel.random.stream('changes');
  const keys = Array.from({ length: params.keys }, (_, place) =>
    addKey(cluster.records, `user-${place}`),
  );
  yield* sleep(firstMs);
  for (const key of keys) send(producer, key);
  let nextMs = cluster.nowMs + everyMs(params);
  while (nextMs < backAtMs(params)) {
    yield* sleep(tickMs);
    for (let isFirst = true; nextMs <= Math.min(cluster.nowMs, backAtMs(params)); isFirst = false) {
      const key = pick(stream, keys);
      // Saved twice at once: a value that only a reader at the head can see.
      if (isFirst) send(producer, key);
      const id = send(producer, key);
      if (chance(stream, params.deleteShare)) mark(cluster.records, id, Fate.tombstone);
      nextMs += everyMs(params);
    }
  }
}

const sizeOf = ({ partitions }: Topic): number =>
  sum(partitions, ({ leader }) => {
    if (leader === undefined) return 0;
    return countLive(leader.log, logEnd(leader.log));
  });

// Left out: the size of records, which decides in Kafka when a log is dirty enough; the memory of
// the cleaner; min.compaction.lag.ms and max.compaction.lag.ms.
