import * as z from 'zod';
import { capacityFor } from '../../sims/estimation/capacity/load.ts';
import { meanTimeInSystem } from '../../sims/estimation/capacity/queue.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent, percent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, keeping, near } from './kit.ts';

const params = z.object({
  used: real(0.05, 1, 0.6, 'share of the capacity used at today’s peak'),
  times: real(1, 50, 5, 'expected load, as a multiple of today’s peak'),
  knee: real(0.1, 0.95, 0.6, 'maximum utilisation of the servers'),
});

const requests = 100_000;
/** Times in the system, in service times, for a server at the knee. */
const slack = 1.25;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/black-friday',
  asks: 'The system is at 60% of its capacity, and five times the load is expected. How much capacity does it need?',
  claims: ['est-black-friday-8x', 'est-spike-multipliers'],
  code: [
    'sims/estimation/capacity/load.ts#capacityFor',
    'sims/estimation/capacity/queue.ts#meanTimeInSystem',
  ],
  params,
  invariants: heldTo('queue-stays-short'),
  metrics: {
    load: gauge('', 'expected load, in units of today’s capacity'),
    capacity: gauge('', 'provisioned capacity, in units of today’s capacity'),
    eight: gauge('share', 'utilisation with eight times today’s capacity'),
    utilisation: gauge('share', 'utilisation of the servers'),
    time: gauge('', 'mean time in the system, in service times'),
    today: gauge('', 'mean time in the system today, in service times'),
  },
  build({ world, params: { used, times, knee }, rules, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    return study
      .next(() => estimates('load', 'load then, in capacities of today', used * times))
      .next(() =>
        estimates(
          'capacity',
          'capacity, in capacities of today',
          capacityFor(used * times, knee, rules),
        ),
      )
      .next(() =>
        estimates('eight', 'eight times today’s capacity would be busy', (used * times) / 8),
      )
      .next(() =>
        estimates(
          'utilisation',
          'servers are busy',
          (used * times) / (metrics.capacity.value ?? 1),
        ),
      )
      .next(() =>
        study.estimates('time in the system at the knee, in service times', 1 / (1 - knee)),
      )
      .next(() => study.estimates('at 90%', 10))
      .next(() => study.estimates('at 95%', 20))
      .next(() => study.estimates('at 99%', 100))
      .next(() =>
        observes(
          'today',
          'time in the system today',
          meanTimeInSystem(Math.min(used, 0.999), requests, study.stream('today')),
        ),
      )
      .next(() => {
        const time = observes(
          'time',
          'time in the system then',
          meanTimeInSystem(metrics.utilisation.value ?? 1, requests, study.stream('then')),
        );
        const promised = slack / (1 - knee);
        study.holds(
          'queue-stays-short',
          time <= promised,
          `a request takes ${significant(time)} service times on average, and ${significant(promised)} were promised`,
        );
      })
      .next(() => study.observes('requests simulated', requests));
  },
  expect: ({ used, times, knee }) => [
    within('load', 'load', near(used * times)).says(
      'expected load, in units of today’s capacity',
      'est-black-friday-8x',
    ),
    within('capacity', 'capacity', near((used * times) / knee)).says(
      `capacity that keeps servers at ${inPercent(knee)}, in units of today’s capacity`,
      'est-black-friday-8x',
    ),
    within('eight', 'eight', near((used * times) / 8)).says(
      'utilisation with eight times today’s capacity',
      'est-black-friday-8x',
    ),
    // An M/M/1 queue forgets its state within about 2 / (1 - ρ)² services; its time has deviation 1
    // / (1 - ρ).
    within(
      'time',
      'time',
      around(1 / (1 - knee), 2 / pow(1 - knee, 2) / Math.sqrt(requests), 5),
    ).says(
      'mean time in the system under the expected load, in service times: 1 / (1 - utilisation)',
    ),
  ],
  tells: ({ params: { used, times, knee }, metrics: m }) =>
    `${significant(m.capacity.value ?? 0)} times today’s capacity: ` +
    `the load will be ${inPercent(used)} x ${times} = ${significant(m.load.value ?? 0)} times what today’s servers can do, and servers should be at most ` +
    `${inPercent(knee)} busy, so divide by that. Eight times (${times} / ${inPercent(used)}) would count today’s servers as full, ` +
    `although they are ${inPercent(used)} busy, and leaves them ${percent(m.eight.value, 0)} busy. ` +
    `At ${inPercent(knee)} a request takes ${significant(m.time.value ?? 0)} service times; with a capacity of exactly ` +
    `${significant(m.load.value ?? 0)} the queue would grow without limit.`,
});

// Left out: other bottlenecks, and the time to start machines.
