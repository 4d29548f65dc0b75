/** The scenarios of access, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const accessWing: WingEntry = {
  id: 'access',
  title: 'Access to data: N+1, loaders, indexes, plans',
  scenarios: [
    {
      id: 'access/n-plus-one',
      asks: 'A GraphQL query asks for 50 users, 20 posts of each, and the comments of those. How many queries does the database get?',
      load: () => import('./n-plus-one.ts'),
    },
    {
      id: 'access/batch-functions',
      asks: 'A loader replaces single queries by batches. What can go wrong with the rows, and with what the loader keeps?',
      load: () => import('./batch-functions.ts'),
    },
    {
      id: 'access/nested-queries',
      asks: 'A query nests lists within lists. How many resolvers does it run, and what does a budget of cost change?',
      load: () => import('./nested-queries.ts'),
    },
    {
      id: 'access/missing-index',
      asks: 'A look-up by key takes 1 to 5 ms. What does it take with a full table scan, if the index is missing?',
      load: () => import('./missing-index.ts'),
    },
    {
      id: 'access/cheapest-plan',
      asks: 'A query asks for some share of the rows, and there is an index. From which share on does the planner read the whole table instead?',
      load: () => import('./cheapest-plan.ts'),
    },
    {
      id: 'access/soft-delete',
      asks: 'Rows are marked as deleted, and 99% are not. Does an index on deleted_at help, and how much smaller is a partial one?',
      load: () => import('./soft-delete.ts'),
    },
    {
      id: 'access/next-page',
      asks: 'A reader turns the pages of a list to its end while posts arrive. How many rows does that read, and does it show each post once?',
      load: () => import('./next-page.ts'),
    },
    {
      id: 'access/first-rows',
      asks: 'The ten smallest orders are asked for, and there is an index. How many entries and rows are read?',
      load: () => import('./first-rows.ts'),
    },
    {
      id: 'access/partition-pruning',
      asks: 'A table of 500 million rows is split into 50 partitions. How many rows does a query of one week read?',
      load: () => import('./partition-pruning.ts'),
    },
    {
      id: 'access/over-fetch',
      asks: 'A web page, an app and a watch show the same products. How many bytes does each get that it does not show?',
      load: () => import('./over-fetch.ts'),
    },
    {
      id: 'access/nested-connections',
      asks: 'Each request holds several connections of a pool at a time. How many must the pool have?',
      load: () => import('./nested-connections.ts'),
    },
    {
      id: 'access/call-in-transaction',
      asks: 'A request calls a payment service for two seconds, with its transaction open. How many requests a second does a pool of ten connections serve?',
      load: () => import('./call-in-transaction.ts'),
    },
    {
      id: 'access/btree-or-lsm',
      asks: 'A table gets far more writes than reads. Does a B-tree or an LSM tree cost less, and what do reads pay for it?',
      load: () => import('./btree-or-lsm.ts'),
    },
    {
      id: 'access/deleted-keys',
      asks: 'A key is deleted from an LSM tree, which writes a tombstone. When may the tombstone go, and what if it goes too early?',
      load: () => import('./deleted-keys.ts'),
    },
    {
      id: 'access/crash-before-flush',
      asks: 'An LSM tree keeps new rows in memory until a run is full, and its machine crashes. Which writes are lost?',
      load: () => import('./crash-before-flush.ts'),
    },
    {
      id: 'access/group-commit',
      asks: 'Each commit must be on the disk, and an fsync takes two milliseconds. How does a database commit thousands of transactions a second?',
      load: () => import('./group-commit.ts'),
    },
    {
      id: 'access/slow-compaction',
      asks: 'Writes arrive faster than an LSM tree compacts. What becomes of reads, and what if writes wait?',
      load: () => import('./slow-compaction.ts'),
    },
    {
      id: 'access/composite-index',
      asks: 'There is an index on (a, b). Does it help WHERE b = ?, ORDER BY b, or ORDER BY a DESC, b?',
      load: () => import('./composite-index.ts'),
    },
    {
      id: 'access/random-keys',
      asks: 'Rows get random keys (UUIDv4), time-ordered ones (UUIDv7), or numbers in order. What do random keys cost in pages, checkpoints and memory?',
      load: () => import('./random-keys.ts'),
    },
    {
      id: 'access/autocomplete',
      asks: 'Autocomplete shows the five most searched terms with a prefix. What does a trie that keeps them at each node gain over scanning the subtree, and what does a search cost it?',
      load: () => import('./autocomplete.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/access/access.ts')).access,
    killers: (await import('./killers.ts')).accessKillers,
  }),
};
