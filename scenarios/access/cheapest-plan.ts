import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import {
  chosenPlan,
  indexOver,
  plans,
  pricedPlans,
  type Table,
} from '../../sims/access/planner.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { significant } from '../../src/words/units.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  rows: whole(10_000, 10_000_000, 1_000_000, 'of the table'),
  rowsPerPage: whole(20, 200, 50, 'of the table'),
  correlation: real(0, 1, 0, 'of the order of the rows with that of the index'),
});
type Params = z.output<typeof params>;

const shares = [0.0001, 0.001, 0.01, 0.05, 0.2, 0.5] as const;
const tableOf = ({ rows, rowsPerPage }: Params): Table => ({
  rows,
  pages: Math.ceil(rows / rowsPerPage),
});
const queries = 200;

/** The share of rows from which on a scan of the table is cheaper than that plan, by bisection. */
function crossover(p: Params, plan: 'index' | 'bitmap'): number {
  let [low, high] = [0, p.rows];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const priced = pricedPlans(tableOf(p), indexOver(p.rows, p.correlation), middle, false);
    const costOf = (which: string) => priced.find((each) => each.plan === which)?.cost ?? 0;
    if (costOf(plan) < costOf('sequential')) low = middle;
    else high = middle;
  }
  return low / p.rows;
}

export default scenario({
  ...aboutAccess,
  id: 'access/cheapest-plan',
  asks: 'A query asks for some share of the rows, and there is an index. From which share on does the planner read the whole table instead?',
  claims: [],
  code: [
    'sims/access/planner.ts#chosenPlan',
    'sims/access/planner.ts#bitmapCost',
    'sims/access/planner.ts#sequentialCost',
  ],
  params,
  metrics: {
    indexShare: gauge('share', 'from which on a scan is cheaper than rows one by one'),
    bitmapShare: gauge('share', 'from which on a scan is cheaper than a bitmap'),
    below: gauge('plans', 'by the index that are cheaper at that share'),
    above: gauge('plans', 'by the index that are cheaper with a row more'),
    dearer: gauge('queries', 'whose plan is dearer than another one'),
    scans: gauge('plans', 'that read the whole table at half of the rows'),
    covered: gauge('', 'cost of the index alone over that of the scan, at half of the rows'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const stream = study.stream('queries');
    const [table, index] = [tableOf(p), indexOver(p.rows, p.correlation)];
    for (const share of shares) {
      study.next(() => {
        const { plan, cost } = chosenPlan(pricedPlans(table, index, share * p.rows, false), rules);
        study.observes(`cost of the plan for ${inPercent(share)}, ${plan}`, cost);
        if (share === 0.5) metrics.scans.set(plan === 'sequential' ? 1 : 0);
      });
    }
    return study
      .next(() =>
        study.observes('rows one by one up to', crossover(p, 'index'), '', metrics.indexShare),
      )
      .next(() =>
        study.observes('by a bitmap up to', crossover(p, 'bitmap'), '', metrics.bitmapShare),
      )
      .next(() => {
        let [dearer, total] = [0, 0];
        for (let query = 0; query < queries; query++) {
          const matched = randomInteger(stream, 1, p.rows);
          const priced = pricedPlans(table, index, matched, query % 2 === 0);
          const { plan, cost } = chosenPlan(priced, rules);
          const least = Math.min(...priced.map((each) => each.cost));
          total += cost;
          if (cost > least) dearer += 1;
          study.holds(
            'cheapest-plan',
            cost <= least,
            `the planner takes the plan “${plan}” for ${percent(matched / p.rows)} of the rows at a cost of ${inDigits(cost)}, although another costs ${inDigits(least)}`,
          );
        }
        study.observes('cost of all queries', total);
        study.observes('queries with a dearer plan', dearer, `of ${queries}`, metrics.dearer);
      })
      .next(() => {
        const priced = pricedPlans(table, index, p.rows / 2, true);
        const costOf = (which: string) => priced.find((each) => each.plan === which)?.cost ?? 0;
        study.observes(
          'index alone over scan, half of the rows',
          costOf('index-only') / costOf('sequential'),
          '',
          metrics.covered,
        );
      })
      .next(() => {
        const last = Math.round((metrics.indexShare.value ?? 0) * p.rows);
        const isCheaper = (matched: number) => {
          const priced = pricedPlans(table, index, matched, false);
          return (
            chosenPlan(
              priced.filter(({ plan }) => plan !== 'bitmap'),
              rules,
            ).plan === 'index'
          );
        };
        study.observes('by the index at the crossing', isCheaper(last) ? 1 : 0, '', metrics.below);
        study.observes('by the index a row beyond', isCheaper(last + 1) ? 1 : 0, '', metrics.above);
      })
      .next(() => study.observes('plans', plans.length));
  },
  expect: (p) => {
    const { pages } = tableOf(p);
    return [
      exactly(1, 'below', 'below').says(
        'whether a plan by the index is still the cheapest just below the share at which the table scan begins (1 yes, 0 no)',
      ),
      exactly(0, 'above', 'above').says(
        'whether a plan by the index is still the cheapest with one row more (1 yes, 0 no)',
      ),
      ...(p.correlation === 0
        ? [
            // Rows one by one: pages x 4 for the rows alone are reached where 2Ts / (2T + s) = (scan) / 4.
            within('indexShare', 'share', shareOfScan(p.rows, pages)).says(
              'share of the rows up to which a plain index scan is cheaper than the table: about 1 / (4 x rows of a page)',
            ),
          ]
        : []),
      exactly(0, 'dearer', 'dearer').says(
        'queries for which the planner took a plan that costs more than another',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `From ${significant(100 * (m.bitmapShare.value ?? 0))}% of the rows on, because then it is cheaper to read every page in order than most of them by way of the index. A plain index scan costs more than the whole table from ${percent(m.indexShare.value, 2)} on already, because each row is a page read at random; a bitmap scan, which sorts the pages before it reads them, is cheaper up to ${significant(100 * (m.bitmapShare.value ?? 0))}%. An index that has every column that is asked for (index-only scan) costs ${significant(100 * (m.covered.value ?? 0))}% of the table scan even at half of the rows.\n\n` +
    plainTable([
      ['rows', 'plan', 'cost'],
      ...shares.map((share) => {
        const priced = pricedPlans(
          tableOf(p),
          indexOver(p.rows, p.correlation),
          share * p.rows,
          false,
        );
        const best = priced.reduce((least, each) => (each.cost < least.cost ? each : least));
        return [inPercent(share), best.plan, inDigits(Math.round(best.cost))];
      }),
    ]),
});

/**
 * Without correlation. The scan costs T + 0.0125 N; the pages of s rows cost between 4s less what falls on the same
 * page, 4 x 2Ts / (2T + s), and what the index and the rows cost besides is at least nothing and at most 0.05 a row.
 */
function shareOfScan(rows: number, pages: number) {
  const scan = pages + 0.0125 * rows;
  /** s with 8Ts / (2T + s) + extra x s = scan. */
  const solved = (extra: number) => {
    const [a, b, c] = [extra, 8 * pages + 2 * pages * extra - scan, -2 * pages * scan];
    return a === 0 ? -c / b : (-b + Math.sqrt(b * b - 4 * a * c)) / (2 * a);
  };
  // A page of the index more, a page of the table more, and the way down: 10 in all.
  return { atLeast: (solved(0.05) - 10) / rows, atMost: (solved(0) + 10) / rows };
}

// Left out: statistics that are out of date, pages that are in memory already, and joins.
