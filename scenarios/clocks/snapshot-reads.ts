/**
 * Transactions change rows on two shards each, and readers read all shards at one timestamp: the
 * latest possible current time by their own clock. Clocks wander within their bound, and messages
 * take 0.1 to 4 ms.
 */
import * as z from 'zod';
import { clocksNotes } from '../../sims/clocks/notes.ts';
import {
  commitsSome,
  database,
  readAt,
  transact,
  truetimeInvariants,
} from '../../sims/clocks/truetime/cluster.ts';
import { exactly, some } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { all } from '../../src/kernel/combinators.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import type { Process } from '../../src/kernel/process.ts';
import { randomInteger, shuffled } from '../../src/kernel/random.ts';
import { positive, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, percent } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';
import { wanderingClocks } from './rounds.ts';

const params = z.object({
  epsilonMs: positive(50, 4, 'bound on the error of each clock'),
  transactions: whole(20, 1_000, 60, 'transactions of each of two writers, one after the other'),
  reads: whole(20, 1_000, 120, 'reads of all shards at one timestamp'),
});

const shards = ['s1', 's2', 's3'] as const;
const everyMs = 5;

export default scenario({
  ...aboutClocks,
  id: 'clocks/snapshot-reads',
  asks: 'A read takes no locks: it reads several shards at one timestamp while transactions commit across them. Does it see everything committed before, and each transaction as a whole?',
  claims: [],
  code: ['sims/clocks/truetime/shard.ts#isSafe', 'sims/clocks/truetime/shard.ts#read'],
  params,
  network: () => ({ latencyMs: uniform(0.1, 4) }),
  durationMs: ({ transactions, reads, epsilonMs }) =>
    Math.max(transactions * (30 + 2 * epsilonMs), reads * everyMs) + 100,
  plan: ({ epsilonMs, reads }, random) =>
    wanderingClocks(random, { epsilonMs, rounds: Math.ceil(reads / 4) }, 4 * everyMs, [
      ...shards,
      'reader',
    ]),
  metrics: {
    missed: gauge(
      'transactions',
      'that a read of a shard missed although it should have seen them',
    ),
    reads: counter('reads', 'of all shards at one timestamp'),
    waited: counter('reads', 'of one shard that had to wait for its safe time'),
    commits: gauge('transactions', 'committed'),
  },
  build({ world, rules, metrics, params: p }) {
    const { epsilonMs } = p;
    const offsetsMs = { s1: 0, s2: 0, s3: 0 };
    const subject = database(world, rules, { offsetsMs, epsilonMs, paxosMs: 1 });
    const { judge } = subject;
    clocksNotes.listen(world.trace, 'waits-for-safe-time', () => metrics.waited.add());
    const measures = () => {
      metrics.missed.set(judge.missed);
      metrics.commits.set(judge.all.length);
    };

    function* writes(node: ServerContext, writer: number): Process<void> {
      const stream = node.stream('shards');
      for (let transaction = 1; transaction <= p.transactions; transaction++) {
        yield* node.sleep(randomInteger(stream, 1, 10));
        const [first, second] = shuffled(stream, shards);
        const [a, b] = [must(first, 'shard'), must(second, 'shard')] as const;
        yield* transact(node, judge, 2 * transaction + writer, [a, b]);
        measures();
      }
    }

    function* reads(node: ServerContext): Process<void> {
      for (let read = 1; read <= p.reads; read++) {
        node.spawn(readAll(node, node.now() + epsilonMs));
        yield* node.sleep(everyMs);
      }
    }

    function* readAll(node: ServerContext, atMs: number): Process<void> {
      yield* all(shards.map((shard) => readAt(node, judge, shard, atMs)));
      metrics.reads.add();
      measures();
    }

    for (const [writer, id] of ['writer1', 'writer2'].entries())
      world.addServer(
        id,
        client('writer', (node) => node.spawn(writes(node, writer))),
      );
    world.addServer(
      'reader',
      client('reader', (node) => node.spawn(reads(node))),
    );
    return subject;
  },
  invariants: truetimeInvariants,
  goals: ({ transactions }) => [commitsSome(2 * transactions)],
  expect: ({ reads, transactions }) => [
    exactly(0, 'missed', 'sees-all').says(
      'transactions up to the timestamp of a read that it misses',
    ),
    exactly(reads, 'reads', 'all-read').says('reads that end: all of them'),
    exactly(2 * transactions, 'commits', 'all-commit').says(
      'transactions that commit: all of them',
    ),
    some('waited', 'some-wait').says('reads of a shard that wait for a transaction in progress'),
  ],
  tells: ({ metrics: { reads, waited, commits } }) =>
    'A snapshot read sees all that was committed before: at each shard it waits until no transaction can commit at or below its timestamp any more (safe time), so ' +
    `${counted(reads.value, 'read')} of three shards missed nothing of ${counted(commits.value ?? 0, 'transaction')}, without a lock. ` +
    `The price is waiting: ${percent(waited.value / (3 * Math.max(1, reads.value)))} of the reads of a shard waited for a transaction that it had prepared and that might get a timestamp at or below theirs.`,
});

// Left out: followers, which answer reads up to the end of their log, so that reads in the past seldom wait.
