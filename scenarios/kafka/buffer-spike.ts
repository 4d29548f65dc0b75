import * as z from 'zod';
import type { Cluster } from '../../sims/kafka/model.ts';
import type { Histogram } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { Resource } from '../../src/kernel/resource.ts';
import { counted, rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder, lagOf, latencyMs, send } from './builder.ts';
import { aboutKafka, counter, gauge, histogram, real, scenario, series, whole } from './kit.ts';
import { followLag, lagPlot } from './lag-plot.ts';
import { endsWithoutLag, none, onceInOrder, some } from './promises.ts';

const params = z.object({
  calmPerSecond: real(1, 50, 20, 'requests per second in calm times'),
  spikePerSecond: real(100, 2_000, 400, 'requests per second during the spike'),
  workMs: real(1, 50, 10, 'service time of a request'),
  line: whole(0, 1_000, 50, 'requests that may wait for the service; more are rejected'),
});

type Params = z.output<typeof params>;

const calmMs = 20_000;
const spikeMs = 5_000;
const spikeAtMs = firstAssignmentMs + calmMs;
/** The backlog of the spike, divided by the service's spare capacity in calm times. */
const drainMs = ({ calmPerSecond, spikePerSecond, workMs }: Params) =>
  (1000 * 1.5 * (spikePerSecond * spikeMs)) / 1000 / Math.max(1, 1000 / workMs - calmPerSecond) +
  20_000;
const endMs = (params: Params) => spikeAtMs + spikeMs + drainMs(params);

/** They arrive at random, more often during the spike. */
function* requests(cluster: Cluster, params: Params, arrive: () => void): Process<void> {
  const stream = cluster.world.kernel.random.stream('arrivals');
  const drawCalmMs = sampler(exponential(1000 / params.calmPerSecond), stream);
  const drawSpikeMs = sampler(exponential(1000 / params.spikePerSecond), stream);
  yield* sleep(firstAssignmentMs);
  while (cluster.nowMs < endMs(params) - 5_000) {
    const isSpike = cluster.nowMs >= spikeAtMs && cluster.nowMs < spikeAtMs + spikeMs;
    yield* sleep(isSpike ? drawSpikeMs() : drawCalmMs());
    arrive();
  }
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/buffer-spike',
  asks: 'A spike arrives at several times a service’s capacity. Call the service directly, or through a log?',
  claims: ['mq-queue-buffers-spikes', 'mq-queue-adds-latency'],
  code: [
    'sims/kafka/consumer/poll-loop.ts#poll',
    'sims/kafka/consumer/fetcher.ts#fetchFrom',
    'src/kernel/resource.ts#Resource',
  ],
  params,
  durationMs: endMs,
  metrics: {
    rejected: counter('requests', 'that the service rejected when called directly'),
    lost: gauge('requests', 'that never got through by way of the log'),
    directMs: histogram('ms', 'from a request to its result, called directly, in calm times'),
    queuedMs: histogram('ms', 'from a request to its result, through the log, in calm times'),
    lag: series('records', 'that wait in the log', 500),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const topic = kafka.topic('requests');
    const group = kafka.group('service', [topic], {
      commit: 'batch-async',
      recordMs: params.workMs,
      config: { 'max.poll.records': 50 },
    });
    const producer = kafka.producer(topic, 'gateway', { 'linger.ms': 0 });
    const drawKey = kafka.balanced(topic);
    const ofCalm = (metric: Histogram, calledMs: number) => {
      if (calledMs < spikeAtMs - 1_000) metric.record(cluster.nowMs - calledMs);
    };
    group.onEffect = (id) =>
      ofCalm(metrics.queuedMs, must(cluster.records.sentAtMs[id], 'time of sending'));
    const service = new Resource(1);
    function* callDirectly(): Process<void> {
      const calledMs = cluster.nowMs;
      yield* sleep(cluster.drawLatencyMs());
      if (service.waiting >= params.line && service.held === service.capacity) {
        metrics.rejected.add();
        return;
      }
      yield* service.use(sleep(params.workMs));
      ofCalm(metrics.directMs, calledMs);
    }
    world.spawn(
      requests(cluster, params, () => {
        send(producer, drawKey());
        world.spawn(callDirectly());
      }),
    );
    followLag(group, metrics.lag);
    world.at(endMs(params) - 1, () => metrics.lost.set(lagOf(group)));
    return { cluster, group };
  },
  invariants: onceInOrder,
  goals: (params) => [
    endsWithoutLag('drained', 'in the end no request waits in the log', endMs(params) - 1_000),
  ],
  expect: ({ workMs }) => [
    some('rejected', 'direct-rejects').says(
      'requests rejected if the service is called directly: those that it can neither serve nor queue',
      'mq-queue-buffers-spikes',
    ),
    none('lost', 'log-loses-nothing').says(
      'requests lost if they go through the log',
      'mq-queue-buffers-spikes',
    ),
    {
      id: 'log-is-slower',
      text: 'ms that the log adds to the quickest request in calm times: a message to the broker and one from it',
      claim: 'mq-queue-adds-latency',
      measured: ({ directMs, queuedMs }) =>
        directMs.min === undefined || queuedMs.min === undefined
          ? undefined
          : queuedMs.min - workMs,
      bound: { atLeast: 2 * latencyMs.min, atMost: 2 * latencyMs.max },
    },
    {
      id: 'median-is-slower',
      text: 'ms by which the median request in calm times is slower through the log',
      claim: 'mq-queue-adds-latency',
      measured: ({ directMs, queuedMs }) => {
        const [direct, queued] = [directMs.quantile(0.5), queuedMs.quantile(0.5)];
        return direct === undefined || queued === undefined ? undefined : queued - direct;
      },
      bound: { atLeast: latencyMs.min },
    },
  ],
  tells: ({ params, metrics }) =>
    `Through a log, if the result may come later: it keeps the requests until the service gets to them, and ${counted(metrics.lost.value ?? 0, 'request')} were lost. ` +
    `Called directly, the service rejected ${counted(metrics.rejected.value, 'request')} of a five-second spike at ${rounded(params.spikePerSecond)} per second, with a capacity of ${rounded(1000 / params.workMs)} per second. ` +
    'The price is latency: the last request waits for the whole backlog, and in calm times the median request took ' +
    `${metrics.queuedMs.quantile(0.5)?.toFixed(1)} ms through the log instead of ${metrics.directMs.quantile(0.5)?.toFixed(1)} ms.`,
  plots: ({ metrics }) => [lagPlot({ service: metrics.lag }, [{ x: spikeAtMs, label: 'spike' }])],
});

// Left out: callers that need the answer at once, for which a place in a queue is as bad as a
// rejection.
