import * as z from 'zod';
import {
  Activation,
  cooldownDefaultMs,
  pollMs,
} from '../../sims/autoscaling/events/scale-to-zero.ts';
import { Autoscaler, specOf, syncMs } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { readyPods } from '../../sims/autoscaling/hpa/pods.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, times } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutScaling, heldTo, minuteMs } from './kit.ts';

const params = z.object({
  rounds: whole(2, 10, 5, 'times that jobs come'),
  jobs: whole(1, 30, 6, 'jobs each time'),
  everyS: whole(90, 240, 180, 'from one time to the next, seconds'),
  serviceS: whole(40, 80, 60, 'how long a job takes, seconds'),
  perPod: whole(1, 10, 3, 'jobs per worker that are aimed at'),
  startS: whole(5, 60, 20, 'how long a worker takes to start, seconds'),
});

const stepMs = 1_000;
const workersMax = 50;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/scale-to-zero',
  asks: 'Jobs come every three minutes, then none. Who starts the first worker, and when is the last one gone?',
  claims: [],
  code: ['sims/autoscaling/events/scale-to-zero.ts#decides'],
  params,
  durationMs: () => 90 * minuteMs,
  invariants: heldTo('queue-stays-short', 'no-flapping'),
  metrics: {
    firstMs: gauge('ms', 'until a worker takes the first job'),
    wakes: gauge('times', 'that the first worker was started'),
    most: gauge('workers', 'at most'),
    done: gauge('jobs', 'that were done'),
    zeroMs: gauge('ms', 'from the end of the last job until no worker is left'),
  },
  build({ world, params, rules, metrics }) {
    const { rounds, jobs, everyS, serviceS, perPod, startS } = params;
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const phaseMs = stepMs * Math.floor(30 * study.stream('jobs')());
    const firstMs = minuteMs + phaseMs;
    const activation = new Activation(
      { activationThreshold: 0, minReplicas: 0, cooldownMs: cooldownDefaultMs },
      rules,
    );
    const horizontal = new Autoscaler(specOf(1, workersMax), rules);
    /** When each worker is ready for a job. */
    const workers: number[] = [];
    let [waiting, done, wakes, most] = [0, 0, 0, 0];
    const busyUntil: number[] = [];
    let takenMs: number | undefined;
    let zeroAtMs: number | undefined;
    let lastDoneMs = 0;
    const scale = (atMs: number, to: number, reason: string) => {
      const from = workers.length;
      if (to === from) return;
      study.tells({ kind: 'scales', from, to, recommended: to, reason });
      wakes += from === 0 ? 1 : 0;
      // The youngest go first; jobs that they work on are finished (terminationGracePeriodSeconds).
      while (workers.length < to) workers.push(atMs + 1_000 * startS);
      workers.splice(to);
      most = Math.max(most, to);
      zeroAtMs = to === 0 ? atMs : undefined;
    };
    const step = (atMs: number) => {
      const round = (atMs - firstMs) / (1_000 * everyS);
      if (Number.isInteger(round) && round >= 0 && round < rounds) waiting += jobs;
      const ended = busyUntil.filter((untilMs) => untilMs <= atMs);
      if (ended.length > 0) lastDoneMs = atMs;
      done += ended.length;
      busyUntil.splice(0, busyUntil.length, ...busyUntil.filter((untilMs) => untilMs > atMs));
      for (const [at, freeMs] of workers.entries()) {
        if (waiting === 0 || freeMs > atMs) continue;
        takenMs ??= atMs;
        waiting -= 1;
        workers[at] = atMs + 1_000 * serviceS;
        busyUntil.push(atMs + 1_000 * serviceS);
      }
      const queue = waiting + busyUntil.length;
      if (atMs % pollMs === 0)
        scale(atMs, activation.decides(atMs, workers.length, queue), 'by the event source');
      if (atMs % syncMs === 0 && workers.length > 0) {
        const size = workers.length;
        const reading = {
          target: { kind: 'value-per-pod', milli: 1_000 * perPod } as const,
          pods: readyPods(size, 1_000, 0),
          currentReplicas: size,
          valueMilli: 1_000 * queue,
        };
        scale(atMs, horizontal.decides(atMs, size, [reading]).to, 'by jobs per worker');
      }
      if (atMs % minuteMs === 0) study.observes('jobs that wait or are worked on', queue);
    };
    const lastMs = firstMs + 1_000 * everyS * rounds;
    const endMs = lastMs + 1_000 * (startS + serviceS * jobs) + cooldownDefaultMs + 5 * minuteMs;
    for (let atMs = stepMs; atMs <= endMs; atMs += stepMs) study.at(atMs, () => step(atMs));
    return study.at(endMs + 1, () => {
      if (takenMs !== undefined)
        observes('firstMs', 'until the first job is taken', takenMs - firstMs, 'ms');
      observes('wakes', 'times that the first worker was started', wakes);
      observes('most', 'workers at most', most);
      observes('done', 'jobs that were done', done);
      if (zeroAtMs !== undefined)
        observes('zeroMs', 'until no worker is left', zeroAtMs - lastDoneMs, 'ms');
      study.holds(
        'queue-stays-short',
        done === rounds * jobs,
        `${waiting} of ${rounds * jobs} jobs wait, and there ${workers.length === 1 ? 'is' : 'are'} ${counted(workers.length, 'worker')}`,
      );
      study.holds(
        'no-flapping',
        wakes <= 1,
        `the first worker is started ${times(wakes)}, for jobs that come every ${everyS} s`,
      );
    });
  },
  expect: ({ rounds, jobs, startS }) => [
    within('firstMs', 'first', { atLeast: 1_000 * startS, atMost: 1_000 * startS + pollMs }).says(
      'ms until the first job is taken: a poll, and the start of a worker',
    ),
    within('wakes', 'wakes', near(1)).says('times that the first worker is started'),
    within('done', 'done', near(rounds * jobs)).says('jobs that are done'),
    within('zeroMs', 'zero', {
      atLeast: cooldownDefaultMs - pollMs,
      atMost: cooldownDefaultMs + 2 * pollMs,
    }).says('ms until no worker is left: the cooldown, and a poll'),
  ],
  tells: ({ params: { everyS, startS }, metrics: m }) =>
    `KEDA starts the first worker, because it looks at the event source every 30 s; the horizontal autoscaler does nothing at 0 replicas, and takes over from 1 on. The first job is taken after ${inTime(m.firstMs.value ?? 0)}, of which a worker takes ${startS} s to start, and there are up to ${counted(m.most.value ?? 0, 'worker')}. The last worker is gone ${inTime(m.zeroMs.value ?? 0)} after the last job, for the cooldown is 5 minutes: so jobs every ${everyS} s wake the first worker ${times(m.wakes.value ?? 0)}, and without a cooldown every time.`,
});

// Left out: ScaledJobs, which start a pod for each job, and several triggers for one workload.
