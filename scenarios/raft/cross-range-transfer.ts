import * as z from 'zod';
import { everyGroupAnswers } from '../../sims/raft/goals.ts';
import { groupName, invariantsOfGroups, raftGroups } from '../../sims/raft/groups.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { mean, within } from '../../src/check/expected.ts';
import { histogram } from '../../src/check/metric.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { Signal } from '../../src/kernel/signal.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { aboutRaft, inMs } from './common.ts';
import {
  commitMs,
  distances,
  type Region,
  regions,
  roundTripMs,
  setLatencies,
} from './geography.ts';
import { groupOperations } from './operations.ts';
import { put, stand } from './script.ts';

const params = distances.extend({
  payerIn: z.enum(regions).default('america').describe('region in which the payer’s range is led'),
  payeeIn: z.enum(regions).default('europe').describe('region in which the payee’s range is led'),
  transfers: whole(1, 50, 4, 'number of transfers of each kind, one at a time'),
});
type Params = z.output<typeof params>;

/** The gateway is in America. It is a client of both ranges: r1 holds the payer, r2 the payee. */
const kinds = ['onePhase', 'twoPhase', 'parallel'] as const;
type Kind = (typeof kinds)[number];

/** One round of writes to ranges, all sent at once. */
type Round = readonly (0 | 1)[];

/**
 * Rounds, one after another. Within one range a transfer is one write. Two-phase commit prepares
 * both ranges, then writes the decision to the payer’s range. A parallel commit writes the
 * transaction record together with the intents, and is committed once all of them are (Taft et al.,
 * CockroachDB, SIGMOD 2020, section 3.1).
 */
const roundsOf: Readonly<Record<Kind, readonly Round[]>> = {
  onePhase: [[0]],
  twoPhase: [[0, 1], [0]],
  parallel: [[0, 1]],
};

function writeMs(params: Params, range: 0 | 1): number {
  const home: Region = range === 0 ? params.payerIn : params.payeeIn;
  return roundTripMs(params, 'america', home) + commitMs(params, regions, regions.indexOf(home));
}

/** A round takes as long as its slowest write. */
const transferMs = (params: Params, kind: Kind): number =>
  roundsOf[kind]
    .map((round) => Math.max(...round.map((range) => writeMs(params, range))))
    .reduce((sum, ms) => sum + ms, 0);

/** The number of sequential round trips: those of the slowest write of each round. */
const crossings = (params: Params, kind: Kind): number =>
  roundsOf[kind]
    .map((round) => {
      const [slowest = 0] = [...round].sort((a, b) => writeMs(params, b) - writeMs(params, a));
      const home = slowest === 0 ? params.payerIn : params.payeeIn;
      return home === 'america' ? 1 : 2;
    })
    .reduce<number>((sum, count) => sum + count, 0);

const startsAtMs = 5_000;
/** The leader’s region of the group that holds the payer or the payee. */
const leaderOf = ({ payerIn, payeeIn }: Params, range: 0 | 1) =>
  `${groupName(range)}n${regions.indexOf(range === 0 ? payerIn : payeeIn) + 1}`;

/** A write of the gateway, which is a client of each range. */
const write = (params: Params, range: 0 | 1, value: string) =>
  put(`${groupName(range)}c1`, leaderOf(params, range), 'account', value);

const ranges = [0, 1] as const;

// A gateway’s clients ask only the gateway, and the gateway knows where the ranges are led.
export default scenario({
  ...aboutRaft,
  swarm: {},
  // Some messages are duplicated, which changes no answer.
  network: () => ({ duplication: 0.02 }),
  id: 'raft/cross-range-transfer',
  asks: 'The payer’s and the payee’s ranges are led on two continents. How many times does a transfer cross the ocean, and how long does it take?',
  claims: ['q22-cross-region-100-200', 'q5-crdb-drivers-redirect'],
  code: ['sims/raft/log/commit.ts#majorityIndex', 'sims/raft/log/commit.ts#advanceCommit'],
  params,
  invariants: invariantsOfGroups,
  operations: groupOperations,
  durationMs: (params) =>
    startsAtMs +
    1_000 +
    params.transfers * kinds.map((kind) => transferMs(params, kind)).reduce((sum, ms) => sum + ms),
  plan: (params) =>
    ranges.flatMap((range) => [
      { atMs: 100, operation: stand(leaderOf(params, range)) },
      { atMs: 2_000, operation: write(params, range, 'opens the session') },
    ]),
  metrics: {
    onePhase: histogram('ms', 'a transfer within one range'),
    twoPhase: histogram('ms', 'a transfer by two-phase commit'),
    parallel: histogram('ms', 'a transfer by parallel commit'),
  },
  build({ world, params, rules, metrics }) {
    const subject = raftGroups(world, rules, ranges.length, {
      ...{ nodes: regions.length, clients: 1 },
      ...{ electionTimeoutMs: { min: 1e6, max: 2e6 }, heartbeatMs: 500 },
      clientOptions: { retryMs: 60_000 },
    });
    for (const range of ranges) {
      setLatencies(world, params, regions, ['america'], groupName(range));
    }
    const answered = new Signal();
    let open = 0;
    raftNotes.listen(world.trace, 'is-answered', () => {
      open -= 1;
      answered.fire();
    });
    function* transfer(kind: Kind, number: number): Process<void> {
      for (const [place, round] of roundsOf[kind].entries()) {
        open = round.length;
        for (const range of round) {
          const value = `${kind} ${number}.${place}`;
          groupOperations.perform(subject, write(params, range, value), world);
        }
        while (open > 0) yield* answered.wait();
      }
    }
    function* gateway(): Process<void> {
      yield* sleep(startsAtMs);
      for (let number = 0; number < params.transfers; number++) {
        for (const kind of kinds) {
          const startedAtMs = world.kernel.nowMs;
          yield* transfer(kind, number);
          metrics[kind].record(world.kernel.nowMs - startedAtMs);
        }
      }
    }
    world.spawn(gateway());
    return subject;
  },
  goals: () => [everyGroupAnswers],
  expect: (params) => [
    within(mean('onePhase'), 'one-range', exactBound(transferMs(params, 'onePhase'))).says(
      'time of a transfer within the payer’s range, in ms: one write',
    ),
    within(mean('parallel'), 'parallel-commit', exactBound(transferMs(params, 'parallel'))).says(
      'time of a transfer by a parallel commit, in ms: the slower of two writes, each to its leader and back and from there to the nearest follower and back',
      'q22-cross-region-100-200',
    ),
    within(mean('twoPhase'), 'two-phase-commit', exactBound(transferMs(params, 'twoPhase'))).says(
      'time of a transfer by two-phase commit, in ms: the same, and then the write of the decision',
      'q22-cross-region-100-200',
    ),
  ],
  tells: ({ params, metrics: { onePhase, twoPhase, parallel } }) =>
    `A transfer takes ${inMs(onePhase.mean)} within one range; across two it takes ${inMs(parallel.mean)} by a parallel commit and ${inMs(twoPhase.mean)} by two-phase commit. ` +
    `That is ${counted(crossings(params, 'onePhase'), 'round trip')} across an ocean within one range, ${crossings(params, 'parallel')} by a parallel commit and ${crossings(params, 'twoPhase')} by two-phase commit: ` +
    'two-phase commit writes its decision after both ranges have prepared, a parallel commit writes everything at once.',
});

// Left out: other transactions that find the intents, and gateways that fail between the phases
// (see `transactions/coordinator-crash`).
