import * as z from 'zod';
import {
  emptyTotals,
  type FarmTotals,
  farm,
  serviceFarm,
} from '../../sims/traffic/balancing/farm.ts';
import {
  finiteExcess,
  growthsTo,
  randomHostsDeviation,
  shareAtLeast,
  supermarketTime,
} from '../../sims/traffic/balancing/formulas.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutBalancing } from './balancing-kit.ts';
import { deviationOf, meanTime } from './farm-kit.ts';

const params = z.object({
  hosts: whole(20, 500, 50, 'hosts, each with a queue'),
  load: real(0.3, 0.95, 0.7, 'load, as a share of the hosts’ capacity'),
  until: whole(80, 5_000, 120, 'duration of the run, in units of the mean work'),
});
type Params = z.output<typeof params>;

/** How old the lengths reported by hosts would be. */
const reportEvery = 10;

const choiceCounts = ['1', '2', '3'] as const;
type Choices = (typeof choiceCounts)[number];

const chosen = {
  '1': 'at a random host',
  '2': 'with the shorter of two random queues',
  '3': 'with the shortest of three random queues',
} as const satisfies Record<Choices, string>;

/**
 * The shortest length that no queue should reach: less than one growth to it is expected in 10^9
 * runs.
 */
function tooLong({ hosts, load, until }: Params): number {
  for (let length = 1; ; length++) {
    if (growthsTo(length, load, 2, hosts) * until < 1e-9) return length;
  }
}

/** By how many standard deviations a mean lies outside what the limit and finitely many hosts allow. */
function beyondTable(totals: FarmTotals, p: Params, choices: number): number {
  const time = supermarketTime(p.load, choices);
  const most = time * (1 + finiteExcess(p.load, choices, p.hosts));
  const measured = meanTime(totals, p);
  const deviation =
    choices === 1 ? randomHostsDeviation(p.load, p.hosts, p.until) : deviationOf(totals, p);
  return Math.max(0, time - measured, measured - most) / deviation;
}

interface Subject extends BalancingSubject {
  readonly totals: Readonly<Record<Choices, FarmTotals>>;
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/supermarket',
  asks: 'Requests go to a random host, or to the shortest of two or three random queues. How long does a request take?',
  claims: [],
  code: [
    'sims/traffic/balancing/farm.ts#choose',
    'sims/traffic/balancing/formulas.ts#supermarketTime',
    'sims/traffic/balancing/farm.ts#serviceFarm',
  ],
  params,
  durationMs: ({ until }) => until + 2,
  metrics: {
    ...gaugePer(choiceCounts, 'time', 'works', (n) => `choices = ${n}: mean time of a request`),
    ...gaugePer(
      choiceCounts,
      'beyond',
      'deviations',
      (n) => `choices = ${n}: beyond the closed form`,
    ),
    ...gaugePer(
      choiceCounts,
      'fourOrMore',
      'share',
      (n) => `choices = ${n}: of hosts with 4 or more requests`,
    ),
    longest: gauge('requests', 'in the longest queue of the service'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<BalancingLaw>();
    const totals = {
      '1': emptyTotals(),
      '2': emptyTotals(),
      '3': emptyTotals(),
    };
    for (const choices of choiceCounts) {
      const options = { ...p, choices: Number(choices), reportEvery: 0, sees: () => {} };
      world.addServer(`choices-${choices}`, farm(options, totals[choices]));
    }
    const sees = (length: number) => {
      metrics.longest.set(length);
      if (length >= tooLong(p))
        breaches.report(
          'queues-stay-short',
          `a host has ${length} requests in its queue, although with the shorter of two random queues fewer than ${tooLong(p)} are expected`,
        );
    };
    world.addServer('service', serviceFarm(rules, { ...p, reportEvery, until: p.until / 2, sees }));
    world.at(p.until + 1, () => {
      for (const name of choiceCounts) {
        metrics[`${name}.time`].set(meanTime(totals[name], p));
        metrics[`${name}.beyond`].set(beyondTable(totals[name], p, Number(name)));
        const four = must(totals[name].tails[4], 'time with four or more');
        metrics[`${name}.fourOrMore`].set(four / (p.hosts * p.until));
      }
    });
    return { breaches, totals, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [
    sometimes<Subject>('all-done', 'every farm runs to its end', ({ totals }) =>
      choiceCounts.every((choices) => totals[choices].done),
    ),
  ],
  expect: (p) => [
    ...choiceCounts.map((choices) =>
      within(`${choices}.beyond` as const, `time-${choices}`, { atMost: 6 }).says(
        `mean time of a request ${chosen[choices]}, in standard errors from the closed form (${supermarketTime(p.load, Number(choices)).toFixed(2)} service times for many hosts, plus what ${p.hosts} hosts add)`,
      ),
    ),
    within('longest', 'longest', { atLeast: 1, atMost: tooLong(p) - 1 }).says(
      'requests in the longest queue of a service that compares two random hosts: a longer one is expected once in 10^9 runs',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `At a load of ${percent(p.load, 0)} a request takes ${choiceCounts.map((choices) => `${(m[`${choices}.time`].value ?? 0).toFixed(2)} mean service times (${supermarketTime(p.load, Number(choices)).toFixed(2)} in theory) ${chosen[choices]}`).join(', ')}, because a host chosen without a look may have a long queue. ` +
    `So the second choice brings most of the gain, and costs two questions for each request; the theory is for very many hosts, random work and equal hosts, and the run has ${inDigits(p.hosts)}. ` +
    `Long queues become rare doubly exponentially: with two choices and very many hosts, the share of hosts with i or more requests is load^(2^i - 1), where one choice gives load^i. With ${inDigits(p.hosts)} hosts ${percent(m['2.fourOrMore'].value, 2)} of them had 4 or more, and the limit for many hosts is ${percent(shareAtLeast(4, p.load, 2), 2)}.\n\n` +
    plainTable([
      [
        'choices',
        'mean time',
        'limit for many hosts',
        'hosts with 4 or more requests',
        'limit for many hosts',
      ],
      ...choiceCounts.map((choices) => [
        choices,
        (m[`${choices}.time`].value ?? 0).toFixed(3),
        supermarketTime(p.load, Number(choices)).toFixed(3),
        percent(m[`${choices}.fourOrMore`].value, 3),
        percent(shareAtLeast(4, p.load, Number(choices)), 3),
      ]),
    ]),
});

// Left out: hosts of different speeds, and the time that it takes to ask for a length.
