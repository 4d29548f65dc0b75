import * as z from 'zod';
import { primaryMetrics } from '../../sims/replication/primary/metrics.ts';
import { sessionsAreDone } from '../../sims/replication/primary/properties.ts';
import { none, some } from '../../src/check/expected.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { sideBySide } from './common.ts';
import { aboutPrimary, primarySystems } from './primary.ts';

const params = z.object({
  lagMs: whole(1, 500, 50, 'mean lag of a replica, exponential'),
  thinkMs: whole(1, 500, 20, 'mean time between two requests of a session, exponential'),
  rounds: whole(5, 200, 30, 'writes of each session'),
});

const routings = { any: 'any replica', token: 'token' } as const;

// Two systems: sessions read from any replica, with or without a token of what they have written
// and read.
export default scenario({
  ...aboutPrimary,
  id: 'replication/session-token',
  asks: 'A session reads from any replica. Does a token of what it has seen give it read-your-writes and monotonic reads?',
  claims: [],
  code: ['sims/replication/primary/node.ts#read', 'sims/replication/primary/session.ts#readOnce'],
  params,
  durationMs: ({ rounds, lagMs, thinkMs }) => 2_000 + rounds * (40 * lagMs + 40 * thinkMs + 200),
  metrics: sideBySide(['any', 'token'], primaryMetrics, [
    'reads',
    'staleOwnReads',
    'backwardReads',
    'readMs',
  ]),
  build: ({ params: { lagMs, thinkMs, rounds }, ...parts }) =>
    primarySystems(
      parts,
      Object.fromEntries(
        Object.entries(routings).map(([name, routing]) => [
          name,
          {
            acks: 0,
            shipMs: exponential(lagMs),
            routing,
            thinkMs: exponential(thinkMs),
            restMs: exponential(thinkMs),
            sessions: 2,
            rounds,
            otherReads: 3,
            writeEveryMs: exponential(lagMs),
            writesUntilMs: 1_000 + rounds * (10 * thinkMs + 20),
            timeoutMs: 100 * lagMs,
            heartbeatMs: 1_000,
            breaks: name === 'any' ? (['read-your-writes', 'monotonic-reads'] as const) : [],
          },
        ]),
      ),
    ),
  goals: () => [sessionsAreDone],
  expect: () => [
    some('any.staleOwnReads', 'stale-without').says(
      'reads that missed the session’s own write, without a token',
    ),
    some('any.backwardReads', 'back-without').says(
      'reads older than an earlier one, without a token',
    ),
    none('token.staleOwnReads', 'none-stale').says(
      'reads that missed the session’s own write, with a token',
    ),
    none('token.backwardReads', 'none-back').says('reads older than an earlier one, with a token'),
  ],
  tells: ({ metrics }) =>
    'A session token is the newest position (LSN) that the session has written or read, and a replica that is behind it makes ' +
    `the read wait: ${metrics['token.staleOwnReads'].value} of ${counted(metrics['token.reads'].value, 'read')} missed ` +
    `the session’s own write and ${metrics['token.backwardReads'].value} saw an older state than an earlier one. ` +
    `Without it ${counted(metrics['any.staleOwnReads'].value, 'read')} missed the session’s own write, and ` +
    `${metrics['any.backwardReads'].value} were older than an earlier one.`,
});

// Left out: failovers, after which a token may name a lost write.
