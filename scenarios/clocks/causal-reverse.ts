/**
 * A transaction reads x; then a client writes x through a node whose clock is ahead and, after the
 * acknowledgement, y through one whose clock is behind; then the transaction reads y. CockroachDB
 * and Spanner both run this, each in its own way.
 */
import * as z from 'zod';
import {
  commitsSome,
  database,
  readAt,
  transact,
  truetimeInvariants,
} from '../../sims/clocks/truetime/cluster.ts';
import { uncertaintySubject, writeThrough } from '../../sims/clocks/uncertainty/cluster.ts';
import { defaultMaxOffsetMs } from '../../sims/clocks/uncertainty/range.ts';
import { ReadTransaction } from '../../sims/clocks/uncertainty/read-transaction.ts';
import { exactly, mean, within } from '../../src/check/expected.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { exp } from '../../src/kernel/elementary.ts';
import type { Process } from '../../src/kernel/process.ts';
import { positive, real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, inTenths, percent } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { about, aboutClocks } from './common.ts';

const params = z.object({
  skewMs: real(2, 400, 20, 'how far the clocks are apart'),
  thinkMs: positive(1_000, 20, 'mean pause between the two writes (exponential)'),
  rounds: whole(20, 5_000, 150, 'rounds of two writes and a read of both'),
});
type Params = z.output<typeof params>;

/** From the timestamp of x to that of y: to the range, back to the client, to the other gateway. */
const tripMs = 4 * 0.25;
/** y gets the earlier timestamp if it comes sooner than the clocks are apart. */
const reversedShare = ({ skewMs, thinkMs }: Params) => 1 - exp(-(skewMs - tripMs) / thinkMs);

export default scenario({
  ...aboutClocks,
  id: 'clocks/causal-reverse',
  asks: 'CockroachDB has no commit wait. Can a read see the second of two writes but not the first, which had ended before (a causal reverse), and does Spanner prevent it?',
  claims: [],
  code: ['sims/clocks/truetime/shard.ts#commitWait', 'sims/clocks/uncertainty/range.ts#get'],
  params,
  durationMs: ({ rounds, skewMs, thinkMs }) => rounds * (3 * skewMs + 2 * thinkMs + 10) + 1_000,
  metrics: {
    reversed: counter('reads', 'of CockroachDB that saw only the later write'),
    reversedBySpanner: counter('reads', 'of Spanner that saw only the later write'),
    writeMs: histogram('ms', 'from a CockroachDB client’s write to its acknowledgement'),
    commitMs: histogram('ms', 'from a Spanner client’s write to its acknowledgement'),
  },
  build({ world, rules, metrics, params: p }) {
    const aheadMs = p.skewMs / 2;
    uncertaintySubject(world, rules, {
      ranges: ['x', 'y'],
      gateways: { ahead: { clockOffsetMs: aheadMs }, behind: { clockOffsetMs: -aheadMs } },
      maxOffsetMs: defaultMaxOffsetMs,
      compareMs: 0,
    });
    const spanner = database(world, rules, {
      offsetsMs: { 'spanner-x': aheadMs, 'spanner-y': -aheadMs },
      epsilonMs: aheadMs,
      paxosMs: 0,
    });

    function* cockroachRound(node: ServerContext, round: number, thinkMs: number): Process<void> {
      const transaction = new ReadTransaction(rules, node, defaultMaxOffsetMs);
      yield* transaction.read('x');
      const fromMs = node.now();
      yield* writeThrough(node, 'ahead', round, 'x');
      metrics.writeMs.record(node.now() - fromMs);
      yield* node.sleep(thinkMs);
      yield* writeThrough(node, 'behind', round, 'y');
      yield* transaction.read('y');
      const { seen } = transaction;
      if (seen.get('y') === round && seen.get('x') !== round) metrics.reversed.add();
    }

    function* spannerRound(node: ServerContext, round: number, thinkMs: number): Process<void> {
      const atMs = node.now() + aheadMs;
      const [first, second] = [2 * round, 2 * round + 1];
      const sawX = yield* readAt(node, spanner.judge, 'spanner-x', atMs);
      const fromMs = node.now();
      yield* transact(node, spanner.judge, first, ['spanner-x']);
      metrics.commitMs.record(node.now() - fromMs);
      yield* node.sleep(thinkMs);
      yield* transact(node, spanner.judge, second, ['spanner-y']);
      const sawY = yield* readAt(node, spanner.judge, 'spanner-y', atMs);
      if (sawY.has(second) && !sawX.has(first)) metrics.reversedBySpanner.add();
    }

    for (const [id, run] of [
      ['cockroach-client', cockroachRound],
      ['spanner-client', spannerRound],
    ] as const)
      world.addServer(
        id,
        client('client', (node) => node.spawn(rounds(node, run))),
      );
    return spanner;

    function* rounds(node: ServerContext, run: typeof cockroachRound): Process<void> {
      const thinkMs = sampler(exponential(p.thinkMs), node.stream('think'));
      yield* node.sleep(aheadMs + 1);
      for (let round = 1; round <= p.rounds; round++) yield* run(node, round, thinkMs());
    }
  },
  invariants: truetimeInvariants,
  goals: ({ rounds }) => [commitsSome(2 * rounds)],
  expect: (p) => [
    within('reversed', 'reversed', binomialBounds(p.rounds, reversedShare(p))).says(
      'CockroachDB reads that see only the later of two writes: a share of 1 - exp(-(clock difference - trip) / mean pause) of them',
    ),
    exactly(0, 'reversedBySpanner', 'none-by-spanner').says(
      'Spanner reads that see only the later of two writes',
    ),
    within(mean('writeMs'), 'told-at-once', about(tripMs)).says(
      'mean time until a CockroachDB write is acknowledged, in ms: two round trips',
    ),
    within(mean('commitMs'), 'told-later', {
      atLeast: p.skewMs + tripMs / 2 - 1e-6,
      atMost: p.skewMs + tripMs / 2 + 0.002,
    }).says(
      'mean time until a Spanner write is acknowledged, in ms: the commit wait, twice the clock’s bound, plus a round trip',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `Without a commit wait a read can see the second of two writes but not the first, which had ended before (a causal reverse), and Spanner’s commit wait prevents it: with clocks ${inDigits(p.skewMs)} ms apart and a mean pause of ${inDigits(p.thinkMs)} ms between the writes, ` +
    `${percent(m.reversed.value / p.rounds)} of ${inDigits(p.rounds)} reads saw the second write without the first (` +
    `${percent(reversedShare(p))} in theory). ` +
    `With Spanner ${m.reversedBySpanner.value} reads did, and its clients waited ${inTenths(m.commitMs.mean ?? 0)} ms per ` +
    `write instead of ${inDigits(m.writeMs.mean ?? 0)} ms. ` +
    'No key is stale in such a read, and the order is serial; it just differs from the order in real time.',
});

// Left out: a second write to the same range, and a client that carries the first timestamp along.
// Neither is ever reversed.
