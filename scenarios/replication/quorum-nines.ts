import * as z from 'zod';
import { quorumLost } from '../../sims/replication/nines/formulas.ts';
import {
  type Group,
  type NinesSubject,
  ninesSubject,
} from '../../sims/replication/nines/machines.ts';
import { replication } from '../../sims/replication/replication.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { log } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { inPercent } from '../../src/words/numbers.ts';

const params = z.object({
  machineDown: real(0, 0.5, 0.02, 'probability that a machine is down'),
  zoneDown: real(0, 0.5, 0.005, 'probability that a zone is down, with all its machines'),
  moments: whole(1_000, 500_000, 20_000, 'number of moments at which each group is sampled'),
});

const groups: readonly Group[] = [
  { name: 'one', zones: [1], needs: 1 },
  { name: 'three', zones: [1, 1, 1], needs: 2 },
  { name: 'four', zones: [1, 1, 1, 1], needs: 3 },
  { name: 'five', zones: [1, 1, 1, 1, 1], needs: 3 },
  { name: 'fiveInThree', zones: [2, 2, 1], needs: 3 },
  { name: 'fiveInOne', zones: [5], needs: 3 },
];

const lost = (which: string) => counter('moments', `at which ${which} had too few machines`);
const metrics = {
  one: lost('one machine'),
  three: lost('three machines in three zones'),
  four: lost('four machines in four zones'),
  five: lost('five machines in five zones'),
  fiveInThree: lost('five machines in three zones'),
  fiveInOne: lost('five machines in one zone'),
};

export default scenario({
  id: 'replication/quorum-nines',
  sim: replication,
  asks: 'Machines and zones fail now and then. How often does a group of replicas have no majority, and how many nines is that?',
  claims: ['q5-spanner-five-nines', 'q11-spof-four-nines'],
  code: ['sims/replication/nines/formulas.ts#quorumLost'],
  params,
  durationMs: ({ moments }) => moments / 50 + 10,
  metrics,
  build: ({ world, params: p, metrics: counters }) =>
    ninesSubject(world, { groups, ...p }, (group) => counters[group as keyof typeof metrics].add()),
  invariants: [],
  goals: ({ moments }) => [
    sometimes(
      'looked',
      'every moment is sampled',
      ({ looked }: NinesSubject) => looked === moments,
    ),
  ],
  expect: ({ machineDown, zoneDown, moments }) =>
    groups.map((group) => {
      const share = quorumLost(group, machineDown, zoneDown);
      const claim = { one: 'q11-spof-four-nines', five: 'q5-spanner-five-nines' }[group.name];
      const text = `moments, of ${moments}, without a quorum: ${inPercent(share)} by the exact sum`;
      return within(
        group.name as keyof typeof metrics,
        group.name,
        binomialQuantiles(moments, share, 1e-4),
      ).says(text, ...(claim === undefined ? [] : [claim]));
    }),
  tells({ params: { machineDown, zoneDown } }) {
    const share = (name: string) => {
      const group = groups.find((each) => each.name === name);
      return inPercent(group === undefined ? 0 : quorumLost(group, machineDown, zoneDown));
    };
    const nines = (name: string) => {
      const group = groups.find((each) => each.name === name);
      const lost = group === undefined ? 1 : quorumLost(group, 0.001, 0);
      // 0.001 is three nines: a little more must not count for one nine less.
      return Math.floor(-log(lost) / log(10) + 1e-9);
    };
    return (
      'A majority is missing when half of the replicas or more are down at once, which is rarer with more replicas, unless they share a zone: ' +
      `with ${inPercent(machineDown)} of the machines down and ${inPercent(zoneDown)} of the zones, a majority is missing ` +
      `${share('one')} of the time for one machine, ${share('three')} for three in three zones, ${share('four')} for four (an ` +
      `even number gains nothing) and ${share('five')} for five in five. ` +
      `Five in one zone are down ${share('fiveInOne')} of the time, because they share the zone. ` +
      `With 0.1% of machines down and no zone failures one machine has ${nines('one')} nines, three have ${nines('three')} and five ${nines('five')}.`
    );
  },
});

// Left out: correlated failures, such as a bad release on all machines.
