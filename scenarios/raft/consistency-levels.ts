import type * as z from 'zod';
import { linearizable } from '../../sims/raft/client/linearizable.ts';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, requestAnswered } from '../../sims/raft/goals.ts';
import { raft } from '../../sims/raft/raft.ts';
import { exactly } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { cut, heal } from '../../src/world/fault.ts';
import { aboutRaft } from './common.ts';
import { distances, regions, setLatencies } from './geography.ts';
import { agreement, type LevelId, levelsOf, levelsWithin, misordered } from './levels.ts';
import { raftOperations } from './operations.ts';
import { get, put, stand } from './script.ts';

const params = distances.extend({
  turns: whole(18, 60, 18, 'requests of each client, one at a time'),
});
type Params = z.output<typeof params>;

/**
 * Three clients in each of America, Europe and Asia: the first two write and read, the third reads.
 * n1 leads.
 */
const teams = ['leader', 'readers', 'near', 'any'] as const;
type Team = (typeof teams)[number];

/** Which server a client reads from. */
const readsFrom: Readonly<Record<Team, (region: number, turn: number) => number>> = {
  leader: () => 0,
  readers: (region) => (region === 2 ? 2 : 0),
  near: (region) => region,
  any: (region, turn) => (region + turn) % regions.length,
};

const says: Readonly<Record<Team, string>> = {
  leader: 'all clients ask the leaseholder',
  readers: 'writers ask the leaseholder and readers ask their own follower',
  near: 'all clients read from the server in their own region',
  any: 'each read asks another server',
};

const sessionGuarantees = ['monotonic-reads', 'monotonic-writes', 'writes-follow-reads'] as const;

/** The models that hold. Each server applies one log in order, so it shows a prefix that grows. */
const expected: Readonly<Record<Team, readonly LevelId[]>> = {
  leader: levelsWithin('linearizable'),
  readers: levelsWithin('sequential'),
  near: sessionGuarantees,
  any: [],
};

const standsAtMs = 100;
const oceanMs = ({ europeMs, asiaMs, farMs }: Params) => Math.max(europeMs, asiaMs, farMs);
/** A request takes at most two round trips; the first one also opens a session. */
const everyMs = (params: Params) => 4 * oceanMs(params) + 200;
/**
 * All clients write in every third turn, just after a heartbeat: followers hear of these commits
 * with the next heartbeat.
 */
const heartbeatMs = (params: Params) => 3 * everyMs(params);
const turnMs = (params: Params, turn: number) =>
  standsAtMs + oceanMs(params) + heartbeatMs(params) + turn * everyMs(params);
const durationMs = (params: Params) => turnMs(params, params.turns + 1);

const requestsOf = (team: Team, params: Params) =>
  regions.flatMap((_, region) => {
    const client = `c${teams.indexOf(team) * regions.length + region + 1}`;
    const opens = { atMs: turnMs(params, -2), operation: put(client, 'n1', 'session', client) };
    const requests = Array.from({ length: params.turns }, (_, turn) => {
      const keys = [`${team}a`, `${team}b`];
      // Both writers switch to another key with each write, and read their own write first.
      const key = (other: number) => keys[(region + Math.floor(turn / 3) + other) % 2] ?? '';
      const isWrite = region < 2 && turn % 3 === 0;
      const from = `n${readsFrom[team](region, turn) + 1}`;
      return {
        atMs: turnMs(params, turn) + region,
        operation: isWrite
          ? put(client, 'n1', key(0), String(turn))
          : get(client, from, key(turn % 3 === 1 ? 0 : 1)),
      };
    });
    return [opens, ...requests];
  });

// The server in Asia is cut off from the leader for a third of the time.
export default scenario({
  ...aboutRaft,
  swarm: {},
  // Some messages are duplicated, which changes no answer.
  network: () => ({ duplication: 0.02 }),
  id: 'raft/consistency-levels',
  asks: 'Clients read from the leaseholder, from their own follower or from any server. Which consistency models does their history keep?',
  claims: ['q5-consistency-spectrum', 'q5-cap-consistency-linearizable'],
  code: [
    'sims/raft/client/reads.ts#onRead',
    'sims/raft/client/reads.ts#isConfirmed',
    'src/check/consistency/check.ts#checkConsistency',
  ],
  params,
  // Which models hold is judged and expected here.
  invariants: raft.invariants.filter(({ id }) => id !== linearizable.id),
  operations: raftOperations,
  durationMs,
  plan: (params) => [
    { atMs: standsAtMs, operation: stand('n1') },
    ...teams.flatMap((team) => requestsOf(team, params)),
    { atMs: turnMs(params, params.turns / 3), fault: cut('n1', 'n3') },
    { atMs: turnMs(params, params.turns / 3), fault: cut('n3', 'n1') },
    { atMs: turnMs(params, (2 * params.turns) / 3), fault: heal() },
  ],
  metrics: {
    leader: gauge('models', `of nine that hold if ${says.leader}`),
    readers: gauge('models', `of nine that hold if ${says.readers}`),
    near: gauge('models', `of nine that hold if ${says.near}`),
    any: gauge('models', `of nine that hold if ${says.any}`),
    asExpected: counter('verdicts', 'of 36 that are as expected for the way of reading'),
    misordered: counter(
      'pairs',
      'of models of which the weaker one is broken and the stronger one holds',
    ),
  },
  build({ world, params, rules, metrics }) {
    const cluster = raftCluster(world, rules, {
      ...{ nodes: regions.length, clients: teams.length * regions.length },
      ...{ electionTimeoutMs: { min: 1e7, max: 2e7 }, heartbeatMs: heartbeatMs(params) },
      // The leader does not change, so its local state is what a lease would let it answer.
      ...{ reads: 'local', followerReads: true, clientOptions: { retryMs: 60_000 } },
    });
    setLatencies(
      world,
      params,
      regions,
      teams.flatMap(() => regions),
    );
    world.at(durationMs(params) - 1, () => {
      for (const team of teams) {
        const held = levelsOf(cluster.history.filter(({ key }) => key.startsWith(team)));
        metrics[team].set(held.size);
        metrics.asExpected.add(agreement(held, expected[team]));
        metrics.misordered.add(misordered(held));
      }
    });
    return cluster;
  },
  goals: () => [leaderElected, requestAnswered],
  expect: () => [
    ...teams.map((team) =>
      exactly(expected[team].length, team, `models-of-${team}`).says(
        `if ${says[team]}, ${expected[team][0] ?? 'no model'} holds${expected[team].length > 1 ? ', and every model that it implies' : ''}`,
        team === 'leader' || team === 'readers' ? 'q5-cap-consistency-linearizable' : undefined,
      ),
    ),
    exactly(36, 'asExpected', 'verdicts').says(
      'pairs of a consistency model and a way of reading, of nine times four, that hold or fail as expected',
    ),
    exactly(0, 'misordered', 'strength-order').says(
      'pairs of models in which the stronger holds and the weaker does not',
      'q5-consistency-spectrum',
    ),
  ],
  tells: ({ metrics: { leader, readers, near, any } }) =>
    `If ${says.leader}, the history is linearizable and keeps ${leader.value} of 9 models. If ${says.readers}, it is sequential and keeps ${readers.value}: readers may lag, but all see one order. ` +
    `If ${says.near}, clients miss their own writes, and ${near.value} session guarantees hold. If ${says.any}, ${any.value} hold: a later read may return an older value.`,
});

// Left out: transactions, which have isolation levels of their own (see
// `transactions/isolation-levels`).
