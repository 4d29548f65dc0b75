/** The scenarios of replication, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const replicationWing: WingEntry = {
  id: 'replication',
  title: 'Replication: primary and replicas, quorums, durability, partitions',
  scenarios: [
    {
      id: 'replication/failover-in-lag',
      asks: 'A primary dies, and a replica takes over. How many acknowledged writes are gone?',
      load: () => import('./failover-in-lag.ts'),
    },
    {
      id: 'replication/session-token',
      asks: 'A session reads from any replica. Does a token of what it has seen give it its own writes, and no step back?',
      load: () => import('./session-token.ts'),
    },
    {
      id: 'replication/longest-log',
      asks: 'Two primaries have failed, and two nodes can take over. Is the one with the longest log the right one?',
      load: () => import('./longest-log.ts'),
    },
    {
      id: 'replication/random-faults',
      asks: 'Nodes, failover manager and clients crash, pause and lose messages at random. Is an acknowledged write ever lost?',
      load: () => import('./random-faults.ts'),
    },
    {
      id: 'replication/replica-load',
      asks: 'How far behind is a replica that applies one entry after the other, by its load?',
      load: () => import('./replica-load.ts'),
    },
    {
      id: 'replication/stale-own-read',
      asks: 'A user writes at the primary and reads from a replica. How often is the own write missing, and which routing helps?',
      load: () => import('./stale-own-read.ts'),
    },
    {
      id: 'replication/write-latency',
      asks: 'What does each further acknowledgement that a write waits for cost?',
      load: () => import('./write-latency.ts'),
    },
    {
      id: 'replication/long-fsync',
      asks: 'A log is synced every second, and the disk is slow when the power fails. Is at most one second of writes lost?',
      load: () => import('./long-fsync.ts'),
    },
    {
      id: 'replication/lying-disk',
      asks: 'Each write is synced before it is acknowledged, and the drive says "done" too early. What is lost?',
      load: () => import('./lying-disk.ts'),
    },
    {
      id: 'replication/power-loss',
      asks: 'The power fails. What has a store lost that syncs its log always, every second or never, or takes snapshots?',
      load: () => import('./power-loss.ts'),
    },
    {
      id: 'replication/choice-per-operation',
      asks: 'Balances are strong and feeds eventual, in one store, and the network is cut. Which requests are refused, and what is inconsistent?',
      load: () => import('./choice-per-operation.ts'),
    },
    {
      id: 'replication/partition-choice',
      asks: 'Two replicas of five are cut off for a while. What do clients see of a store that chose consistency, and of one that chose availability?',
      load: () => import('./partition-choice.ts'),
    },
    {
      id: 'replication/partition-length',
      asks: 'A partition lasts longer. How do the errors of a consistent store grow, and the conflicts of an available one?',
      load: () => import('./partition-length.ts'),
    },
    {
      id: 'replication/quorum-nines',
      asks: 'Machines and zones are down now and then. How often has a group of replicas no majority, and how many nines is that?',
      load: () => import('./quorum-nines.ts'),
    },
    {
      id: 'replication/quorum-store',
      asks: 'Each key has three replicas; reads and writes wait for two of them, and nodes crash, pause and lose messages. Does every read see every acknowledged write, and do the replicas agree in the end?',
      load: () => import('./quorum-store.ts'),
    },
    {
      id: 'replication/deleted-key',
      asks: 'Keys are deleted while a replica is down, and it comes back after the tombstones’ time. Do the deleted keys come back with it?',
      load: () => import('./deleted-key.ts'),
    },
    {
      id: 'replication/divided-cluster',
      asks: 'A cluster is cut in two, and a client on either side updates what both have read. Which updates are acknowledged, and does one overwrite the other?',
      load: () => import('./divided-cluster.ts'),
    },
    {
      id: 'replication/fast-clock',
      asks: 'Last writer wins, by the clocks of the coordinators, and one clock is two seconds fast. How many acknowledged writes of the others are never seen?',
      load: () => import('./fast-clock.ts'),
    },
    {
      id: 'replication/missed-writes',
      asks: 'A replica was down while keys were written. How does it learn what it has missed, and how much has to be compared?',
      load: () => import('./missed-writes.ts'),
    },
    {
      id: 'replication/sloppy-quorum',
      asks: 'With hinted hand-off, as in Dynamo, any three nodes can take a write. Does R + W > N still mean that a read sees it?',
      load: () => import('./sloppy-quorum.ts'),
    },
    {
      id: 'replication/single-node',
      asks: 'A store is a single node, which fails now and then. Is it consistent, and how often does it answer?',
      load: () => import('./single-node.ts'),
    },
    {
      id: 'replication/concurrent-carts',
      asks: 'Several clients add an item to the same shopping cart at once. Which items does last-writer-wins lose, and which a store of version vectors?',
      load: () => import('./concurrent-carts.ts'),
    },
    {
      id: 'replication/sibling-store',
      asks: 'Clients write after what they have read, any replica takes the writes, and nodes crash, pause and lose messages. Does a write ever vanish that no later one has seen?',
      load: () => import('./sibling-store.ts'),
    },
    {
      id: 'replication/global-table',
      asks: 'Three regions take writes, each answers at once and ships them to the others; the last writer wins. How soon do the regions agree, and which writes are lost?',
      load: () => import('./global-table.ts'),
    },
    {
      id: 'replication/bounded-staleness',
      asks: 'Reads wait for R replicas of N and writes for W, and R + W is not above N. How likely is a stale read, how long after a write, and what does that save?',
      load: () => import('./bounded-staleness.ts'),
    },
    {
      id: 'replication/versions-behind',
      asks: 'Reads wait for R replicas of N and writes for W, and R + W is not above N. How many versions is a read behind (k-staleness), and does a client step back from one read to the next?',
      load: () => import('./versions-behind.ts'),
    },
    {
      id: 'replication/staleness-grid',
      asks: 'No partition is in sight. What does consistency cost in latency, for every R and W of N replicas?',
      load: () => import('./staleness-grid.ts'),
    },
    {
      id: 'replication/atomic-register',
      asks: 'A write is on its way, and a read has seen it. Does the next read see it too, and what does that cost?',
      load: () => import('./atomic-register.ts'),
    },
    {
      id: 'replication/register-races',
      asks: 'Several servers read and write one register at once, messages overtake one another, and a minority crashes. Is it as if there were one machine?',
      load: () => import('./register-races.ts'),
    },
    {
      id: 'replication/chain-failures',
      asks: 'The head of a chain of replicas fails, then a node in the middle, then the tail, while clients write and read anywhere. Is it as if there were one machine?',
      load: () => import('./chain-failures.ts'),
    },
    {
      id: 'replication/chain-reads',
      asks: 'In a chain of replicas only the tail answers reads, or any node that has nothing uncommitted. How many more reads is that?',
      load: () => import('./chain-reads.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/replication/replication.ts')).replication,
    killers: (await import('./killers.ts')).replicationKillers,
    explorations: (await import('./explorations.ts')).replicationExplorations,
    stories: (await import('./exploration-stories.ts')).replicationStories,
  }),
};
