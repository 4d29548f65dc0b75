import * as z from 'zod';
import { BusiestSpan } from '../../sims/traffic/limits/busiest-span.ts';
import { limitersSideBySide } from '../../sims/traffic/limits/cluster.ts';
import type { Decided } from '../../sims/traffic/limits/gateway.ts';
import { exactly } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutLimits, allDecided } from './limiters.ts';

const params = z.object({ limit: whole(1, 200, 10, 'requests a minute') });

const minuteMs = 60_000;
/** A moment before the edge, at the edge, and half a minute later. */
const volleysMs = [minuteMs - 1, minuteMs, 1.5 * minuteMs];

/** What half a minute restores, and the millisecond before it, at a constant rate. */
const refilled = (limit: number): number => Math.floor((limit * (minuteMs / 2 + 1)) / minuteMs);

const names = ['fixed-window', 'sliding-log', 'sliding-counter', 'token-bucket', 'gcra'] as const;
type Name = (typeof names)[number];

/** Around the edge, and over the three volleys together. */
const expected: Readonly<Record<Name, (limit: number) => { edge: number; total: number }>> = {
  'fixed-window': (limit) => ({ edge: 2 * limit, total: 2 * limit }),
  'sliding-log': (limit) => ({ edge: limit, total: limit }),
  'sliding-counter': (limit) => ({ edge: limit, total: limit + Math.floor(limit / 2) }),
  'token-bucket': (limit) => ({ edge: limit, total: limit + refilled(limit) }),
  gcra: (limit) => ({ edge: limit, total: limit + refilled(limit) }),
};

export default scenario({
  ...aboutLimits,
  id: 'traffic/window-edge',
  asks: 'A client may send a number of requests a minute. It sends them all just before one minute ends, and again when the next begins. How many does each limiter admit within one second?',
  claims: ['one-token-bucket'],
  code: [
    'sims/traffic/limits/sliding-counter.ts#estimate',
    'sims/traffic/limits/fixed-window.ts#decide',
    'sims/traffic/limits/sliding-counter.ts#slidingCounter',
  ],
  params,
  durationMs: () => 2 * minuteMs,
  metrics: {
    ...gaugePer(names, 'edge', 'requests', (name) => `${name}: the most admitted in a second`),
    ...gaugePer(names, 'total', 'requests', (name) => `${name}: admitted of the three volleys`),
  },
  build({ world, rules, metrics, params: { limit: count } }) {
    const limit = { count, periodMs: minuteMs, burst: count };
    const volley = (atMs: number) =>
      Array.from({ length: count }, () => ({ atMs, key: 'ann', cost: 1 }));
    return limitersSideBySide({
      world,
      rules,
      limiters: names.map((name) => ({ name, kind: name, limit, sees: tally(name) })),
      arrivals: volleysMs.flatMap(volley),
    });

    function tally(name: Name) {
      const second = new BusiestSpan(1000);
      const [edge, total] = [metrics[`${name}.edge`], metrics[`${name}.total`]];
      return ({ atMs, decision: { isAdmitted } }: Decided) => {
        if (!isAdmitted) return;
        second.comes(atMs, 1);
        edge.set(second.most);
        total.set((total.value ?? 0) + 1);
      };
    }
  },
  goals: () => [allDecided],
  expect: ({ limit }) =>
    names.flatMap((name) => {
      const { edge, total } = expected[name](limit);
      return [
        exactly(edge, `${name}.edge`, `${name}-edge`).says(
          `requests that a ${name.replaceAll('-', ' ')} admits within a second around the end of a minute: ${edge === limit ? 'the limit' : 'twice the limit'}`,
          'one-token-bucket',
        ),
        exactly(total, `${name}.total`, `${name}-total`).says(
          `requests that a ${name.replaceAll('-', ' ')} admits in all, with a third burst half a minute later`,
        ),
      ];
    }),
  tells({ metrics, params: { limit } }) {
    const of = (name: Name, metric: 'edge' | 'total') =>
      inDigits(metrics[`${name}.${metric}`].value ?? 0);
    return (
      `A fixed window admits ${of('fixed-window', 'edge')} requests within a second, although ${inDigits(limit)} are allowed ` +
      `in a minute, because it restarts from zero at the edge; a sliding log, a sliding counter (this window’s count + the last one’s x the part of it that still counts) and a token bucket admit ${of('sliding-log', 'edge')}. ` +
      `Within a minute and a half the log admits ${of('sliding-log', 'total')}, a counter ${of('sliding-counter', 'total')} and a token bucket ${of('token-bucket', 'total')}: a bucket of ${inDigits(limit)} lets a full one through, and what flows in meanwhile. ` +
      'The log is exact, but keeps a time for each request of the window; the counter and the token bucket keep two numbers for each client. GCRA is the token bucket as one number: the time at which the bucket is full again.\n\n' +
      plainTable([
        ['limiter', 'around the edge', 'with a volley half a minute later'],
        ...names.map((name) => [name, of(name, 'edge'), of(name, 'total')]),
      ])
    );
  },
});

// Left out: clients that wait as Retry-After says.
