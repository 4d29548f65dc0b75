import { sum } from 'd3-array';
import * as z from 'zod';
import {
  allowedIsCounted,
  inOrderIsCounted,
  resultsCome,
  resultsOnlyGrow,
} from '../../sims/kafka/invariants.ts';
import type { Producer } from '../../sims/kafka/model.ts';
import { toPositive } from '../../sims/kafka/producer/partitioner.ts';
import type { KeyId, RecordId } from '../../sims/kafka/records.ts';
import { type Result, TumblingWindows } from '../../sims/kafka/windows/windows.ts';
import { exponential, sampler, uniform } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { chance, type RandomStream } from '../../src/kernel/random.ts';
import { inSeconds, rounded } from '../../src/words/numbers.ts';
import { balancedKeys, type HasGroup, KafkaBuilder, send } from './builder.ts';
import { aboutKafka, gauge, positive, real, scenario, sometimes, whole } from './kit.ts';
import {
  dropped,
  endMs,
  fromMs,
  idleMs,
  lingerMs,
  meanGapMs,
  misplaced,
  quietFromMs,
  quietUntilMs,
  resultAfterMs,
  sentOf,
  untilMs,
  usualMs,
  watermarkEveryMs,
} from './late-windows.ts';
import { exactly, none, protocolInvariants, within } from './promises.ts';

const params = z.object({
  windowSeconds: whole(30, 300, 60, 'length of a window'),
  outOfOrderSeconds: positive(30, 5, 'how far out of order a partition’s events may come'),
  allowedLatenessSeconds: real(0, 120, 15, 'how long a window takes events after its result'),
  offlineShare: real(0.01, 0.3, 0.1, 'of the events of phones and ships that wait offline'),
  offlineSeconds: real(10, 100, 40, 'mean of that wait'),
  slowSeconds: real(0, 60, 20, 'what the events of ships take longer'),
  quietSeconds: real(30, 180, 120, 'how long the sensors are silent'),
});

const sources = ['phones', 'ships', 'sensors'] as const;

interface Event {
  readonly partition: string;
  readonly eventMs: number;
}

