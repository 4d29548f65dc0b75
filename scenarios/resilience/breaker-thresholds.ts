/**
 * Closed form: with failure probability p, k consecutive failures come after (1 - p^k) / (p^k (1 -
 * p)) calls on average (Feller, An Introduction to Probability Theory I, §XIII.7).
 */
import * as z from 'zod';
import type { BreakerOptions } from '../../sims/resilience/breaker/breaker-options.ts';
import type { Machine } from '../../sims/resilience/machine.ts';
import { mean, none, within } from '../../src/check/expected.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import type { Process } from '../../src/kernel/process.ts';
import { brownout } from '../../src/world/fault.ts';
import { each } from './arms.ts';
import { around, poissonRange } from './bounds.ts';
import { happened } from './goals.ts';
import { counter, gauge, histogram, real, scenario, whole } from './kit.ts';
import { askedOnce, breakerOf, tenSeconds } from './policies.ts';
import { number } from './words.ts';

const params = z.object({
  failureRate: real(0.2, 0.95, 0.5, 'of the calls to the first breaker'),
  failures: whole(1, 6, 5, 'consecutive failures that open the first breaker'),
  trials: whole(100, 2_000, 200, 'trials of the first breaker'),
  expectedRate: real(0, 0.2, 0.05, 'steady error rate of the other two'),
  calls: whole(1_000, 100_000, 4_000, 'calls to each of the other two'),
});

type Params = z.output<typeof params>;

/** The mean number of calls until k consecutive failures. */
const expectedCalls = ({ failureRate: p, failures: k }: Pick<Params, 'failureRate' | 'failures'>) =>
  (1 - pow(p, k)) / (pow(p, k) * (1 - p));

/**
 * How often k consecutive failures open a breaker in a day of 1,000 calls per second at a steady
 * error rate. That is rare, so it is measured with calls that fail more often, where each trip is
 * likelier and counts less in proportion: (p / p')^k (importance sampling; Kahn and Marshall 1953).
 */
const tripsPerDay = ({ expectedRate, failures }: Params) =>
  86_400_000 / expectedCalls({ failureRate: expectedRate, failures });

/**
 * The most calls that a trial may need, in all but one of e^30: the number falls off geometrically.
 */
const callsMax = (params: Params) => 30 * Math.ceil(expectedCalls(params) + params.failures);

/** Per call: one millisecond in each direction, one at the service. */
const callMs = 3;
const endAtMs = (params: Params) =>
  callMs * params.trials * callsMax(params) + (callMs + 1) * params.calls + 1_000;

const base = { waitDurationInOpenStateMs: 1, permittedNumberOfCallsInHalfOpenState: 1 };
const kinds = ['rate', 'tiny'] as const;
/** The breakers at a steady error rate. */
const steady: Record<(typeof kinds)[number], Partial<BreakerOptions>> = {
  rate: { ...base, window: tenSeconds, minimumNumberOfCalls: 100 },
  tiny: { ...base, window: { kind: 'count', size: 2 }, minimumNumberOfCalls: 1 },
};

