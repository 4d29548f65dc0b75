/** What locks are held to. */

export const locksLaws = {
  'one-holder':
    'the service grants the lock to none while an earlier grant is in force by its own clock',
  'belief-within-lease':
    'no client gets or renews the lock while another may believe in its lease by its own clock',
  'one-at-work': 'no two clients are at work under the lock at the same time',
  'no-write-after-lease': 'no client begins a write after its lease is over by its own clock',
  'no-stale-write':
    'a store that compares tokens takes no write of a holder after one of a later holder',
  'latest-holder-writes': 'no store refuses a write of the latest holder that has written',
  'tokens-grow': 'each grant has a higher token than all before it',
  'fair-order': 'the lock is granted in the order in which clients have queued',
  'no-herd': 'the end of a lock wakes one waiting client at most',
  progress: 'a free lock that clients want is granted in time',
} as const;

export type LocksLaw = keyof typeof locksLaws;
