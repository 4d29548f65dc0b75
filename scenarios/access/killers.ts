/** For each rule, a run that shows what happens without it. */
import type { AccessRule } from '../../sims/access/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const killer = (name: string) => ({ scenario: `access/${name}`, seed: '1' });

export const accessKillers: Killers<AccessRule> = {
  'one-batch-a-turn': killer('n-plus-one'),
  'loads-begin-together': killer('n-plus-one'),
  'most-in-a-batch': { ...killer('n-plus-one'), params: { batchMax: 100 } },
  'keys-once': killer('batch-functions'),
  'rows-in-key-order': killer('batch-functions'),
  'missing-row-keeps-its-place': killer('batch-functions'),
  'limit-for-each-parent': killer('batch-functions'),
  'loader-of-one-request': killer('batch-functions'),
  'clear-after-write': killer('batch-functions'),
  'look-ahead': killer('n-plus-one'),
  'cost-before-execution': killer('nested-queries'),
  'plan-by-cost': killer('cheapest-plan'),
  'index-on-the-key': killer('missing-index'),
  'page-after-last-row': killer('next-page'),
  'cursor-breaks-ties': killer('next-page'),
  'sort-matches-index': killer('first-rows'),
  'index-begins-with-condition': killer('composite-index'),
  'equality-before-range': killer('composite-index'),
  'index-covers-the-query': killer('first-rows'),
  'prune-by-key': killer('partition-pruning'),
  'predicate-in-the-index': killer('soft-delete'),
  'pool-covers-nesting': killer('nested-connections'),
  'no-call-inside-transaction': killer('call-in-transaction'),
  'newest-run-wins': killer('deleted-keys'),
  'compaction-keeps-newest': killer('deleted-keys'),
  'tombstone-until-last-level': killer('deleted-keys'),
  'filter-before-page': killer('btree-or-lsm'),
  'log-before-memtable': killer('crash-before-flush'),
  'writes-wait-for-compaction': killer('slow-compaction'),
  'fill-at-the-right-end': killer('random-keys'),
  'halves-elsewhere': killer('random-keys'),
  'page-waits-for-checkpoint': killer('random-keys'),
  'top-k-at-each-node': killer('autocomplete'),
  'count-updates-the-path': killer('autocomplete'),
  'children-fill-the-gap': killer('autocomplete'),
};
