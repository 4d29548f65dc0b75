/**
 * A server with few threads serves two pages: one needs the dependency, the other does not. A
 * thread waits ten seconds for a dependency that does not answer.
 */
import * as z from 'zod';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { quantile, type Valued, within } from '../../src/check/expected.ts';
import { drawnAround, exponential, meanOf } from '../../src/kernel/distribution.ts';
import { erlangB } from '../../src/statistics/erlang.ts';
import { outage } from '../../src/world/fault.ts';
import { armsOf, askFrom, each, eachNamed, shareIn } from './arms.ts';
import { gapsAtMost, hoeffding } from './bounds.ts';
import { breakerOpens } from './goals.ts';
import { gauge, histogram, real, scenario, series, typicalMs, whole } from './kit.ts';
import { breakerOf, bulkheadOf } from './policies.ts';
import { duration, percent } from './words.ts';

const says = { bare: 'no breaker', breaker: 'breaker' };
const arms = armsOf(says);
const outageAtMs = 5_000;
const failuresToOpen = 5;

const params = z.object({
  requestsPerSecond: real(5, 200, 30, 'for each page'),
  serviceMs: typicalMs(1, 100, 20, 'mean time of a call'),
  threads: whole(10, 400, 50, 'threads of the server'),
  timeoutMs: real(1_000, 60_000, 10_000, 'timeout of the dependency’s calls'),
  outageMs: real(5_000, 120_000, 60_000, 'how long the service does not answer'),
  openMs: real(500, 30_000, 5_000, 'how long the breaker stays open'),
});

type Params = z.output<typeof params>;

/**
 * How many timeouts of the outage are counted, after the threads have filled or the breaker has
 * opened. In each of them every thread becomes free once.
 */
const countedTimeouts = ({ outageMs, timeoutMs }: Params) =>
  Math.floor((outageMs - 2 * timeoutMs - 4_000) / timeoutMs);

const eitherAnswered = ({ bareSame, breakerSame }: Valued<'bareSame' | 'breakerSame'>) =>
  Math.max(bareSame.value ?? 0, breakerSame.value ?? 0);

