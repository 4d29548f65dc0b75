import * as z from 'zod';
import {
  emptyTotals,
  type FarmTotals,
  farm,
  serviceFarm,
} from '../../sims/traffic/balancing/farm.ts';
import {
  growthsTo,
  randomHostsDeviation,
  supermarketTime,
} from '../../sims/traffic/balancing/formulas.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { difference, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutBalancing } from './balancing-kit.ts';
import { meanTime } from './farm-kit.ts';

const params = z.object({
  hosts: whole(20, 500, 40, 'hosts, each with a queue'),
  load: real(0.3, 0.9, 0.7, 'load, as a share of the hosts’ capacity'),
  reportEvery: real(
    2,
    20,
    10,
    'time from one report of the lengths to the next, in units of the mean work',
  ),
});
type Params = z.output<typeof params>;

const until = 60;

/** The shortest length that no queue of two fresh choices should reach. */
function tooLong({ hosts, load }: Params): number {
  for (let length = 1; ; length++) {
    if (growthsTo(length, load, 2, hosts) * until < 1e-9) return length;
  }
}

const arms = ['random', 'leastFresh', 'leastOld', 'twoFresh', 'twoOld'] as const;
type Arm = (typeof arms)[number];

interface Subject extends BalancingSubject {
  readonly totals: ReadonlyMap<Arm, FarmTotals>;
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/old-loads',
  asks: 'A balancer knows how long the queues were at the last report, not how long they are now. Does choosing the shortest still pay?',
  claims: [],
  code: ['sims/traffic/balancing/farm.ts#choose', 'sims/traffic/balancing/farm.ts#serviceFarm'],
  params,
  durationMs: () => until + 2,
  metrics: {
    random: gauge('service times', 'mean time of a request, random host'),
    leastFresh: gauge('service times', 'mean time, the shortest of all queues'),
    leastOld: gauge('service times', 'mean time, the shortest at the last report'),
    twoFresh: gauge('service times', 'mean time, the shorter of two queues'),
    twoOld: gauge('service times', 'mean time, the shorter of two at the last report'),
    beyond: gauge('deviations', 'of random hosts from the closed form'),
    longest: gauge('requests', 'in the longest queue of the service'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<BalancingLaw>();
    const totals = new Map<Arm, FarmTotals>();
    const { hosts, load, reportEvery } = p;
    const add = (arm: Arm, choices: number | 'all', every: number) => {
      totals.set(arm, emptyTotals());
      const options = { hosts, load, until, choices, reportEvery: every, sees: () => {} };
      world.addServer(arm, farm(options, totals.get(arm) ?? emptyTotals()));
    };
    add('random', 1, 0);
    add('leastFresh', 'all', 0);
    add('leastOld', 'all', reportEvery);
    add('twoFresh', 2, 0);
    add('twoOld', 2, reportEvery);
    const sees = (length: number) => {
      metrics.longest.set(length);
      if (length >= tooLong(p))
        breaches.report(
          'queues-stay-short',
          `a host has ${length} requests in its queue, although fewer than ${tooLong(p)} are expected if the balancer counts its own open requests`,
        );
    };
    const service = { hosts, load, until: until / 2, reportEvery, sees };
    world.addServer('service', serviceFarm(rules, service));
    world.at(until + 1, () => {
      for (const [arm, of] of totals) metrics[arm].set(meanTime(of, { hosts, load, until }));
      const random = totals.get('random') ?? emptyTotals();
      const farmOf = { hosts, load, until };
      const off = meanTime(random, farmOf) - supermarketTime(load, 1);
      metrics.beyond.set(Math.abs(off) / randomHostsDeviation(load, hosts, until));
    });
    return { breaches, totals, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [
    sometimes<Subject>('all-done', 'every farm runs to its end', ({ totals }) =>
      [...totals.values()].every(({ done }) => done),
    ),
  ],
  expect: (p) => [
    within('beyond', 'random', { atMost: 6 }).says(
      `mean time of a request at a random host, in standard errors from the closed form 1 / (1 - load) (${(1 / (1 - p.load)).toFixed(2)} service times)`,
    ),
    within(difference('twoFresh', 'leastFresh'), 'fresh-order', { atLeast: 0 }).says(
      'service times by which a request takes less with the shortest of all queues than with the shorter of two, if lengths are fresh',
    ),
    within(difference('leastOld', 'twoOld'), 'old-order', { atLeast: 0 }).says(
      'service times by which a request takes longer with the shortest of all queues than with the shorter of two, if lengths are old',
    ),
    within(difference('leastOld', 'random'), 'worse-than-random', { atLeast: 0 }).says(
      'service times by which a request takes longer with the shortest of all queues than at a random host, if lengths are old',
    ),
    within('longest', 'longest', { atLeast: 1, atMost: tooLong(p) - 1 }).says(
      'requests in the longest queue of a service that counts its own open requests',
    ),
  ],
  tells: ({ params: p, metrics: m }) => {
    const of = (arm: Arm) => inDigits(Number((m[arm].value ?? 0).toPrecision(3)));
    return (
      `No: if lengths are reported once in ${inDigits(p.reportEvery)} service times, a request takes ${of('leastOld')} service times ` +
      `with the shortest of all queues, but ${of('random')} with a random one (${(1 / (1 - p.load)).toFixed(2)} in theory), because until the next report every request ` +
      `goes to the hosts that were idle at the last. The shorter of two random ones takes ${of('twoOld')}. ` +
      `With fresh lengths it is ${of('leastFresh')} for the shortest of all and ${of('twoFresh')} for the shorter of two; a ` +
      'balancer that counts its own open requests always has fresh numbers.'
    );
  },
});

// Left out: several balancers, each of which counts only its own requests, and reports that arrive
// at different times.
