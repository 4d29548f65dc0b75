import * as z from 'zod';
import { specOf, syncMs } from '../../sims/autoscaling/hpa/autoscaler.ts';
import { type Loop, runLoop } from '../../sims/autoscaling/hpa/loop.ts';
import { minimumFor, placeInZones } from '../../sims/autoscaling/nodes/zones.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo, minuteMs } from './kit.ts';

const params = z.object({
  load: real(0.5, 100, 6, 'cores'),
  zones: whole(2, 6, 3, 'zones'),
  startS: real(5, 600, 60, 'how long a pod takes to start, seconds'),
});

const durationMs = 20 * minuteMs;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/zone-loss',
  asks: 'Six pods carry the load from three zones, and one zone is lost. Do the others carry it?',
  claims: [],
  code: [
    'sims/autoscaling/nodes/zones.ts#minimumFor',
    'sims/autoscaling/nodes/zones.ts#placeInZones',
  ],
  params,
  durationMs: () => durationMs + minuteMs,
  invariants: heldTo('survives-one-zone'),
  metrics: {
    needed: gauge('replicas', 'that the load needs'),
    provided: gauge('replicas', 'that there are'),
    left: gauge('replicas', 'after the loss of the fullest zone'),
    overloadedMs: gauge('ms', 'in which the load was more than the pods can do'),
    careless: gauge('ms', 'in which it would have been, with what the load needs'),
  },
  build({ world, params: { load, zones, startS }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const needed = Math.ceil(load - 1e-9);
    const provided = minimumFor(needed, zones, rules);
    const placed = placeInZones(provided, zones, rules);
    const lost = Math.max(...placed);
    const lostMs = syncMs * Math.floor((minuteMs * (2 + study.stream('zone')())) / syncMs) + 1;
    study.at(1, () => estimates('needed', 'replicas that the load needs', needed));
    study.at(2, () => estimates('provided', 'replicas at least', provided));
    for (const [zone, pods] of placed.entries())
      study.at(3 + zone, () => study.observes(`pods in zone ${zone + 1}`, pods));
    const loop: Loop = runLoop(study, rules, {
      ...{ requestMilli: 1_000, limitMilli: 1_000, lagMs: 0, startMs: 1_000 * startS },
      spec: specOf(provided, 1_000),
      target: { kind: 'utilisation', percent: 100 },
      pods: provided,
      durationMs,
      loadAt: () => load,
      after: (_decision, { ready }, atMs) => {
        if (atMs % (2 * minuteMs) === 0) study.tells({ kind: 'ready', pods: ready });
      },
    });
    study.at(lostMs, () => {
      loop.fleet.lose(lost);
      study.tells({ kind: 'lost', what: `a zone is lost, and ${counted(lost, 'pod')} with it` });
      const left = observes('left', 'pods that are left', provided - lost);
      study.holds(
        'survives-one-zone',
        left >= needed,
        `${counted(left, 'pod is', 'pods are')} left for a load of ${significant(load)} cores`,
      );
    });
    return study.at(durationMs + 1, () => {
      observes('overloadedMs', 'more load than the pods can do', loop.fleet.overloadedMs, 'ms');
      estimates(
        'careless',
        'with no more than the load needs: a look and a start',
        1_000 * startS + syncMs / 2,
        'ms',
      );
    });
  },
  expect: ({ load, zones }) => {
    const needed = Math.ceil(load - 1e-9);
    const provided = Math.ceil((needed * zones) / (zones - 1) - 1e-9);
    return [
      within('provided', 'provided', { atLeast: provided, atMost: provided + 1 }).says(
        'replicas: needed x zones / (zones - 1)',
      ),
      within('left', 'left', { atLeast: needed, atMost: needed + 1 }).says(
        'replicas after the loss of a zone',
      ),
      within('overloadedMs', 'overloaded', { atMost: 0 }).says('ms of overload'),
    ];
  },
  tells: ({ params: { load, zones }, metrics: m }) =>
    `Only if there are spare pods: ${inDigits(m.provided.value ?? 0)} instead of ${inDigits(m.needed.value ?? 0)}, spread evenly, because ${zones} zones without one must still hold the ${inDigits(m.needed.value ?? 0)} that ${significant(load)} cores need (needed x zones / (zones - 1)). After the loss ${inDigits(m.left.value ?? 0)} are left, and the load is carried. With ${inDigits(m.needed.value ?? 0)} in all, the others would be overloaded for ${inTime(m.careless.value ?? 0)}, until new pods start.`,
});

// Left out: zones that fill up because everyone moves there, and traffic that stays within a zone.
