import * as z from 'zod';
import { allInTime, neededOfEach, promisedInTime } from '../../sims/estimation/latency/hops.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inPercent, percent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, heldTo, keeping, near, shareOf } from './kit.ts';

const params = z.object({
  calls: whole(2, 100, 5, 'parallel calls per request'),
  each: real(0.8, 0.9999, 0.99, 'share of calls that are in time'),
});

const sampled = 20_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/parallel-calls',
  asks: 'A request makes five parallel calls, each in time 99% of the time. How often is the request in time?',
  claims: [],
  code: [
    'sims/estimation/latency/hops.ts#promisedInTime',
    'sims/estimation/latency/hops.ts#allInTime',
    'sims/estimation/latency/hops.ts#neededOfEach',
  ],
  params,
  invariants: heldTo('deadline-kept'),
  metrics: {
    promised: gauge('share', 'of requests promised to be in time'),
    needed: gauge('share', 'of calls that must be in time for 99% of the requests'),
    inTime: gauge('share', 'of requests in time, simulated'),
  },
  build({ world, params: { calls, each }, rules, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    for (const count of [1, 2, 3, 5, 10, 20, 50, 100]) {
      study.next(() => study.estimates(`with ${counted(count, 'call')}`, allInTime(count, each)));
    }
    return study
      .next(() => estimates('promised', 'promised', promisedInTime(calls, each, rules)))
      .next(() => estimates('needed', 'each would have to be in time', neededOfEach(calls, 0.99)))
      .next(() => {
        const stream = study.stream('calls');
        let inTime = 0;
        for (let request = 0; request < sampled; request++) {
          let slow = 0;
          for (let call = 0; call < calls; call++) if (!chance(stream, each)) slow += 1;
          if (slow === 0) inTime += 1;
        }
        const share = observes('inTime', 'in time', inTime / sampled);
        const promised = metrics.promised.value ?? 0;
        study.holds(
          'deadline-kept',
          1 - share <= 1.2 * (1 - promised),
          `${percent(share)} of the requests are in time, and ${percent(promised)} were promised`,
        );
      });
  },
  expect: ({ calls, each }) => [
    within('promised', 'promised', near(pow(each, calls))).says(
      'share of requests promised to be in time: each^calls',
    ),
    within('needed', 'needed', near(pow(0.99, 1 / calls))).says(
      'share of calls that must be in time for 99% of the requests',
    ),
    within('inTime', 'in-time', shareOf(sampled, pow(each, calls))).says(
      'share of requests in time',
    ),
  ],
  tells: ({ params: { calls, each }, metrics: m }) =>
    `A request waits for the slowest of its ${calls} calls, so it is in time ${inPercent(each)}^${calls} = ${percent(m.promised.value)} of the time (simulated: ${percent(m.inTime.value)}): the other ${percent(1 - (m.promised.value ?? 0))} meet a slow call, although only ${inPercent(1 - each)} of the calls are slow. For 99% of the requests each call would have to be in time ${significant(100 * (m.needed.value ?? 0), 4)}% of the time. ` +
    'What helps: fewer calls in a request, a second copy of a late call (hedging, a few percent more load), or an answer without the last few parts.',
});

// Left out: hedged requests and partial answers, and calls that are slow for the same reason.
