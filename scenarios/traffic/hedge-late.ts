import * as z from 'zod';
import { stateRow } from '../../sims/traffic/subject.ts';
import {
  type Answers,
  answerTail,
  hedgedTail,
  timeAtTail,
} from '../../sims/traffic/tail/formulas.ts';
import { emptyHedger, type HedgerTotals, hedger } from '../../sims/traffic/tail/hedger.ts';
import type { TailLaw, TailSubject } from '../../sims/traffic/tail/laws.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutTails, quantileAt, shareAbove } from './tail-kit.ts';

const params = z.object({
  meanMs: real(1, 1_000, 10, 'mean time of an answer, exponential'),
  slowShare: real(0, 0.2, 0.03, 'share of answers that are slow, whichever replica gives them'),
  slowFactor: real(1, 100, 20, 'how many times as long a slow answer takes'),
  requests: whole(1_000, 100_000, 5_000, 'requests with each delay'),
});
type Params = z.output<typeof params>;

/** When the second copy is sent: at once, or when an answer is later than a given percentile. */
const delays = { never: undefined, 'at once': 0, p50: 0.5, p95: 0.95, p99: 0.99 } as const;
type Arm = keyof typeof delays;
const arms = Object.keys(delays) as Arm[];

const whenSent = (arm: Arm): string =>
  delays[arm] ? `after the ${arm.slice(1)}th percentile` : arm;

const gapMs = ({ meanMs }: Params) => meanMs / 2;

function delayMs(arm: Arm, answers: Answers): number {
  const percentile = delays[arm];
  if (percentile === undefined) return Infinity;
  return percentile === 0 ? 0 : timeAtTail((tMs) => answerTail(answers, tMs), 1 - percentile);
}
/** How many requests are sent twice. */
const twiceOf = (arm: Arm) => (delays[arm] === undefined ? 0 : 1 - delays[arm]);
/** The 99th percentile if no request is sent twice. */
const markMs = (p: Params) => timeAtTail((tMs) => answerTail(p, tMs), 0.01);
const aboveOf = (arm: Arm, p: Params) => hedgedTail(p, delayMs(arm, p), markMs(p));
const p99Of = (arm: Arm, p: Params) =>
  timeAtTail((tMs) => hedgedTail(p, delayMs(arm, p), tMs), 0.01);

function sharesOf(count: number, share: number) {
  const { atLeast, atMost } = binomialBounds(count, share);
  return { atLeast: atLeast / count, atMost: atMost / count };
}

interface Subject extends TailSubject {
  readonly totals: readonly HedgerTotals[];
}

export default scenario({
  ...aboutTails,
  id: 'traffic/hedge-late',
  asks: 'If an answer is late, a second replica is asked, and the first answer counts. When should the second copy be sent: how much load does it add, and how much does it shorten the tail?',
  claims: [],
  code: ['sims/traffic/tail/hedger.ts#request', 'sims/traffic/tail/formulas.ts#hedgedTail'],
  params,
  durationMs: (p) => (p.requests + 1) * gapMs(p) + 60 * p.meanMs * p.slowFactor,
  metrics: {
    ...gaugePer(arms, 'twice', 'share', (arm) => `of requests that are sent twice, ${arm}`),
    ...gaugePer(
      arms,
      'above',
      'share',
      (arm) => `of answers above the plain 99th percentile, ${arm}`,
    ),
    ...gaugePer(arms, 'p99Ms', 'ms', (arm) => `99th percentile, second copy ${arm}`),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<TailLaw>();
    const totals = arms.map((arm) => {
      const total = emptyHedger();
      const own = arm === 'p95' ? rules : { ...rules, 'hedge-after-p95': true };
      const options = {
        answers: p,
        delayMs: delayMs(arm, p),
        requests: p.requests,
        gapMs: gapMs(p),
      };
      world.addServer(`client-${arm.replace(' ', '-')}`, hedger(own, options, total));
      world.at((p.requests + 1) * gapMs(p) + 59 * p.meanMs * p.slowFactor, () => {
        metrics[`${arm}.twice`].set(total.askedTwice / p.requests);
        metrics[`${arm}.above`].set(shareAbove(total.tookMs, markMs(p)));
        metrics[`${arm}.p99Ms`].set(quantileAt(total.tookMs, 0.99));
        const most = binomialBounds(p.requests, twiceOf('p95')).atMost;
        if (arm === 'p95' && total.askedTwice > most) {
          const how = `${total.askedTwice} of ${p.requests} requests are sent twice, more than are later than the delay of the second copy`;
          breaches.report('hedges-are-few', how);
        }
      });
      return total;
    });
    return { breaches, totals, rows: () => world.nodes.map(stateRow) };
  },
  goals: ({ requests }) => [
    sometimes<Subject>('all-answered', 'every request is answered', ({ totals }) =>
      totals.every(({ tookMs }) => tookMs.length === requests),
    ),
  ],
  expect: (p) =>
    arms.flatMap((arm) => [
      within(
        `${arm}.twice` as const,
        `twice-${arm.replace(' ', '-')}`,
        sharesOf(p.requests, twiceOf(arm)),
      ).says(`share of requests that are sent twice, if the second copy is sent ${whenSent(arm)}`),
      within(
        `${arm}.above` as const,
        `above-${arm.replace(' ', '-')}`,
        sharesOf(p.requests, aboveOf(arm, p)),
      ).says(
        `share of answers later than the 99th percentile of single requests, if the second copy is sent ${whenSent(arm)}`,
      ),
    ]),
  tells: ({ params: p, metrics: m }) =>
    `Send it when an answer is later than the 95th percentile: for ${percent(m['p95.twice'].value)} more load the p99 falls from ${(m['never.p99Ms'].value ?? 0).toFixed(0)} to ${(m['p95.p99Ms'].value ?? 0).toFixed(0)} ms, while a second copy at once doubles the load for ${(m['at once.p99Ms'].value ?? 0).toFixed(0)} ms. Without copies one answer in a hundred takes longer than ${markMs(p).toFixed(0)} ms. An answer is later than t only if both copies are: P(T > t) P(T > t - delay).\n\n` +
    plainTable([
      [
        'second copy',
        'load added',
        'p99, ms',
        'closed form',
        `later than ${markMs(p).toFixed(0)} ms`,
        'closed form',
      ],
      ...arms.map((arm) => [
        arm,
        percent(m[`${arm}.twice`].value),
        (m[`${arm}.p99Ms`].value ?? 0).toFixed(0),
        p99Of(arm, p).toFixed(0),
        percent(m[`${arm}.above`].value, 2),
        percent(aboveOf(arm, p), 2),
      ]),
    ]),
});

// Left out: replicas that slow down under the added load, and requests that are slow wherever they go: `resilience/hedging`.
