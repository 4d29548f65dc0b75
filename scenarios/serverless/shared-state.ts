import * as z from 'zod';
import { RequestCounter } from '../../sims/serverless/counter.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutFunctions, heldTo } from './kit.ts';

const params = z.object({
  instances: whole(2, 200, 2, 'instances'),
  requests: whole(10, 10_000, 100, 'requests, each to any of them'),
});

export default scenario({
  ...aboutFunctions,
  id: 'serverless/shared-state',
  asks: 'A function counts its requests in a global variable, and two instances serve. What does the counter say?',
  claims: [],
  code: ['sims/serverless/counter.ts#count'],
  params,
  invariants: heldTo('same-answer'),
  metrics: {
    last: gauge('requests', 'that the counter says at the end'),
    busiest: gauge('requests', 'of the instance that got most'),
    wrong: gauge('answers', 'that were not the number of the request'),
  },
  build({ world, params: { instances, requests }, rules, metrics }) {
    const study = new FunctionStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('requests');
    const counter = new RequestCounter(instances, rules);
    const each = Array.from({ length: instances }, () => 0);
    let [last, wrong] = [0, 0];
    const batch = Math.ceil(requests / 20);
    for (let from = 0; from < requests; from += batch) {
      study.next(() => {
        for (let request = from; request < Math.min(requests, from + batch); request++) {
          const instance = randomInteger(stream, 0, instances - 1);
          each[instance] = (each[instance] ?? 0) + 1;
          last = counter.count(instance);
          if (last !== request + 1) wrong += 1;
        }
        study.observes('the counter says', last);
      });
    }
    return study
      .next(() => observes('last', 'the counter says at the end', last))
      .next(() => observes('busiest', 'requests of the busiest instance', Math.max(...each)))
      .next(() => {
        observes('wrong', 'answers that were wrong', wrong);
        study.holds(
          'same-answer',
          wrong === 0,
          `${wrong} of ${requests} requests are told another number than theirs`,
        );
      });
  },
  expect: ({ instances, requests }) => [
    within('last', 'last', near(requests)).says('what the counter says at the end'),
    within('wrong', 'wrong', { atMost: 0 }).says('wrong answers'),
    within('busiest', 'busiest', {
      atLeast: Math.ceil(requests / instances),
      atMost:
        Math.round(shareOf(requests, 1 / instances).atMost * requests) +
        Math.ceil(Math.sqrt(requests)),
    }).says('requests of the busiest instance'),
  ],
  tells: ({ params: { instances, requests }, metrics: m }) =>
    `With a global variable each instance counts its own requests: of ${inDigits(requests)} the busiest of ${counted(instances, 'instance')} counts ${inDigits(m.busiest.value ?? 0)}, and loses it when it expires. Kept outside, in a database or Redis, the counter says ${inDigits(m.last.value ?? 0)} of ${inDigits(requests)}, and ${counted(m.wrong.value ?? 0, 'answer')} were wrong.`,
});

// Left out: what is fine in an instance: connections, compiled code, and caches that may be stale.
