import * as z from 'zod';
import type { HttpLaw, HttpSubject } from '../../sims/traffic/http/laws.ts';
import { buyer, type ShopAnswer, shopServer } from '../../sims/traffic/http/shop.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { difference, exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { shareBounds } from '../../src/statistics/binomial-quantiles.ts';
import { percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutHttp } from './http-kit.ts';

const params = z.object({
  failedShare: real(0.001, 1, 0.1, 'share of payments that fail'),
  purchases: whole(200, 50_000, 1_500, 'purchases in all'),
});
type Params = z.output<typeof params>;

const says = { always200: '200 with the error in the body', tells: '402 if the payment failed' };
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];

interface Subject extends HttpSubject {
  readonly seen: Record<Arm, number>;
}

export default scenario({
  ...aboutHttp,
  id: 'traffic/green-dashboard',
  asks: 'An API answers 200 with {"success": false} when a payment fails. What does the dashboard show?',
  claims: ['http-200-with-error-body-hides'],
  code: ['sims/traffic/http/shop.ts#serve'],
  params,
  durationMs: ({ purchases }) => purchases * 1.7 + 100,
  metrics: {
    ...gaugePer(
      arms,
      'errors',
      'share',
      (arm) => `of answers that the dashboard counts as errors, ${says[arm]}`,
    ),
    ...gaugePer(arms, 'failed', 'share', (arm) => `of purchases that fail for users, ${says[arm]}`),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<HttpLaw>();
    const seen = { always200: 0, tells: 0 };
    for (const arm of arms) {
      const own = arm === 'always200' ? { ...rules, 'status-tells-outcome': false } : rules;
      const counts = { errors: 0, failed: 0 };
      const sees = ({ status, body }: ShopAnswer, purchase: number) => {
        seen[arm] += 1;
        if (status >= 400) counts.errors += 1;
        if (!body.success) counts.failed += 1;
        metrics[`${arm}.errors`].set(counts.errors / p.purchases);
        metrics[`${arm}.failed`].set(counts.failed / p.purchases);
        if (arm === 'tells' && !body.success && status < 400)
          breaches.report(
            'dashboard-sees-failures',
            `purchase ${purchase} failed for its user, but the answer had the status ${status}, which no dashboard counts as an error`,
          );
      };
      world.addServer(`shop-${arm}`, shopServer(own, p.failedShare));
      world.addServer(`buyer-${arm}`, buyer(`shop-${arm}`, p.purchases, sees));
    }
    return { breaches, seen, rows: () => world.nodes.map(stateRow) };
  },
  goals: ({ purchases }) => [
    sometimes<Subject>('all-answered', 'every purchase gets an answer', ({ seen }) =>
      arms.every((arm) => seen[arm] === purchases),
    ),
  ],
  expect: (p: Params) => [
    exactly(0, 'always200.errors', 'hidden').says(
      'share of answers counted as errors, if the error is in the body',
      'http-200-with-error-body-hides',
    ),
    within('always200.failed', 'users', shareBounds(p.purchases, p.failedShare)).says(
      'share of purchases that fail for users, if the error is in the body',
      'http-200-with-error-body-hides',
    ),
    exactly(0, difference('tells.errors', 'tells.failed'), 'seen').says(
      'share of failures that the dashboard does not count, if the status tells',
    ),
  ],
  tells: ({ metrics: m }) =>
    `No failure at all: with 200 and the error in the body it showed ${percent(m['always200.errors'].value)} errors, while payments failed for ${percent(m['always200.failed'].value)} of the users; with 402 it shows ${percent(m['tells.errors'].value)}. ` +
    'Dashboards, balancers, caches and retries look at the status, not at the body.\n\n' +
    plainTable([
      ['the API answers', 'fail for users', 'errors on the dashboard'],
      ...arms.map((arm) => [
        says[arm],
        percent(m[`${arm}.failed`].value),
        percent(m[`${arm}.errors`].value),
      ]),
    ]),
});

// Left out: which 4xx is right, and errors that the gateway sees but the server does not.