export default scenario({
  id: 'resilience/fail-fast',
  asks: 'The only dependency of a page is down. What use is a circuit breaker then?',
  claims: [
    'q9-fail-fast-latency',
    'q9-single-dependency-useless',
    'pat-breaker-stops-cascade',
    'q9-threads-pile-up',
  ],
  code: [
    'sims/resilience/breaker/breaker.ts#isTooHigh',
    'sims/resilience/breaker/breaker.ts#enter',
    'sims/resilience/policies/timeout.ts#timeout',
  ],
  params: params.refine((params) => countedTimeouts(params) >= 1, {
    path: ['outageMs'],
    error:
      'it must be longer than three times timeoutMs by 4,000, so that answers can be counted once the breaker has opened',
  }),
  durationMs: ({ outageMs, timeoutMs, openMs }) =>
    outageAtMs + outageMs + timeoutMs + openMs + 5_000,
  plan: ({ outageMs }) => [{ atMs: outageAtMs, fault: outage('dependency', 'hangs', outageMs) }],
  metrics: {
    ...eachNamed(arms, 'Ms', (arm) =>
      histogram(
        'ms',
        `until the page that needs the dependency is answered during the outage, ${says[arm]}`,
      ),
    ),
    ...eachNamed(arms, 'Other', (arm) =>
      gauge('share', `of the other page’s requests answered during the outage, ${says[arm]}`),
    ),
    ...eachNamed(arms, 'Same', (arm) =>
      gauge(
        'share',
        `of the page that needs the dependency answered during the outage, ${says[arm]}`,
      ),
    ),
    ...eachNamed(arms, 'OtherGoodput', (arm) =>
      series('answers/s', `of the other page, ${says[arm]}`, 1_000),
    ),
  },
  build({ world, system, params, metrics, nowMs }) {
    const { requestsPerSecond: ratePerSecond, threads, timeoutMs, openMs } = params;
    const serviceMs = drawnAround(params.serviceMs, exponential);
    const toMs = outageAtMs + params.outageMs - 1_000;
    const fromMs = toMs - countedTimeouts(params) * timeoutMs;
    const inOutage = (atMs: number) => atMs >= fromMs && atMs < toMs;
    for (const arm of arms) {
      const dependency = system.service({ name: `dependency-${arm}`, serviceMs });
      const page = system.service({ name: `page-${arm}`, serviceMs });
      system.caller(`server-${arm}`, (machine) => {
        const pool = bulkheadOf(machine, 'threads', threads);
        const breaker = () =>
          breakerOf(machine, 'breaker', {
            window: { kind: 'consecutive', failures: failuresToOpen },
            waitDurationInOpenStateMs: openMs,
            permittedNumberOfCallsInHalfOpenState: 1,
          }).policy;
        const guards = arm === 'breaker' ? [breaker()] : [];
        const same = shareIn(metrics[`${arm}Same`]);
        askFrom(machine, 'readers of the page that needs it', dependency, {
          ratePerSecond,
          policies: [pool.policy, ...guards, timeout(machine, { timeoutMs })],
          onAnswer: (answered) => {
            if (!inOutage(answered.askedAtMs)) return;
            same(answered);
            // A reader that finds no free thread is rejected at once, without waiting.
            if (answered.failure?.by !== pool.name) metrics[`${arm}Ms`].record(answered.latencyMs);
          },
        });
        const other = shareIn(metrics[`${arm}Other`]);
        askFrom(machine, 'readers of the other page', page, {
          ratePerSecond,
          policies: [pool.policy],
          onAnswer: (answered) => {
            if (answered.failure === undefined) metrics[`${arm}OtherGoodput`].add(nowMs());
            if (inOutage(answered.askedAtMs)) other(answered);
          },
        });
      });
    }
    world.nameRole('dependency', () => arms.map((arm) => `dependency-${arm}`));
  },
  goals: () => [breakerOpens('breaker-open')],
  expect: (params) => {
    const { requestsPerSecond, serviceMs, threads, timeoutMs, outageMs } = params;
    const pilesUp =
      requestsPerSecond * (timeoutMs / 1_000) >= 2 * threads && outageMs >= 2 * timeoutMs;
    const load = (requestsPerSecond * (timeoutMs + meanOf(serviceMs) + 2)) / 1_000;
    const served = 1 - erlangB(threads, load);
    const freed = threads * countedTimeouts(params);
    const arrivals = (requestsPerSecond * countedTimeouts(params) * timeoutMs) / 1_000;
    const error = 6 * Math.sqrt(2 / freed + 1 / arrivals);
    // With a breaker only probes occupy threads, plus calls from before it opens.
    const opensSoon = gapsAtMost(failuresToOpen) * 1_000 <= 3_000 * requestsPerSecond;
    const otherLoad = (requestsPerSecond * (meanOf(serviceMs) + 2)) / 1_000;
    const lost = erlangB(threads - 1, otherLoad);
    return [
      within(eitherAnswered, 'availability-is-the-same', { atMost: 0 }).says(
        'share of the requests that need the dependency and are answered during its outage, with or without a breaker',
        'q9-single-dependency-useless',
      ),
      within(quantile('breakerMs', 0.5), 'but-not-the-wait', { atMost: 0 }).says(
        'ms until half of the callers are told of the failure, with a breaker',
        'q9-fail-fast-latency',
      ),
      within(quantile('bareMs', 0.5), 'and-after-the-timeout-without', { atLeast: timeoutMs }).says(
        'ms until half of the callers are told of the failure, without a breaker: at least the timeout',
        'q9-fail-fast-latency',
      ),
      // Erlang's B formula over all threads. A thread that becomes free serves readers of the other
      // page until one needs the dependency: one on average, with a variance of two. Six standard
      // errors.
      within(
        'bareOther',
        'threads-pile-up',
        pilesUp
          ? { atLeast: Math.max(0, served * (1 - error)), atMost: served * (1 + error) }
          : { atMost: 1 },
      ).says(
        'share of the requests for the other page that are answered, without a breaker: waiting calls hold the threads',
        'q9-threads-pile-up',
      ),
      within('breakerOther', 'a-breaker-stops-the-cascade', {
        atLeast: opensSoon ? 1 - lost - (lost < 1e-12 ? 0.01 : 2 * hoeffding(arrivals)) : 0,
        atMost: 1,
      }).says(
        'share of the requests for the other page that are answered, with a breaker',
        'pat-breaker-stops-cascade',
      ),
    ];
  },
  tells: ({ params, metrics }) => {
    const told = metrics.breakerMs.quantile(0.5);
    return (
      `A circuit breaker keeps threads free for pages that do not need the dependency: ${percent(metrics.breakerOther.value)} of another page’s requests were answered with a breaker ` +
      `and ${percent(metrics.bareOther.value)} without, where calls that waited ${params.timeoutMs / 1_000} s held all ${params.threads} threads. ` +
      `It also fails fast: half of the readers of the failing page were told ${told === 0 ? 'at once' : `after ${duration(told)}`}, without a breaker after ${duration(metrics.bareMs.quantile(0.5))}.`
    );
  },
  plot: ({ params, metrics }) => ({
    title: 'The other page: requests answered',
    yLabel: 'answers/s',
    lines: each(arms, (arm) => metrics[`${arm}OtherGoodput`]),
    marks: { outage: outageAtMs, 'outage ends': outageAtMs + params.outageMs },
  }),
});

// Left out: a fallback, with which the page would be poorer but not gone.
