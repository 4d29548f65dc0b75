/** The rules of isolation, each with the property that fails without it. */

import type { Switches } from '../../../src/check/rules.ts';

const berenson = 'Berenson et al., A Critique of ANSI SQL Isolation Levels, SIGMOD 1995';
const cahill =
  'Cahill, Röhm and Fekete, Serializable Isolation for Snapshot Databases, SIGMOD 2008';
const ports = 'Ports and Grittner, Serializable Snapshot Isolation in PostgreSQL, VLDB 2012';
const postgres = 'PostgreSQL 17 documentation';
const gray =
  'Gray, Lorie, Putzolu and Traiger, Granularity of Locks and Degrees of Consistency, 1976';

export const isolationRules = {
  'writer-waits-for-writer': {
    protects: 'no-dirty-write',
    source: `${berenson}, §3, P0`,
    because: 'a write on top of an uncommitted one leaves rows that mix two transactions',
  },
  'reads-only-committed': {
    protects: 'no-dirty-read',
    source: `${berenson}, §2.2, P1`,
    because: 'a transaction acts on a value that is rolled back or changed again',
  },
  'recheck-after-wait': {
    protects: 'no-lost-increment',
    source: `${postgres}, §13.2.1 Read Committed`,
    because: 'an UPDATE that has waited computes from the version that it saw before',
  },
  'one-snapshot': {
    protects: 'one-view',
    source: `${berenson}, §4.2 Snapshot Isolation`,
    because: 'two reads of one transaction see the database at two moments',
  },
  'snapshot-reads-without-locks': {
    protects: 'reader-and-writer-never-wait',
    source: `${postgres}, §13.1 Introduction`,
    because: 'a report that locks what it reads stops every update of it until the report ends',
  },
  'vacuum-spares-open-snapshots': {
    protects: 'snapshot-keeps-its-rows',
    source: `${postgres}, §24.1.2 Recovering Disk Space`,
    because: 'the version that an open snapshot needs is gone, and the newer one is not in it',
  },
  'first-updater-wins': {
    protects: 'no-lost-update',
    source: `${postgres}, §13.2.2 Repeatable Read`,
    because: 'a transaction overwrites a row committed after its snapshot',
  },
  'reader-finds-newer-version': {
    protects: 'serial-equivalent',
    source: `${ports}, §5.2.1 detecting conflicts by MVCC data`,
    because: 'a read that ignores an existing newer version records no dependency',
  },
  'writer-finds-reader': {
    protects: 'serial-equivalent',
    source: `${ports}, §5.2.1 SIREAD locks`,
    because: 'a write after the read records no dependency',
  },
  'predicates-are-locked': {
    protects: 'serial-equivalent',
    source: `${ports}, §5.2.1 phantoms`,
    because: 'a row inserted later has no reader on record, though a predicate has searched for it',
  },
  'reads-outlive-commit': {
    protects: 'serial-equivalent',
    source: `${cahill}, §3.3`,
    because:
      'a transaction overwrites data that a committed but still concurrent transaction has read',
  },
  'pivot-aborts': {
    protects: 'serial-equivalent',
    source: `${cahill}, §3.1`,
    because: 'two consecutive dependencies between concurrent transactions may close a cycle',
  },
  'reads-take-locks': {
    protects: 'serial-equivalent',
    source: `${gray}, §2 degree 3`,
    because: 'data that a transaction has read changes before it writes what follows from it',
  },
  'locks-until-commit': {
    protects: 'serial-equivalent',
    source: `${gray}, §2 degree 3`,
    because: 'a lock released at the end of its statement lets others in before the next one',
  },
  'deadlock-is-broken': {
    protects: 'every-transaction-ends',
    source: `${postgres}, §13.3.4 Deadlocks`,
    because: 'two transactions that wait for each other wait for ever',
  },
  'lock-in-one-order': {
    protects: 'no-deadlock',
    source: `${postgres}, §13.3.4 Deadlocks`,
    because: 'one transaction has row 1 and waits for row 2, another has row 2 and waits for row 1',
  },
  'claim-locks-row': {
    protects: 'job-done-once',
    source: `${postgres}, §13.3.2 Row-Level Locks`,
    because: 'workers that only read the queue find the same first job, and each of them does it',
  },
  'claim-skips-locked': {
    protects: 'claims-never-wait',
    source: `${postgres}, SELECT, The Locking Clause`,
    because: 'all workers wait for the first job, and the queue is as slow as one worker',
  },
  'idle-transaction-ends': {
    protects: 'job-is-not-lost',
    source: `${postgres}, §20.11.1 idle_in_transaction_session_timeout`,
    because: 'the store waits for a machine that is gone, and keeps the lock on its job',
  },
  'insert-waits-for-twin': {
    protects: 'unique',
    source: `${postgres}, §64.5 Index Uniqueness Checks`,
    because: 'two inserts of one key do not see each other, and both commit',
  },
  'update-expects-version': {
    protects: 'no-lost-update',
    source: 'Kung and Robinson, On Optimistic Methods for Concurrency Control, 1981, §3',
    because: 'a write computed from an old version overwrites a newer one',
  },
  'retry-reads-again': {
    protects: 'no-lost-update',
    source: `${postgres}, §13.5 Serialization Failure Handling`,
    because: 'a retry that sends the old value again overwrites the change that made it fail',
  },
} as const;

export type IsolationRules = Switches<keyof typeof isolationRules>;
