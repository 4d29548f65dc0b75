import * as z from 'zod';
import { Autoscaler, specOf, syncMs } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { readyPods } from '../../sims/autoscaling/hpa/pods.ts';
import type { Reading } from '../../sims/autoscaling/hpa/replicas.ts';
import { autoscalersOf } from '../../sims/autoscaling/hpa/sources.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, times } from '../../src/words/numbers.ts';
import { aboutScaling, heldTo, minuteMs } from './kit.ts';

const params = z.object({
  byCpu: whole(1, 40, 4, 'replicas that the processors need'),
  byRequests: whole(1, 40, 10, 'replicas that the requests need'),
});

const durationMs = 15 * minuteMs;
const target = 50;
const perPodMilli = 100_000;

/** What both metrics say of that many pods. */
const metricsOf = (pods: number, byCpu: number, byRequests: number, noise = 1): Reading[] => [
  {
    target: { kind: 'utilisation', percent: target },
    pods: readyPods(pods, 1_000, Math.round((10 * target * byCpu) / pods)),
    currentReplicas: pods,
  },
  {
    target: { kind: 'value-per-pod', milli: perPodMilli },
    pods: readyPods(pods, 1_000, 0),
    currentReplicas: pods,
    valueMilli: byRequests * perPodMilli * noise,
  },
];

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/two-autoscalers',
  asks: 'One autoscaler looks at the processor, another at the requests, and both scale the same pods. What do they do?',
  claims: [],
  code: [
    'sims/autoscaling/hpa/sources.ts#autoscalersOf',
    'sims/autoscaling/hpa/autoscaler.ts#combined',
  ],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('no-flapping'),
  metrics: {
    changes: gauge('changes', 'of the number of replicas'),
    turns: gauge('turns', 'from down to up, or from up to down'),
    settled: gauge('replicas', 'at the end'),
  },
  build({ world, params: { byCpu, byRequests }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const start = Math.max(byCpu, byRequests);
    let [pods, changes, turns, lastSign] = [start, 0, 0, 0];
    // Each looks every 15 s, and not at the same time as the other.
    const stream = study.stream('requests');
    const phaseMs = Math.round(syncMs * (0.2 + 0.6 * study.stream('second')()));
    const count = autoscalersOf(metricsOf(pods, byCpu, byRequests), rules).length;
    for (let at = 0; at < count; at++) {
      const autoscaler = new Autoscaler(specOf(1, 1_000), rules);
      const look = (atMs: number) => {
        // Within the tolerance.
        const noise = 1 - 0.02 * stream();
        const all = autoscalersOf(metricsOf(pods, byCpu, byRequests, noise), rules);
        if (atMs % minuteMs === 0)
          study.observes('requests of a pod, through its target', (byRequests * noise) / pods);
        const { to, recommended, reason, rule } = autoscaler.decides(atMs, pods, all[at] ?? []);
        const sign = Math.sign(to - pods);
        if (sign === 0) return;
        changes += 1;
        turns += lastSign === -sign ? 1 : 0;
        lastSign = sign;
        const said = { reason, recommended: recommended ?? pods };
        study.tells({ kind: 'scales', from: pods, to, ...said, ...(rule ? { rule } : {}) });
        pods = to;
      };
      for (let atMs = syncMs + at * phaseMs; atMs <= durationMs; atMs += syncMs)
        study.at(atMs, () => look(atMs));
    }
    for (let atMs = minuteMs; atMs <= durationMs; atMs += minuteMs)
      study.at(atMs + 1, () => study.observes('replicas', pods));
    return study.at(durationMs + 2, () => {
      observes('changes', 'changes of the number of replicas', changes);
      observes('turns', 'turns', turns);
      observes('settled', 'replicas at the end', pods);
      study.holds(
        'no-flapping',
        turns === 0,
        `the number of replicas turns ${times(turns)} at a constant load`,
      );
    });
  },
  expect: ({ byCpu, byRequests }) => [
    within('settled', 'settled', near(Math.max(byCpu, byRequests))).says(
      'replicas: the larger of the two needs',
    ),
    within('changes', 'changes', { atMost: 0 }).says(
      'changes, with both metrics in one autoscaler',
    ),
  ],
  tells: ({ params: { byCpu, byRequests }, metrics: m }) =>
    `Two autoscalers undo each other: one removes at each look what the other has added. ${m.turns.value === 0 ? `Put both metrics into one autoscaler, which takes the larger: ${inDigits(m.settled.value ?? 0)} replicas` : `Here that happens ${times(m.turns.value ?? 0)}, with ${inDigits(m.settled.value ?? 0)} replicas at the end`} for needs of ${byCpu} and ${byRequests}, and ${counted(m.changes.value ?? 0, 'change')} in 15 minutes. Kubernetes refuses two HPAs for the same pods (AmbiguousSelector), but it does not see another controller that writes the replicas.`,
});

// Left out: pods that take time to start, so that the fight costs requests too.
