import * as z from 'zod';
import { splitShare } from '../../sims/locks/formulas.ts';
import { noLockForEver } from '../../sims/locks/invariants.ts';
import { locksMetrics } from '../../sims/locks/metrics.ts';
import { locksNotes } from '../../sims/locks/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { constant, uniform } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { aboutLocks, oneSystem } from './common.ts';

const params = z.object({
  clients: whole(2, 8, 3, 'clients that want the lock at the same moment'),
  rounds: whole(10, 2_000, 60, 'rounds of such requests'),
});

const nodes = 5;
const periodMs = 2_000;
const tripMs = { min: 0.2, max: 5 };
const ttlMs = 10_000;

export default scenario({
  ...aboutLocks,
  id: 'locks/redlock-split',
  asks: 'Several clients ask five nodes for a lock at the same moment. How often does none of them get a majority?',
  claims: [],
  code: [
    'sims/locks/redis/redlock.ts#isMajority',
    'sims/locks/redis/redlock.ts#acquire',
    'sims/locks/formulas.ts#splitShare',
  ],
  params,
  durationMs: ({ rounds }) => (rounds + 1) * periodMs,
  network: () => ({ latencyMs: uniform(tripMs.min, tripMs.max) }),
  metrics: { ...locksMetrics, firstTries: counter('rounds', 'rounds decided at the first try') },
  build({ params: p, ...parts }) {
    let decided = -1;
    locksNotes.listen(parts.world.trace, 'holds', (_note, _by, atMs) => {
      const round = Math.floor(atMs / periodMs);
      if (round > decided && atMs % periodMs <= 2 * tripMs.max) parts.metrics.firstTries.add();
      decided = round;
    });
    return oneSystem(parts, {
      service: 'redlock',
      nodes,
      clients: p.clients,
      rounds: p.rounds,
      periodMs,
      ttlMs,
      startsMs: () => periodMs,
      workMs: constant(5),
      writes: 0,
      persists: false,
      // Far enough apart that two clients seldom collide again.
      retryMs: uniform(20, 200),
      progressWithinMs: ttlMs / 2,
      breaks: [],
    });
  },
  goals: () => [noLockForEver(0)],
  expect: ({ clients, rounds }) => [
    {
      id: 'split-votes',
      text: `rounds, of ${rounds}, in which no client got three of five nodes at its first try: ${percent(splitShare(clients, nodes))} by the formula`,
      measured: ({ firstTries }) => rounds - firstTries.value,
      bound: binomialBounds(rounds, splitShare(clients, nodes)),
    },
  ],
  tells: ({ params: { clients, rounds }, metrics }) =>
    `In ${percent(1 - metrics.firstTries.value / rounds)} of ${rounds} rounds ${clients} clients split the five nodes so ` +
    `that none had three (${percent(splitShare(clients, nodes))} in theory, if each node goes to a random client). ` +
    'They then unlock the nodes that they have, wait for a random time of 20 to 200 ms and retry; a longer wait avoids more collisions, but delays the lock: ' +
    `half of the locks took less than ${inDigits(Math.ceil(metrics.waitMs.quantile(0.5) ?? 0))} ms, and the slowest ` +
    `${inDigits(Math.ceil(metrics.waitMs.max ?? 0))} ms.`,
});

// Left out: nodes that are down; two clients can already split the remaining ones.
