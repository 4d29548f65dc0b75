import type { Cluster } from '../../sims/kafka/model.ts';
import type { Histogram } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { Resource } from '../../src/kernel/resource.ts';
import { rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder, lagOf, latencyMs, send } from './builder.ts';
import { aboutKafka, counter, gauge, histogram, real, scenario, series, whole, z } from './kit.ts';
import { followLag, lagPlot } from './lag-plot.ts';
import { endsWithoutLag, none, onceInOrder, some } from './promises.ts';

const params = z.object({
  calmPerSecond: real(1, 50, 20, 'requests that come in when it is calm'),
  spikePerSecond: real(100, 2_000, 400, 'requests that come in during the spike'),
  workMs: real(1, 50, 10, 'time that a request takes the service'),
  line: whole(0, 1_000, 50, 'requests that may wait for the service; more are rejected'),
});

type Params = z.output<typeof params>;

const calmMs = 20_000;
const spikeMs = 5_000;
const spikeAtMs = firstAssignmentMs + calmMs;
/** What the spike leaves, at what the service can do beyond the calm. */
const drainMs = ({ calmPerSecond, spikePerSecond, workMs }: Params) =>
  (1000 * 1.5 * (spikePerSecond * spikeMs)) / 1000 / Math.max(1, 1000 / workMs - calmPerSecond) +
  20_000;
const endMs = (params: Params) => spikeAtMs + spikeMs + drainMs(params);

/** They come at random, more often during the spike. */
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
  asks: 'A spike comes in at several times what a service can do. Call it directly, or by way of a log?',
  claims: ['mq-queue-buffers-spikes', 'mq-queue-adds-latency'],
  params,
  durationMs: endMs,
  metrics: {
    rejected: counter('requests', 'that the service rejected when called directly'),
    lost: gauge('requests', 'that never got through by way of the log'),
    directMs: histogram('ms', 'from a request to its result, called directly, when it is calm'),
    queuedMs: histogram('ms', 'from a request to its result, by way of the log, when it is calm'),
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
    endsWithoutLag('drained', 'in the end nothing waits in the log', endMs(params) - 1_000),
  ],
  expect: ({ workMs }) => [
    some('rejected', 'direct-rejects').says(
      'called directly the service rejects what it can neither do nor keep waiting',
      'mq-queue-buffers-spikes',
    ),
    none('lost', 'log-loses-nothing').says(
      'by way of the log everything gets done, later',
      'mq-queue-buffers-spikes',
    ),
    {
      id: 'log-is-slower',
      text: 'when it is calm the log adds its own way: to the broker and from it, two messages, if the consumer waits there already',
      claim: 'mq-queue-adds-latency',
      measured: ({ directMs, queuedMs }) =>
        directMs.min === undefined || queuedMs.min === undefined
          ? undefined
          : queuedMs.min - workMs,
      bound: { atLeast: 2 * latencyMs.min, atMost: 2 * latencyMs.max },
    },
    {
      id: 'median-is-slower',
      text: 'and the median request is slower by that at least',
      claim: 'mq-queue-adds-latency',
      measured: ({ directMs, queuedMs }) => {
        const [direct, queued] = [directMs.quantile(0.5), queuedMs.quantile(0.5)];
        return direct === undefined || queued === undefined ? undefined : queued - direct;
      },
      bound: { atLeast: latencyMs.min },
    },
  ],
  tells: ({ params, metrics }) =>
    `The service can do ${rounded(1000 / params.workMs)} requests a second, and ${rounded(params.spikePerSecond)} came for five seconds. Called directly it rejected ` +
    `${rounded(metrics.rejected.value)}; by way of the log none was lost, and the last waited for the rest. When it was calm a request took ` +
    `${metrics.directMs.quantile(0.5)?.toFixed(1)} ms directly and ${metrics.queuedMs.quantile(0.5)?.toFixed(1)} ms by way of the log (median).`,
  plots: ({ metrics }) => [lagPlot({ service: metrics.lag }, [{ x: spikeAtMs, label: 'spike' }])],
});

// Left out: callers that need the answer at once, to whom a place in a line is as good as a rejection.
