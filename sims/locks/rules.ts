/** The rules of locks, each with the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const redis = 'Redis documentation, Distributed Locks with Redis';
const kleppmann = 'Kleppmann, How to do distributed locking, 2016';
const recipe = 'ZooKeeper documentation, Recipes and Solutions, Locks';
const chubby = 'Burrows, The Chubby Lock Service, OSDI 2006';
const postgres = 'PostgreSQL 17 documentation, §13.3 Explicit Locking';

export const locksRules = defineRules('locks', {
  'lock-expires': {
    protects: 'no-lock-for-ever',
    source: `${redis}, Safety and Liveness Guarantees`,
    because: 'the holder crashes, and nothing ever frees what it held',
  },
  'ttl-comes-with-the-lock': {
    protects: 'no-lock-for-ever',
    source: `${redis}, Correct Implementation with a Single Instance`,
    because: 'a client that crashes between SET NX and PEXPIRE leaves a lock without an end',
  },
  'grant-is-atomic': {
    protects: 'one-holder',
    source: `${redis}, Correct Implementation with a Single Instance`,
    because: 'two clients that GET before either has SET both find the lock free',
  },
  'release-only-own': {
    protects: 'one-holder',
    source: `${redis}, Correct Implementation with a Single Instance`,
    because: 'a late DEL of one client frees the lock that another has taken since',
  },
  'renew-only-own': {
    protects: 'belief-within-lease',
    source: `${redis}, Making the algorithm more reliable: Extending the lock`,
    because: 'a client extends a lock that has changed hands, and takes it for its own',
  },
  'renew-while-working': {
    protects: 'one-at-work',
    source: `${redis}, Making the algorithm more reliable: Extending the lock`,
    because: 'work that takes longer than the TTL goes on after another client has the lock',
  },
  'stop-when-lease-ends': {
    protects: 'no-write-after-lease',
    source: `${chubby}, §2.8`,
    because: 'a client whose renewals failed begins writes though it knows that its lease is over',
  },
  'validity-counts-from-send': {
    protects: 'belief-within-lease',
    source: `${redis}, The Redlock Algorithm, step 3`,
    because: 'the TTL runs from the grant, and a reply that took long is counted twice',
  },
  'validity-minus-drift': {
    protects: 'belief-within-lease',
    source: `${redis}, The Redlock Algorithm, Is the Algorithm Asynchronous?`,
    because: 'a client with a slow clock believes in its lease after the server has ended it',
  },
  'grant-is-durable': {
    protects: 'one-holder',
    source: `${redis}, Performance, Crash Recovery and fsync`,
    because: 'a server restarts without the grant that it has answered, and grants the lock again',
  },
  'grant-is-replicated': {
    protects: 'one-holder',
    source: `${redis}, Why Failover-based Implementations Are Not Enough`,
    because: 'the master crashes before its replica has the grant, and the replica grants it again',
  },
  'restart-waits-a-ttl': {
    protects: 'belief-within-lease',
    source: `${redis}, Performance, Crash Recovery and fsync, delayed restarts`,
    because: 'a node that has forgotten its grant helps another client to a majority',
  },
  'lock-needs-majority': {
    protects: 'belief-within-lease',
    source: `${redis}, The Redlock Algorithm, step 4`,
    because: 'two clients each get two of five nodes, and both take that for the lock',
  },
  'unlock-all-on-failure': {
    protects: 'progress',
    source: `${redis}, The Redlock Algorithm, step 5`,
    because: 'what a client got without a majority keeps every other client out until it expires',
  },
  'steal-only-unchanged': {
    protects: 'belief-within-lease',
    source: 'Amazon DynamoDB Lock Client, 2017, Leases',
    because: 'a lease that its holder has renewed meanwhile is taken for one that has run out',
  },
  'lowest-sequence-holds': {
    protects: 'belief-within-lease',
    source: `${recipe}, step 3`,
    because: 'a waiter whose predecessor gave up takes the lock that another still holds',
  },
  'queue-by-sequence': {
    protects: 'fair-order',
    source: `${recipe}, step 1`,
    because: 'waiters that race for one node get the lock in the order of their luck',
  },
  'watch-predecessor-only': {
    protects: 'no-herd',
    source: `${recipe}, step 4`,
    because: 'each release wakes every waiter, and all but one go back to wait',
  },
  'node-ends-with-session': {
    protects: 'no-lock-for-ever',
    source: `${recipe}, step 1`,
    because: 'the node of a client that crashed stays the lowest for ever',
  },
  'lock-ends-with-session': {
    protects: 'no-lock-for-ever',
    source: `${postgres}, §13.3.5 Advisory Locks`,
    because: 'the connection is gone, and its lock stays',
  },
  'effect-commits-with-lock': {
    protects: 'no-stale-write',
    source: `${postgres}, §13.3.2 Row-Level Locks`,
    because: 'an effect outside the transaction comes although its session and lock are gone',
  },
  'token-from-the-service': {
    protects: 'tokens-grow',
    source: `${kleppmann}, Making the lock safe with fencing`,
    because: 'a timestamp of the holder’s own clock can be lower than that of an earlier holder',
  },
  'write-carries-token': {
    protects: 'no-stale-write',
    source: `${kleppmann}, Making the lock safe with fencing`,
    because: 'the store has nothing to compare, and takes the late write',
  },
  'store-refuses-older-token': {
    protects: 'no-stale-write',
    source: `${kleppmann}, Making the lock safe with fencing`,
    because: 'the write of an earlier holder arrives last, and stays',
  },
  'store-accepts-equal-token': {
    protects: 'latest-holder-writes',
    source: `${kleppmann}, Making the lock safe with fencing`,
    because: 'the second write of one holder is refused',
  },
  'store-remembers-highest': {
    protects: 'no-stale-write',
    source: `${chubby}, §2.4 sequencers`,
    because: 'a store that restarts takes any token for the highest',
  },
});

export type LocksRules = RulesOf<typeof locksRules>;
export type LocksRule = keyof LocksRules;
