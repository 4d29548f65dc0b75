import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import { effectsOnce, keysInOrder, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import { eventually } from '../../src/check/goal.ts';
import { counter, gauge, histogram, series } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { Resource } from '../../src/kernel/resource.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  latencyMs,
  ms,
  startTeam,
  whole,
} from './common.ts';
import { followLag, lagPlot } from './lag-plot.ts';

const params = z.object({
  calmPerSecond: z
    .number()
    .min(1)
    .max(50)
    .default(20)
    .describe('requests that come in when it is calm'),
  spikePerSecond: z
    .number()
    .min(100)
    .max(2_000)
    .default(400)
    .describe('requests that come in during the spike'),
  workMs: z.number().min(1).max(50).default(10).describe('time that a request takes the service'),
  line: z
    .int()
    .min(0)
    .max(1_000)
    .default(50)
    .describe('requests that may wait for the service; more are rejected'),
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

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
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
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'requests');
    const group = createGroup(cluster, 'service', [topic]);
    startTeam(cluster, group, {
      count: 1,
      work: { commit: 'batch-async' },
      recordMs: ms(params.workMs),
      config: { 'max.poll.records': 50 },
    });
    const producer = newProducer(cluster, topic, 'gateway');
    const [key] = balancedKeys(cluster, topic);
    const service = new Resource(1);
    const isCalm = () => cluster.nowMs < spikeAtMs;
    group.onEffect = (id) => {
      const sentMs = cluster.records.sentAtMs[id] as number;
      if (sentMs < spikeAtMs - 1_000) metrics.queuedMs.record(cluster.nowMs - sentMs);
    };
    const drawHopMs = () => cluster.drawLatencyMs();
    function* callDirectly(): Process<void> {
      const calledMs = cluster.nowMs;
      yield* sleep(drawHopMs());
      if (service.waiting >= params.line && service.held === service.capacity) {
        metrics.rejected.add();
        return;
      }
      yield* service.use(sleep(params.workMs));
      if (calledMs < spikeAtMs - 1_000) metrics.directMs.record(cluster.nowMs - calledMs);
    }
    const stream = world.kernel.random.stream('arrivals');
    const drawGap = {
      calm: sampler(exponential(1000 / params.calmPerSecond), stream),
      spike: sampler(exponential(1000 / params.spikePerSecond), stream),
    };
    world.spawn(
      (function* (): Process<void> {
        yield* sleep(firstAssignmentMs);
        while (cluster.nowMs < endMs(params) - 5_000) {
          const isSpike = !isCalm() && cluster.nowMs < spikeAtMs + spikeMs;
          yield* sleep(isSpike ? drawGap.spike() : drawGap.calm());
          send(producer, key);
          world.spawn(callDirectly());
        }
      })(),
    );
    followLag(cluster, group, metrics.lag);
    world.kernel.schedule(endMs(params) - 1, () => metrics.lost.set(lagOf(group)), undefined);
    return { cluster, group };
  },
  invariants: [...protocolInvariants, effectsOnce, keysInOrder],
  goals: (params) => [
    eventually<Subject>(
      'drained',
      'in the end nothing waits in the log',
      0,
      ({ cluster, group }) => {
        return cluster.nowMs > spikeAtMs + spikeMs + drainMs(params) - 1_000 && lagOf(group) === 0;
      },
    ),
  ],
  expect: ({ workMs }) => [
    {
      id: 'direct-rejects',
      text: 'called directly the service rejects what it can neither do nor keep waiting',
      claim: 'mq-queue-buffers-spikes',
      measured: ({ rejected }) => rejected.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'log-loses-nothing',
      text: 'by way of the log everything gets done, later',
      claim: 'mq-queue-buffers-spikes',
      measured: ({ lost }) => lost.value,
      bound: { atMost: 0 },
    },
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
    `The service can do ${whole(1000 / params.workMs)} requests a second, and ${whole(params.spikePerSecond)} came for five seconds. Called directly it rejected ` +
    `${whole(metrics.rejected.value)}; by way of the log none was lost, and the last waited for the rest. When it was calm a request took ` +
    `${metrics.directMs.quantile(0.5)?.toFixed(1)} ms directly and ${metrics.queuedMs.quantile(0.5)?.toFixed(1)} ms by way of the log (median).`,
  plots: ({ metrics }) => [lagPlot({ service: metrics.lag }, [{ x: spikeAtMs, label: 'spike' }])],
});

// Left out: callers that need the answer at once, to whom a place in a line is as good as a rejection.
