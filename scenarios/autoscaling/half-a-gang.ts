import * as z from 'zod';
import {
  type GangJob,
  grant,
  nextPlaced,
  type WaitingPod,
} from '../../sims/autoscaling/nodes/jobs.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { shuffled } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  slots: whole(2, 100, 6, 'slots of the cluster'),
  needs: whole(2, 50, 4, 'slots that a job needs at the same time; at most all'),
  jobs: whole(2, 20, 2, 'jobs'),
  everyS: real(5, 60, 10, 'from one slot that becomes free to the next, for single pods, seconds'),
  agesS: real(1, 120, 60, 'waiting raises the priority by one each so many seconds'),
});

/** A low pod waits behind pods of a priority of ten more that come as fast as slots become free. */
const headStart = 10;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/half-a-gang',
  asks: 'Two jobs need four slots each, and there are six. Do they finish? And does a pod of low priority ever start?',
  claims: [],
  code: ['sims/autoscaling/nodes/jobs.ts#grant', 'sims/autoscaling/nodes/jobs.ts#nextPlaced'],
  params,
  invariants: heldTo('jobs-finish', 'no-starvation'),
  metrics: {
    finished: gauge('jobs', 'that finish'),
    rounds: gauge('rounds', 'until the last one does'),
    waitedMs: gauge('ms', 'until the pod of low priority is placed'),
  },
  build({ world, params: { slots, needs: wanted, jobs: count, everyS, agesS }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('order');
    const needs = Math.min(wanted, slots);
    const jobs: GangJob[] = Array.from({ length: count }, (_, at) => ({
      name: `job-${at + 1}`,
      needs,
      holds: 0,
    }));
    let [free, finished, rounds] = [slots, 0, 0];
    const round = () => {
      const open = jobs.filter(({ holds }) => holds < needs);
      if (open.length === 0) return;
      rounds += 1;
      // Jobs ask one slot at a time, in any order, until nothing moves.
      for (let moved = true; moved; ) {
        moved = false;
        for (const job of shuffled(
          stream,
          open.filter(({ holds }) => holds < needs),
        )) {
          const granted = grant(job, free, rules);
          free -= granted;
          moved ||= granted > 0;
          if (granted > 0) study.observes(`slots that ${job.name} holds`, job.holds);
        }
      }
      const done = open.filter(({ holds }) => holds === needs);
      finished += done.length;
      free += done.length * needs;
      study.observes('jobs that have finished', finished);
    };
    for (let each = 0; each < count + 2; each++) study.next(round);
    for (let each = 0; each < 6; each++)
      study.next(() => study.observes('slots that are free', free));
    const placedMs = starved(everyS * 1_000, (waiting, nowMs) =>
      nextPlaced(waiting, nowMs, agesS * 1_000, rules),
    );
    return study
      .next(() => {
        observes('finished', 'jobs that finish', finished);
        study.holds(
          'jobs-finish',
          finished === count,
          `${count - finished} jobs hold ${slots - free} slots and wait for each other for ever`,
        );
      })
      .next(() => observes('rounds', 'rounds', rounds))
      .next(() => {
        if (placedMs !== undefined)
          observes('waitedMs', 'until the low pod is placed', placedMs, 'ms');
        study.holds(
          'no-starvation',
          placedMs !== undefined,
          'a pod waits for 1,000 slots, and others take every one of them',
        );
      });
  },
  expect: ({ slots, needs: wanted, jobs, everyS, agesS }) => {
    const needs = Math.min(wanted, slots);
    const together = Math.floor(slots / needs);
    return [
      within('finished', 'finished', near(jobs)).says('jobs that finish'),
      within('rounds', 'rounds', near(Math.ceil(jobs / together))).says(
        'rounds: jobs / (slots / needs)',
      ),
      // Others have waited for one slot at most.
      within('waitedMs', 'waited', {
        atLeast: 1_000 * Math.min(headStart * agesS, 999 * everyS) - 1_000 * everyS,
        atMost: 1_000 * (headStart * agesS + 2 * everyS),
      }).says(
        'ms until a pod of low priority is placed: its distance in priority x the time for each step',
      ),
    ];
  },
  tells: ({ params: { slots, needs, jobs, agesS }, metrics: m }) =>
    `${m.finished.value === jobs ? 'Yes' : 'No'}: ${inDigits(m.finished.value ?? 0)} of ${jobs} jobs finish in ${counted(m.rounds.value ?? 0, 'round')} on ${slots} slots, because gang scheduling gives a job all of its ${needs} slots or none; two jobs with half of their slots each would wait for each other for ever. The pod of low priority starts ${m.waitedMs.value === undefined ? 'never' : `after ${inTime(m.waitedMs.value)}`}: its priority rises by one for every ${inDigits(agesS)} s that it waits.`,
});

/** When the low pod is placed, among pods of a higher priority of which one comes for each slot; undefined within 1,000 slots. */
function starved(
  everyMs: number,
  next: (waiting: readonly WaitingPod[], nowMs: number) => WaitingPod | undefined,
): number | undefined {
  const low = { name: 'low', priority: 0, sinceMs: 0 };
  for (let slot = 1; slot <= 1_000; slot++) {
    const nowMs = slot * everyMs;
    const high = { name: `high-${slot}`, priority: headStart, sinceMs: nowMs };
    if (next([low, high], nowMs) === low) return nowMs;
  }
  return undefined;
}

// Left out: preemption, back-filling with short jobs, and fairness between users.
