import * as z from 'zod';
import { specOf } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { type Loop, runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { besidesProcessor } from '../../sims/autoscaling/hpa/sources.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo, minuteMs, sizesPlot } from './kit.ts';

const params = z.object({
  workers: real(2, 60, 12.5, 'workers that the jobs keep busy'),
  cpuShare: real(0.01, 0.4, 0.15, 'share of its time in which a busy worker uses its processor'),
  serviceS: real(1, 60, 10, 'how long a job takes, nearly all of it waiting'),
  perPod: real(1.05, 2, 1.25, 'jobs per worker, waiting or in work, that are aimed at'),
  startS: real(5, 120, 30, 'how long a worker takes to start, seconds'),
});

const durationMs = 60 * minuteMs;
const cpuTarget = 60;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/queue-workers',
  asks: 'Workers wait for another service and use 15% of their processor, and the queue grows. Which metric scales them?',
  claims: [],
  code: [
    'sims/autoscaling/hpa/sources.ts#besidesProcessor',
    'sims/autoscaling/hpa/replicas.ts#ofValuePerPod',
  ],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('queue-stays-short'),
  metrics: {
    backlog: gauge('jobs', 'that wait at the end'),
    most: gauge('jobs', 'that waited at most, in the second half'),
    replicas: gauge('replicas', 'on average, in the second half'),
    cpu: gauge('share', 'of the processors that busy workers use'),
  },
  build({ world, params: { workers, cpuShare, serviceS, perPod, startS }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const risesMs = minuteMs * (1 + study.stream('jobs')());
    const load = (atMs: number) => (atMs < risesMs ? 1 : workers);
    const jobsOf = (backlogMs: number) => backlogMs / (1_000 * serviceS);
    let [most, sum, looks] = [0, 0, 0];
    study.at(1, () => estimates('cpu', 'processor of a busy worker', cpuShare));
    const loop: Loop = runLoop(study, rules, {
      ...{ requestMilli: 1_000, limitMilli: 1_000, lagMs: 0, startMs: 1_000 * startS },
      spec: specOf(1, 1_000),
      target: { kind: 'utilisation', percent: cpuTarget },
      pods: 2,
      durationMs,
      loadAt: load,
      noise: () => cpuShare,
      others: ({ size, ready, backlogMs }, pods, atMs) => {
        const jobs = Math.min(ready, load(atMs)) + jobsOf(backlogMs);
        const valueMilli = 1_000 * jobs;
        return besidesProcessor(
          {
            target: { kind: 'value-per-pod', milli: 1_000 * perPod },
            pods,
            currentReplicas: size,
            valueMilli,
          },
          rules,
        );
      },
      after: (_decision, { size, backlogMs }, atMs) => {
        if (atMs % minuteMs === 0) study.observes('jobs that wait', jobsOf(backlogMs));
        if (atMs < durationMs / 2) return;
        most = Math.max(most, jobsOf(backlogMs));
        sum += size;
        looks += 1;
      },
    });
    return Object.assign(
      study.at(durationMs + 1, () => {
        const backlog = observes(
          'backlog',
          'jobs that wait at the end',
          jobsOf(loop.fleet.backlogMs),
        );
        observes('most', 'jobs that waited at most', most);
        observes('replicas', 'replicas on average', sum / looks);
        const arrivals = (workers / serviceS) * (startS + 30);
        study.holds(
          'queue-stays-short',
          backlog <= 1.1 * perPod * (workers + 1) + arrivals,
          `${inDigits(Math.round(backlog))} jobs wait for ${counted(loop.fleet.size, 'worker')}, and ${inDigits(workers)} were needed`,
        );
      }),
      { loop },
    );
  },
  expect: ({ workers, serviceS, perPod, startS }) => {
    const arrivals = (workers / serviceS) * (startS + 30);
    return [
      within('most', 'most', { atLeast: 0, atMost: 1.1 * perPod * (workers + 1) + arrivals }).says(
        'jobs that wait at most: as many as the target allows, and those that come before a new worker has started',
      ),
      // Jobs in work count too, so that fewer workers than jobs / target are never enough; twice as many empty the queue at once.
      within('replicas', 'replicas', {
        atLeast: workers / perPod,
        atMost: 2 * workers + arrivals + 4,
      }).says('replicas on average in the second half: at least jobs / target'),
    ];
  },
  plots: ({ subject }) => [sizesPlot([{ name: 'workers', sizes: subject.loop.sizes }])],
  tells: ({ params: { workers, cpuShare, perPod }, metrics: m }) =>
    `The length of the queue, as with KEDA (jobs / ${inDigits(perPod)} replicas, jobs in work included): at most ${significant(m.most.value ?? 0)} jobs wait. Workers that wait for input and output use ${inPercent(cpuShare)} of their processor, far below a target of ${cpuTarget}%, so the processor asks for the minimum however long the queue is; it fits jobs that compute. The queue costs spare workers: ${significant(m.replicas.value ?? 0)} replicas on average for ${inDigits(workers)} that are busy, because after each peak the largest recommendation counts for five minutes more (the stabilisation window).`,
});

// Left out: jobs of different lengths, a queue’s own delay, and scaling to none and back (KEDA does that part itself).
