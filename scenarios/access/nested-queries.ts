import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { costOf, execute } from '../../sims/access/query-cost.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  branching: whole(2, 20, 10, 'items of each list'),
  depthMax: whole(2, 8, 6, 'lists within lists, at most'),
  budget: whole(10, 100_000, 1_000, 'cost that a query may have'),
  queries: whole(20, 300, 100, 'of a random depth'),
});

/** No more resolvers of one query than this are run. */
const mostResolvers = 20_000;

export default scenario({
  ...aboutAccess,
  id: 'access/nested-queries',
  asks: 'A query nests lists within lists. How many resolvers does it run, and what does a budget of cost change?',
  claims: ['q14-depth-exponential'],
  code: ['sims/access/query-cost.ts#execute', 'sims/access/query-cost.ts#costOf'],
  params,
  metrics: {
    atThree: gauge('resolvers', 'run for three levels'),
    atTwo: gauge('resolvers', 'run for two levels'),
    executed: gauge('queries', 'executed'),
    answered: gauge('queries', 'executed or refused'),
    refused: gauge('queries', 'refused'),
    dearest: gauge('resolvers', 'of the dearest query that was executed'),
    allowed: gauge('resolvers', 'of the deepest query that the budget allows'),
  },
  build({ world, params: { branching, depthMax, budget, queries }, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const stream = study.stream('depths');
    const unlimited = { ...rules, 'cost-before-execution': false };
    for (const depth of [1, 2, 3]) {
      study.next(() => {
        const resolved = execute(branching, depth, budget, unlimited, mostResolvers) ?? 0;
        study.observes(`resolvers run for ${counted(depth, 'level')}`, resolved);
        if (depth === 2) metrics.atTwo.set(resolved);
        if (depth === 3) metrics.atThree.set(resolved);
      });
    }
    for (let depth = 4; depth <= 8; depth++) {
      study.next(() => study.observes(`cost of ${depth} levels`, costOf(branching, depth)));
    }
    return study
      .next(() => {
        let [executed, refused, dearest] = [0, 0, 0];
        for (let query = 0; query < queries; query++) {
          const depth = query === 0 ? depthMax : randomInteger(stream, 1, depthMax);
          const resolved = execute(branching, depth, budget, rules, mostResolvers);
          if (resolved === undefined) {
            refused += 1;
            continue;
          }
          executed += 1;
          dearest = Math.max(dearest, resolved);
          study.holds(
            'cost-within-budget',
            costOf(branching, depth) <= budget,
            `a query of cost ${inDigits(costOf(branching, depth))} is executed, although the budget is ${inDigits(budget)}`,
          );
        }
        study.observes('queries executed', executed, `of ${queries}`, metrics.executed);
        study.observes('queries refused', refused, '', metrics.refused);
        metrics.answered.set(executed + refused);
        study.observes('resolvers of the dearest query', dearest, '', metrics.dearest);
      })
      .next(() => {
        let depth = 0;
        while (depth < depthMax && costOf(branching, depth + 1) <= budget) depth += 1;
        study.observes(
          'resolvers of the deepest that is allowed',
          costOf(branching, depth),
          '',
          metrics.allowed,
        );
      });
  },
  expect: ({ branching, queries, budget }) => {
    /** (b^(d + 1) - b) / (b - 1). */
    const series = (depth: number) => (pow(branching, depth + 1) - branching) / (branching - 1);
    return [
      exactly(series(2), 'atTwo', 'two-levels').says(
        'resolvers that a query of two levels runs: b + b^2, for lists of length b',
        'q14-depth-exponential',
      ),
      exactly(series(3), 'atThree', 'three-levels').says(
        'resolvers that a query of three levels runs: b + b^2 + b^3, for lists of length b',
        'q14-depth-exponential',
      ),
      exactly(queries, 'answered', 'all').says('queries that are executed or refused: all'),
      within('dearest', 'dearest', { atLeast: 0, atMost: budget }).says(
        'resolvers of the most expensive query that was executed: at most the budget',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `The number of resolvers grows exponentially with the depth, ${p.branching} times with each level, so count the cost of a query before it runs and refuse what exceeds a budget: three levels run ${inDigits(m.atThree.value ?? 0)} resolvers. A budget of ${inDigits(p.budget)} resolvers refuses ${inDigits(m.refused.value ?? 0)} of ${inDigits(p.queries)} queries, and the most expensive that runs costs ${inDigits(m.dearest.value ?? 0)}.\n\n` +
    plainTable([
      ['levels', 'resolvers'],
      ...[1, 2, 3, 4, 5, 6].map((depth) => [String(depth), inDigits(costOf(p.branching, depth))]),
    ]),
});

// Left out: lists that are shorter than they may be, which a cost counts in full, and fields that cost more than others.
