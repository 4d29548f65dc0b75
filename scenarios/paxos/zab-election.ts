import * as z from 'zod';
import { aServerLeads, zabCluster } from '../../sims/paxos/zab/cluster.ts';
import { exactly } from '../../src/check/expected.ts';
import { counter } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, cut, mend, restart } from '../../src/world/fault.ts';
import { client } from './log-common.ts';
import { aboutZab, zabTiming } from './zab-common.ts';

const params = z.object({
  before: whole(0, 20, 3, 'transactions that are committed in the first epoch'),
  uncommitted: whole(1, 50, 10, 'transactions of that epoch that only its leader has'),
  after: whole(1, 20, 2, 'transactions that are committed in the second epoch'),
});

const firstMs = 800;
const cutMs = 1_000;
const downMs = cutMs + 100;
const secondMs = 3_000;
const swapMs = 4_000;
const endMs = 6_500;

export default scenario({
  ...aboutZab,
  id: 'paxos/zab-election',
  asks: 'One server has the longest log, from an old epoch, and another a shorter one with later commits. Which of them becomes leader?',
  claims: ['zab-longest-zxid-wins', 'paxos-zab-dates'],
  code: [
    'sims/paxos/zab/election.ts#isBetter',
    'sims/paxos/zab/leader.ts#onAckEpoch',
    'sims/paxos/zab/leader.ts#acceptEpoch',
  ],
  params,
  durationMs: () => endMs,
  network: () => ({ latencyMs: uniform(4, 6), ordered: true }),
  // n3 leads first, because of two servers with equal histories the one with the higher name wins.
  plan: () => [
    { atMs: cutMs, fault: cut('n3', 'n1') },
    { atMs: cutMs, fault: cut('n3', 'n2') },
    { atMs: downMs, fault: crash('n3') },
    // The followers restart: all they know of the first epoch is on their disks.
    ...['n1', 'n2'].flatMap((id) => [
      { atMs: downMs + 10, fault: crash(id) },
      { atMs: downMs + 20, fault: restart(id) },
      { atMs: downMs + 30, fault: mend('n3', id) },
    ]),
    { atMs: swapMs, fault: crash('n2') },
    { atMs: swapMs + 10, fault: restart('n3') },
    { atMs: swapMs + 1_200, fault: restart('n2') },
  ],
  metrics: {
    leaderLength: counter('transactions', 'in the log of the last leader'),
    longest: counter('transactions', 'in the longest log at that time'),
    committed: counter('transactions', 'committed at the end'),
    electionMessages: counter('messages', 'between servers until the first leader leads'),
    commandMessages: counter('messages', 'between servers for the transactions of the first epoch'),
    leaders: counter('leaders', 'elected in the whole run'),
  },
  build({ world, rules, params: { before, uncommitted, after }, metrics }) {
    const once = (count: number, fromMs: number, first: number) =>
      Array.from({ length: count }, () => ({
        ...client,
        first,
        fromMs,
        untilMs: fromMs + 1,
        timeoutMs: 300,
      }));
    const cluster = zabCluster(world, rules, {
      ...zabTiming,
      servers: 3,
      clients: [
        ...once(before, firstMs, 3),
        ...once(uncommitted, cutMs + 20, 3),
        ...once(after, secondMs, 2),
      ],
    });
    world.at(firstMs - 1, () => {
      metrics.electionMessages.add(cluster.messages());
    });
    world.at(cutMs - 1, () => {
      metrics.commandMessages.add(cluster.messages() - metrics.electionMessages.value);
    });
    world.at(swapMs - 1, () => {
      metrics.longest.add(before + uncommitted);
    });
    world.at(endMs - 1, () => {
      const { leaders, committed } = cluster.judge;
      metrics.leaders.add(leaders.length);
      metrics.committed.add(committed);
      metrics.leaderLength.add(must(leaders.at(-1), 'leader').length);
    });
    return cluster;
  },
  goals: () => [aServerLeads(1_000)],
  expect: ({ before, after }) => [
    exactly(before + after, 'leaderLength', 'latest-wins').says(
      'transactions in the new leader’s log: the committed ones, not those of the longest log',
      'zab-longest-zxid-wins',
    ),
    exactly(before + after, 'committed', 'committed').says(
      'committed transactions that the new leader still has',
    ),
    exactly(6 * before, 'commandMessages', 'messages').says(
      'messages for the transactions of the first epoch: Proposal, Ack and Commit for each of two followers',
    ),
    exactly(3, 'leaders', 'leaders').says(
      'leaders elected: one in each epoch (numbered reign of a leader)',
    ),
  ],
  tells: ({ subject, params: p, metrics: { leaderLength, longest, committed } }) =>
    `The server whose last transaction has the highest zxid becomes leader, first by epoch and then by counter: ${subject.judge.leaders.at(-1)?.server} leads with ` +
    `${counted(leaderLength.value, 'transaction')}, though n3 has ${longest.value}. ` +
    `n3 gives up the ${counted(p.uncommitted, 'transaction')} of epoch 1 that no majority had, and all ${committed.value} ` +
    'committed ones survive.',
});

// Left out: ZooKeeper sends a follower only what it lacks, or tells it what to cut off; here it
// gets the whole history.
