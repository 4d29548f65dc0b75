/**
 * Five servers run. For every entry the scenario knows when each server had it, so it also knows
 * when the first three alone would have committed it: the same entries and messages, counted twice.
 */
import * as z from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, requestAnswered } from '../../sims/raft/goals.ts';
import { onMessage, onWrite } from '../../sims/raft/listeners.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { aboutRaft, clusterOptions, electionBudgetMs, inMs, timingParams } from './common.ts';
import { raftOperations } from './operations.ts';
import { stand } from './script.ts';

const params = timingParams.extend({
  latencyMs: distribution(0.2, 3).describe('one-way latency of a message, uniform'),
  diskMs: distribution(1, 2).describe('time until a write is durable, uniform'),
  clients: z.int().min(1).max(100).default(8).describe('clients that write without a pause'),
  loadMs: z.number().positive().max(1e6).default(5_000).describe('duration of the load'),
});

const ids = ['n1', 'n2', 'n3', 'n4', 'n5'];

/** When a majority of these servers had the entry. */
function majorityMs(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined).sort((a, b) => a - b);
  return known[Math.floor(times.length / 2)];
}

export default scenario({
  ...aboutRaft,
  id: 'raft/fifth-server',
  asks: 'What does a fifth server cost, and what does it gain?',
  claims: [
    'raft-fifth-node-no-throughput',
    'num-write-needs-majority-2-10ms',
    'raft-leader-bottleneck',
  ],
  code: [
    'sims/raft/membership/membership.ts#majorityOf',
    'sims/raft/log/replication.ts#sendNewEntries',
  ],
  params,
  operations: raftOperations,
  durationMs: (params) =>
    electionBudgetMs(params) / 4 + params.loadMs + electionBudgetMs(params) / 4,
  plan: (params) => [{ atMs: params.electionTimeoutMs.min / 2, operation: stand('n1') }],
  metrics: {
    withFiveMs: histogram(
      'ms',
      'from the append at the leader until three of five servers had the entry',
    ),
    withThreeMs: histogram('ms', 'until two of the first three had it'),
    entries: counter('entries', 'committed under load'),
    copies: counter('messages', 'with entries from the leader to the four others'),
    copiesToTwo: counter('messages', 'of these to the other two of the first three'),
  },
  build({ world, params, rules, metrics }) {
    const appendedAtMs = new Map<number, number>();
    // For each entry, when the leader knew that each server had it.
    const hadAtMs = new Map<number, (number | undefined)[]>();
    const matched = ids.map(() => 0);
    onWrite(world.trace, 'entries', ({ after, entries }, by, atMs) => {
      if (by !== 'n1') return;
      for (let k = 1; k <= entries.length; k++) appendedAtMs.set(after + k, atMs);
    });
    onMessage(world.trace, 'deliver', 'AppendEntriesReply', (reply, { node, peer, atMs }) => {
      const { success, matchIndex } = reply;
      if (node !== 'n1' || !success) return;
      const place = ids.indexOf(peer ?? '');
      for (let index = (matched[place] ?? 0) + 1; index <= matchIndex; index++) {
        const times = hadAtMs.get(index) ?? ids.map(() => undefined);
        times[place] = atMs;
        hadAtMs.set(index, times);
        if (times.every((time) => time !== undefined)) count(index, times);
      }
      matched[place] = Math.max(matched[place] ?? 0, matchIndex);
    });
    const count = (index: number, times: readonly (number | undefined)[]) => {
      const since = appendedAtMs.get(index);
      const [five, three] = [majorityMs(times), majorityMs(times.slice(0, 3))];
      hadAtMs.delete(index);
      if (since === undefined || five === undefined || three === undefined) return;
      metrics.withFiveMs.record(five - since);
      metrics.withThreeMs.record(three - since);
    };
    onMessage(world.trace, 'send', 'AppendEntries', ({ entries }, { node, peer }) => {
      if (node !== 'n1' || entries.length === 0) return;
      metrics.copies.add();
      if (peer === 'n2' || peer === 'n3') metrics.copiesToTwo.add();
    });
    raftNotes.listen(world.trace, 'commits', () => metrics.entries.add());
    const fromMs = electionBudgetMs(params) / 4;
    const untilMs = fromMs + params.loadMs;
    const thinkMs = { min: 0.5, max: 1.5 };
    return raftCluster(world, rules, {
      ...clusterOptions({ ...params, nodes: 5 }),
      clients: params.clients,
      snapshotEvery: 200,
      clientOptions: {
        workload: { thinkMs, keys: 16, reads: 0, appends: 0, swaps: 0, fromMs, untilMs },
      },
    });
  },
  goals: () => [leaderElected, requestAnswered],
  expect: ({ latencyMs, diskMs }) => [
    {
      id: 'no-more-throughput',
      text: 'copies that a leader of five servers sends, as a multiple of those with three: twice as many, so its link is full at half the load',
      claim: 'raft-fifth-node-no-throughput',
      measured: ({ copies, copiesToTwo }) => copies.value / copiesToTwo.value,
      bound: { atLeast: 1.9, atMost: 2.1 },
    },
    {
      id: 'median-a-little-later',
      text: 'extra time of the median commit with five servers instead of three, in ms: a little, as the second of four answers takes longer than the first of two',
      claim: 'raft-fifth-node-no-throughput',
      measured: ({ withFiveMs, withThreeMs }) =>
        (withFiveMs.quantile(0.5) ?? 0) - (withThreeMs.quantile(0.5) ?? 0),
      bound: { atLeast: 0 },
    },
    {
      id: 'tail-a-little-sooner',
      text: 'time by which the 99th percentile of commits is shorter with five servers than with three, in ms: a little, as it takes three slow servers out of four, not two out of two',
      claim: 'raft-fifth-node-no-throughput',
      measured: ({ withFiveMs, withThreeMs }) =>
        (withThreeMs.quantile(0.99) ?? 0) - (withFiveMs.quantile(0.99) ?? 0),
      bound: { atLeast: 0 },
    },
    {
      id: 'a-round-trip-and-a-write',
      text: 'median time to commit with five servers, in ms: a round trip and a write at a follower, plus the writes queued before it',
      claim: 'num-write-needs-majority-2-10ms',
      measured: ({ withFiveMs }) => withFiveMs.quantile(0.5),
      bound: {
        atLeast: 2 * latencyMs.min + diskMs.min,
        atMost: 2 * latencyMs.max + 2 * diskMs.max,
      },
    },
  ],
  tells: ({ metrics: { withFiveMs, withThreeMs, entries, copies, copiesToTwo } }) =>
    `A fifth server costs the leader twice as many copies and gains tolerance of a second failure, but no throughput: with five servers the median commit took ${inMs(withFiveMs.quantile(0.5))} over ${counted(entries.value, 'entry', 'entries')}, ` +
    `with three ${inMs(withThreeMs.quantile(0.5))}; the 99th percentiles are ${inMs(withFiveMs.quantile(0.99))} and ` +
    `${inMs(withThreeMs.quantile(0.99))}. The leader sent ${counted(copies.value, 'message')} with entries to four followers, ${counted(copiesToTwo.value, 'message')} to ` +
    'the first two.',
});

// Left out: the time that a leader takes to send a message, and the bandwidth of its link. Messages
// are counted instead.
