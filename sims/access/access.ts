/** Access to data as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { accessInvariants } from './invariants.ts';
import { accessNotes } from './notes.ts';
import { type AccessRule, accessRules } from './rules.ts';
import { viewOf } from './view.ts';

export const access: Sim<AccessRule> = {
  id: 'access',
  title: 'Access to data: N+1, loaders, indexes, plans, LSM trees',
  about:
    'How often a request asks the database, and how much that reads. A loader that batches as DataLoader does, B+ trees and LSM trees that count their pages, a planner with the formulas of PostgreSQL, indexes on several columns, pages of a list, partitions, partial indexes, and connections that requests hold. Joins, statistics that are out of date and memory that is too small are left out.',
  sources: [
    'Byron and others, DataLoader, 2015',
    'Selinger et al., Access Path Selection in a Relational DBMS, SIGMOD 1979',
    'Bayer and McCreight, Organization and Maintenance of Large Ordered Indexes, 1972',
    'Mackert and Lohman, Index Scans Using a Finite LRU Buffer, TODS 1989',
    'PostgreSQL 18 documentation, chapters 5, 11 and 14',
    'Winand, SQL Performance Explained, 2012',
    'Patrick O’Neil et al., The Log-Structured Merge-Tree, 1996',
    'Chang et al., Bigtable, OSDI 2006',
    'Dayan, Athanassoulis and Idreos, Monkey, SIGMOD 2017',
  ],
  rules: accessRules,
  invariants: accessInvariants,
  files: [
    'rules.ts',
    'loader.ts',
    'batch-functions.ts',
    'fields.ts',
    'laws.ts',
    'invariants.ts',
    'tree.ts',
    'look-up.ts',
    'notes.ts',
    'ordered.ts',
    'pages.ts',
    'partial.ts',
    'partitions.ts',
    'planner.ts',
    'pool.ts',
    'query-cost.ts',
    'requests.ts',
    'tables.ts',
    'turns.ts',
    'resolvers.ts',
    'view.ts',
    'lsm/page-count.ts',
    'growing-tree.ts',
    'lsm/sorted-run.ts',
    'lsm/merge.ts',
    'lsm/lsm-tree.ts',
    'lsm/store.ts',
    'lsm/clients.ts',
    'lsm/costs.ts',
    'lsm/timetable.ts',
    'workload.ts',
    'composite.ts',
  ],
  notes: accessNotes,
  arrowText: () => undefined,
  view: viewOf,
};
