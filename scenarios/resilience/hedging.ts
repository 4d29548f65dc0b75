import { hedge } from '../../sims/resilience/policies/hedge.ts';
import { drawnAround, exponential, largestOf, meanOf } from '../../src/kernel/distribution.ts';
import { addCaller, linksMs } from './arms.ts';
import { bernstein, ratio } from './bounds.ts';
import { happened } from './goals.ts';
import * as theory from './hedge-theory.ts';
import { gauge, type Histogram, histogram, real, scenario, typicalMs, whole, z } from './kit.ts';
import { duration, percent } from './words.ts';

const { delayMs, gapMs, heaviness, isHeavy } = theory;
/** Of a sum of times. */
const roundingMs = 1e-6;

interface Measured {
  readonly plainMs: Histogram;
  readonly hedgedMs: Histogram;
  readonly load: { readonly value: number | undefined };
}

const shareAbove = ({ samples }: Histogram, atMs: number) =>
  samples.filter((ms) => ms > atMs).length / samples.length;
const p99 = (times: Histogram) => ({ value: times.quantile(0.99) });

export default scenario({
  id: 'resilience/hedging',
  asks: 'One answer in twenty is slow. What does it cost, and what does it bring, to ask a second time before the first has answered?',
  params: z.object({
    meanMs: typicalMs(
      1,
      1_000,
      20,
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
  }),
  swarm: { requests: { min: 500, max: 8000 } },
  durationMs: ({ requests, meanMs }) => requests * gapMs + 40 * heaviness * largestOf(meanMs),
  metrics: {
    plainMs: histogram('ms', 'until the answer, asking once'),
    hedgedMs: histogram('ms', 'until the first answer, asking again'),
    load: gauge('calls a request', 'asking again'),
  },
  build({ system, params, metrics, happens }) {
    for (const arm of ['plain', 'hedged'] as const) {
      const service = system.service({
        name: `service-${arm}`,
        servers: params.servers,
        serviceMs: drawnAround(params.meanMs, exponential),
        hearsCancel: params.hearsCancel,
        workOf: ({ id }) => (isHeavy(id, params) ? heaviness : 1),
      });
      service.onCall(({ attempt }) => attempt === 2 && happens('asked-twice'));
      addCaller(system, `caller-${arm}`, service, (machine) => {
        const twice = { delayMs: delayMs(params), maxAttempts: 2 };
        return {
          ratePerSecond: 1_000 / gapMs,
          endsAtMs: params.requests * gapMs,
          policies: arm === 'plain' ? [] : [hedge(machine, twice)],
          onAnswer: ({ latencyMs }, asked) => {
            metrics[`${arm}Ms`].record(latencyMs);
            if (arm === 'hedged') metrics.load.set(service.arrived / asked);
          },
        };
      });
    }
  },
  goals: () => [happened('asked-twice', 'a caller asks a second time')],
  expect: (params) => {
    const asked = params.requests * 0.9;
    const atMs = delayMs(params) + meanOf(params.meanMs);
    // Of measured times many may be equal: an answer may come just as the caller asks again.
    const around = (shareAt: (tMs: number) => number, tMs: number) => {
      const [least, most] = [shareAt(tMs + roundingMs), shareAt(tMs - roundingMs)];
      return { atLeast: least - bernstein(asked, least), atMost: most + bernstein(asked, most) };
    };
    const late = around((tMs) => theory.tail(params, tMs), delayMs(params) - linksMs);
    const load = {
      text: 'so many requests are asked twice as are slower than the delay',
      measured: ({ load }: Measured) => (load.value === undefined ? undefined : load.value - 1),
      // At the end some that were asked twice are not yet answered.
      bound: { ...late, atMost: late.atMost + 20 / params.requests },
    };
    const tail = {
      text: `beyond ${atMs.toFixed(0)} ms remain as many as both tries leave: the product of their tails`,
      measured: ({ hedgedMs }: Measured) => shareAbove(hedgedMs, atMs),
      bound: around((tMs) => theory.hedgedTail(params, tMs), atMs),
    };
    const hurts = {
      text: 'hedges make the service slower, and a slower service more hedges: the 99th percentile gets worse (ratio)',
      measured: ({ hedgedMs, plainMs }: Measured) => ratio(p99(hedgedMs), p99(plainMs)),
      bound: { atLeast: 1 },
    };
    if (theory.hasRoom(params)) return { load, tail };
    return theory.runsAway(params) ? { 'hedging-hurts': hurts } : {};
  },
  tells: ({ params, metrics }) =>
    `Asking once, 99% of the answers came within ${duration(metrics.plainMs.quantile(0.99))} and 99.9% within ${duration(metrics.plainMs.quantile(0.999))}. ` +
    `Asking again after ${duration(delayMs(params))}, within ${duration(metrics.hedgedMs.quantile(0.99))} and ` +
    `${duration(metrics.hedgedMs.quantile(0.999))}, for ${percent((metrics.load.value ?? 1) - 1)} more calls.`,
});

// Left out: a budget for hedges. It is what keeps them from running away where the service does not
// hear of cancellations.
