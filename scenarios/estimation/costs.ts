import * as z from 'zod';
import { costOfCalls, costOfOutage, lossEachFor } from '../../sims/estimation/capacity/costs.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, around, keeping, near, writes } from './kit.ts';

const params = z.object({
  perDay: real(1, 1e10, 1_000_000, 'calls of a language model per day'),
  tokens: real(1, 1_000_000, 1_000, 'mean tokens per call'),
  price: real(0.000001, 100, 0.03, 'dollars per 1,000 tokens'),
  requestsPerMinute: real(1, 1e9, 10_000_000, 'requests a minute to a shop'),
  outageMin: real(0, 10_000, 3, 'minutes of outage'),
  lossEach: real(0, 100, 0.0167, 'dollars lost per failed request'),
});

const sampled = 20_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/costs',
  asks: 'What do a million language model calls a day cost at $0.03 per 1,000 tokens, and what does an outage of three minutes cost?',
  claims: ['est-llm-30k-per-day', 'deploy-outage-cost-500k'],
  code: [
    'sims/estimation/capacity/costs.ts#costOfCalls',
    'sims/estimation/capacity/costs.ts#costOfOutage',
  ],
  params,
  invariants: [],
  metrics: {
    day: gauge('USD', 'per day'),
    double: gauge('USD', 'per day with twice the tokens'),
    year: gauge('USD', 'per year'),
    failed: gauge('requests', 'that fail in the outage'),
    outage: gauge('USD', 'lost in the outage'),
    breakEven: gauge('USD', 'per request, for an outage of $500,000'),
    drawn: gauge('USD', 'per day, with calls of random length'),
  },
  build({
    world,
    params: { perDay, tokens, price, requestsPerMinute, outageMin, lossEach },
    metrics,
  }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const day = costOfCalls(perDay, tokens, price);
    const failed = requestsPerMinute * outageMin;
    return writes(study, metrics, [
      ['day', 'a day', day, 'USD'],
      ['double', 'with twice the tokens', 2 * day, 'USD'],
      ['year', 'a year', 365 * day, 'USD'],
      ['failed', 'requests that fail in the outage', failed],
      ['outage', 'the outage costs', costOfOutage(requestsPerMinute, outageMin, lossEach), 'USD'],
      ['breakEven', 'a request, for $500,000', lossEachFor(500_000, failed), 'USD'],
    ])
      .next(() => study.estimates('tokens a day', perDay * tokens))
      .next(() => study.estimates('a call', costOfCalls(1, tokens, price), 'USD'))
      .next(() => study.estimates('a month', (365 / 12) * day, 'USD'))
      .next(() => {
        const draw = sampler(exponential(tokens), study.stream('calls'));
        let sum = 0;
        for (let call = 0; call < sampled; call++) sum += draw();
        observes(
          'drawn',
          'a day, with calls of drawn length',
          costOfCalls(perDay, sum / sampled, price),
          'USD',
        );
      })
      .next(() => study.observes('calls drawn', sampled));
  },
  expect: ({ perDay, tokens, price, requestsPerMinute, outageMin, lossEach }) => {
    const day = (perDay * tokens * price) / 1_000;
    return [
      within('day', 'day', near(day)).says('dollars a day', 'est-llm-30k-per-day'),
      within('double', 'double', near(2 * day)).says(
        'dollars a day with twice the tokens',
        'est-llm-30k-per-day',
      ),
      within('drawn', 'drawn', around(day, day / Math.sqrt(sampled))).says(
        'dollars a day with calls of random length',
      ),
      within('failed', 'failed', near(requestsPerMinute * outageMin)).says(
        'requests that fail in the outage',
        'deploy-outage-cost-500k',
      ),
      within('outage', 'outage', near(requestsPerMinute * outageMin * lossEach)).says(
        'dollars that the outage costs',
        'deploy-outage-cost-500k',
      ),
    ];
  },
  tells: ({ params: { tokens, outageMin }, metrics: m }) =>
    `The calls cost $${inDigits(Math.round(m.day.value ?? 0))} a day with ${inDigits(tokens)} tokens each, and twice that with twice the tokens: the price is per token, not per call. An outage of ${counted(outageMin, 'minute')} fails ${inDigits(m.failed.value ?? 0)} requests; that is $500,000 only if each is worth $${significant(m.breakEven.value ?? 0)}.`,
});

// Left out: output tokens, which cost more, and discounts.
