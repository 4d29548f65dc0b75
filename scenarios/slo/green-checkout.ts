import * as z from 'zod';
import {
  countedAs,
  isFailure,
  loggedStatus,
  type Outcome,
} from '../../sims/slo/indicators/purchases.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  purchases: whole(1_000, 100_000, 20_000, 'purchases that are tried'),
  servers: whole(2, 100, 20, 'servers behind the balancer'),
  down: whole(0, 2, 1, 'servers that are down, and still get requests'),
  bodyShare: real(0, 1, 0.03, 'share of the answers that say in a 200 that the purchase failed'),
});

const failing = (down: number, servers: number, bodyShare: number) =>
  down / servers + (1 - down / servers) * bodyShare;

/** How many of so many trials. */
const countOf = (trials: number, share: number) => {
  const { atLeast, atMost } = shareOf(trials, share);
  return { atLeast: Math.round(atLeast * trials), atMost: Math.round(atMost * trials) };
};

export default scenario({
  ...aboutSlo,
  id: 'slo/green-checkout',
  asks: 'Every dashboard is green, and customers cannot buy. What is not counted?',
  claims: [],
  code: ['sims/slo/indicators/purchases.ts#countedAs'],
  params,
  invariants: heldTo('indicator-sees-users'),
  metrics: {
    users: gauge('share', 'of the purchases that users saw fail'),
    indicated: gauge('share', 'of the purchases that the indicator counts as failed'),
    byStatus: gauge('share', 'of the answers in server logs with a status of 500 or more'),
    unlogged: gauge('purchases', 'that no server logged'),
  },
  build({ world, params: { purchases, servers, down, bodyShare }, rules, metrics }) {
    const study = new SloStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('purchases');
    const counts = { failed: 0, unlogged: 0, errors: 0, indicated: 0, counted: 0 };
    const outcomeOf = (): Outcome => {
      if (chance(stream, down / servers)) return 'server-down';
      return chance(stream, bodyShare) ? 'failed-in-body' : 'good';
    };
    const batch = Math.ceil(purchases / 10);
    for (let from = 0; from < purchases; from += batch) {
      study.next(() => {
        const until = Math.min(purchases, from + batch);
        for (let place = from; place < until; place++) {
          const outcome = outcomeOf();
          const counted = countedAs(outcome, rules);
          counts.failed += isFailure(outcome) ? 1 : 0;
          const status = loggedStatus(outcome);
          counts.unlogged += status === undefined ? 1 : 0;
          counts.errors += status !== undefined && status >= 500 ? 1 : 0;
          counts.indicated += counted === 'failed' ? 1 : 0;
          counts.counted += counted === 'not at all' ? 0 : 1;
        }
        study.observes('purchases that users saw fail so far', counts.failed);
      });
    }
    return study
      .next(() => observes('users', 'failed for users', counts.failed / purchases))
      .next(() => observes('byStatus', 'statuses of 500 in server logs', counts.errors / purchases))
      .next(() => observes('unlogged', 'purchases that no server logged', counts.unlogged))
      .next(() => {
        const share = counts.counted === 0 ? 0 : counts.indicated / counts.counted;
        observes('indicated', 'failed, as the indicator has it', share);
        study.holds(
          'indicator-sees-users',
          counts.indicated === counts.failed,
          `users saw ${counts.failed} purchases fail, and the indicator ${counts.indicated}`,
        );
      });
  },
  expect: ({ purchases, servers, down, bodyShare }) => [
    within('users', 'users', shareOf(purchases, failing(down, servers, bodyShare))).says(
      'purchases that fail: dead servers, and answers of 200 that say so',
    ),
    within('indicated', 'indicated', shareOf(purchases, failing(down, servers, bodyShare))).says(
      'purchases that the indicator counts as failed',
    ),
    within('unlogged', 'unlogged', countOf(purchases, down / servers)).says(
      'purchases that no server logs',
    ),
  ],
  tells: ({ metrics: m }) =>
    `Two kinds of failures: answers with status 200 that say in their body that the purchase failed, and requests to servers that are down, which no server logs. Users see ${significant(100 * (m.users.value ?? 0))}% of their purchases fail; the servers logged ${significant(100 * (m.byStatus.value ?? 0))}% with a status of 500, and ${inDigits(m.unlogged.value ?? 0)} requests not at all. Counted at the load balancer and by outcome, the indicator says ${significant(100 * (m.indicated.value ?? 0))}%.`,
});

// Left out: requests that a script in the browser never sends, which only real-user monitoring sees.
