import * as z from 'zod';
import { attemptsPerCall, withRetries } from '../../sims/estimation/capacity/load.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent, percent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, keeping, near, shareOf } from './kit.ts';

const params = z.object({
  calls: real(10, 1_000_000, 1_000, 'calls a second'),
  failing: real(0.01, 0.9, 0.5, 'share of attempts that fail'),
  attempts: whole(2, 10, 3, 'maximum number of attempts per call'),
});

const sampled = 20_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/load-of-retries',
  asks: 'Half of the attempts fail, and each call is tried up to three times. How much load reaches the server?',
  claims: [],
  code: [
    'sims/estimation/capacity/load.ts#attemptsPerCall',
    'sims/estimation/capacity/load.ts#withRetries',
  ],
  params,
  invariants: heldTo('capacity-covers-the-load'),
  metrics: {
    capacity: gauge('1/s', 'of attempts provisioned for'),
    load: gauge('1/s', 'of attempts that arrive, simulated'),
    given: gauge('share', 'of calls that are given up, simulated'),
    worst: gauge('1/s', 'of attempts if every attempt fails'),
  },
  build({ world, params: { calls, failing, attempts }, rules, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    const simulate = () => {
      const stream = study.stream('attempts');
      let [tried, given] = [0, 0];
      for (let call = 0; call < sampled; call++) {
        let left = attempts;
        let hasFailed = true;
        while (left > 0 && hasFailed) {
          left -= 1;
          tried += 1;
          hasFailed = chance(stream, failing);
        }
        if (hasFailed) given += 1;
      }
      return { load: (calls * tried) / sampled, given: given / sampled };
    };
    study
      .next(() => study.estimates('calls', calls, '/s'))
      .next(() => study.estimates('attempts of a call', attemptsPerCall(failing, attempts)));
    for (let attempt = 1; attempt <= attempts; attempt++) {
      study.next(() =>
        study.estimates(`attempts number ${attempt}`, calls * pow(failing, attempt - 1), '/s'),
      );
    }
    return study
      .next(() => {
        // A tenth of headroom.
        estimates('capacity', 'capacity', 1.1 * withRetries(calls, failing, attempts, rules), '/s');
        estimates('worst', 'if every attempt fails', calls * attempts, '/s');
      })
      .next(() => {
        const { load, given } = simulate();
        observes('load', 'attempts', load, '/s');
        observes('given', 'calls given up', given);
        const capacity = metrics.capacity.value ?? 0;
        study.holds(
          'capacity-covers-the-load',
          load <= capacity,
          `${significant(load)} attempts a second come, and there is capacity for ${significant(capacity)}`,
        );
      })
      .next(() => study.observes('calls tried', sampled))
      .next(() => study.observes('attempts at most', attempts));
  },
  expect: ({ calls, failing: p, attempts }) => {
    const mean = (1 - pow(p, attempts)) / (1 - p);
    let square = 0;
    for (let k = 1; k < attempts; k++) square += k * k * pow(p, k - 1) * (1 - p);
    square += pow(attempts, 2) * pow(p, attempts - 1);
    return [
      within('capacity', 'capacity', near(1.1 * calls * mean)).says(
        'attempts a second provisioned for',
      ),
      within(
        'load',
        'load',
        around(calls * mean, calls * Math.sqrt((square - pow(mean, 2)) / sampled)),
      ).says('attempts a second that arrive: calls x (1 - p^n) / (1 - p)'),
      within('given', 'given-up', shareOf(sampled, pow(p, attempts))).says(
        'share of calls that are given up: p^n',
      ),
      within('worst', 'worst', near(calls * attempts)).says('attempts a second if all fail'),
    ];
  },
  tells: ({ params: { calls, failing, attempts }, metrics: m }) =>
    `${significant(m.load.value ?? 0)} attempts a second reach the server for ${significant(calls)} calls: each call is tried ${significant((m.load.value ?? 0) / calls)} times on average if ${inPercent(failing)} of the attempts fail. If all fail, it is ${significant(m.worst.value ?? 0)}: retries add the most load when the server can bear it least (retry amplification), so limit them by a budget and back off. ${percent(m.given.value)} of the calls are given up after ${attempts} attempts.`,
});

// Left out: backoff, retry budgets and circuit breakers (see the resilience wing), and failures
// caused by the load itself.
