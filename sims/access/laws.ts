/** What an access to data is held to. */
export const accessLaws = {
  'one-query-a-level': 'a batching loader asks the database once for each level of a query',
  'batch-within-limit': 'no batch has more keys than the limit',
  'no-key-twice': 'no key is asked for twice in one request',
  'same-answer': 'with a loader each key has the answer that it has without',
  'nobody-sees-anothers': 'no user is answered with what another may see',
  'read-your-write': 'what a request has written it reads again',
  'nothing-unasked-is-read': 'no row is read that the query does not ask for',
  'cost-within-budget': 'no query is executed whose cost is above the budget',
  'cheapest-plan': 'no plan is chosen that is dearer than another one',
  'look-up-reads-a-path': 'a look-up reads a page for each level of the index, and that of the row',
  'page-reads-its-rows': 'the next page reads as many rows as it shows',
  'no-row-skipped': 'who turns all pages sees each row that was there from the beginning once',
  'reads-as-many-as-shown': 'the first rows of an order are read without reading the others',
  'reads-entries-that-match':
    'a query reads the entries of an index that match its conditions, and no others',
  'no-heap-read': 'a query that the index covers reads no row of the table',
  'only-partitions-that-match': 'no partition is read that can have no row of the answer',
  'index-holds-what-is-asked': 'a partial index holds the rows that queries ask for, and no others',
  'no-pool-deadlock': 'requests do not wait for connections that only they could return',
  'pool-throughput': 'a connection is held for its query, and for nothing else',
  'reads-newest-value': 'a read returns the value that was written last',
  'compaction-changes-no-answer': 'a compaction changes what is on the disk, and no answer',
  'deleted-stays-deleted': 'a key that was deleted has no value until it is written again',
  'absent-key-reads-no-page':
    'a look-up of a key that is in no run reads a page only where a filter errs',
  'acknowledged-survives-crash': 'a write that was acknowledged is still there after a crash',
  'commit-waits-two-fsyncs':
    'a commit waits for the fsync under way and for its own, and for no other',
  'level-0-is-bounded': 'no more runs wait for compaction than the limit',
  'ascending-keys-fill-leaves':
    'each leaf of ascending keys, apart from the last, is filled up to the fill factor',
  'leaf-half-full': 'no leaf but the last is less than half full',
  'page-once-a-checkpoint':
    'no page is written twice between two checkpoints if all of them fit in memory',
  'look-up-visits-its-letters': 'completing a prefix visits the root and a node for each letter',
  'completions-are-counted-most': 'a prefix is completed with the terms that are counted most',
} as const;

export type AccessLaw = keyof typeof accessLaws;