interface Subject extends HasGroup {
  readonly windows: TumblingWindows;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/late-events',
  asks: 'Events arrive out of order and late. When may a window be closed, and what becomes of later events?',
  claims: [],
  code: [
    'sims/kafka/windows/watermarks.ts#Watermarks',
    'sims/kafka/windows/windows.ts#TumblingWindows',
  ],
  params,
  durationMs: (params) => endMs(params) + 1_000,
  metrics: {
    events: gauge('events', 'that happened in the windows'),
    dropped: gauge('events', 'of these that came after the allowed lateness'),
    updates: gauge('results', 'that replaced an earlier one'),
    misplaced: gauge('events', 'of these that came in another window than they happened in'),
    soonestMs: gauge('ms', 'from the end of a window to its first result, at least'),
    latestMs: gauge('ms', 'at most'),
    idleTimes: gauge('times', 'that a partition was left out because it was idle'),
    unexplained: gauge('events', 'that are neither in a result nor dropped'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const topic = kafka.topic('events', { partitions: sources.length });
    const group = kafka.group('windows', [topic], { recordMs: 0.01, work: { rows: 50 } });
    const partitions = topic.partitions.map(({ name }) => name);
    const options = {
      sizeMs: params.windowSeconds * 1_000,
      outOfOrderMs: params.outOfOrderSeconds * 1_000,
      allowedLatenessMs: params.allowedLatenessSeconds * 1_000,
      idleMs,
    };
    const windows = new TumblingWindows(partitions, rules, options, cluster.breaches, gave);
    const happened = new Map<RecordId, Event>();
    const counts = { dropped: 0, misplaced: 0, updates: 0, idleTimes: 0 };
    const came = new Map<number, number>();
    const waits: number[] = [];
    const isCounted = (eventMs: number) => eventMs >= fromMs(params) && eventMs < untilMs(params);
    for (const key of balancedKeys(cluster, topic)) {
      const number = toPositive(must(cluster.records.hashes[key], 'hash of the key')) % 3;
      const source = must(sources[number], 'source of the partition');
      const producer = kafka.producer(topic, source, { 'linger.ms': lingerMs });
      happen(producer, key, source, must(partitions[number], 'partition of the key'));
    }
    group.onEffect = receive;
    world.spawn(watch());
    world.at(endMs(params), measure);
    return { cluster, group, windows };

    /** Every event at its time, and its record as much later as it takes. */
    function happen(
      producer: Producer,
      key: KeyId,
      source: (typeof sources)[number],
      partition: string,
    ): void {
      const stream = world.kernel.random.stream(source);
      const drawUsualMs = sampler(uniform(0, usualMs(params)), stream);
      const drawOfflineMs = sampler(exponential(params.offlineSeconds * 1_000), stream);
      for (const eventMs of timesOf(params, source, stream)) {
        const isOffline = source !== 'sensors' && chance(stream, params.offlineShare);
        const moreMs = source === 'ships' ? params.slowSeconds * 1_000 : 0;
        const takesMs = moreMs + (isOffline ? drawOfflineMs() : drawUsualMs());
        world.at(eventMs + takesMs, () => {
          happened.set(send(producer, key), { partition, eventMs });
        });
      }
    }

    function receive(id: RecordId): void {
      const { partition, eventMs } = must(happened.get(id), 'event of the record');
      const startMs = windows.startOf(eventMs);
      const isInWindow = windows.on(partition, eventMs, cluster.nowMs);
      if (!isInWindow)
        cluster.note(group.name, {
          kind: 'drops-late',
          partition,
          eventMs,
          rule: 'drop-beyond-lateness',
        });
      if (!isCounted(eventMs)) return;
      came.set(startMs, (came.get(startMs) ?? 0) + 1);
      if (!isInWindow) counts.dropped += 1;
      if (windows.startOf(cluster.nowMs) !== startMs) counts.misplaced += 1;
    }

    function gave({ startMs, count, isUpdate }: Result): void {
      const waitedMs = cluster.nowMs - windows.lastOf(startMs) - 1;
      if (isUpdate) {
        counts.updates += 1;
        const rule = 'count-within-lateness';
        cluster.note(group.name, { kind: 'window-update', fromMs: startMs, count, rule });
        return;
      }
      if (isCounted(startMs)) waits.push(waitedMs);
      const rule = 'minimum-over-partitions';
      cluster.note(group.name, { kind: 'window-result', fromMs: startMs, count, waitedMs, rule });
    }

    function* watch(): Process<void> {
      for (;;) {
        yield* sleep(watermarkEveryMs);
        const idleBefore = idleCount();
        windows.advance(cluster.nowMs);
        if (cluster.nowMs < fromMs(params)) continue;
        counts.idleTimes += Math.max(0, idleCount() - idleBefore);
        const promisedMs = resultAfterMs(params).atMost + idleMs;
        if (cluster.nowMs < endMs(params)) windows.sawTime(cluster.nowMs, promisedMs);
      }
    }

    function idleCount(): number {
      return [...windows.watermarks.partitions.values()].filter(({ isIdle }) => isIdle).length;
    }

    function measure(): void {
      const inResults = sum([...came.keys()], (startMs) => windows.results.get(startMs) ?? 0);
      metrics.events.set(sum(came.values()));
      metrics.dropped.set(counts.dropped);
      metrics.updates.set(counts.updates);
      metrics.misplaced.set(counts.misplaced);
      metrics.soonestMs.set(Math.min(...waits));
      metrics.latestMs.set(Math.max(...waits));
      metrics.idleTimes.set(counts.idleTimes);
      metrics.unexplained.set(sum(came.values()) - inResults - counts.dropped);
    }
  },
  invariants: [
    ...protocolInvariants,
    inOrderIsCounted,
    allowedIsCounted,
    resultsCome,
    resultsOnlyGrow,
  ],
  goals: () => [
    sometimes<Subject>(
      'some-late',
      'events came after the result of their window',
      ({ windows: { counts } }) => counts.updates + counts.dropped > 0,
    ),
    sometimes<Subject>('one-idle', 'a partition was idle while others were not', ({ windows }) => {
      const all = [...windows.watermarks.partitions.values()];
      return windows.results.size > 0 && all.some((p) => p.isIdle) && !all.every((p) => p.isIdle);
    }),
  ],
  expect: (params) => [
    exactly(sum(Object.values(sentOf(params))), 'events', 'all-came').says('events that came'),
    within('soonestMs', 'not-before-the-watermark', resultAfterMs(params)).says(
      'ms from the end of a window until its result, for the quickest: the watermark’s delay and that of the slowest partition',
    ),
    within('latestMs', 'soon-after', resultAfterMs(params)).says(
      'ms from the end of a window until its result, for the slowest: a silent partition does not delay it',
    ),
    within('dropped', 'dropped', dropped(params)).says(
      'events dropped: those later than the rest of their window, the watermark’s delay and the allowed lateness',
    ),
    within('misplaced', 'by-processing-time', misplaced(params)).says(
      'events in the wrong window by processing time: those that take longer than the rest of their own',
    ),
    none('unexplained', 'all-accounted-for').says(
      'events that are neither in the result of their window nor counted as dropped',
    ),
  ],
  tells: ({ params, metrics: m }) =>
    `A window is closed when the watermark passes its end; a late event within the allowed lateness of ${params.allowedLatenessSeconds} s corrects its result (${rounded(m.updates.value)} updates), and later ones are dropped and counted (${rounded(m.dropped.value)} of ${rounded(m.events.value)} events). ` +
    `The watermark is the minimum over the partitions of the latest event time less ${params.outOfOrderSeconds} s, so results came ${inSeconds(m.soonestMs.value)} to ${inSeconds(m.latestMs.value)} after the ends of their windows: the slowest partition is ${params.slowSeconds} s behind. ` +
    `A partition that was silent for ${params.quietSeconds} s held no window back, because one without an event for ${idleMs / 1_000} s is left out of the minimum. ` +
    `By processing time (when an event arrives) instead of event time (when it happened) no window would have to wait, but ${rounded(m.misplaced.value)} events would be in the wrong one.`,
});

/** Times of events, at random: a known number of those that count, and others before and after. */
function* timesOf(
  p: z.output<typeof params>,
  source: (typeof sources)[number],
  stream: RandomStream,
) {
  const quietMs = source === 'sensors' ? quietUntilMs(p) - quietFromMs(p) : 0;
  const within = (count: number, startMs: number, stopMs: number) =>
    Array.from({ length: Math.round(count) }, () => startMs + stream() * (stopMs - startMs));
  yield* within(fromMs(p) / meanGapMs, 0, fromMs(p));
  for (const atMs of within(sentOf(p)[source], fromMs(p), untilMs(p) - quietMs))
    yield atMs < quietFromMs(p) ? atMs : atMs + quietMs;
  yield* within((endMs(p) - untilMs(p)) / meanGapMs, untilMs(p), endMs(p));
}

// Left out: keys, other windows (sliding, sessions), results before the watermark, and a reader that
// restarts, whose windows would come back from a checkpoint.
