import * as z from 'zod';
import { hedge } from '../../sims/resilience/policies/hedge.ts';
import { drawnAround, exponential, largestOf } from '../../src/kernel/distribution.ts';
import { addCaller } from './arms.ts';
import { happened } from './goals.ts';
import { delayMs, expectedOf, gapMs, heaviness, isHeavy } from './hedge-theory.ts';
import { gauge, histogram, real, scenario, typicalMs, whole } from './kit.ts';
import { duration, percent } from './words.ts';

export default scenario({
  id: 'resilience/hedging',
  asks: 'One answer in twenty is slow. What does a second request before the first answer cost, and what does it gain?',
  code: ['sims/resilience/policies/hedge.ts#hedge'],
  params: z.object({
    meanMs: typicalMs(1, 1_000, 20, 'mean time of an answer (exponential, unless it is measured)'),
    percentile: real(
      0.5,
      0.99,
      0.95,
      'percentile of that time after which to send a second request',
    ),
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
      .describe('whether the service stops work on the losing attempt'),
    heavyShare: real(0, 0.5, 0, 'share of requests that are heavy themselves, on every attempt'),
    requests: whole(500, 50_000, 4_000, 'number of requests, one every 5 ms on average'),
  }),
  swarm: { requests: { min: 500, max: 8000 } },
  durationMs: ({ requests, meanMs }) => requests * gapMs + 40 * heaviness * largestOf(meanMs),
  metrics: {
    plainMs: histogram('ms', 'until the answer, without hedging'),
    hedgedMs: histogram('ms', 'until the first answer, with hedging'),
    load: gauge('calls per request', 'with hedging'),
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
  goals: () => [happened('asked-twice', 'a caller sends a second request')],
  expect: expectedOf,
  tells: ({ params, metrics }) =>
    `Sent only when an answer is late, after the ${(100 * params.percentile).toFixed(0)}th percentile of ${duration(delayMs(params))}, the second request (a hedge) costs ${percent((metrics.load.value ?? 1) - 1)} more calls, and changes the p99 from ${duration(metrics.plainMs.quantile(0.99))} to ${duration(metrics.hedgedMs.quantile(0.99))} ` +
    `and the p99.9 from ${duration(metrics.plainMs.quantile(0.999))} to ${duration(metrics.hedgedMs.quantile(0.999))}. ` +
    'The first answer counts, so hedge only what may be done twice (idempotent requests).',
});

// Left out: a budget for hedges. It keeps them from running away if the service does not see
// cancellations.
