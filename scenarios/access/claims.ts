/** What is said of access to data, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const accessClaims: Claims = {
  'q14-1051-queries': {
    says: '50 users with 20 posts each cost 1,051 queries, more than 105,000 a second at 100 requests.',
    verdict: 'confirmed',
  },
  'q14-dataloader-3': {
    says: 'Batching loaders make three queries of them.',
    verdict: 'depends',
    instead:
      'On the keys that fit a batch: one query a level with 1,000 keys to a batch, and 12 with 100.',
  },
  'q14-lookahead-single-join': {
    says: 'A resolver that looks ahead joins what is asked for, and skips what is not.',
    verdict: 'confirmed',
  },
  'top-graphql-adds-n-plus-1': {
    says: 'GraphQL brings N+1 queries by default.',
    verdict: 'confirmed',
  },
  'q14-depth-exponential': {
    says: 'Nesting makes the calls of resolvers grow exponentially.',
    verdict: 'confirmed',
  },
  'q1-missing-index-500ms': {
    says: 'A missing index makes 500 ms or more of 1 to 5 ms, with millions of rows.',
    verdict: 'confirmed',
  },
  'qf-soft-delete-not-selective': {
    says: 'With 99% of deleted_at NULL the planner ignores an index on it, and scans.',
    verdict: 'depends',
    instead: 'On what is asked for: for the 99% it scans, for the 1% it uses the index.',
  },
  'qf-partial-index-much-smaller': {
    says: 'A partial index on the live rows is much smaller.',
    verdict: 'refuted',
    instead:
      'With 99% live it is 99% as large. It is small if few rows are asked for: over the deleted ones, 1%.',
  },
  'q11-partition-500m-10m': {
    says: 'With 50 partitions a query reads 10 of 500 million rows.',
    verdict: 'depends',
    instead:
      'On the condition: on the key of the partitions it does, or twice that across a boundary; on another column it reads all.',
  },
  'gql-fields-no-overfetch': {
    says: 'Clients that name their fields get those and no others.',
    verdict: 'depends',
    instead:
      'On where one looks: over the network that is so. From the table a resolver reads every column, unless it looks ahead.',
  },
};
