import { z } from 'zod';
import { stack } from '../../sims/resilience/call.ts';
import { openClient } from '../../sims/resilience/client.ts';
import { hedge } from '../../sims/resilience/policies/hedge.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { erlangC } from '../../sims/resilience/service/erlang.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, type Histogram, histogram } from '../../src/check/metric.ts';
import {
  drawnAround,
  exponential,
  largestOf,
  meanOf,
  quantileOf,
  shareAbove,
  type Typical,
} from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { typical } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { bernstein } from './bounds.ts';
import { duration, percent } from './words.ts';

const params = z.object({
  meanMs: typical(z.number().min(1).max(1_000), 20).describe(
    'of the time of an answer (exponential, unless it is measured)',
  ),
  percentile: real(0.5, 0.99, 0.95, 'of that time after which to ask again'),
  expectedMeanMs: real(
    1,
    1_000,
    20,
    'the mean for which the delay was set, unless the times are measured',
  ),
  servers: whole(1, 10_000, 1_000, 'of the service'),
  hearsCancel: z
    .boolean()
    .default(true)
    .describe('whether the service stops work on the try that lost'),
  heavyShare: real(0, 0.5, 0, 'of requests that are heavy by themselves, on every try'),
  requests: whole(500, 50_000, 4_000, 'one every 5 ms on average'),
});

type Params = z.output<typeof params>;
/** The percentile of an exponential time, for the mean that was expected; or of the measured times. */
const delayMs = ({ meanMs, expectedMeanMs, percentile }: Params) =>
  typeof meanMs === 'number'
    ? -expectedMeanMs * Math.fround(Math.log(1 - percentile))
    : quantileOf(meanMs, percentile);
/** How many times longer a heavy request takes. */
const heaviness = 10;
const roundTripMs = 2;
const gapMs = 5;
/** Of a sum of times. */
const roundingMs = 1e-6;

interface Subject extends System {
  askedTwice: number;
}

export default scenario({
  id: 'resilience/hedging',
  sim: resilience,
  asks: 'One answer in twenty is slow. What does it cost, and what does it bring, to ask a second time before the first has answered?',
  claims: [],
  params,
  swarm: { requests: { min: 500, max: 8000 } },
  durationMs: ({ requests, meanMs }) => requests * gapMs + 40 * heaviness * largestOf(meanMs),
  metrics: {
    plainMs: histogram('ms', 'until the answer, asking once'),
    hedgedMs: histogram('ms', 'until the first answer, asking again'),
    load: gauge('calls a request', 'asking again'),
  },
  build({ world, params, rules, metrics }): Subject {
    const system = Object.assign(new System(world, rules), { askedTwice: 0 });
    for (const arm of ['plain', 'hedged'] as const) {
      const service = system.service({
        name: `service-${arm}`,
        servers: params.servers,
        serviceMs: drawnAround(params.meanMs, exponential),
        hearsCancel: params.hearsCancel,
        workOf: ({ id }) => (isHeavy(id, params) ? heaviness : 1),
      });
      service.onCall(({ attempt }) => {
        if (attempt === 2) system.askedTwice += 1;
      });
      system.caller(`caller-${arm}`, (machine) => {
        const policies =
          arm === 'plain' ? [] : [hedge(machine, { delayMs: delayMs(params), maxAttempts: 2 })];
        const client = openClient(machine, {
          name: 'caller',
          ratePerSecond: 1_000 / gapMs,
          endsAtMs: params.requests * gapMs,
          call: stack(policies)(machine.call(service)),
          onAnswer: ({ latencyMs }) => {
            (arm === 'plain' ? metrics.plainMs : metrics.hedgedMs).record(latencyMs);
            if (arm === 'hedged') metrics.load.set(service.arrived / client.asked);
          },
        });
      });
    }
    return system;
  },
  invariants: [],
  goals: () => [
    sometimes<Subject>(
      'asked-twice',
      'a caller asks a second time',
      ({ askedTwice }) => askedTwice > 0,
    ),
  ],
  expect: (params) => {
    const asked = params.requests * 0.9;
    const lateMs = delayMs(params) - roundTripMs;
    const atMs = delayMs(params) + meanOf(params.meanMs);
    // Of measured times many may be equal: an answer may come just as the caller asks again.
    const around = (shareAt: (tMs: number) => number, tMs: number) => {
      const [least, most] = [shareAt(tMs + roundingMs), shareAt(tMs - roundingMs)];
      return { atLeast: least - bernstein(asked, least), atMost: most + bernstein(asked, most) };
    };
    const late = around((tMs) => tail(params, tMs), lateMs);
    const tailIs = {
      id: 'tail',
      text: `beyond ${atMs.toFixed(0)} ms remain as many as both tries leave: the product of their tails`,
      measured: ({ hedgedMs }: Measured) => sampledAbove(hedgedMs, atMs),
      bound: around((tMs) => hedgedTail(params, tMs), atMs),
    };
    const loadIs = {
      id: 'load',
      text: 'so many requests are asked twice as are slower than the delay',
      measured: ({ load }: Measured) => (load.value === undefined ? undefined : load.value - 1),
      // At the end some that were asked twice are not yet answered.
      bound: { ...late, atMost: late.atMost + 20 / params.requests },
    };
    const hurts = {
      id: 'hedging-hurts',
      text: 'hedges make the service slower, and a slower service more hedges: the 99th percentile gets worse (ratio)',
      measured: ({ hedgedMs, plainMs }: Measured) => {
        const [hedged, plain] = [hedgedMs.quantile(0.99), plainMs.quantile(0.99)];
        return hedged === undefined || plain === undefined ? undefined : hedged / plain;
      },
      bound: { atLeast: 1 },
    };
    if (hasRoom(params)) return [loadIs, tailIs];
    return runsAway(params) ? [hurts] : [];
  },
  tells: ({ params, metrics }) =>
    `Asking once, 99% of the answers came within ${duration(metrics.plainMs.quantile(0.99))} and 99.9% within ${duration(metrics.plainMs.quantile(0.999))}. ` +
    `Asking again after ${duration(delayMs(params))}, within ${duration(metrics.hedgedMs.quantile(0.99))} and ` +
    `${duration(metrics.hedgedMs.quantile(0.999))}, for ${percent((metrics.load.value ?? 1) - 1)} more calls.`,
});

