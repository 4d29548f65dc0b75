import * as z from 'zod';
import { aServerLeads, zabCluster } from '../../sims/paxos/zab/cluster.ts';
import { largest, none, quantile, some, within } from '../../src/check/expected.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, rounded } from '../../src/words/numbers.ts';
import { crash, cut, mend, restart, troubleLink } from '../../src/world/fault.ts';
import { client } from './log-common.ts';
import { aboutZab, zabTiming } from './zab-common.ts';

const params = z.object({
  clients: whole(1, 10, 2, 'clients of each kind at each follower'),
  latencyMs: real(1, 20, 5, 'one-way latency between any two nodes'),
  lagMs: real(100, 200, 120, 'extra delay of the leader’s messages to one follower'),
});

const fromMs = 1_000;
const crashMs = 2_000;
const missMs = 3_000;
const untilMs = 4_000;
const endMs = 5_000;
const about = (ms: number) => ({ atLeast: ms - 1e-6, atMost: ms + 1e-6 });

export default scenario({
  ...aboutZab,
  id: 'paxos/zab-reads',
  asks: 'Clients read from any follower, and one follower lags. Are reads stale, does a client ever go back in time, and what does sync cost?',
  claims: ['zab-read-any-follower-sequential'],
  code: ['sims/paxos/zab/server.ts#onRequest'],
  params,
  durationMs: () => endMs,
  network: ({ latencyMs }) => ({ latencyMs: constant(latencyMs), ordered: true }),
  // n3 leads, and n2 lags. When n1 crashes its clients change to n2; later n1 misses a few proposals.
  plan: ({ lagMs }) => [
    { atMs: fromMs - 500, fault: troubleLink('n3', 'n2', { delayMs: lagMs }) },
    { atMs: crashMs, fault: crash('n1') },
    { atMs: crashMs + 500, fault: restart('n1') },
    { atMs: missMs, fault: cut('n3', 'n1') },
    { atMs: missMs + 100, fault: mend('n3', 'n1') },
  ],
  metrics: {
    reads: counter('reads', 'without sync'),
    stale: counter('reads', 'without sync, stale: they miss a write answered before'),
    synced: counter('reads', 'with sync'),
    syncedStale: counter('reads', 'with sync, stale'),
    older: counter('answers', 'from a store older than one that the client had seen'),
    readMs: histogram('ms', 'duration of a read without sync, before the crash'),
    syncedMs: histogram('ms', 'duration of a read with sync, before the crash'),
  },
  build({ world, rules, params: p, metrics }) {
    const kinds = [1, 2].flatMap((first) => [false, true].map((syncs) => ({ first, syncs })));
    const cluster = zabCluster(world, rules, {
      ...zabTiming,
      servers: 3,
      clients: Array.from({ length: p.clients }, () => kinds)
        .flat()
        .map((kind) => ({
          ...client,
          ...kind,
          keys: 3,
          reads: 0.7,
          fromMs,
          untilMs,
          thinkMs: 20,
          // A client of n1 changes servers faster than n2 catches up; those of n2 wait.
          retryMs: kind.first === 1 ? p.lagMs / 2 : endMs,
          timeoutMs: 2_000,
        })),
    });
    world.at(endMs - 1, () => {
      for (const { ms, atMs, isStale, synced } of cluster.seen.reads) {
        (synced ? metrics.synced : metrics.reads).add();
        if (atMs + ms < crashMs) (synced ? metrics.syncedMs : metrics.readMs).record(ms);
        if (isStale) (synced ? metrics.syncedStale : metrics.stale).add();
      }
      metrics.older.add(cluster.seen.older);
    });
    return cluster;
  },
  goals: () => [aServerLeads(1_000)],
  expect: ({ latencyMs, lagMs }) => [
    some('stale', 'stale').says(
      'reads from a follower that miss a committed transaction, without sync',
      'zab-read-any-follower-sequential',
    ),
    none('older', 'client-order').says(
      'answers older than what the same client had already seen',
      'zab-read-any-follower-sequential',
    ),
    none('syncedStale', 'synced-stale').says(
      'reads from a follower that miss a committed transaction, with sync',
    ),
    within(largest('readMs'), 'read', about(2 * latencyMs)).says(
      'longest read without sync, in ms: the trip to a follower and back',
    ),
    within(quantile('syncedMs', 0), 'synced', about(4 * latencyMs)).says(
      'shortest read with sync, in ms: that plus the trip to the leader and back',
    ),
    within(largest('syncedMs'), 'synced-behind', about(4 * latencyMs + lagMs)).says(
      'longest read with sync, in ms: at the lagging follower',
    ),
  ],
  tells: ({ metrics: { reads, stale, synced, syncedStale, older, readMs, syncedMs } }) =>
    'A ZooKeeper follower answers reads from its own store, which may lag, but refuses a client that has already seen a later transaction: ' +
    `${inDigits(stale.value)} of ${inDigits(reads.value)} reads are stale, but ${older.value} answers are older than what ` +
    'the client had seen. ' +
    `With sync, which first asks the leader, ${syncedStale.value} of ${inDigits(synced.value)} reads are stale, at ${rounded(syncedMs.mean)} ms per read ` +
    `instead of ${rounded(readMs.mean)} ms.`,
});

// Left out: a leader that is cut off without knowing it still answers sync, so a read with sync can
// then be stale.
