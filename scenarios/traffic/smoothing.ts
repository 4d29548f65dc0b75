import * as z from 'zod';
import { limitersSideBySide } from '../../sims/traffic/limits/cluster.ts';
import { exactly, largest, within } from '../../src/check/expected.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutLimits, allDecided } from './limiters.ts';

const params = z.object({
  gapMs: whole(1, 1000, 100, 'time between two departures: 100 ms are 10 a second'),
  burst: whole(1, 100, 20, 'requests that fit into the bucket'),
  sent: whole(1, 200, 30, 'requests that arrive at once'),
});

/** Two bursts, the second after the first has drained. */
const secondMs = 300_000;

export default scenario({
  ...aboutLimits,
  id: 'traffic/smoothing',
  asks: 'A burst arrives at once. What does a leaky bucket let through to the service, and when, as a meter and as a queue?',
  claims: ['one-token-bucket'],
  code: [
    'sims/traffic/limits/leaky-bucket.ts#delayMs',
    'sims/traffic/limits/leaky-bucket.ts#decide',
  ],
  params,
  durationMs: () => 2 * secondMs,
  metrics: {
    meterAdmitted: counter('requests', 'meter: admitted in two bursts'),
    queueAdmitted: counter('requests', 'queue: admitted in two bursts'),
    meterDelayMs: histogram('ms', 'meter: how long a request is delayed'),
    queueDelayMs: histogram('ms', 'queue: how long a request is delayed'),
  },
  build: ({ world, rules, metrics, params: { gapMs, burst, sent } }) =>
    limitersSideBySide({
      world,
      rules,
      limiters: (['meter', 'queue'] as const).map((name) => ({
        name,
        kind: name === 'meter' ? 'leaky-bucket' : 'leaky-queue',
        limit: { count: 1, periodMs: gapMs, burst },
        sees({ decision: { isAdmitted, delayMs } }) {
          if (!isAdmitted) return;
          metrics[`${name}Admitted`].add();
          metrics[`${name}DelayMs`].record(delayMs);
        },
      })),
      arrivals: [0, secondMs].flatMap((atMs) =>
        Array.from({ length: sent }, () => ({ atMs, key: 'ann', cost: 1 })),
      ),
    }),
  goals: () => [allDecided],
  expect({ gapMs, burst, sent }) {
    const fits = Math.min(sent, burst);
    // The k-th leaves k - 1 gaps later; nginx counts thousandths, so a gap of 7 ms is 1000/142 ms.
    const longestMs = Math.floor(((fits - 1) * 1e6) / Math.floor(1e6 / gapMs));
    return [
      exactly(2 * fits, 'meterAdmitted', 'meter-admitted').says(
        'requests of two bursts that a leaky bucket as a meter admits at once: of each as many as fit',
      ),
      exactly(2 * fits, 'queueAdmitted', 'queue-admitted').says(
        'requests of two bursts that a leaky bucket as a queue admits one by one: of each as many as fit',
      ),
      within(largest('meterDelayMs'), 'meter-delay', { atMost: 0 }).says(
        'longest delay of a request in ms, with the meter',
      ),
      within(largest('queueDelayMs'), 'queue-delay', {
        atLeast: longestMs,
        atMost: longestMs,
      }).says(
        'longest delay of a request in ms, with the queue: a gap for each earlier request',
        'one-token-bucket',
      ),
    ];
  },
  tells: ({ metrics, params: { gapMs, burst, sent } }) =>
    `A leaky bucket as a queue lets one request through every ${inDigits(gapMs)} ms, so the last one waits ${inDigits(metrics.queueDelayMs.max ?? 0)} ms; ` +
    `as a meter it lets the ${burst} of a burst that fit through at once, like a token bucket of ${burst}. ` +
    `Of each of two bursts of ${sent} both admit ${metrics.queueAdmitted.value / 2}, as many as fit, and refuse the rest. ` +
    'The queue protects the service behind it at the cost of latency.',
});

// Left out: clients that give up while their request is delayed.