export default scenario({
  id: 'resilience/breaker-thresholds',
  asks: 'How many calls does it take until a given number fail in a row, and how does a steady error rate affect a breaker?',
  claims: ['num-breaker-5-10-consecutive', 'q9-5pct-expected-errors-trip', 'q9-thresholds'],
  code: [
    'sims/resilience/breaker/breaker.ts#isTooHigh',
    'sims/resilience/breaker/window.ts#ConsecutiveWindow',
  ],
  params,
  swarm: { trials: { min: 100, max: 300 }, calls: { min: 1000, max: 20000 } },
  durationMs: endAtMs,
  plan: (params) => {
    const { failureRate, expectedRate } = params;
    const rates = {
      failing: failureRate,
      'steady-rate': expectedRate,
      'steady-tiny': expectedRate,
    };
    return Object.entries(rates).map(([node, failureRate]) => ({
      atMs: 0,
      fault: brownout(node, { failureRate }, endAtMs(params)),
    }));
  },
  metrics: {
    callsToTrip: histogram('calls', 'until the first breaker opened'),
    tripsPerDay: gauge(
      'times per day',
      'that consecutive failures open a breaker at a steady error rate, at 1,000 calls per second',
    ),
    rateTrips: counter(
      'times',
      'that a breaker at half of the calls in 10 s opened at a steady error rate',
    ),
    tinyTrips: counter(
      'times',
      'that a breaker at half of the last two calls opened at a steady error rate',
    ),
  },
  build({ system, params, metrics, happens }) {
    const { failures, failureRate, trials } = params;
    let left = 3;
    const finish = () => {
      left -= 1;
      if (left === 0) happens('all-tried');
    };
    const serviceOf = (name: string) => system.service({ name, serviceMs: constant(1) });
    const failing = serviceOf('failing');
    const services = each(kinds, (kind) => serviceOf(`steady-${kind}`));
    function* untilTripped(machine: Machine): Process<void> {
      const options = { ...base, window: { kind: 'consecutive', failures } } as const;
      // A run of failures ends with a success or with a trip.
      let runs = 0;
      for (let trial = 1; trial <= trials; trial++) {
        const breaker = breakerOf(machine, 'breaker', options);
        const call = breaker.policy(machine.call(failing));
        let calls = 0;
        for (; breaker.state === 'closed'; calls++) {
          if (yield* askedOnce(machine, call)) runs += 1;
        }
        runs += 1;
        metrics.callsToTrip.record(calls);
        metrics.tripsPerDay.set(
          (trial * tripsPerDay(params)) / (runs * pow(failureRate, failures)),
        );
      }
      finish();
    }
    system.caller('caller-until-tripped', (machine) => {
      machine.spawn(untilTripped(machine));
    });
    for (const kind of kinds) {
      system.caller(`caller-${kind}`, (machine) => {
        const breaker = breakerOf(machine, 'breaker', steady[kind]);
        breaker.onMove(({ to }) => to === 'open' && metrics[`${kind}Trips`].add());
        const call = breaker.policy(machine.call(services[kind]));
        function* steadily(): Process<void> {
          for (let made = 0; made < params.calls; made++) {
            yield* machine.sleep(1);
            yield* askedOnce(machine, call);
          }
          finish();
        }
        machine.spawn(steadily());
      });
    }
  },
  goals: () => [happened('all-tried', 'every trial has ended')],
  expect: (params) => {
    const { failures, failureRate, trials, expectedRate, calls } = params;
    const untilTrip = expectedCalls(params);
    const perDay = tripsPerDay(params);
    // The runs of failures until that many trips are a sum of geometric numbers.
    const error = 6 / Math.sqrt(trials);
    const errors = `a steady ${expectedRate * 100}% of errors`;
    const tiny = poissonRange(expectedRate * calls);
    return [
      // The number is k plus a term that falls off geometrically: its standard deviation is below
      // its mean. Six standard errors.
      within(
        mean('callsToTrip'),
        'calls-to-trip',
        around(untilTrip, (6 * untilTrip) / Math.sqrt(trials)),
      ).says(
        `calls until ${failures} fail in a row, if ${failureRate} of them fail: ${number(Math.round(untilTrip * 10) / 10)} in theory`,
        'num-breaker-5-10-consecutive',
      ),
      within('tripsPerDay', 'but-errors-in-a-row-do', {
        atLeast: perDay * (1 - error),
        atMost: perDay * (1 + error),
      }).says(
        `times a day that ${errors} opens a breaker at ${failures} consecutive failures, with 1,000 calls per second: ${number(Math.round(perDay))} in theory`,
        'num-breaker-5-10-consecutive',
      ),
      // Chernoff, for the first window of 100 calls: e^-83 at 5%, e^-22 at 20%; later windows are
      // larger.
      none('rateTrips', 'steady-errors-do-not-trip-a-rate').says(
        `times in ${number(calls)} calls that ${errors} opens a breaker whose threshold is half of the calls in 10 s`,
        'q9-5pct-expected-errors-trip',
      ),
      // With two calls every failure reaches half, except for failures while the breaker is open
      // and for the first call after it has closed. Each failed call may open it or not, one after
      // the other.
      within('tinyTrips', 'but-a-tiny-window', {
        atLeast: Math.floor(tiny.least / 2),
        atMost: tiny.most,
      }).says(
        `times in ${number(calls)} calls that ${errors} opens a breaker that looks at its last two calls only`,
        'q9-5pct-expected-errors-trip',
      ),
    ];
  },
  tells: ({ params, metrics }) =>
    `${params.failures} failures in a row come by chance, at a failure rate of ${params.failureRate * 100}% after ${number(metrics.callsToTrip.mean)} calls on average (${number(expectedCalls(params))} in theory), so let a breaker open by the failure rate over many calls. ` +
    `A steady ${params.expectedRate * 100}% of errors opened a breaker with a threshold of half of the calls in 10 s ` +
    `${number(metrics.rateTrips.value)} times in ${number(params.calls)} calls, and one with a window of two calls ${number(metrics.tinyTrips.value)} times. The formula for k failures in a row is (1 - p^k) / (p^k (1 - p)). A breaker that opens after ${params.failures} consecutive failures would open ` +
    `${number(metrics.tripsPerDay.value)} times per day at 1,000 calls per second.`,
});

// Left out: failures that cluster. Real ones do, and then consecutive failures come sooner.
