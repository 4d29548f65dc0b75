import * as z from 'zod';
import { Instances } from '../../sims/serverless/instances.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { erlangB } from '../../src/statistics/erlang.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutFunctions, heldTo } from './kit.ts';

const params = z.object({
  perS: real(0.5, 40, 20, 'requests a second, at random'),
  serviceMs: real(10, 1_000, 200, 'how long a request takes, on average'),
  provisioned: whole(0, 300, 8, 'instances that are always there'),
});

const looks = 1_000;

/** The fewest instances that leave so small a share of the requests cold. */
function leastFor(share: number, load: number): number {
  let instances = 0;
  while (erlangB(instances, load) > share) instances += 1;
  return instances;
}

export default scenario({
  ...aboutFunctions,
  id: 'serverless/provisioned',
  asks: 'Twenty requests a second of 200 ms: how many provisioned instances leave one request in twenty cold?',
  claims: [],
  code: ['sims/serverless/instances.ts#finds', 'src/statistics/erlang.ts#erlangB'],
  params,
  invariants: heldTo('one-at-a-time'),
  metrics: {
    load: gauge('instances', 'that are busy on average'),
    chance: gauge('share', 'of the requests that find all provisioned ones busy'),
    cold: gauge('share', 'of the requests that start another, simulated'),
    needed: gauge('instances', 'for one cold request in a hundred'),
  },
  build({ world, params: { perS, serviceMs, provisioned }, rules, metrics }) {
    const study = new FunctionStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const load = (perS * serviceMs) / 1_000;
    // Others are gone as soon as they are idle, so that a request is cold if all provisioned ones are busy.
    const instances = new Instances(
      { keepAliveMs: 0, provisioned, concurrencyMax: 100_000 },
      rules,
    );
    const stream = study.stream('requests');
    const [gap, service] = [
      sampler(exponential(1_000 / perS), stream),
      sampler(exponential(serviceMs), stream),
    ];
    let [atMs, cold] = [0, 0];
    let nextMs = gap();
    /** What a request would find, so long after the last look that nothing remembers it. */
    const look = () => {
      atMs += 12 * serviceMs;
      for (; nextMs < atMs; nextMs += gap()) instances.invoke(nextMs, service());
      cold += instances.finds(atMs) === 'cold' ? 1 : 0;
    };
    const needed = leastFor(0.01, load);
    study
      .next(() => estimates('load', 'instances that are busy: rate x time', load))
      .next(() =>
        estimates(
          'chance',
          'requests that find all provisioned ones busy',
          erlangB(provisioned, load),
        ),
      )
      .next(() => estimates('needed', 'instances for one cold request in a hundred', needed));
    for (let from = 0; from < looks; from += looks / 10) {
      study.next(() => {
        for (let each = 0; each < looks / 10; each++) look();
        study.observes('cold requests so far, of those that were looked at', cold);
      });
    }
    return study.next(() => {
      observes('cold', 'cold requests', cold / looks);
      study.holds(
        'one-at-a-time',
        instances.shared === 0,
        'an instance serves several requests at once',
      );
    });
  },
  expect: ({ perS, serviceMs, provisioned }) => {
    const load = (perS * serviceMs) / 1_000;
    return [
      within('load', 'load', near(load)).says('instances that are busy: Little’s law'),
      within('chance', 'chance', near(erlangB(provisioned, load))).says(
        'share of requests that find all provisioned instances busy: Erlang B',
      ),
      within('cold', 'cold', shareOf(looks, erlangB(provisioned, load))).says(
        'share of requests that are cold starts, in the run',
      ),
    ];
  },
  tells: ({ params: { provisioned }, metrics: m }) =>
    `${inDigits(leastFor(0.05, m.load.value ?? 0))} provisioned instances are the fewest that leave at most 5% of the requests cold by the Erlang B formula, ${inDigits(m.needed.value ?? 0)} the fewest that leave 1%; each is paid for by the hour, used or not. ` +
    `With ${provisioned} ${significant(100 * (m.cold.value ?? 0))}% of the requests are cold starts in the run, ${significant(100 * (m.chance.value ?? 0))}% by the Erlang B formula: the load keeps ${significant(m.load.value ?? 0)} instances busy on average (rate x time), and a request that finds all provisioned ones busy starts another.`,
});

// Left out: instances beyond the provisioned ones that stay warm for a while, which leaves fewer cold ones.
