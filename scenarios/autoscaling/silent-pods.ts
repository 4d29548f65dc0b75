import * as z from 'zod';
import { specOf } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { type Loop, neededPods, runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo, minuteMs } from './kit.ts';

const params = z.object({
  pods: whole(2, 60, 10, 'replicas'),
  silent: whole(1, 30, 5, 'of them send no metric any more; at most all but one do'),
  busy: whole(10, 100, 100, 'percent of the request that the silent ones use'),
  idle: whole(1, 50, 10, 'percent of the request that the others use'),
  target: whole(30, 80, 50, 'percent of the request that pods are to use'),
});

const durationMs = 20 * minuteMs;
const silentOf = (pods: number, silent: number) => Math.min(silent, pods - 1);

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/silent-pods',
  asks: 'Half of the pods send no metric any more, and they are the busy ones. Does the autoscaler remove pods?',
  claims: [],
  code: ['sims/autoscaling/hpa/replicas.ts#assumedOf', 'sims/autoscaling/hpa/replicas.ts#ofPods'],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('load-is-carried'),
  metrics: {
    settled: gauge('replicas', 'at the end'),
    load: gauge('cores', 'that are used'),
    heard: gauge('share', 'of the target that the pods with a metric use'),
  },
  build({ world, params: { pods, silent, busy, idle, target }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const quiet = silentOf(pods, silent);
    const load = (quiet * busy + (pods - quiet) * idle) / 100;
    const fromMs = minuteMs * (1 + study.stream('metric')());
    study.at(1, () => estimates('load', 'cores that are used', load));
    study.at(2, () =>
      estimates('heard', 'use of the pods that are heard, of the target', idle / target),
    );
    study.at(Math.round(fromMs), () =>
      study.tells({
        kind: 'lost',
        what: `${counted(quiet, 'pod')} of ${pods} send no metric any more`,
      }),
    );
    const loop: Loop = runLoop(study, rules, {
      ...{ requestMilli: 1_000, limitMilli: 1_000, lagMs: 0, startMs: 30_000 },
      spec: specOf(1, 1_000),
      target: { kind: 'utilisation', percent: target },
      pods,
      durationMs,
      loadAt: () => load,
      // Before, every pod shows its target: nothing asks for a change.
      // Those that are left share what is not on the silent ones.
      seen: (seen, atMs) => {
        const others = Math.max(1, seen.length - quiet);
        const each = Math.trunc((1_000 * (load - (quiet * busy) / 100)) / others);
        return seen.map((pod, place) => ({
          ...pod,
          usedMilli: atMs < fromMs ? 10 * target : place < quiet ? undefined : each,
        }));
      },
      after: (_decision, { size }, atMs) => {
        if (atMs % minuteMs === 0) study.observes('replicas', size);
        study.holds(
          'load-is-carried',
          size >= load,
          `${counted(size, 'pod is', 'pods are')} left for a load of ${significant(load)} cores`,
        );
      },
    });
    return study.at(durationMs + 1, () =>
      observes('settled', 'replicas at the end', loop.fleet.size),
    );
  },
  expect: ({ pods, silent, busy, idle, target }) => {
    const quiet = silentOf(pods, silent);
    // Silent pods count a whole request each, at least up to the tolerance.
    const fewest = Math.ceil((quiet * 100) / (1.1 * target + 1));
    const load = (quiet * busy + (pods - quiet) * idle) / 100;
    const most = Math.max(pods, neededPods(load, { requestMilli: 1_000 }, target));
    return [
      within('settled', 'settled', { atLeast: Math.min(pods, fewest), atMost: most }).says(
        'replicas at the end: at least those that the silent ones need, were they at 100%',
      ),
    ];
  },
  tells: ({ params: { pods, silent, idle, target }, metrics: m }) =>
    `${m.settled.value === pods ? 'No' : 'Some'}: on the way down a pod without a metric counts as using all that it requests, so ${inDigits(m.settled.value ?? 0)} of ${pods} replicas are left. The pods that report use ${idle}% against a target of ${target}%, which alone would leave ${inDigits(Math.max(1, Math.ceil((idle / target) * (pods - silentOf(pods, silent)))))}, for a load of ${significant(m.load.value ?? 0)} cores.`,
});

// Left out: pods that are silent because they are dead, for which the load goes to the others.
