/** The laws of locks. */

export const locksLaws = {
  'one-holder':
    'the service never grants the lock while an earlier grant is in force by its own clock',
  'belief-within-lease':
    'no client gets or renews the lock while another may still believe in its lease by its own clock',
  'one-at-work': 'no two clients are at work under the lock at the same time',
  'no-write-after-lease': 'no client begins a write after its lease is over by its own clock',
  'no-stale-write':
    'a store that compares tokens never accepts a write of a holder after one of a later holder',
  'latest-holder-writes':
    'no store that compares tokens refuses a write of the latest holder that has written',
  'tokens-grow': 'each grant has a higher token than all earlier ones',
  'fair-order': 'the lock is granted in the order in which clients have queued',
  'no-herd': 'the end of a lock wakes at most one waiting client',
  progress: 'a free lock that clients want is granted within the time limit',
} as const;

export type LocksLaw = keyof typeof locksLaws;