interface Measured {
  readonly plainMs: Histogram;
  readonly hedgedMs: Histogram;
  readonly load: { readonly value: number | undefined };
}

function sampledAbove({ samples }: Histogram, atMs: number): number {
  return samples.filter((ms) => ms > atMs).length / samples.length;
}

/** Every so many requests one is heavy, so that both arms have the same. */
function isHeavy(id: number, { heavyShare }: Params): boolean {
  return Math.floor(id * heavyShare) > Math.floor((id - 1) * heavyShare);
}

/** P(time > t), of a request that takes so many times longer. */
function survival(meanMs: Typical, tMs: number, times = 1): number {
  if (typeof meanMs === 'number') return Math.exp(-Math.max(0, tMs) / (times * meanMs));
  return shareAbove(meanMs, tMs / times);
}

/** P(work > t): heavy requests take ten times longer. */
function tail({ heavyShare, meanMs }: Params, tMs: number): number {
  const light = survival(meanMs, tMs);
  return (1 - heavyShare) * light + heavyShare * survival(meanMs, tMs, heaviness);
}

/** P(hedged > t): neither the first try nor the second, begun a delay later, is back by then. */
function hedgedTail(params: Params, tMs: number): number {
  const { heavyShare, meanMs } = params;
  const both = (times: number) =>
    survival(meanMs, tMs - roundTripMs, times) *
    survival(meanMs, tMs - delayMs(params) - roundTripMs, times);
  return (1 - heavyShare) * both(1) + heavyShare * both(heaviness);
}

/** Requests under way at once, on average, if each is asked once. */
function offered({ heavyShare, meanMs }: Params): number {
  return (meanOf(meanMs) * (1 + heavyShare * (heaviness - 1))) / gapMs;
}

/** Whether no request waits for a server, even if all were asked twice. */
function hasRoom(params: Params): boolean {
  const load = 2 * offered(params);
  return params.servers >= load + 8 * Math.sqrt(load) + 10;
}

/**
 * Whether each round of hedges makes more requests late than the round before, until the service has
 * more to do than it can: an M/M/c station without heavy requests, whose stay is known.
 */
function runsAway(params: Params): boolean {
  const { servers, meanMs, hearsCancel, heavyShare, requests } = params;
  if (typeof meanMs !== 'number' || hearsCancel || heavyShare > 0 || requests < 2_000) return false;
  if (offered(params) >= 0.95 * servers) return false;
  const delay = (delayMs(params) - roundTripMs) / meanMs;
  let load = offered(params);
  for (let round = 0; round < 100; round++) {
    if (load >= 1.05 * servers) return true;
    load = offered(params) * (1 + stayTail(servers, Math.min(load, 0.999 * servers), delay));
  }
  return false;
}

/** P(stay > t), t in service times, of an M/M/c station. */
function stayTail(servers: number, load: number, t: number): number {
  const spare = servers - 1 - load;
  const waits = Math.abs(spare) < 1e-9 ? t : (1 - Math.exp(-spare * t)) / spare;
  return Math.min(1, Math.exp(-t) * (1 + erlangC(servers, load) * waits));
}

// Left out: a budget for hedges. It is what keeps them from running away where the service does not
// hear of cancellations.
