import * as z from 'zod';
import { noLockForEver } from '../../sims/locks/invariants.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { pause } from '../../src/world/fault.ts';
import { aboutLocks, sideBySide, systemsSideBySide, tripsMs } from './common.ts';

const params = z.object({
  clients: whole(2, 100, 30, 'clients that want the row'),
  holdMs: whole(10, 1_000, 20, 'how long each holds its lock'),
  stallMs: whole(0, 20_000, 2_000, 'how long the first holder stalls while it has the lock'),
});
type Params = z.output<typeof params>;

const startMs = 100;
/** By then the first client has its lock. */
const headStartMs = 4;
/** Each wait is the sum of the holds before it; the mean is over places 0 to n - 1. */
const meanWaitMs = ({ clients, holdMs }: Params) => ((clients - 1) / 2) * holdMs;

export default scenario({
  ...aboutLocks,
  id: 'locks/convoy',
  asks: 'One holder of a row lock stalls. How much longer do the clients behind it wait?',
  claims: ['q1-lock-holder-blocks-n'],
  code: ['sims/locks/database/server.ts#grantToFirst'],
  params,
  durationMs: (p) => startMs + p.clients * (p.holdMs + tripsMs) + p.stallMs + 2_000,
  plan: (p) => [{ atMs: startMs + 5, fault: pause('stalled/client1', p.stallMs) }],
  metrics: sideBySide(['steady', 'stalled'], ['waitMs', 'holds']),
  build(parts) {
    const { clients, holdMs } = parts.params;
    const both = {
      service: 'database' as const,
      clients,
      startsMs: (client: number) => startMs + (client === 0 ? 0 : headStartMs),
      workMs: constant(holdMs),
      writes: 0,
      breaks: [],
    };
    return systemsSideBySide(parts, { steady: both, stalled: both });
  },
  goals: () => [noLockForEver(0)],
  expect: (p) => [
    {
      id: 'mean-wait',
      text: `mean wait of ${p.clients} clients for the row lock without a stall, in ms: half of the time that all of them hold it`,
      measured: (metrics) => metrics['steady.waitMs'].mean,
      bound: {
        atLeast: meanWaitMs(p) - headStartMs,
        atMost: meanWaitMs(p) + (p.clients * tripsMs) / 4,
      },
    },
    {
      id: 'all-wait-longer',
      text: 'extra mean wait of each client behind the stalled holder, in ms: the stall, minus the rest of the holder’s work that goes on meanwhile',
      claim: 'q1-lock-holder-blocks-n',
      measured: (metrics) =>
        (((metrics['stalled.waitMs'].mean ?? 0) - (metrics['steady.waitMs'].mean ?? 0)) *
          p.clients) /
        (p.clients - 1),
      // The holder’s own work continues during the stall.
      bound: {
        atLeast: Math.max(0, p.stallMs - p.holdMs),
        atMost: Math.max(0, p.stallMs - p.holdMs) + tripsMs,
      },
    },
  ],
  tells: ({ params: p, metrics }) =>
    `Each client behind a stalled holder waits longer by the whole stall, because the row’s lock is granted to one after the other: a stall of ${inDigits(p.stallMs)} ms raised the mean wait of ` +
    `${p.clients} clients from ${inDigits(Math.round(metrics['steady.waitMs'].mean ?? 0))} to ` +
    `${inDigits(Math.round(metrics['stalled.waitMs'].mean ?? 0))} ms, and the longest from ` +
    `${inDigits(Math.round(metrics['steady.waitMs'].max ?? 0))} to ` +
    `${inDigits(Math.round(metrics['stalled.waitMs'].max ?? 0))} ms. ` +
    'A lock timeout ends the waits early, but those requests then fail and must be retried.',
});

// Left out: clients that keep arriving. As long as the queue exists, each of them joins its end.
