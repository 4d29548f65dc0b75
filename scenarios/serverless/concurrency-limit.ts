import * as z from 'zod';
import { Instances } from '../../sims/serverless/instances.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { exp } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { erlangB } from '../../src/statistics/erlang.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutFunctions, heldTo } from './kit.ts';

const params = z.object({
  concurrency: whole(10, 10_000, 1_000, 'concurrent executions of the account'),
  serviceMs: real(10, 10_000, 200, 'how long a request takes, on average'),
  load: real(0.2, 3, 1.1, 'requests that come, through those that fit'),
});

const simulated = 50;
const looks = 1_000;

export default scenario({
  ...aboutFunctions,
  id: 'serverless/concurrency-limit',
  asks: 'A thousand concurrent executions of 200 ms: how many requests a second is that, and what happens beyond?',
  claims: ['aws-lambda-concurrency-1000'],
  code: ['sims/serverless/instances.ts#finds', 'src/statistics/erlang.ts#erlangB'],
  params,
  invariants: heldTo('one-at-a-time'),
  metrics: {
    perS: gauge('requests/s', 'at most'),
    throttledShare: gauge('share', 'of the requests that are throttled, by Erlang B'),
    small: gauge('share', 'of the requests, with 50 executions'),
    throttled: gauge('share', 'of the requests, with 50 executions, simulated'),
  },
  build({ world, params: { concurrency, serviceMs, load }, rules, metrics }) {
    const study = new FunctionStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const instances = new Instances(
      { keepAliveMs: 1e12, provisioned: 0, concurrencyMax: simulated },
      rules,
    );
    const stream = study.stream('requests');
    const gap = sampler(exponential(serviceMs / (simulated * load)), stream);
    const service = sampler(exponential(serviceMs), stream);
    let [atMs, throttled] = [0, 0];
    let nextMs = gap();
    const look = () => {
      atMs += 3 * serviceMs;
      for (; nextMs < atMs; nextMs += gap()) instances.invoke(nextMs, service());
      throttled += instances.finds(atMs) === 'throttled' ? 1 : 0;
    };
    // From an empty system it takes some services until it has forgotten that it was.
    study.next(() => {
      for (let each = 0; each < 10; each++) look();
      throttled = 0;
    });
    for (const ms of [10, 100, 200, 1_000])
      study.next(() =>
        study.estimates(`requests a second of ${ms} ms`, (1_000 * concurrency) / ms),
      );
    for (let from = 0; from < looks; from += looks / 5) {
      study.next(() => {
        for (let each = 0; each < looks / 5; each++) look();
        study.observes('throttled so far, of those that were looked at', throttled);
      });
    }
    return study
      .next(() =>
        estimates(
          'perS',
          'requests a second at most: concurrency / time',
          (1_000 * concurrency) / serviceMs,
        ),
      )
      .next(() =>
        estimates(
          'throttledShare',
          'throttled, by Erlang B',
          erlangB(concurrency, concurrency * load),
        ),
      )
      .next(() =>
        estimates('small', 'throttled with 50 executions', erlangB(simulated, simulated * load)),
      )
      .next(() => {
        observes('throttled', 'throttled with 50 executions, simulated', throttled / looks);
        study.holds(
          'one-at-a-time',
          instances.shared === 0,
          'an instance serves several requests at once',
        );
      });
  },
  expect: ({ concurrency, serviceMs, load }) => {
    const share = erlangB(simulated, simulated * load);
    // What one look finds says a little of the next, three services later: e^-3 of its deviation.
    const correlated = (1 + exp(-3)) / (1 - exp(-3));
    return [
      within('perS', 'per-second', near((1_000 * concurrency) / serviceMs)).says(
        'requests a second at most: concurrency / time',
        'aws-lambda-concurrency-1000',
      ),
      within(
        'throttledShare',
        'throttled-share',
        near(erlangB(concurrency, concurrency * load)),
      ).says(
        'share of the requests beyond it that are throttled: Erlang B',
        'aws-lambda-concurrency-1000',
      ),
      within('throttled', 'throttled', shareOf(Math.floor(looks / correlated), share)).says(
        'throttled with 50 executions, simulated',
      ),
    ];
  },
  tells: ({ params: { concurrency, serviceMs, load }, metrics: m }) =>
    `${inDigits(concurrency)} executions at a time of ${inTime(serviceMs)} serve ${inDigits(m.perS.value ?? 0)} requests a second (concurrency / time); what comes beyond is throttled (429). At ${inPercent(load)} of that rate ${significant(100 * (m.throttledShare.value ?? 0))}% are throttled. A small limit has less room for chance: with 50 executions at the same ratio it is ${significant(100 * (m.small.value ?? 0))}% by the Erlang B formula, and ${significant(100 * (m.throttled.value ?? 0))}% in the simulation.`,
});

// Left out: callers that repeat what was throttled, which raises the load.
