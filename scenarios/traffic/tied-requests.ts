import * as z from 'zod';
import { servers } from '../../sims/traffic/queues/formulas.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import type { TailLaw, TailSubject } from '../../sims/traffic/tail/laws.ts';
import { emptyTied, type TiedTotals, tiedReplicas } from '../../sims/traffic/tail/tied.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { exp, pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { meanOf } from '../../src/statistics/moments.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { around, overTime } from './queues-kit.ts';
import { aboutTails, quantileAt } from './tail-kit.ts';

const params = z.object({
  replicas: whole(2, 10, 2, 'replicas that can answer a request, each with a line'),
  load: real(0.1, 0.8, 0.45, 'fraction of time for which each is busy, if no work is done twice'),
  workMs: real(1, 1_000, 10, 'mean work of a request, exponential'),
  cancelMs: real(
    0,
    100,
    1,
    'delay until a replica hears that another has begun, if cancelling takes time',
  ),
  requests: whole(2_000, 1_000_000, 4_000, 'requests on average, of each kind'),
});
type Params = z.output<typeof params>;

const says = {
  one: 'to one replica at random',
  tied: 'to all; the first to begin cancels the others at once',
  late: 'to all at once; cancelling takes time',
  spaced: 'to one, and to the others after twice the cancelling time',
  uncancelled: 'to all, and all of them do the work',
};
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];

const perMs = ({ replicas, load, workMs }: Params) => (replicas * load) / workMs;
const spanMs = (p: Params) => p.requests / perMs(p);
const fromMs = ({ load, workMs }: Params) => (10 * workMs) / pow(1 - Math.sqrt(load), 2);

/**
 * A line each is M/M/1; tied copies make one line of all, M/M/c. By Little's law from the number
 * present.
 */
function timeOf(arm: 'one' | 'tied', p: Params) {
  const [lines, each] = arm === 'one' ? [p.replicas, 1] : [1, p.replicas];
  const chain = servers(each, each * p.load, p.workMs);
  const there = overTime(chain, (n) => n, spanMs(p));
  // The mean over requests differs from the mean over time by the number of requests, a Poisson
  // number.
  const chanceOfCount = (there.mean * lines) / perMs(p) / Math.sqrt(p.requests);
  return {
    mean: (there.mean * lines) / perMs(p),
    deviation: (there.deviation * Math.sqrt(lines)) / perMs(p) + chanceOfCount,
  };
}

/**
 * Another copy begins before the news arrives if its replica becomes free within that time, which
 * is exponential whenever the first began. At most that for each of the others, plus fluctuation.
 */
function togetherOf({ replicas, cancelMs, workMs, requests }: Params): number {
  const share = 1 - exp(-cancelMs / workMs);
  return ((replicas - 1) * binomialBounds(requests, share).atMost) / requests;
}

interface Subject extends TailSubject {
  readonly totals: readonly TiedTotals[];
}

export default scenario({
  ...aboutTails,
  id: 'traffic/tied-requests',
  asks: 'A copy of each request goes to every replica, and the first to begin cancels the others. How long does a request take, and how much work is done twice?',
  claims: [],
  code: ['sims/traffic/tail/tied.ts#work', 'sims/traffic/tail/tied.ts#cancelOthers'],
  params,
  durationMs: (p) => (fromMs(p) + spanMs(p)) * 1.05 + 100 * p.workMs,
  metrics: {
    ...gaugePer(arms, 'meanMs', 'ms', (arm) => `mean time of a request, ${says[arm]}`),
    ...gaugePer(arms, 'p99Ms', 'ms', (arm) => `99th percentile, ${says[arm]}`),
    ...gaugePer(
      arms,
      'twice',
      'copies',
      (arm) =>
        `begun for a request that another replica had begun, as a share of requests, ${says[arm]}`,
    ),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<TailLaw>();
    const totals = arms.map((arm) => {
      const totals = emptyTied();
      const options = {
        ...{ replicas: p.replicas, perMs: perMs(p), workMs: p.workMs },
        ...{ fromMs: fromMs(p), untilMs: fromMs(p) + spanMs(p) },
        copies: arm === 'one' ? ('one' as const) : ('all' as const),
        cancelMs: arm === 'late' || arm === 'spaced' ? p.cancelMs : 0,
        secondAfterMs: arm === 'spaced' ? 2 * p.cancelMs : 0,
        neverCancels: arm === 'uncancelled',
      };
      world.addServer(arm, tiedReplicas(rules, options, { totals, breaches }));
      world.at(options.untilMs * 1.04 + 90 * p.workMs, () => {
        metrics[`${arm}.meanMs`].set(meanOf(totals.tookMs));
        metrics[`${arm}.p99Ms`].set(quantileAt(totals.tookMs, 0.99));
        metrics[`${arm}.twice`].set((totals.worked - totals.begun) / totals.begun);
      });
      return totals;
    });
    return { breaches, totals, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [
    sometimes<Subject>('all-done', 'all requests have arrived', ({ totals }) =>
      totals.every(({ done }) => done),
    ),
  ],
  expect: (p) => [
    within('one.meanMs', 'one', around(timeOf('one', p))).says(
      'mean ms of a request that goes to one replica at random',
    ),
    within('tied.meanMs', 'tied', around(timeOf('tied', p))).says(
      'mean ms of a request whose copies go to all replicas and the first to begin cancels the others: as with one line for all',
    ),
    within('tied.twice', 'once', { atLeast: 0, atMost: 0 }).says(
      'copies worked on in vain, if the others are cancelled at once',
    ),
    within('spaced.twice', 'spaced', { atLeast: 0, atMost: togetherOf(p) }).says(
      'copies worked on in vain, as a share of requests, if cancelling takes a while and the others are sent later',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `${(m['tied.meanMs'].value ?? 0).toFixed(1)} ms instead of ${(m['one.meanMs'].value ?? 0).toFixed(1)} ms at one replica at random: a copy waits in each line and begins as soon as any replica is free, as with one line for all, and no work is done twice if the first to begin cancels the others at once. The replicas are busy ${percent(p.load, 0)} of the time. If cancelling takes ${inDigits(p.cancelMs)} ms, all copies begin when lines are empty, and ${percent(m['late.twice'].value, 0)} of the work is done twice; sending the others twice that time later reduces it to ${percent(m['spaced.twice'].value)}.\n\n` +
    plainTable([
      ['a request goes', 'mean, ms', 'closed form', 'p99, ms', 'done twice'],
      ...arms.map((arm) => [
        says[arm],
        (m[`${arm}.meanMs`].value ?? 0).toFixed(2),
        arm === 'one' || arm === 'tied' ? timeOf(arm, p).mean.toFixed(2) : '—',
        (m[`${arm}.p99Ms`].value ?? 0).toFixed(0),
        percent(m[`${arm}.twice`].value),
      ]),
    ]),
});

// Left out: replicas that are slow for a while, and disks that reorder waiting requests.
