import * as z from 'zod';
import { left } from '../../sims/serverless/account.ts';
import { Instances } from '../../sims/serverless/instances.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { erlangB } from '../../src/statistics/erlang.ts';
import { counted, inDigits, inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutFunctions, heldTo } from './kit.ts';

const params = z.object({
  account: whole(100, 10_000, 1_000, 'concurrent executions of the account'),
  batch: whole(1, 100_000, 5_000, 'executions that a batch wants at once'),
  perS: real(0.1, 20, 5, 'requests of the checkout a second, at random'),
  serviceMs: real(10, 500, 300, 'how long one of them takes, on average'),
  requests: whole(500, 10_000, 2_000, 'requests of the checkout'),
});

/** So many that fewer than one request in 10^12 is throttled; no more than half of the account. */
function reservedFor({
  account,
  perS,
  serviceMs,
}: Pick<z.output<typeof params>, 'account' | 'perS' | 'serviceMs'>): number {
  const load = (perS * serviceMs) / 1_000;
  let reserved = 1;
  while (erlangB(reserved, load) > 1e-12 && reserved < account) reserved += 1;
  return reserved;
}

export default scenario({
  ...aboutFunctions,
  id: 'serverless/starved-function',
  asks: 'A batch takes all thousand executions of the account. What does the checkout notice?',
  claims: [],
  code: ['sims/serverless/account.ts#left'],
  params,
  invariants: heldTo('no-function-starves'),
  metrics: {
    reserved: gauge('executions', 'that are reserved for the checkout'),
    batch: gauge('executions', 'that the batch gets'),
    throttled: gauge('share', 'of the requests of the checkout that are throttled'),
  },
  build({ world, params, rules, metrics }) {
    const { account, batch, perS, serviceMs, requests } = params;
    const study = new FunctionStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const reserved = Math.min(account, reservedFor(params));
    const { own, other } = left(account, reserved, rules);
    const free = Math.max(own, account - Math.min(batch, other));
    const instances = new Instances(
      { keepAliveMs: 1e12, provisioned: 0, concurrencyMax: free },
      rules,
    );
    const stream = study.stream('checkout');
    const [gap, service] = [
      sampler(exponential(1_000 / perS), stream),
      sampler(exponential(serviceMs), stream),
    ];
    let [atMs, throttled] = [0, 0];
    study
      .next(() => estimates('reserved', 'reserved for the checkout', reserved))
      .next(() => observes('batch', 'executions that the batch gets', Math.min(batch, other)));
    const part = Math.ceil(requests / 10);
    for (let from = 0; from < requests; from += part) {
      study.next(() => {
        for (let each = from; each < Math.min(requests, from + part); each++) {
          atMs += gap();
          if (instances.invoke(atMs, service()) === 'throttled') throttled += 1;
        }
        study.observes('seconds of requests so far', atMs / 1_000);
      });
    }
    return study
      .next(() => study.observes('executions that the checkout may have', free))
      .next(() => {
        const share = observes(
          'throttled',
          'requests of the checkout that are throttled',
          throttled / requests,
        );
        study.holds(
          'no-function-starves',
          share === 0,
          `${inPercent(share)} of the requests of the checkout get a 429, because a batch has all executions`,
        );
      });
  },
  expect: (params) => {
    const reserved = Math.min(params.account, reservedFor(params));
    const isEnough = erlangB(reserved, (params.perS * params.serviceMs) / 1_000) <= 1e-12;
    return [
      within('reserved', 'reserved', near(reserved)).says(
        'executions for one throttle in 10^12 requests: Erlang B',
      ),
      within('batch', 'batch', near(Math.min(params.batch, params.account - reserved))).says(
        'executions that the batch gets',
      ),
      ...(isEnough
        ? [
            within('throttled', 'throttled', { atMost: 0 }).says(
              'requests of the checkout that are throttled',
            ),
          ]
        : []),
    ];
  },
  tells: ({ params: { account, batch }, metrics: m }) =>
    `${m.throttled.value === 0 ? 'The checkout notices nothing' : `${significant(100 * (m.throttled.value ?? 0))}% of the checkout’s requests are throttled`} with ${counted(m.reserved.value ?? 0, 'execution')} reserved for it (reserved concurrency): the batch wants ${inDigits(batch)} and gets ${inDigits(m.batch.value ?? 0)} of ${inDigits(account)}. Without a reservation the functions of an account share one limit, and the batch would take all of it. What is reserved is taken from the others even while it is idle.`,
});

// Left out: the hundred executions that an account must leave unreserved.
