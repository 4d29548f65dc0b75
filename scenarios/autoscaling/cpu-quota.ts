import * as z from 'zod';
import {
  finishedMs,
  periodMs,
  runsMs,
  shares,
  threadsFor,
} from '../../sims/autoscaling/containers/quota.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  cpus: real(1, 16, 2, 'quota: processors'),
  machine: whole(
    2,
    128,
    8,
    'processors of the machine; a program starts as many threads by default',
  ),
  request: real(0.1, 4, 0.5, 'processors that a pod requests, without a limit'),
  others: real(0.1, 64, 3.5, 'processors that the other pods of the machine request'),
});

/** Pieces of work that come at any time of a period. */
const arrivals = 20_000;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/cpu-quota',
  asks: 'A container may use two processors and starts eight threads. What do they do? And above a request without a limit?',
  claims: ['q13-cpu-over-request-throttled'],
  code: [
    'sims/autoscaling/containers/quota.ts#runsMs',
    'sims/autoscaling/containers/quota.ts#threadsFor',
    'sims/autoscaling/containers/quota.ts#shares',
  ],
  params,
  invariants: heldTo('no-stall'),
  metrics: {
    runs: gauge('ms', 'of each 100 in which eight threads run'),
    stalls: gauge('share', 'of each period in which the threads stand still'),
    blocked: gauge('share', 'of the arrivals that find the quota of all threads used up'),
    single: gauge('ms', 'until 100 ms of work are done with a quota of 0.4'),
    alone: gauge('cpus', 'that a pod gets above its request, if others are idle'),
    contended: gauge('cpus', 'that it gets if all want all they can get'),
  },
  build({ world, params: { cpus, machine, request, others }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const stream = study.stream('threads');
    const threads = threadsFor(cpus, machine, rules);
    const wants = machine;
    // Work comes at any time of a period, and waits for the next one if the quota is used up.
    let waited = 0;
    for (let arrival = 0; arrival < arrivals; arrival++) {
      const atMs = stream() * periodMs;
      if (atMs >= runsMs({ cpus, threads: machine })) waited += 1;
    }
    study
      .next(() => study.estimates('threads', threads))
      .next(() =>
        estimates(
          'runs',
          'ms of each 100 in which a thread for each processor of the machine runs',
          runsMs({ cpus, threads: machine }),
        ),
      )
      .next(() =>
        observes(
          'blocked',
          'arrivals that find the quota of all threads used up',
          waited / arrivals,
        ),
      )
      .next(() =>
        estimates(
          'single',
          'ms until 100 ms of work are done, at a quota of 0.4',
          finishedMs(100, { cpus: 0.4, threads: 1 }),
        ),
      );
    for (const each of [1, 2, 4, 8, 16])
      study.next(() =>
        study.estimates(
          `ms of each period in which ${each} threads run`,
          runsMs({ cpus, threads: each }),
        ),
      );
    return study
      .next(() => {
        const stalls = observes(
          'stalls',
          'share of each period in which threads stand still',
          1 - runsMs({ cpus, threads }) / periodMs,
        );
        study.holds(
          'no-stall',
          stalls <= 0.5,
          `${threads} threads stand still for ${inPercent(stalls)} of the time on a quota of ${inDigits(cpus)}`,
        );
      })
      .next(() => {
        const list = (otherWants: number) => [
          { request, wants },
          { request: others, wants: otherWants },
        ];
        observes(
          'alone',
          'processors above the request, others idle',
          shares(machine, list(0))[0] ?? 0,
        );
        observes(
          'contended',
          'processors, if all want more',
          shares(machine, list(machine))[0] ?? 0,
        );
      });
  },
  expect: ({ cpus, machine, request, others }) => [
    within('runs', 'runs', near(Math.min(100, (100 * cpus) / machine))).says(
      'ms of each period: 100 x quota / threads',
    ),
    within('blocked', 'blocked', shareOf(arrivals, Math.max(0, 1 - cpus / machine))).says(
      'arrivals that find the quota used up: 1 - quota / threads',
    ),
    within('single', 'single', near(220)).says(
      'ms for 100 ms of work at a quota of 0.4: two waits of 60',
    ),
    within('stalls', 'stalls', near(Math.max(0, 1 - cpus / Math.max(1, Math.round(cpus))))).says(
      'share of the time in which threads stand still, if they are as many as processors',
    ),
    within('alone', 'alone', near(machine)).says(
      'processors that a pod gets above its request, if others are idle',
      'q13-cpu-over-request-throttled',
    ),
    within('contended', 'contended', near((machine * request) / (request + others))).says(
      'processors that it gets under contention: by weight',
      'q13-cpu-over-request-throttled',
    ),
  ],
  tells: ({ params: { cpus, machine, request }, metrics: m }) =>
    `A limit throttles: ${machine} threads use up the quota of ${inDigits(cpus)} processors after ${significant(m.runs.value ?? 0)} ms of each period of 100 ms and stand still for the rest; as many threads as processors of the quota, ${Math.max(1, Math.round(cpus))}, stand still for ${inPercent(m.stalls.value ?? 0)} of the time. A request alone does not: above one of ${inDigits(request)} without a limit the pod gets ${inDigits(m.alone.value ?? 0)} processors while it is alone, and ${significant(m.contended.value ?? 0)}, its share by weight, when others want all.`,
});

// Left out: bursts of a quota that is saved up (cpu.max.burst), and which processor a thread runs on.
