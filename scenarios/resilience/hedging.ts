import { hedge } from '../../sims/resilience/policies/hedge.ts';
import { drawnAround, exponential, largestOf } from '../../src/kernel/distribution.ts';
import { addCaller } from './arms.ts';
import { happened } from './goals.ts';
import { delayMs, expectedOf, gapMs, heaviness, isHeavy } from './hedge-theory.ts';
import { gauge, histogram, real, scenario, typicalMs, whole, z } from './kit.ts';
import { duration, percent } from './words.ts';

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
  expect: expectedOf,
  tells: ({ params, metrics }) =>
    `Asking once, 99% of the answers came within ${duration(metrics.plainMs.quantile(0.99))} and 99.9% within ${duration(metrics.plainMs.quantile(0.999))}. ` +
    `Asking again after ${duration(delayMs(params))}, within ${duration(metrics.hedgedMs.quantile(0.99))} and ` +
    `${duration(metrics.hedgedMs.quantile(0.999))}, for ${percent((metrics.load.value ?? 1) - 1)} more calls.`,
});

// Left out: a budget for hedges. It is what keeps them from running away if the service does not
// hear of cancellations.
