import * as z from 'zod';
import {
  askerServer,
  brokerServer,
  type Job,
  serviceServer,
  workerServer,
} from '../../sims/traffic/queues/broker.ts';
import type { QueueLaw, QueueSubject } from '../../sims/traffic/queues/laws.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge, histogram } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, inSeconds, rounded } from '../../src/words/numbers.ts';
import { outage, pause } from '../../src/world/fault.ts';
import { aboutQueues, around } from './queues-kit.ts';

const params = z.object({
  requestsPerSecond: real(1, 200, 10, 'requests a second, at random times'),
  workMs: real(1, 1_000, 20, 'work of the service per request'),
  pollMs: real(1, 10_000, 100, 'time from one poll of the worker to the next'),
  seconds: real(30, 3_600, 120, 'duration of the run'),
  downSeconds: real(0, 20, 5, 'how long the service and the worker are down during the run'),
});
type Params = z.output<typeof params>;

const downAtMs = 10_000;
const perMs = ({ requestsPerSecond }: Params) => requestsPerSecond / 1_000;
const untilMs = ({ seconds }: Params) => seconds * 1_000;
const downUntilMs = ({ downSeconds }: Params) => downAtMs + downSeconds * 1_000;
/** A message takes 0.2 to 0.8 ms. */
const hopMs = 0.5;

/**
 * A job waits from 0 to one polling interval for the worker: half of one on average, with the
 * deviation of a uniform distribution. Fetching it takes a hop there and back, as does asking the
 * service.
 */
function addedOf(p: Params) {
  const jobs = perMs(p) * (untilMs(p) - p.downSeconds * 1_000 - 2 * p.pollMs);
  return {
    mean: p.pollMs / 2 + hopMs,
    deviation: Math.sqrt((pow(p.pollMs, 2) / 12 + 1) / (0.8 * jobs)) + p.pollMs / jobs,
  };
}

/** Requests that arrive while the service is down: a Poisson number. */
function downOf(p: Params) {
  const mean = perMs(p) * p.downSeconds * 1_000;
  return { mean, deviation: Math.sqrt(mean) + 0.2 };
}

interface Subject extends QueueSubject {
  readonly done: Set<number>;
  readonly asked: Set<number>;
}

export default scenario({
  ...aboutQueues,
  id: 'traffic/queue-at-ten',
  asks: 'Ten requests a second go to a service, or to a queue from which a worker fetches them. What does the queue cost, and what is it good for?',
  claims: ['comp-queue-useless-at-10rps'],
  code: ['sims/traffic/queues/broker.ts#fetchJobs', 'sims/traffic/queues/broker.ts#askService'],
  params,
  durationMs: (p) => untilMs(p) + 4 * p.pollMs + 4 * p.workMs + 10_000,
  metrics: {
    directMs: histogram('ms', 'until the service has answered'),
    queuedMs: histogram(
      'ms',
      'until the worker is done, for requests that arrived while it was up',
    ),
    addedMs: gauge('ms', 'that the queue adds on average'),
    failed: counter('requests', 'that the service did not answer'),
    lost: gauge('jobs', 'that were put on the queue but never done'),
  },
  build({ world, params: p, metrics }): Subject {
    const breaches = new Breaches<QueueLaw>();
    const [asked, done] = [new Set<number>(), new Set<number>()];
    const isClear = ({ askedMs }: Job) =>
      askedMs < downAtMs - 2 * p.pollMs - p.workMs || askedMs >= downUntilMs(p);
    world.addServer('service', serviceServer(p.workMs));
    world.addServer('broker', brokerServer);
    world.addServer(
      'worker',
      workerServer({
        ...{ broker: 'broker', pollMs: p.pollMs, workMs: p.workMs },
        done(job, nowMs) {
          done.add(job.job);
          if (isClear(job)) metrics.queuedMs.record(nowMs - job.askedMs);
        },
      }),
    );
    world.addServer(
      'client',
      askerServer({
        ...{ perMs: perMs(p), untilMs: untilMs(p), service: 'service', broker: 'broker' },
        answered(job, nowMs) {
          asked.add(job.job);
          metrics.directMs.record(nowMs - job.askedMs);
        },
        failed({ job }) {
          asked.add(job);
          metrics.failed.add();
        },
      }),
    );
    world.at(untilMs(p) + 3 * p.pollMs + 3 * p.workMs + 9_000, () => {
      metrics.addedMs.set((metrics.queuedMs.mean ?? 0) - (metrics.directMs.mean ?? 0));
      metrics.lost.set([...asked].filter((job) => !done.has(job)).length);
    });
    return { breaches, asked, done, rows: () => world.nodes.map(stateRow) };
  },
  plan: ({ downSeconds }) =>
    downSeconds === 0
      ? []
      : [
          { atMs: downAtMs, fault: outage('service', 'refuses', downSeconds * 1_000) },
          { atMs: downAtMs, fault: pause('worker', downSeconds * 1_000) },
        ],
  goals: () => [
    sometimes<Subject>(
      'all-done',
      'both the service and the worker complete something',
      ({ asked, done }) => asked.size > 0 && done.size > 0,
    ),
  ],
  expect: (p) => [
    within('addedMs', 'added', around(addedOf(p))).says(
      'ms that the queue adds to a request on average: half a polling interval, and a message',
      'comp-queue-useless-at-10rps',
    ),
    within('failed', 'failed', around(downOf(p))).says(
      'requests that fail without a queue: those that arrive while the service is down',
    ),
    exactly(0, 'lost', 'lost').says('jobs that are lost with a queue'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `A queue is good for outages and bursts: it kept ${counted(m.failed.value, 'request')} that failed without it in an outage of ${inDigits(p.downSeconds)} s, and costs half a polling interval of ${inSeconds(p.pollMs)}: a request takes ${inSeconds(m.queuedMs.mean)} instead of ${inSeconds(m.directMs.mean)}. At ${inDigits(p.requestsPerSecond)} requests a second the service is busy ${rounded((p.requestsPerSecond * p.workMs) / 10)}% of the time, so there is no load to smooth.`,
});

// Left out: a broker that fails, which is one more thing that can; and retries, which need no
// queue.
