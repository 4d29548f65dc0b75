import * as z from 'zod';
import { limitersSideBySide } from '../../sims/traffic/limits/cluster.ts';
import type { Decided } from '../../sims/traffic/limits/gateway.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { counter } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutLimits, allDecided } from './limiters.ts';

const params = z.object({
  perSecond: whole(1, 100, 10, 'requests a second that the limit sustains'),
  burst: whole(1, 100, 20, 'requests that it allows at once'),
  everyMs: whole(1, 1000, 30, 'time between the client’s requests, after a minute of rest'),
});

const restMs = 60_000;
const floodMs = 5000;

const names = ['token-bucket', 'gcra'] as const;
type Name = (typeof names)[number];

export default scenario({
  ...aboutLimits,
  id: 'traffic/burst-then-rate',
  asks: 'A client rests for a minute, and then sends faster than its limit. How many requests pass at once, and how many in the long run?',
  claims: ['one-token-bucket'],
  code: [
    'sims/traffic/limits/token-bucket.ts#fillUntil',
    'sims/traffic/limits/token-bucket.ts#decide',
  ],
  params,
  durationMs: () => restMs + floodMs + 1000,
  metrics: {
    'token-bucket': counter('requests', 'token bucket: admitted after the rest'),
    gcra: counter('requests', 'GCRA: admitted after the rest'),
    differ: counter('requests', 'on which the two disagree'),
  },
  build({ world, rules, metrics, params: { perSecond, burst, everyMs } }) {
    const sent = Math.floor(floodMs / everyMs) + 1;
    const flood = Array.from({ length: sent }, (_, place) => restMs + place * everyMs);
    const decisions: Record<Name, boolean[]> = { 'token-bucket': [], gcra: [] };
    return limitersSideBySide({
      world,
      rules,
      limiters: names.map((kind) => ({
        name: kind,
        kind,
        limit: { count: perSecond, periodMs: 1000, burst },
        sees: (decided) => see(kind, decided),
      })),
      arrivals: [0, ...flood].map((atMs) => ({ atMs, key: 'ann', cost: 1 })),
    });

    function see(kind: Name, { atMs, decision: { isAdmitted } }: Decided): void {
      decisions[kind].push(isAdmitted);
      if (isAdmitted && atMs >= restMs) metrics[kind].add();
      const [own, other] = [decisions[kind], decisions[kind === 'gcra' ? 'token-bucket' : 'gcra']];
      if (own.length <= other.length && other[own.length - 1] !== isAdmitted) metrics.differ.add();
    }
  },
  goals: () => [allDecided],
  expect: ({ perSecond, burst, everyMs }) => {
    const sent = Math.floor(floodMs / everyMs);
    // Whatever arrives in between, a request takes the next token as soon as there is one.
    const refilled = Math.floor((sent * everyMs * perSecond) / 1000);
    const admitted = everyMs * perSecond > 1000 ? sent + 1 : Math.min(sent + 1, burst + refilled);
    return [
      ...names.map((kind) =>
        exactly(admitted, kind, kind).says(
          `requests admitted by ${kind}: the burst, and then rate x time`,
          'one-token-bucket',
        ),
      ),
      none('differ', 'same-decisions').says(
        'requests on which token bucket and GCRA decide differently',
      ),
    ];
  },
  tells: ({ metrics, params: { perSecond, burst, everyMs } }) =>
    `A token bucket gains ${perSecond} tokens a second up to a burst of ${burst}, and each request takes one: after a rest ${burst} pass at once, however long the rest was, and then ${perSecond} a second. ` +
    `It admits ${metrics['token-bucket'].value} of ${Math.floor(floodMs / everyMs) + 1} requests in ` +
    `${floodMs / 1000} s. ` +
    'GCRA stores a single time instead of tokens and a time, and decides ' +
    `${metrics.differ.value === 0 ? 'alike on each request' : `otherwise on ${metrics.differ.value}`}.`,
});

// Left out: requests that cost more than one token.
