/** The rules of the wing, each with the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const dataloader = 'Byron and others, DataLoader, 2015';
const manual = 'PostgreSQL 18 documentation';
const oneil = 'Patrick O’Neil et al., The Log-Structured Merge-Tree, 1996';
const bigtable = 'Chang et al., Bigtable, OSDI 2006';
const suggestTree = 'Diethelm, Suggest Tree, suggesttree.sourceforge.net';
const winand = 'Winand, SQL Performance Explained, 2012';

export const accessRules = defineRules('access', {
  'one-batch-a-turn': {
    protects: 'one-query-a-level',
    source: `${dataloader}, Batch Scheduling`,
    because: 'a loader that does not wait for the other loads of its turn asks for each key alone',
  },
  'loads-begin-together': {
    protects: 'one-query-a-level',
    source: `${dataloader}, Batching`,
    because: 'a loop that waits for each load before the next never has two to batch',
  },
  'most-in-a-batch': {
    protects: 'batch-within-limit',
    source: `${dataloader}, maxBatchSize`,
    because: 'a batch of 100,000 keys is slow, or more than a statement of the database takes',
  },
  'keys-once': {
    protects: 'no-key-twice',
    source: `${dataloader}, Caching`,
    because: 'fifty posts of one author ask for the author fifty times',
  },
  'rows-in-key-order': {
    protects: 'same-answer',
    source: `${dataloader}, Batch Function`,
    because: 'each key gets the row of another, because IN (…) returns rows in an order of its own',
  },
  'missing-row-keeps-its-place': {
    protects: 'same-answer',
    source: `${dataloader}, Batch Function`,
    because:
      'one row that does not exist makes the list shorter than the keys, and all of them fail',
  },
  'limit-for-each-parent': {
    protects: 'same-answer',
    source: `${manual}, §7.6 LIMIT and OFFSET`,
    because: 'LIMIT counts the rows of all parents: the first takes them all',
  },
  'loader-of-one-request': {
    protects: 'nobody-sees-anothers',
    source: `${dataloader}, Caching Per-Request`,
    because: 'a loader that is shared answers one user from what was loaded for another',
  },
  'clear-after-write': {
    protects: 'read-your-write',
    source: `${dataloader}, Clearing Cache`,
    because: 'the loader has kept the row of before the write',
  },
  'look-ahead': {
    protects: 'nothing-unasked-is-read',
    source: 'GraphQL specification, October 2021, §6.3.2 Field Collection',
    because: 'a resolver that joins the posts always reads them for those who want names only',
  },
  'cost-before-execution': {
    protects: 'cost-within-budget',
    source: 'Hartig and Pérez, Semantics and Complexity of GraphQL, WWW 2018, §5',
    because:
      'a short query multiplies its rows at each level, and a limit of requests counts it once',
  },
  'plan-by-cost': {
    protects: 'cheapest-plan',
    source: 'Selinger et al., Access Path Selection in a Relational DBMS, SIGMOD 1979, §4',
    because: 'an index for half of the rows reads pages at random, and each of them several times',
  },
  'index-on-the-key': {
    protects: 'look-up-reads-a-path',
    source: 'Bayer and McCreight, Organization and Maintenance of Large Ordered Indexes, 1972, §2',
    because: 'the row may be on any page, and all of them are read',
  },
  'page-after-last-row': {
    protects: 'page-reads-its-rows',
    source: `${winand}, chapter 7`,
    because: 'OFFSET 100,000 reads 100,000 rows and throws them away',
  },
  'cursor-breaks-ties': {
    protects: 'no-row-skipped',
    source: `${winand}, chapter 7`,
    because: 'rows with the same time as the last one shown count as shown, and are skipped',
  },
  'sort-matches-index': {
    protects: 'reads-as-many-as-shown',
    source: `${manual}, §11.4 Indexes and ORDER BY`,
    because:
      'the rows are sorted after all, because an index on (a, b) has b in order only within one a',
  },
  'index-begins-with-condition': {
    protects: 'reads-entries-that-match',
    source: `${manual}, §11.3 Multicolumn Indexes`,
    because: 'entries of one b are spread over the whole of an index on (a, b)',
  },
  'equality-before-range': {
    protects: 'reads-entries-that-match',
    source: `${winand}, chapter 2, The Where Clause: Greater, Less and BETWEEN`,
    because: 'behind a range the next column only filters what has been read',
  },
  'index-covers-the-query': {
    protects: 'no-heap-read',
    source: `${manual}, §11.9 Index-Only Scans and Covering Indexes`,
    because: 'one column that the index lacks reads the row of each entry',
  },
  'prune-by-key': {
    protects: 'only-partitions-that-match',
    source: `${manual}, §5.12.4 Partition Pruning`,
    because: 'the planner has to look into each partition',
  },
  'predicate-in-the-index': {
    protects: 'index-holds-what-is-asked',
    source: `${manual}, §11.8 Partial Indexes`,
    because:
      'entries of rows that no query asks for are written, cached and vacuumed like all others',
  },
  'pool-covers-nesting': {
    protects: 'no-pool-deadlock',
    source: 'Wooldridge, HikariCP wiki, About Pool Sizing, Pool-locking',
    because: 'each request holds a connection and waits for a second one that another holds',
  },
  'no-call-inside-transaction': {
    protects: 'pool-throughput',
    source: 'Nygard, Release It!, 2018, §4.1 Integration Points',
    because: 'a call of two seconds holds its connection for two seconds',
  },
  'newest-run-wins': {
    protects: 'reads-newest-value',
    source: `${oneil}, §2.2 Finds in the LSM-tree Index`,
    because: 'several runs hold the key, and the oldest of them has the oldest value',
  },
  'compaction-keeps-newest': {
    protects: 'compaction-changes-no-answer',
    source: `${bigtable}, §5.4 Compactions`,
    because: 'of two values of a key the merge keeps one, and the newer one is gone for ever',
  },
  'tombstone-until-last-level': {
    protects: 'deleted-stays-deleted',
    source: `${bigtable}, §5.4 Compactions`,
    because: 'a value of the deleted key is still in an older run, which nothing hides any more',
  },
  'filter-before-page': {
    protects: 'absent-key-reads-no-page',
    source: `${bigtable}, §6 Bloom filters`,
    because: 'a key that is in no run is looked for in each of them, a page a run',
  },
  'log-before-memtable': {
    protects: 'acknowledged-survives-crash',
    source: `${bigtable}, §5.3 Tablet Serving`,
    because: 'what is only in memory when the machine crashes has been acknowledged and is gone',
  },
  'fsync-for-all-waiting': {
    protects: 'commit-waits-two-fsyncs',
    source:
      'DeWitt et al., Implementation Techniques for Main Memory Database Systems, SIGMOD 1984; PostgreSQL, src/backend/access/transam/xlog.c, XLogFlush',
    because: 'each commit waits for an fsync of its own, and they queue for the disk',
  },
  'acknowledge-after-fsync': {
    protects: 'acknowledged-survives-crash',
    source: `${manual}, Asynchronous Commit`,
    because: 'a commit that is acknowledged while its record is only in memory is lost in a crash',
  },
  'writes-wait-for-compaction': {
    protects: 'level-0-is-bounded',
    source: 'RocksDB wiki, Write Stalls, level0_stop_writes_trigger',
    because:
      'runs pile up as long as writes are faster than compaction, and each range read reads all',
  },
  'fill-at-the-right-end': {
    protects: 'ascending-keys-fill-leaves',
    source: 'PostgreSQL, src/backend/access/nbtree/nbtsplitloc.c, _bt_findsplitloc',
    because: 'ascending keys never return to the old half, and each leaf stays half empty',
  },
  'halves-elsewhere': {
    protects: 'leaf-half-full',
    source: 'Bayer and McCreight, Organization and Maintenance of Large Ordered Indexes, 1972, §3',
    because: 'a split of 90 to 10 makes a nearly empty leaf, and random keys fill both alike',
  },
  'page-waits-for-checkpoint': {
    protects: 'page-once-a-checkpoint',
    source: `${manual}, WAL Configuration`,
    because: 'each row writes its page at once, and the last leaf is written for each row in it',
  },
  'top-k-at-each-node': {
    protects: 'look-up-visits-its-letters',
    source: suggestTree,
    because: 'every term below the prefix is visited, most of all after the first letter',
  },
  'count-updates-the-path': {
    protects: 'completions-are-counted-most',
    source: suggestTree,
    because: 'shorter prefixes keep the lists from before, and a term that trends is not in them',
  },
  'children-fill-the-gap': {
    protects: 'completions-are-counted-most',
    source: suggestTree,
    because: 'a list that loses a term stays too short, although there are others',
  },
});

export type AccessRules = RulesOf<typeof accessRules>;
export type AccessRule = keyof AccessRules;
