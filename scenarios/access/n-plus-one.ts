import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { resolveAll, resolveNames, type Way, ways } from '../../sims/access/resolvers.ts';
import { Tables } from '../../sims/access/tables.ts';
import { difference, exactly } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  users: whole(1, 100, 50, 'that the query lists'),
  postsEach: whole(1, 30, 20, 'of each user'),
  commentsEach: whole(0, 10, 3, 'of each post'),
  batchMax: whole(1, 5_000, 1_000, 'keys of a batch'),
  requestsPerSecond: whole(1, 1_000, 100, 'of this query'),
});
type Params = z.output<typeof params>;

const says: Readonly<Record<Way, string>> = {
  naive: 'field by field',
  batched: 'with a loader for each level',
  ahead: 'with one join',
};
const batches = ({ users, postsEach, batchMax }: Params) =>
  1 + Math.ceil(users / batchMax) + Math.ceil((users * postsEach) / batchMax);

export default scenario({
  ...aboutAccess,
  id: 'access/n-plus-one',
  asks: 'A GraphQL query asks for 50 users, 20 posts of each, and the comments of those. How many queries does the database get?',
  claims: [
    'q14-1051-queries',
    'q14-dataloader-3',
    'q14-lookahead-single-join',
    'top-graphql-adds-n-plus-1',
  ],
  code: ['sims/access/resolvers.ts#resolveAll', 'sims/access/loader.ts#load'],
  params,
  metrics: {
    ...gaugePer(ways, 'queries', 'queries', (way) => `of one request, ${says[way]}`),
    perSecond: gauge('queries/s', 'at that rate, field by field'),
    keysMost: gauge('keys', 'of the largest batch'),
    differ: gauge('ways', 'that return something else than field by field'),
    unasked: gauge('rows', 'read for { users { name } } beyond the users, with look-ahead'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const answers = new Map<Way, string>();
    for (const way of ways) {
      study.next(() => {
        const tables = new Tables(p);
        answers.set(way, resolveAll(way, tables, p.batchMax, rules).join());
        study.observes(`queries ${says[way]}`, tables.queries, '', metrics[`${way}.queries`]);
        if (way !== 'batched') return;
        study.observes('keys of the largest batch', tables.keysMost, '', metrics.keysMost);
        study.holds(
          'batch-within-limit',
          tables.keysMost <= p.batchMax,
          `a batch of the loader has ${inDigits(tables.keysMost)} keys, although only ${inDigits(p.batchMax)} are allowed`,
        );
        study.holds(
          'one-query-a-level',
          tables.queries <= batches(p),
          `${inDigits(tables.queries)} queries are sent for the three levels of a request, although ${inDigits(batches(p))} are enough`,
        );
      });
    }
    return study
      .next(() => {
        const differ = ways.filter((way) => answers.get(way) !== answers.get('naive')).length;
        study.observes('ways that return something else', differ, '', metrics.differ);
        study.holds(
          'same-answer',
          differ === 0,
          `${counted(differ, 'way')} of three to fetch the same rows ${differ === 1 ? 'gives' : 'give'} another answer`,
        );
      })
      .next(() => {
        const queries = metrics['naive.queries'].value ?? 0;
        study.observes('queries a second', queries * p.requestsPerSecond, '', metrics.perSecond);
      })
      .next(() => {
        const tables = new Tables(p);
        resolveNames(tables, rules);
        const unasked = tables.rowsRead - p.users;
        study.observes('rows beyond the users, for their names', unasked, '', metrics.unasked);
        study.holds(
          'nothing-unasked-is-read',
          unasked === 0,
          `${counted(unasked, 'row is', 'rows are')} read from posts and comments for the names of users`,
        );
      })
      .next(() => {
        const post = randomInteger(study.stream('post'), 0, p.users * p.postsEach - 1);
        const tables = new Tables(p);
        const [comments = []] = tables.children('comments', [post]);
        study.observes('comments of a post that is drawn', comments.length);
        study.observes('its number', post);
      })
      .next(() =>
        study.observes('rows that the query returns', p.users * p.postsEach * p.commentsEach),
      )
      .next(() => study.observes('levels', 3))
      .next(() => study.observes('users', p.users))
      .next(() => study.observes('posts', p.users * p.postsEach));
  },
  expect: (p) => {
    const naive = 1 + p.users + p.users * p.postsEach;
    return [
      exactly(naive, 'naive.queries', 'naive').says(
        'queries for a request, field by field: 1 + users + users x posts of each',
        'q14-1051-queries',
      ),
      exactly(naive * p.requestsPerSecond, 'perSecond', 'per-second').says(
        'queries a second, field by field: requests a second x queries',
        'q14-1051-queries',
      ),
      exactly(batches(p), 'batched.queries', 'batched').says(
        'queries for a request, with loaders: one for each level and batch',
        'q14-dataloader-3',
      ),
      exactly(1, 'ahead.queries', 'ahead').says(
        'queries for a request, with a join',
        'q14-lookahead-single-join',
      ),
      exactly(0, 'unasked', 'unasked').says(
        'rows of posts and comments that are read, if only the names of the users are asked for',
        'q14-lookahead-single-join',
      ),
      exactly(naive - batches(p), difference('naive.queries', 'batched.queries'), 'saved').says(
        'queries for a request that loaders save',
        'top-graphql-adds-n-plus-1',
      ),
      exactly(0, 'differ', 'same').says('ways of fetching whose result differs from the others'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `${inDigits(m['naive.queries'].value ?? 0)} queries, because each row’s children are fetched by a query of their own (N+1); a loader that batches the keys of each level (DataLoader, eager loading) makes it ${inDigits(m['batched.queries'].value ?? 0)}, and a join 1. Of the ${inDigits(m['naive.queries'].value ?? 0)}, 1 is for the users, ${inDigits(p.users)} are for their posts and ${inDigits(p.users * p.postsEach)} for the comments. At ${inDigits(p.requestsPerSecond)} requests a second that is ${inDigits(m.perSecond.value ?? 0)} queries a second. All three ways return the same.`,
});

// Left out: the time of the queries, and the rows of users and posts that a join repeats.
