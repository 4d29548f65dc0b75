/**
 * Three databases run the same pairs of transactions, one after the other. The clocks of the first
 * are within their bound; so are those of the second, but it cuts the commit wait; those of the
 * third are not, and it waits in full.
 */
import * as z from 'zod';
import { stateRow } from '../../sims/clocks/subject.ts';
import {
  commitsSome,
  database,
  type TruetimeSubject,
  transact,
  truetimeInvariants,
} from '../../sims/clocks/truetime/cluster.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import type { Process } from '../../src/kernel/process.ts';
import { positive, real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, inPercent, percent } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';
import { wanderingClocks } from './rounds.ts';

const params = z.object({
  epsilonMs: positive(100, 4, 'bound on the error of each clock'),
  waitShare: real(0, 1, 0.5, 'share of the commit wait that the second database waits'),
  errorMs: positive(
    1_000,
    8,
    'largest error of the third database’s clocks, uniformly distributed',
  ),
  rounds: whole(20, 5_000, 200, 'pairs of transactions, one after the other'),
});
type Params = z.output<typeof params>;

/** From the end of the first transaction to the timestamp of the second: to the client, and to the other shard. */
const tripMs = 0.5;
const kinds = ['right', 'hasty', 'wrong'] as const;
const everyMs = ({ epsilonMs, errorMs }: Params) =>
  4 * (epsilonMs + Math.max(epsilonMs, errorMs)) + 2;

/**
 * The second transaction is stamped `waitedMs` and a trip after the first: too early if its clock
 * is behind by more. The difference of two clocks that are uniform over -errorMs to errorMs is
 * triangular.
 */
const invertedShare = (errorMs: number, waitedMs: number) =>
  pow(Math.max(0, 2 * errorMs - waitedMs - tripMs), 2) / (8 * pow(errorMs, 2));
const hastyShare = ({ epsilonMs, waitShare }: Params) =>
  invertedShare(epsilonMs, 2 * epsilonMs * waitShare);
const wrongShare = ({ epsilonMs, errorMs }: Params) => invertedShare(errorMs, 2 * epsilonMs);

export default scenario({
  ...aboutClocks,
  id: 'clocks/wait-too-short',
  asks: 'The commit wait is cut in half, or a clock is more wrong than its bound says. What share of later transactions gets an earlier timestamp?',
  claims: ['num-truetime-commit-wait'],
  code: ['sims/clocks/truetime/shard.ts#commitWait'],
  params,
  durationMs: (p) => (p.rounds + 2) * everyMs(p),
  plan: (p, random) =>
    kinds.flatMap((kind) => {
      const epsilonMs = kind === 'wrong' ? p.errorMs : p.epsilonMs;
      const shards = [`${kind}-east`, `${kind}-west`];
      return wanderingClocks(random, { epsilonMs, rounds: p.rounds }, everyMs(p), shards);
    }),
  metrics: {
    right: gauge('transactions', 'inverted, with a correct bound and the full wait'),
    hasty: gauge('transactions', 'inverted, with part of the wait'),
    wrong: gauge('transactions', 'inverted, with clocks outside the bound'),
  },
  build({ world, rules, metrics, params: p }) {
    const run = (kind: (typeof kinds)[number]): TruetimeSubject => {
      const [east, west] = [`${kind}-east`, `${kind}-west`] as const;
      const subject = database(world, rules, {
        offsetsMs: { [east]: 0, [west]: 0 },
        epsilonMs: p.epsilonMs,
        paxosMs: 0,
        waitShare: kind === 'hasty' ? p.waitShare : 1,
        breaks: kind === 'right' ? [] : ['external-consistency'],
      });

      function* rounds(node: ServerContext): Process<void> {
        for (let round = 1; round <= p.rounds; round++) {
          yield* node.sleep(round * everyMs(p) + 0.5 - node.now());
          yield* transact(node, subject.judge, 2 * round, [east]);
          yield* transact(node, subject.judge, 2 * round + 1, [west]);
          metrics[kind].set(subject.judge.inverted);
        }
      }

      world.addServer(
        `${kind}-client`,
        client('client', (node) => node.spawn(rounds(node))),
      );
      return subject;
    };

    const [right] = [run('right'), run('hasty'), run('wrong')];
    return { ...right, rows: () => world.nodes.map(stateRow) };
  },
  invariants: truetimeInvariants,
  goals: ({ rounds }) => [commitsSome(2 * rounds)],
  expect: (p) => [
    exactly(0, 'right', 'none-inverted').says(
      'transactions with an earlier timestamp than one that had ended, with a correct bound and the full wait',
      'num-truetime-commit-wait',
    ),
    within('hasty', 'hasty', binomialBounds(p.rounds, hastyShare(p))).says(
      'transactions with an earlier timestamp than one that had ended, with part of the wait: as often as clocks differ by more than the wait',
    ),
    within('wrong', 'wrong', binomialBounds(p.rounds, wrongShare(p))).says(
      'transactions with an earlier timestamp than one that had ended, with clocks outside the bound and the full wait',
    ),
  ],
  tells: ({ params: p, metrics: { right, hasty, wrong } }) => {
    const share = (of: typeof right) => percent((of.value ?? 0) / p.rounds);
    return (
      `With ${inPercent(p.waitShare)} of the commit wait, ${share(hasty)} of the later transactions get an earlier timestamp (closed form: ` +
      `${percent(hastyShare(p))}); with clocks up to ${inDigits(p.errorMs)} ms wrong under a bound of ${inDigits(p.epsilonMs)} ` +
      `ms it is ${share(wrong)} (${percent(wrongShare(p))}), despite the full wait. ` +
      `With a correct bound and the full wait it is ${share(right)}: the guarantee is only as good as the bound, and no shard can tell that the bound ` +
      'is wrong.'
    );
  },
});

// Left out: TrueTime’s daemon, which evicts a clock that drifts faster than its bound: see clocks/truetime-sawtooth.
