import * as z from 'zod';
import { Instances } from '../../sims/serverless/instances.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { coldChance, pingEveryMs } from '../../sims/serverless/warming.ts';
import { near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { exp, expm1 } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutFunctions, heldTo } from './kit.ts';

const params = z.object({
  perHour: real(0.1, 600, 6, 'requests an hour, at random'),
  keepAliveMin: real(1, 60, 10, 'how long an idle instance is kept, minutes'),
  serviceMs: real(1, 2_000, 100, 'how long a request takes'),
  requests: whole(1_000, 20_000, 4_000, 'requests'),
});

const hourMs = 3_600_000;

export default scenario({
  ...aboutFunctions,
  id: 'serverless/sparse-requests',
  asks: 'A function gets six requests an hour and is kept for ten minutes. How many requests start it anew?',
  claims: [],
  code: [
    'sims/serverless/instances.ts#settle',
    'sims/serverless/instances.ts#finds',
    'sims/serverless/warming.ts#coldChance',
  ],
  params,
  invariants: heldTo('warm-after-quiet'),
  metrics: {
    chance: gauge('share', 'of the requests that come after a longer quiet'),
    cold: gauge('share', 'of the requests that start an instance, if nothing keeps it warm'),
    warmed: gauge('share', 'of the requests that start one, with a ping in half of that time'),
    pings: gauge('requests', 'that keep it warm, through requests of users'),
  },
  build({ world, params: { perHour, keepAliveMin, serviceMs, requests }, rules, metrics }) {
    const study = new FunctionStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const keepAliveMs = keepAliveMin * 60_000;
    const options = { keepAliveMs, provisioned: 0, concurrencyMax: 1_000 };
    const [bare, warmed] = [new Instances(options, rules), new Instances(options, rules)];
    const gap = sampler(exponential(hourMs / perHour), study.stream('requests'));
    const everyMs = pingEveryMs(keepAliveMs, rules);
    const counts = { cold: 0, warmed: 0, expired: 0 };
    let [atMs, longest] = [0, 0];
    const one = () => {
      const quietMs = gap();
      longest = Math.max(longest, quietMs);
      const before = atMs;
      atMs += quietMs;
      if (bare.invoke(atMs, serviceMs) === 'cold') counts.cold += 1;
      const pings = everyMs === undefined ? 0 : Math.ceil(quietMs / everyMs - 1e-9) - 1;
      if (everyMs !== undefined && pings > 0)
        warmed.pinged(before + everyMs, before + pings * everyMs);
      const expired = warmed.expired;
      if (warmed.invoke(atMs, serviceMs) !== 'cold') return;
      counts.warmed += 1;
      if (warmed.expired > expired) counts.expired += 1;
    };
    study.next(() =>
      estimates(
        'chance',
        'requests after a quiet of more than that: e^(-rate x time)',
        coldChance(perHour / hourMs, keepAliveMs),
      ),
    );
    for (const each of [1, 6, 12, 60])
      study.next(() =>
        study.estimates(`cold at ${each} an hour`, coldChance(each / hourMs, keepAliveMs)),
      );
    const batch = Math.ceil(requests / 10);
    for (let from = 0; from < requests; from += batch) {
      study.next(() => {
        for (let place = from; place < Math.min(requests, from + batch); place++) one();
        study.observes('requests that started an instance so far', counts.cold);
        study.tells({ kind: 'cold', after: longest });
      });
    }
    return study
      .next(() => observes('cold', 'requests that started an instance', counts.cold / requests))
      .next(() => observes('warmed', 'with pings', counts.warmed / requests))
      .next(() => {
        observes(
          'pings',
          'pings for each request',
          everyMs === undefined ? 0 : hourMs / perHour / everyMs,
        );
        study.holds(
          'warm-after-quiet',
          counts.expired === 0,
          `${inDigits(counts.expired)} of ${inDigits(requests)} requests find that their instance has expired`,
        );
      });
  },
  expect: ({ perHour, keepAliveMin, serviceMs, requests }) => {
    const rate = perHour / hourMs;
    const [quiet, overlap] = [
      exp(-rate * (keepAliveMin * 60_000 + serviceMs)),
      -expm1(-rate * serviceMs),
    ];
    return [
      within('chance', 'chance', near(exp(-rate * keepAliveMin * 60_000))).says(
        'share of requests that come after such a quiet: e^(-rate x keep-alive)',
      ),
      // Cold after a quiet that is too long, and perhaps if another request is still running.
      within('cold', 'cold', {
        atLeast: shareOf(requests, quiet).atLeast,
        atMost: Math.min(1, shareOf(requests, quiet + overlap).atMost + 1 / requests),
      }).says(
        'share of requests that start an instance, in the run: after a quiet, or while the last one is busy',
      ),
      within('warmed', 'warmed', { atMost: shareOf(requests, overlap).atMost + 1 / requests }).says(
        'share of requests that start one although one is kept warm: those that overlap',
      ),
    ];
  },
  tells: ({ params: { perHour, keepAliveMin }, metrics: m }) =>
    `${significant(100 * (m.cold.value ?? 0))}% of the requests start an instance: after a quiet of more than ${inDigits(keepAliveMin)} min, when the last one has expired, or while it is busy. The chance of such a quiet is e^(-rate x keep-alive) = e^(-${inDigits(perHour)}/h x ${inDigits(keepAliveMin)} min) = ${significant(100 * (m.chance.value ?? 0))}%. ` +
    `The p99 latency is that of a cold start if more than 1% of the requests are cold${(m.cold.value ?? 0) > 0.01 ? ', as here' : ', which is not so here'}. ` +
    `A ping every half of that time keeps one instance warm and leaves ${significant(100 * (m.warmed.value ?? 0))}%, at the price of ${significant(m.pings.value ?? 0)} pings for each request. Provisioned concurrency does the same for more than one instance.`,
});

// Left out: instances that the platform takes away for reasons of its own, and pings that meet another instance.
