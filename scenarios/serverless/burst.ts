import * as z from 'zod';
import { Instances } from '../../sims/serverless/instances.ts';
import { lambdaStartRate, StartRate } from '../../sims/serverless/start-rate.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutFunctions, heldTo } from './kit.ts';

const params = z.object({
  burst: whole(1, 8_000, 3_000, 'requests at once'),
  warm: whole(0, 4_000, 0, 'instances that are provisioned'),
  bursts: whole(2, 20, 4, 'bursts'),
  everyS: real(1, 60, 10, 'from one burst to the next, seconds'),
});

/** Longer than a run: an instance that serves one burst is not there for the next. */
const serviceMs = 10_000_000;
const { perPeriod, periodMs } = lambdaStartRate;

/** How many of each burst may start, by the refill. */
function startsOf({ burst, warm, bursts, everyS }: z.output<typeof params>): readonly number[] {
  let [left, free] = [perPeriod, warm];
  return Array.from({ length: bursts }, (_, place) => {
    if (place > 0)
      left = Math.min(perPeriod, left + (perPeriod * Math.round(everyS * 1_000)) / periodMs);
    const started = Math.min(Math.floor(left + 1e-6), Math.max(0, burst - free));
    free = Math.max(0, free - burst);
    left -= started;
    return started;
  });
}

export default scenario({
  ...aboutFunctions,
  id: 'serverless/burst',
  asks: 'Three thousand requests come at once to a function with no instance. How many are served?',
  claims: ['aws-lambda-burst-500-3000'],
  code: ['sims/serverless/start-rate.ts#take', 'sims/serverless/instances.ts#invoke'],
  params,
  durationMs: ({ bursts, everyS }) => bursts * everyS * 1_000 + 20_000,
  invariants: heldTo('throttled-as-published', 'one-at-a-time'),
  metrics: {
    first: gauge('instances', 'that start for the first burst'),
    throttled: gauge('requests', 'of the first burst that are throttled'),
    started: gauge('instances', 'that start in all'),
    last: gauge('instances', 'that start for the last burst'),
  },
  build({ world, params, rules, metrics }) {
    const { burst, warm, bursts, everyS } = params;
    const study = new FunctionStudy(world);
    const { observes } = keeping(study, metrics);
    const startRate = new StartRate(lambdaStartRate, rules);
    const instances = new Instances(
      { keepAliveMs: 600_000, provisioned: warm, concurrencyMax: 1_000_000, startRate },
      rules,
    );
    const published = startsOf(params);
    const phase = Math.round(1_000 * study.stream('burst')());
    let [startedInAll, warmLeft] = [0, warm];
    for (let place = 0; place < bursts; place++) {
      const atMs = phase + place * Math.round(everyS * 1_000);
      study.at(atMs, () => {
        const counts = { warm: 0, cold: 0, throttled: 0 };
        for (let request = 0; request < burst; request++)
          counts[instances.invoke(atMs, serviceMs)] += 1;
        startedInAll += counts.cold;
        study.tells({
          kind: 'burst',
          requests: burst,
          started: counts.cold,
          warm: counts.warm,
          throttled: counts.throttled,
        });
        if (place === 0) {
          observes('first', 'instances that start for the first burst', counts.cold);
          observes('throttled', 'requests of it that are throttled', counts.throttled);
        }
        if (place === bursts - 1)
          observes('last', 'instances that start for the last burst', counts.cold);
        const expected = Math.max(0, burst - warmLeft - (published[place] ?? 0));
        study.holds(
          'throttled-as-published',
          counts.throttled <= expected,
          `${counts.throttled} of ${burst} requests are throttled, and ${expected} by the published limits`,
        );
        study.holds(
          'one-at-a-time',
          instances.shared === 0,
          'an instance serves several requests of a burst at once',
        );
        warmLeft = Math.max(0, warmLeft - burst);
      });
    }
    for (const each of [500, 1_000, 2_000, 3_000])
      study.next(() =>
        study.estimates(
          `throttled of ${each} at once, without a warm instance`,
          Math.max(0, each - perPeriod),
        ),
      );
    for (const seconds of [10, 20, 60])
      study.next(() =>
        study.estimates(
          `instances after ${seconds} s of demand`,
          perPeriod + (perPeriod * seconds * 1_000) / periodMs,
        ),
      );
    return study.next(() => observes('started', 'instances that start in all', startedInAll));
  },
  expect: (params) => {
    const { burst, warm } = params;
    const starts = startsOf(params);
    const [first = 0] = starts;
    const close = (value: number) => ({ atLeast: value - 1, atMost: value + 1 });
    return [
      within('first', 'first', close(first)).says(
        'instances that start at once: up to 1,000',
        'aws-lambda-burst-500-3000',
      ),
      within('throttled', 'throttled', close(Math.max(0, burst - warm - first))).says(
        'requests of the first burst that are throttled',
        'aws-lambda-burst-500-3000',
      ),
      within('last', 'last', close(starts.at(-1) ?? 0)).says(
        'instances that start for the last burst',
      ),
      within('started', 'started', close(starts.reduce((sum, each) => sum + each, 0))).says(
        'instances in all: 1,000 more in 10 s',
        'aws-lambda-burst-500-3000',
      ),
    ];
  },
  tells: ({ params: { burst, warm, everyS }, metrics: m }) =>
    `Of ${inDigits(burst)} requests at once ${inDigits(burst - (m.throttled.value ?? 0))} are served${warm === 0 ? '' : `, ${inDigits(warm)} by provisioned instances and ${inDigits(m.first.value ?? 0)} by new ones`}, each by an instance of its own, because AWS Lambda starts at most 1,000 instances of a function in 10 s; ${inDigits(m.throttled.value ?? 0)} are throttled (429). That limit refills all the time and is not saved up: ${inDigits(m.last.value ?? 0)} start for the last burst, ${inDigits(everyS)} s after the one before. Callers retry with backoff, a queue takes the burst, or provisioned concurrency is there before it.`,
});

// Left out: instances that end and serve the next burst, the account’s limit, and the limit of 10,000 requests in 10 s.
