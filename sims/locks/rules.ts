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
    because: 'the lock of a client that crashes is never freed',
  },
  'ttl-comes-with-the-lock': {
    protects: 'no-lock-for-ever',
    source: `${redis}, Correct Implementation with a Single Instance`,
    because:
      'a client that crashes after setting the key and before setting its TTL leaves a lock that never expires',
  },
  'grant-is-atomic': {
    protects: 'one-holder',
    source: `${redis}, Correct Implementation with a Single Instance`,
    because: 'two clients that read the key before either has written it both find the lock free',
  },
  'release-only-own': {
    protects: 'one-holder',
    source: `${redis}, Correct Implementation with a Single Instance`,
    because: 'a late DEL (delete) of one client frees the lock that another has since taken',
  },
  'renew-only-own': {
    protects: 'belief-within-lease',
    source: `${redis}, Making the algorithm more reliable: Extending the lock`,
    because: 'a client extends a lock that has changed hands, and believes it is its own',
  },
  'renew-while-working': {
    protects: 'one-at-work',
    source: `${redis}, Making the algorithm more reliable: Extending the lock`,
    because: 'work longer than the TTL continues after another client has the lock',
  },
  'stop-when-lease-ends': {
    protects: 'no-write-after-lease',
    source: `${chubby}, §2.8`,
    because: 'a client whose renewals failed begins writes though it knows that its lease is over',
  },
  'validity-counts-from-send': {
    protects: 'belief-within-lease',
    source: `${redis}, The Redlock Algorithm, step 3`,
    because:
      'the TTL counts from the grant, so a slow reply makes the client believe in its lease for too long',
  },
  'validity-minus-drift': {
    protects: 'belief-within-lease',
    source: `${redis}, The Redlock Algorithm, Is the Algorithm Asynchronous?`,
    because: 'a client with a slow clock believes in its lease after the server has ended it',
  },
  'grant-is-durable': {
    protects: 'one-holder',
    source: `${redis}, Performance, Crash Recovery and fsync`,
    because:
      'a server restarts without a grant that it has acknowledged, and grants the lock again',
  },
  'grant-is-replicated': {
    protects: 'one-holder',
    source: `${redis}, Why Failover-based Implementations Are Not Enough`,
    because:
      'a replica that takes over from a crashed master may not have the grant, and grants the lock again',
  },
  'restart-waits-a-ttl': {
    protects: 'belief-within-lease',
    source: `${redis}, Performance, Crash Recovery and fsync, delayed restarts`,
    because: 'a node that has lost its grant helps another client to a majority',
  },
  'lock-needs-majority': {
    protects: 'belief-within-lease',
    source: `${redis}, The Redlock Algorithm, step 4`,
    because: 'two clients each get two of five nodes, and both believe that they hold the lock',
  },
  'unlock-all-on-failure': {
    protects: 'progress',
    source: `${redis}, The Redlock Algorithm, step 5`,
    because:
      'the keys that a client got without a majority keep every other client out until they expire',
  },
  'steal-only-unchanged': {
    protects: 'belief-within-lease',
    source: 'Amazon DynamoDB Lock Client, 2017, Leases',
    because: 'a lease that its holder has renewed in the meantime is taken for expired',
  },
  'lowest-sequence-holds': {
    protects: 'belief-within-lease',
    source: `${recipe}, step 3`,
    because:
      'a waiter whose predecessor gave up takes the lock while another client still holds it',
  },
  'queue-by-sequence': {
    protects: 'fair-order',
    source: `${recipe}, step 1`,
    because: 'waiters that race for one node get the lock in random order',
  },
  'watch-predecessor-only': {
    protects: 'no-herd',
    source: `${recipe}, step 4`,
    because: 'each release wakes every waiter, and all but one go back to waiting',
  },
  'node-ends-with-session': {
    protects: 'no-lock-for-ever',
    source: `${recipe}, step 1`,
    because: 'the node of a crashed client stays the lowest for ever',
  },
  'lock-ends-with-session': {
    protects: 'no-lock-for-ever',
    source: `${postgres}, §13.3.5 Advisory Locks`,
    because: 'a lock stays although its connection is gone',
  },
  'effect-commits-with-lock': {
    protects: 'no-stale-write',
    source: `${postgres}, §13.3.2 Row-Level Locks`,
    because: 'an effect outside the transaction arrives although its session and lock are gone',
  },
  'token-from-the-service': {
    protects: 'tokens-grow',
    source: `${kleppmann}, Making the lock safe with fencing`,
    because:
      'the token would be the time of the holder’s own clock, which can be lower than that of an earlier holder',
  },
  'write-carries-token': {
    protects: 'no-stale-write',
    source: `${kleppmann}, Making the lock safe with fencing`,
    because: 'the store has no token to compare, and accepts the late write',
  },
  'store-refuses-older-token': {
    protects: 'no-stale-write',
    source: `${kleppmann}, Making the lock safe with fencing`,
    because: 'a late write of an earlier holder overwrites that of a later one',
  },
  'store-accepts-equal-token': {
    protects: 'latest-holder-writes',
    source: `${kleppmann}, Making the lock safe with fencing`,
    because: 'a holder’s second write is refused',
  },
  'store-remembers-highest': {
    protects: 'no-stale-write',
    source: `${chubby}, §2.4 sequencers`,
    because: 'a store that restarts accepts any token as the highest',
  },
});

export type LocksRules = RulesOf<typeof locksRules>;
export type LocksRule = keyof LocksRules;
