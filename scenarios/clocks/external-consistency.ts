/**
 * A transaction commits in the east; the client, once told, starts another in the west. Both clocks
 * are anywhere within the bound, and move within it from round to round.
 */
import * as z from 'zod';
import { clocksNotes } from '../../sims/clocks/notes.ts';
import {
  commitsSome,
  database,
  transact,
  truetimeInvariants,
} from '../../sims/clocks/truetime/cluster.ts';
import { exactly, mean, within } from '../../src/check/expected.ts';
import { gauge, histogram } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { positive, real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inTenths } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';
import { wanderingClocks } from './rounds.ts';

const params = z.object({
  epsilonMs: positive(100, 4, 'bound on the error of each clock, which is half the interval'),
  paxosMs: real(0, 100, 5, 'time to replicate a commit, which overlaps with the wait'),
  rounds: whole(20, 5_000, 150, 'pairs of transactions, one after the other'),
});
type Params = z.output<typeof params>;

/** There and back; the second transaction starts as soon as the client knows of the first. */
const tripMs = 0.5;
const latencyMs = ({ epsilonMs, paxosMs }: Params) => Math.max(2 * epsilonMs, paxosMs) + tripMs;
const everyMs = (p: Params) => 2 * latencyMs(p) + 1;

export default scenario({
  ...aboutClocks,
  id: 'clocks/external-consistency',
  asks: 'Spanner takes timestamps from clocks that are a few ms wrong. How can a later transaction always get a later timestamp, and what does that cost?',
  claims: ['num-truetime-commit-wait'],
  code: ['sims/clocks/truetime/shard.ts#commitWait', 'sims/clocks/truetime/shard.ts#timestampFor'],
  params,
  durationMs: (p) => (p.rounds + 2) * everyMs(p),
  plan: (p, random) => wanderingClocks(random, p, everyMs(p), ['east', 'west']),
  metrics: {
    inverted: gauge('transactions', 'with no later timestamp than one that had ended before'),
    waitMs: histogram('ms', 'until a timestamp had passed for certain'),
    commitMs: histogram('ms', 'until the client was told'),
  },
  build({ world, rules, metrics, params: p }) {
    const { epsilonMs, paxosMs } = p;
    const offsetsMs = { east: 0, west: 0 };
    const subject = database(world, rules, { offsetsMs, epsilonMs, paxosMs });
    clocksNotes.listen(world.trace, 'waits-out', ({ forMs }) => metrics.waitMs.record(forMs));

    function* rounds(node: ServerContext): Process<void> {
      for (let round = 1; round <= p.rounds; round++) {
        yield* node.sleep(round * everyMs(p) + 0.5 - node.now());
        for (const [place, shard] of (['east', 'west'] as const).entries()) {
          const fromMs = node.now();
          yield* transact(node, subject.judge, 2 * round + place, [shard]);
          metrics.commitMs.record(node.now() - fromMs);
        }
        metrics.inverted.set(subject.judge.inverted);
      }
    }

    world.addServer(
      'client',
      client('client', (node) => node.spawn(rounds(node))),
    );
    return subject;
  },
  invariants: truetimeInvariants,
  goals: ({ rounds }) => [commitsSome(2 * rounds)],
  expect: (p) => [
    exactly(0, 'inverted', 'none-inverted').says(
      'transactions with a timestamp earlier than one committed before they began',
      'num-truetime-commit-wait',
    ),
    within(mean('waitMs'), 'two-epsilon', {
      atLeast: 2 * p.epsilonMs,
      atMost: 2 * p.epsilonMs + 0.002,
    }).says('commit wait, in ms: twice the bound on the clock’s error', 'num-truetime-commit-wait'),
    within(mean('commitMs'), 'wait-overlaps', {
      atLeast: latencyMs(p) - 1e-6,
      atMost: latencyMs(p) + 0.002,
    }).says('time of a commit, in ms: the longer of wait and replication, plus the round trip'),
  ],
  tells: ({ params: p, metrics: { waitMs, commitMs } }) =>
    'A Spanner transaction takes the latest possible current time as its timestamp, and its client is told when that has ' +
    `passed for certain (commit wait): with clocks up to ${inDigits(p.epsilonMs)} ms wrong the wait is ${inTenths(waitMs.mean ?? 0)} ms, ` +
    `twice the bound; replication takes ${inDigits(p.paxosMs)} ms of the same time, so a commit takes ` +
    `${inTenths(commitMs.mean ?? 0)} ms in all. None of ${inDigits(p.rounds)} transactions that began after another had ` +
    'ended got an earlier timestamp.',
});

// Left out: leaders that fail, and a bound that grows between synchronisations: see
// clocks/truetime-sawtooth.
