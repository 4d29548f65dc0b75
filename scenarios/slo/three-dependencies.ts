import * as z from 'zod';
import { allUp, promised } from '../../sims/slo/indicators/promise.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent } from '../../src/words/numbers.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  wanted: real(0.9, 0.99999, 0.999, 'availability that is wanted'),
  availability: real(0.9, 0.99999, 0.999, 'that each dependency keeps'),
  dependencies: whole(2, 20, 3, 'dependencies, all of which are needed'),
  requests: whole(1_000, 200_000, 100_000, 'requests'),
});

export default scenario({
  ...aboutSlo,
  id: 'slo/three-dependencies',
  asks: 'A service needs three others of 99.9% each. Can it promise 99.9%?',
  claims: [],
  code: ['sims/slo/indicators/promise.ts#promised', 'sims/slo/indicators/promise.ts#allUp'],
  params,
  invariants: heldTo('promise-can-be-kept'),
  metrics: {
    reachable: gauge('share', 'of the requests for which all dependencies are up'),
    promise: gauge('share', 'what is promised'),
    needed: gauge('share', 'what each dependency would have to keep'),
    served: gauge('share', 'of the requests that were served, simulated'),
  },
  build({ world, params: { wanted, availability, dependencies, requests }, rules, metrics }) {
    const study = new SloStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const stream = study.stream('requests');
    const all = Array.from({ length: dependencies }, () => availability);
    let served = 0;
    const batch = Math.ceil(requests / 8);
    study.next(() => estimates('reachable', 'all dependencies are up', allUp(all)));
    study.next(() =>
      estimates('needed', 'each would have to be up', 1 - (1 - wanted) / dependencies),
    );
    study.next(() => estimates('promise', 'promised', promised(wanted, all, rules)));
    for (let from = 0; from < requests; from += batch) {
      study.next(() => {
        for (let place = from; place < Math.min(requests, from + batch); place++)
          if (all.every((each) => chance(stream, each))) served += 1;
        study.observes('served so far', served);
      });
    }
    return study.next(() => {
      observes('served', 'served', served / requests);
      const promise = metrics.promise.value ?? 0;
      study.holds(
        'promise-can-be-kept',
        promise <= allUp(all),
        `${inPercent(promise)} are promised, and the dependencies are all up for ${inPercent(allUp(all))}`,
      );
    });
  },
  expect: ({ availability, dependencies, requests }) => {
    const all = allUp(Array.from({ length: dependencies }, () => availability));
    return [
      within('reachable', 'reachable', near(all)).says(
        'share of the time in which all dependencies are up: the product of their availabilities',
      ),
      within('served', 'served', shareOf(requests, all)).says(
        'share of requests that are served, simulated',
      ),
    ];
  },
  tells: ({ params: { availability, dependencies, wanted }, metrics: m }) =>
    `${wanted > (m.reachable.value ?? 0) ? 'No' : 'Yes'}: availabilities multiply, so ${dependencies} dependencies of ${inPercent(availability)} are all up for ${inPercent(m.reachable.value ?? 0)} of the requests (availability^n); ${inPercent(m.served.value ?? 0)} were served. To promise ${inPercent(wanted)}, each must keep about ${inPercent(m.needed.value ?? 0)}, or the service must do without it for a while (cache, fallback, queue).`,
});

// Left out: failures that come together, retries, and caches that serve while a dependency is down.
