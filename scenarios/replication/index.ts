/** The scenarios of replication, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const replicationWing: WingEntry = {
  id: 'replication',
  title: 'Replication: primary and replicas, quorums, durability, partitions',
  scenarios: [
    {
      id: 'replication/failover-in-lag',
      asks: 'A primary dies, and a replica takes over. How many acknowledged writes are lost?',
      load: () => import('./failover-in-lag.ts'),
    },
    {
      id: 'replication/session-token',
      asks: 'A session reads from any replica. Does a token of what it has seen give it read-your-writes and monotonic reads?',
      load: () => import('./session-token.ts'),
    },
    {
      id: 'replication/longest-log',
      asks: 'Two primaries have failed, and two nodes can take over. Is the one with the longest log the right choice?',
      load: () => import('./longest-log.ts'),
    },
    {
      id: 'replication/random-faults',
      asks: 'Nodes, failover manager and clients crash, pause and lose messages at random. Is an acknowledged write ever lost?',
      load: () => import('./random-faults.ts'),
    },
    {
      id: 'replication/replica-load',
      asks: 'A replica applies one entry after the other. How far behind is it, depending on its load?',
      load: () => import('./replica-load.ts'),
    },
    {
      id: 'replication/stale-own-read',
      asks: 'A user writes at the primary and reads from a replica. How often does the read miss the user’s own write, and which routing helps?',
      load: () => import('./stale-own-read.ts'),
    },
    {
      id: 'replication/write-latency',
      asks: 'How much latency does each further acknowledgement add that a write waits for?',
      load: () => import('./write-latency.ts'),
    },
    {
      id: 'replication/long-fsync',
      asks: 'A log is synced every second, and the disk is slow when the power fails. Is at most one second of writes lost?',
      load: () => import('./long-fsync.ts'),
    },
    {
      id: 'replication/lying-disk',
      asks: 'Each write is synced before it is acknowledged, but the drive says "done" too early. Which writes are lost?',
      load: () => import('./lying-disk.ts'),
    },
    {
      id: 'replication/power-loss',
      asks: 'The power fails. Which writes has a store lost that syncs its log always, every second or never, or takes snapshots?',
      load: () => import('./power-loss.ts'),
    },
    {
      id: 'replication/choice-per-operation',
      asks: 'One store keeps balances strongly and feeds eventually consistent, and the network is cut. Which requests are refused, and which data is inconsistent?',
      load: () => import('./choice-per-operation.ts'),
    },
    {
      id: 'replication/partition-choice',
      asks: 'Two replicas of five are cut off for a while. What do clients see of a store that chose consistency, and of one that chose availability (CAP)?',
      load: () => import('./partition-choice.ts'),
    },
    {
      id: 'replication/partition-length',
      asks: 'A partition lasts longer. How do a consistent store’s errors grow, and an available store’s conflicts?',
      load: () => import('./partition-length.ts'),
    },
    {
      id: 'replication/quorum-nines',
      asks: 'Machines and zones fail now and then. How often does a group of replicas have no majority, and how many nines is that?',
      load: () => import('./quorum-nines.ts'),
    },
    {
      id: 'replication/quorum-store',
      asks: 'Each key has three replicas, reads and writes wait for two of them, and nodes crash, pause and lose messages. Does every read see every acknowledged write, and do the replicas agree in the end?',
      load: () => import('./quorum-store.ts'),
    },
    {
      id: 'replication/deleted-key',
      asks: 'Keys are deleted while a replica is down, and it comes back after the minimum age of tombstones. Does it bring the deleted keys back?',
      load: () => import('./deleted-key.ts'),
    },
    {
      id: 'replication/divided-cluster',
      asks: 'A cluster is cut in two, and a client on each side updates what both have read. Which updates are acknowledged, and does one overwrite the other?',
      load: () => import('./divided-cluster.ts'),
    },
    {
      id: 'replication/fast-clock',
      asks: 'Last writer wins by the coordinators’ clocks, and one clock is two seconds fast. How many acknowledged writes of the other coordinator are never seen?',
      load: () => import('./fast-clock.ts'),
    },
    {
      id: 'replication/missed-writes',
      asks: 'A replica was down while keys were written. How does it learn what it has missed, and how much has to be compared?',
      load: () => import('./missed-writes.ts'),
    },
    {
      id: 'replication/sloppy-quorum',
      asks: 'With hinted handoff, as in Dynamo, any three nodes can accept a write. Does R + W > N still guarantee that a read sees it?',
      load: () => import('./sloppy-quorum.ts'),
    },
    {
      id: 'replication/single-node',
      asks: 'A store is a single node, which fails now and then. Is it consistent, and how often does it answer?',
      load: () => import('./single-node.ts'),
    },
    {
      id: 'replication/concurrent-carts',
      asks: 'Several clients add an item to the same shopping cart at once. Which items are lost with last-writer-wins, and which with version vectors?',
      load: () => import('./concurrent-carts.ts'),
    },
    {
      id: 'replication/sibling-store',
      asks: 'Clients write after what they have read, any replica accepts writes, and nodes crash, pause and lose messages. Does a write ever vanish without a later write that has seen it?',
      load: () => import('./sibling-store.ts'),
    },
    {
      id: 'replication/global-table',
      asks: 'Three regions accept writes at once and ship them to the others; the last writer wins. How soon do the regions agree, and which writes are lost?',
      load: () => import('./global-table.ts'),
    },
    {
      id: 'replication/gossip',
      asks: 'One of many nodes knows an update, and nodes gossip with random partners. How many rounds until every node knows it, how many messages does that take, and how many never learn it?',
      load: () => import('./gossip.ts'),
    },
    {
      id: 'replication/bounded-staleness',
      asks: 'Reads wait for R of N replicas and writes for W, with R + W at most N. How likely is a stale read, for how long after a write, and how much latency does that save?',
      load: () => import('./bounded-staleness.ts'),
    },
    {
      id: 'replication/versions-behind',
      asks: 'Reads wait for R of N replicas and writes for W, with R + W at most N. How many versions is a read behind (k-staleness), and does a client step back from one read to the next?',
      load: () => import('./versions-behind.ts'),
    },
    {
      id: 'replication/staleness-grid',
      asks: 'Without a partition, how much latency does consistency cost, for every R and W of N replicas?',
      load: () => import('./staleness-grid.ts'),
    },
    {
      id: 'replication/atomic-register',
      asks: 'A write is in flight, and one read has seen it. Does the next read see it too, and what does that cost?',
      load: () => import('./atomic-register.ts'),
    },
    {
      id: 'replication/register-races',
      asks: 'Several servers read and write one register at once, messages overtake one another, and a minority crashes. Does the register behave like a single machine?',
      load: () => import('./register-races.ts'),
    },
    {
      id: 'replication/chain-failures',
      asks: 'The head of a chain of replicas fails, then a middle node, then the tail, while clients write and read anywhere. Does the chain behave like a single machine?',
      load: () => import('./chain-failures.ts'),
    },
    {
      id: 'replication/chain-reads',
      asks: 'In a chain of replicas, either only the tail answers reads, or any node without uncommitted versions does. How much read throughput does the second gain?',
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
