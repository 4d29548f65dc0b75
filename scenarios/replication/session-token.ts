import { z } from 'zod';
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
  lagMs: whole(1, 500, 50, 'mean lag of a replica: exponential'),
  thinkMs: whole(1, 500, 20, 'mean time between two requests of a session: exponential'),
  rounds: whole(5, 200, 30, 'writes of each session'),
});

const routings = { any: 'any replica', token: 'token' } as const;

// Two systems: sessions read from any replica, with a token of what they have written and read or without.
export default scenario({
  ...aboutPrimary,
  id: 'replication/session-token',
  asks: 'A session reads from any replica. Does a token of what it has seen give it its own writes, and no step back?',
  claims: [],
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
      'without a token sessions miss their own writes',
    ),
    some('any.backwardReads', 'back-without').says('and go back behind what they have read'),
    none('token.staleOwnReads', 'none-stale').says('with it none does'),
    none('token.backwardReads', 'none-back').says('nor goes back'),
  ],
  tells: ({ metrics }) =>
    `Yes: with the token ${metrics['token.staleOwnReads'].value} of ${counted(metrics['token.reads'].value, 'read')} were stale and ${metrics['token.backwardReads'].value} went back, because a replica that is behind lets the read wait. ` +
    `Without it ${counted(metrics['any.staleOwnReads'].value, 'read')} missed the session’s own write, and ${metrics['any.backwardReads'].value} were older than one before.`,
});

// Left out: failovers, after which a token may name what is lost.
