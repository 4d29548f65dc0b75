/** The scenarios of locks, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const locksWing: WingEntry = {
  id: 'locks',
  title: 'Locks: leases, Redlock, ZooKeeper, fencing tokens',
  scenarios: [
    {
      id: 'locks/same-pause',
      asks: 'A client pauses between checking its lock and writing, for longer than the lock lasts. Which lock service keeps it from overwriting its successor?',
      load: () => import('./same-pause.ts'),
    },
    {
      id: 'locks/ttl-too-short',
      asks: 'A lock lasts 30 s and the work takes 35 s. How long are there two holders, and what does a watchdog that renews the lock change?',
      load: () => import('./ttl-too-short.ts'),
    },
    {
      id: 'locks/late-write',
      asks: 'The write of a former holder arrives late. When does a store with fencing tokens refuse it, and when does it accept it?',
      load: () => import('./late-write.ts'),
    },
    {
      id: 'locks/failover',
      asks: 'A Redis master crashes just after granting a lock, and its replica takes over. Does the lock survive?',
      load: () => import('./failover.ts'),
    },
    {
      id: 'locks/redlock-faults',
      asks: 'Redlock needs a majority of five nodes. What does it take for two clients to hold the lock at once?',
      load: () => import('./redlock-faults.ts'),
    },
    {
      id: 'locks/redlock-split',
      asks: 'Several clients ask five nodes for a lock at the same moment. How often does none of them get a majority?',
      load: () => import('./redlock-split.ts'),
    },
    {
      id: 'locks/consensus-lease',
      asks: 'A lock is a lease on a consensus group, as in etcd. Does it survive a leader crash, and is it then safe without fencing?',
      load: () => import('./consensus-lease.ts'),
    },
    {
      id: 'locks/zookeeper-queue',
      asks: 'Many clients wait for one lock. In which order do they get it, and how many wake up at each release?',
      load: () => import('./zookeeper-queue.ts'),
    },
    {
      id: 'locks/session-timeout',
      asks: 'The holder of a lock crashes. How long is the lock unavailable to other clients?',
      load: () => import('./session-timeout.ts'),
    },
    {
      id: 'locks/advisory-charge',
      asks: 'A service charges a card under an advisory lock of its database. Is the customer charged exactly once?',
      load: () => import('./advisory-charge.ts'),
    },
    {
      id: 'locks/convoy',
      asks: 'One holder of a row lock stalls. How much longer do the clients behind it wait?',
      load: () => import('./convoy.ts'),
    },
    {
      id: 'locks/latency',
      asks: 'How much longer does a lock that survives crashes take than one in the memory of a Redis?',
      load: () => import('./latency.ts'),
    },
    {
      id: 'locks/lost-renewals',
      asks: 'A lease is renewed every third of its length, over a network that loses messages. How many lost renewals does it survive?',
      load: () => import('./lost-renewals.ts'),
    },
    {
      id: 'locks/clock-drift',
      asks: 'The holder’s clock runs slower than the server’s. How long before the end of its TTL must it stop?',
      load: () => import('./clock-drift.ts'),
    },
    {
      id: 'locks/random-faults',
      asks: 'Clients and servers crash, pause and lose messages at random. Does the store ever accept a stale write, and does the lock ever stay stuck?',
      load: () => import('./random-faults.ts'),
    },
    {
      id: 'locks/every-order',
      asks: 'A lock holder may be late by any amount, and the lock server fails over. Is there an order of events in which the store takes a stale write?',
      load: () => import('./every-order.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/locks/locks.ts')).locks,
    killers: (await import('./killers.ts')).locksKillers,
    explorations: (await import('./explorations.ts')).locksExplorations,
    stories: (await import('./exploration-stories.ts')).locksStories,
  }),
};
