import * as z from 'zod';
import { primaryMetrics } from '../../sims/replication/primary/metrics.ts';
import { everySystemFailsOver } from '../../sims/replication/primary/properties.ts';
import { none, quantile, within } from '../../src/check/expected.ts';
import type { Histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import { linkMs, sideBySide } from './common.ts';
import { aboutPrimary, primarySystems } from './primary.ts';

const params = z.object({
  lagMs: whole(0, 1_000, 100, 'how long the primary holds an entry before it ships it'),
  everyMs: whole(1, 100, 10, 'time from one write to the next'),
  atMs: whole(1_100, 3_000, 1_500, 'when the primary dies'),
});

const systems = {
  asynchronous: 0,
  'semi-synchronous': 1,
  synchronous: 2,
};
const names = ['asynchronous', 'semi-synchronous', 'synchronous'] as const;

// Each system has a primary with two replicas and a client that writes at a steady pace. All
// primaries die at the same time.
const inMs = (times: Histogram): string =>
  `${inDigits(Number((times.quantile(0.5) ?? 0).toPrecision(3)))} ms`;

export default scenario({
  ...aboutPrimary,
  id: 'replication/failover-in-lag',
  asks: 'A primary dies, and a replica takes over. How many acknowledged writes are lost?',
  claims: ['num-redis-async-loses', 'db-mongo-tunable'],
  code: [
    'sims/replication/primary/node.ts#write',
    'sims/replication/primary/node.ts#enoughReplicas',
    'sims/replication/primary/manager.ts#neededFor',
  ],
  params,
  durationMs: ({ atMs, lagMs }) => atMs + 1_000 + 2 * lagMs,
  plan: ({ atMs }) => names.map((_, place) => ({ atMs, fault: crash(`primary#${place + 1}`) })),
  metrics: sideBySide(names, primaryMetrics, ['acked', 'lost', 'writeMs', 'failovers']),
  build: (parts) => {
    const { lagMs, everyMs, atMs } = parts.params;
    const options = (acks: number) => ({
      acks,
      shipMs: constant(lagMs),
      writeEveryMs: constant(everyMs),
      writesUntilMs: atMs,
      timeoutMs: 200 + 2 * lagMs,
      breaks: acks === 0 ? (['acked-survives-failover'] as const) : [],
    });
    return primarySystems(
      parts,
      Object.fromEntries(names.map((name) => [name, options(systems[name])])),
    );
  },
  goals: () => [everySystemFailsOver],
  expect: ({ lagMs, everyMs }) => [
    within('asynchronous.lost', 'async-loses-the-lag', {
      atLeast: Math.floor(lagMs / everyMs) - 1,
      atMost: Math.ceil(lagMs / everyMs) + 1,
    }).says(
      'acknowledged writes lost with an asynchronous primary: those within the lag, write rate x lag',
      'num-redis-async-loses',
    ),
    none('semi-synchronous.lost', 'semi-sync-loses-none').says(
      'acknowledged writes lost when the primary waits for one of two replicas and the failover hears two nodes',
      'db-mongo-tunable',
    ),
    none('synchronous.lost', 'sync-loses-none').says(
      'acknowledged writes lost when the primary waits for both replicas',
    ),
    within(quantile('synchronous.writeMs', 0.5), 'sync-waits-for-the-lag', {
      atLeast: lagMs + 4 * linkMs.min,
      atMost: lagMs + 4 * linkMs.max,
    }).says(
      'mean time of a write that waits for one of two replicas, in ms: the lag and two round trips',
    ),
  ],
  tells: ({ params: { lagMs, everyMs }, metrics }) =>
    'The writes within the lag are lost if the primary acknowledges before it ships (asynchronous replication): ' +
    `${counted(metrics['asynchronous.lost'].value, 'write')} of ${inDigits(metrics['asynchronous.acked'].value)}, at one ` +
    `write every ${everyMs} ms and ${lagMs} ms of lag. None is lost if it waits for one of two replicas, so that a majority has the write, or for both; ` +
    `with one, a write takes ${inMs(metrics['semi-synchronous.writeMs'])} instead of ` +
    `${inMs(metrics['asynchronous.writeMs'])}.`,
});

// Left out: a replica that is cut off while the primary waits for it, and clients that retry.
