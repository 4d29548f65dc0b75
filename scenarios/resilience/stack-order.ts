/**
 * All 24 orders of the same four policies, each facing a blip, an outage and a brownout of its own
 * service. The policies are the same everywhere; only their order differs, and with it what each
 * policy sees.
 */
import * as z from 'zod';
import type { Machine } from '../../sims/resilience/machine.ts';
import {
  allOrders,
  type Layer,
  type Order,
  resilience4jOrder,
  taughtOrder,
} from '../../sims/resilience/policies/orders.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import type { System } from '../../sims/resilience/system.ts';
import { difference, none, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { drawnAround, exponential, largestOf } from '../../src/kernel/distribution.ts';
import { brownout, type Fault, outage } from '../../src/world/fault.ts';
import { addCaller, each } from './arms.ts';
import { gapsAtMost, poissonRange } from './bounds.ts';
import { gauge, real, scenario, typicalMs, whole } from './kit.ts';
import { breakerOf, bulkheadOf, retrying, usualBackoff } from './policies.ts';
import { type FaultKind, faultKinds, measure, Trial, trialOf } from './stack-ranks.ts';
import { number, percent } from './words.ts';

const params = z.object({
  requestsPerSecond: real(10, 200, 25, 'at random times'),
  faultMs: real(3_000, 60_000, 3_000, 'how long outage and brownout last'),
  blipMs: real(10, 2_000, 300, 'how long the blip lasts'),
  failureRate: real(0, 1, 0.5, 'of the calls in the brownout'),
  serviceMs: typicalMs(1, 50, 20, 'mean time of a call'),
  timeoutMs: real(50, 2_000, 200, 'timeout of an attempt'),
  maxAttempts: whole(1, 6, 3, 'attempts of the retry, the first included'),
  permits: whole(1, 200, 20, 'of the bulkhead; a call that finds none is rejected'),
  openMs: real(500, 30_000, 2_000, 'how long the breaker stays open'),
});

type Params = z.output<typeof params>;

const faultAtMs = 1_500;
const endAtMs = ({ faultMs, openMs }: Params) => faultAtMs + faultMs + openMs + patienceMs + 1_000;
/** A caller that waits longer has gone. */
const patienceMs = 1_500;
const minimumNumberOfCalls = 10;

/** `BCRT` for bulkhead, circuit breaker, retry, timeout. */
const initials: Record<Layer, string> = { bulkhead: 'B', breaker: 'C', retry: 'R', timeout: 'T' };
const nameOf = (kind: FaultKind, order: Order) =>
  `${kind}-${order.map((layer) => initials[layer]).join('')}`;

/** It hits all services of its kind. */
function faultOf(kind: FaultKind, params: Params): Fault {
  if (kind === 'blip') return outage(kind, 'refuses', params.blipMs);
  if (kind === 'outage') return outage(kind, 'hangs', params.faultMs);
  return brownout(kind, { factor: 2, failureRate: params.failureRate }, params.faultMs);
}

/** The four policies, the same in every order. */
function policiesOf(machine: Machine, { permits, maxAttempts, timeoutMs, openMs }: Params) {
  const breaker = breakerOf(machine, 'breaker', {
    window: { kind: 'count', size: 20 },
    minimumNumberOfCalls,
    waitDurationInOpenStateMs: openMs,
    permittedNumberOfCallsInHalfOpenState: 3,
  });
  const of = {
    bulkhead: bulkheadOf(machine, 'bulkhead', permits).policy,
    breaker: breaker.policy,
    retry: retrying(machine, { maxAttempts }),
    timeout: timeout(machine, { timeoutMs }),
  };
  return { breaker, of };
}

/** All waits between that many attempts together, at most. */
function waitsMaxMs(maxAttempts: number): number {
  const { initialIntervalMs, maxIntervalMs } = usualBackoff;
  let sum = 0;
  for (let failures = 1; failures < maxAttempts; failures++) {
    sum += Math.min(maxIntervalMs, initialIntervalMs * 2 ** (failures - 1));
  }
  return sum;
}

interface Subject extends System {
  readonly trials: Readonly<Record<FaultKind, readonly Trial[]>>;
}

const rankedBy = {
  taughtByGoodput: 'goodput, as taught',
  taughtByDeadCalls: 'calls sent to the dead service, as taught',
  taughtByP99: '99th percentile of the wait, as taught',
  taughtByTripMs: 'time until the breaker opened, as taught',
  resilience4jByGoodput: 'goodput, resilience4j',
  resilience4jByDeadCalls: 'calls sent to the dead service, resilience4j',
  resilience4jByP99: '99th percentile of the wait, resilience4j',
  resilience4jByTripMs: 'time until the breaker opened, resilience4j',
} as const;
const ranked = Object.keys(rankedBy) as (keyof typeof rankedBy)[];

const share = (says: string) => gauge('share', says);

export default scenario({
  id: 'resilience/stack-order',
  asks: 'In which order should bulkhead, breaker, retry and timeout wrap a call?',
  claims: ['pat-layer-order', 'q9-breaker-counts-final'],
  code: [
    'sims/resilience/policies/designs.ts#retryAroundBreaker',
    'sims/resilience/call.ts#stack',
    'sims/resilience/policies/orders.ts#resilience4jOrder',
  ],
  params,
  durationMs: endAtMs,
  plan: (params) => faultKinds.map((kind) => ({ atMs: faultAtMs, fault: faultOf(kind, params) })),
  metrics: {
    taughtBlip: share('answered over a blip, in the textbook order'),
    taughtOutage: share('answered over an outage, in the textbook order'),
    taughtBrownout: share('answered over a brownout, in the textbook order'),
    resilience4jBlip: share('answered over a blip, in resilience4j’s order'),
    resilience4jOutage: share('answered over an outage, in resilience4j’s order'),
    resilience4jBrownout: share('answered over a brownout, in resilience4j’s order'),
    taughtDeadCalls: gauge(
      'calls',
      'sent to the dead service before the breaker opened, as taught',
    ),
    resilience4jDeadCalls: gauge(
      'calls',
      'sent to the dead service before the breaker opened, resilience4j',
    ),
    taughtTripMs: gauge('ms', 'from the outage until the breaker opened, as taught'),
    resilience4jTripMs: gauge('ms', 'from the outage until the breaker opened, resilience4j'),
    blindOrders: gauge('orders', 'with the timeout around the breaker'),
    blindOpened: gauge(
      'orders',
      'with the timeout around the breaker whose breaker saw the outage',
    ),
    seeingOpened: gauge(
      'orders',
      'with the timeout inside the breaker whose breaker saw the outage',
    ),
    ...each(ranked, (by) =>
      gauge('rank', `of 24 in the outage by ${rankedBy[by]}, 1 for the best`),
    ),
    bulkheadMatters: share('largest change in what is answered when only the bulkhead moves'),
    mostDeadCalls: gauge('calls', 'sent to the dead service in the order that sends most'),
    leastDeadCalls: gauge('calls', 'sent to the dead service in the order that sends fewest'),
  },
  build({ world, system, params, metrics, nowMs }): Subject {
    const trials = each(faultKinds, () => allOrders.map((order) => new Trial(order)));
    for (const kind of faultKinds) {
      const struckForMs = kind === 'blip' ? params.blipMs : params.faultMs;
      for (const trial of trials[kind]) {
        // Every order faces the same arrivals and the same random draws: only the order differs.
        const service = system.service({
          name: `service-${nameOf(kind, trial.order)}`,
          servers: 40,
          serviceMs: drawnAround(params.serviceMs, exponential),
          luck: `service of ${kind}`,
        });
        service.onCall(() => {
          const sinceMs = nowMs() - faultAtMs;
          if (sinceMs >= 0 && sinceMs < struckForMs) trial.callIntoFault();
        });
        const asking = (machine: Machine) => {
          const { of, breaker } = policiesOf(machine, params);
          breaker.onMove(({ to }) => {
            const sinceMs = nowMs() - faultAtMs;
            if (to === 'open' && sinceMs >= 0) trial.tripMs ??= sinceMs;
          });
          return {
            name: 'callers',
            ratePerSecond: params.requestsPerSecond,
            deadlineMs: patienceMs,
            endsAtMs: endAtMs(params) - patienceMs,
            policies: trial.order.map((layer) => of[layer]),
            onAnswer: trial.onAnswer,
          };
        };
        const name = `caller-${nameOf(kind, trial.order)}`;
        addCaller(system, name, service, asking, `caller of ${kind}`);
      }
      const ofKind = trials[kind].map(({ order }) => `service-${nameOf(kind, order)}`);
      world.nameRole(kind, () => ofKind);
    }
    world.at(endAtMs(params) - 1, () => measure(trials, metrics));
    return Object.assign(system, { trials });
  },
  goals: () => [
    sometimes<Subject>('all-struck', 'every service is called while it is down', ({ trials }) =>
      trials.outage.every(({ deadCalls }) => deadCalls > 0),
    ),
  ],
  expect: (params) => {
    const { maxAttempts, requestsPerSecond, serviceMs, timeoutMs, faultMs, permits } = params;
    const gapMs = 1_000 / requestsPerSecond;
    // Every call into the outage times out. In the textbook order a failure ends with its last
    // attempt, and the breaker opens with the tenth. Resilience4j's counts ten attempts: those of
    // at least the first few requests, and at most the first attempts of ten.
    const fewest = Math.ceil(minimumNumberOfCalls / maxAttempts);
    const tenthMs = gapsAtMost(minimumNumberOfCalls) * gapMs;
    const fewestToTenthMs = gapsAtMost(minimumNumberOfCalls - fewest) * gapMs;
    const retriesMs = (maxAttempts - 1) * timeoutMs;
    const waitsMs = waitsMaxMs(maxAttempts);
    const latestMs = tenthMs + timeoutMs + retriesMs + waitsMs;
    // Almost no call times out before the outage, and there are permits for ten that do.
    const isQuick =
      typeof serviceMs === 'number'
        ? 10 * serviceMs <= timeoutMs
        : largestOf(serviceMs) < timeoutMs;
    const trips = isQuick && permits >= 20 && latestMs + 10 < faultMs;
    const { most } = poissonRange((requestsPerSecond * latestMs) / 1_000);
    // If it is unclear whether they trip: everything that arrives during the fault, and all the
    // remaining time.
    const { most: inFault } = poissonRange((requestsPerSecond * faultMs) / 1_000);
    const untilEndMs = endAtMs(params) - faultAtMs;
    return [
      none('blindOpened', 'timeout-around-the-breaker-blinds-it').says(
        'orders with the timeout around the breaker in which a breaker opened while the service hung: none, because a cancelled call does not count',
        'pat-layer-order',
      ),
      within('seeingOpened', 'timeout-inside-lets-it-see', {
        atLeast: trips ? allOrders.length / 2 : 0,
        atMost: allOrders.length / 2,
      }).says(
        `orders with the timeout inside the breaker in which a breaker opened, of ${allOrders.length / 2}`,
      ),
      within(difference('taughtDeadCalls', 'resilience4jDeadCalls'), 'attempts-before-the-trip', {
        atLeast: trips ? (maxAttempts >= 3 ? 1 : -most) : -maxAttempts * inFault,
        atMost: maxAttempts * (trips ? most : inFault),
      }).says(
        `calls that reach the dead service with the breaker around the retry, less those with the retry around the breaker: ${maxAttempts} attempts count as one failure there`,
        'pat-layer-order',
      ),
      within(
        difference('taughtTripMs', 'resilience4jTripMs'),
        'slower-to-trip',
        trips
          ? { atLeast: retriesMs - 10, atMost: retriesMs + waitsMs + fewestToTenthMs + 10 }
          : { atLeast: -untilEndMs, atMost: untilEndMs },
      ).says(
        `ms by which the breaker around the retry opens later: ${maxAttempts - 1} timeouts and the waits between attempts, because a failure counts only after the last attempt`,
        'q9-breaker-counts-final',
      ),
    ];
  },
  tells: ({ params, subject: { trials }, metrics }) => {
    const told = (kind: FaultKind, order: Order) => trialOf(trials[kind], order);
    const dead = (order: Order) => number(told('outage', order).deadCalls);
    const answered = (order: Order) => percent(told('blip', order).tally.share);
    return (
      `The timeout belongs inside the breaker: around it a call that hangs is cancelled and does not count, and in ${number(metrics.blindOrders.value)} such orders no breaker opened. ` +
      'With the retry outside (resilience4j: retry > breaker > timeout > bulkhead) the breaker counts every attempt, opens soon and spares a dead service: ' +
      `${dead(resilience4jOrder)} calls reached it in an outage, and ${dead(taughtOrder)} with the breaker outside. ` +
      `With the breaker outside (textbook: bulkhead > breaker > retry > timeout) ${params.maxAttempts} attempts count as one failure, so it stays closed in what retries overcome: ` +
      `in a short outage ${answered(taughtOrder)} of the requests were answered, and ${answered(resilience4jOrder)} with the retry outside.`
    );
  },
  plots: ({ subject: { trials } }) => [
    {
      title: 'Requests answered, by order',
      xLabel: 'place of the order, best first',
      yLabel: 'share',
      lines: faultKinds.map((kind) => ({
        name: kind,
        points: trials[kind]
          .map(({ tally }) => tally.share ?? 0)
          .sort((a, b) => b - a)
          .map((value, place) => [place + 1, value] as const),
      })),
    },
  ],
});

// Left out: separate machines for each order. A timeout around the retries would be set longer in
// practice; this compares what the order alone does to the same four policies.
