import * as z from 'zod';
import { newestForKeys, rowsForKeys } from '../../sims/access/batch-functions.ts';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { Loader, type Outcome } from '../../sims/access/loader.ts';
import { Loaders, written } from '../../sims/access/requests.ts';
import { Turns } from '../../sims/access/turns.ts';
import { difference, exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { chance, randomInteger, shuffled } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  authors: whole(10, 500, 50, 'of whom some do not exist any more'),
  missingShare: real(0.05, 0.5, 0.1, 'of authors that do not exist'),
  posts: whole(40, 5_000, 400, 'each of a random author'),
  limit: whole(1, 5, 2, 'newest posts of each author'),
});

const nameOf = (author: number): string => `author ${author}`;

export default scenario({
  ...aboutAccess,
  id: 'access/batch-functions',
  asks: 'A loader replaces single queries by batches. What can go wrong with the rows, and with what the loader keeps?',
  claims: [],
  code: [
    'sims/access/batch-functions.ts#rowsForKeys',
    'sims/access/requests.ts#written',
    'sims/access/requests.ts#forRequest',
  ],
  params,
  metrics: {
    wrong: gauge('posts', 'whose author is not the one that a single query gives'),
    repeated: gauge('keys', 'asked for again in one request'),
    limited: gauge('authors', 'whose newest posts are not those of a single query'),
    leaked: gauge('rows', 'that a user gets and only another may see'),
    stale: gauge('rows', 'read as they were before the write'),
    keys: gauge('keys', 'that the loader asked for'),
    distinct: gauge('authors', 'of posts'),
  },
  build({ world, params: { authors, missingShare, posts, limit }, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const stream = study.stream('posts');
    const exists = Array.from(
      { length: authors },
      (_, place) => place > 1 && !chance(stream, missingShare),
    );
    // Two authors have posts for certain, the later one first, and another does not exist.
    const authorOf = Array.from({ length: posts }, (_, place) =>
      place < 8 ? ([9, 3, 9, 0, 3, 9, 3, 9][place] ?? 0) : randomInteger(stream, 0, authors - 1),
    );
    exists[3] = true;
    exists[9] = true;
    const single = (author: number) => (exists[author] ? nameOf(author) : 'nobody');
    const rowsIn = (keys: readonly number[]) =>
      [...new Set(keys)]
        .filter((key) => exists[key])
        .sort((a, b) => a - b)
        .map((id) => ({ id, name: nameOf(id) }));

    study.next(() => {
      const turns = new Turns();
      let asked: readonly number[] = [];
      const loader = new Loader<number, string>(rules, {
        afterTurn: turns.afterTurn,
        batch: (keys, done) => {
          asked = [...asked, ...keys];
          done(rowsForKeys(keys, rowsIn(keys), rules));
        },
      });
      const names: (string | undefined)[] = [];
      for (const [post, author] of authorOf.entries()) {
        loader.load(author, (outcome) => {
          names[post] = nameIn(outcome);
        });
      }
      turns.run();
      const wrong = authorOf.filter((author, post) => names[post] !== single(author)).length;
      study.observes('posts with a wrong author', wrong, `of ${posts}`, metrics.wrong);
      study.holds(
        'same-answer',
        wrong === 0,
        `${counted(wrong, 'post is', 'posts are')} shown with a wrong author, because the batch’s rows are not in the order of the keys`,
      );
      const distinct = new Set(asked).size;
      study.observes('keys asked for', asked.length, '', metrics.keys);
      study.observes('authors of posts', new Set(authorOf).size, '', metrics.distinct);
      study.observes('keys asked for again', asked.length - distinct, '', metrics.repeated);
      study.holds(
        'no-key-twice',
        asked.length === distinct,
        `the loader asks the database for ${counted(asked.length - distinct, 'key')} a second time`,
      );
    });
    study.next(() => {
      const parents = [...new Set(authorOf)];
      const rows = authorOf.map((parent, id) => ({ parent, id })).reverse();
      const found = newestForKeys(parents, rows, limit, rules);
      const differ = parents.filter((parent, place) => {
        const alone = newestForKeys(
          [parent],
          rows.filter((row) => row.parent === parent),
          limit,
          rules,
        );
        return found[place]?.join() !== alone[0]?.join();
      }).length;
      study.observes('authors with other newest posts', differ, '', metrics.limited);
      study.holds(
        'same-answer',
        differ === 0,
        `${counted(differ, 'author is', 'authors are')} shown with other posts than their newest`,
      );
    });
    study.next(() => {
      const loaders = new Loaders<number, string>(rules);
      let leaked = 0;
      const drafts = shuffled(
        stream,
        Array.from({ length: authors }, (_, author) => author),
      );
      const turns = new Turns();
      for (const viewer of ['owner', 'reader']) {
        const loader = loaders.forRequest({
          afterTurn: turns.afterTurn,
          batch: (keys, done) =>
            done(keys.map((key) => ({ value: viewer === 'owner' ? `draft ${key}` : 'hidden' }))),
        });
        for (const draft of drafts) {
          loader.load(draft, (outcome) => {
            if (viewer === 'reader' && nameIn(outcome) !== 'hidden') leaked += 1;
          });
        }
        turns.run();
        study.observes(`drafts that a request of the ${viewer} loads`, drafts.length);
      }
      study.observes('drafts that another user sees', leaked, '', metrics.leaked);
      study.holds(
        'nobody-sees-anothers',
        leaked === 0,
        `${counted(leaked, 'draft of another user is', 'drafts of other users are')} shown, from a loader that another request filled`,
      );
    });
    study.next(() => {
      const names = new Map<number, string>();
      const turns = new Turns();
      const loader = new Loader<number, string>(rules, {
        afterTurn: turns.afterTurn,
        batch: (keys, done) => done(keys.map((key) => ({ value: names.get(key) ?? 'old' }))),
      });
      let stale = 0;
      for (let author = 0; author < authors; author++) loader.load(author, () => undefined);
      turns.run();
      for (let author = 0; author < authors; author++) {
        names.set(author, 'new');
        written(loader, author, 'new', rules);
        loader.load(author, (outcome) => {
          if (nameIn(outcome) !== 'new') stale += 1;
        });
      }
      turns.run();
      study.observes('names read as before the write', stale, '', metrics.stale);
      study.holds(
        'read-your-write',
        stale === 0,
        `${counted(stale, 'name is', 'names are')} read as they were before a write of the same request`,
      );
    });
    return study
      .next(() => study.observes('authors that exist', exists.filter(Boolean).length))
      .next(() => study.observes('posts', posts));
  },
  expect: () => [
    exactly(0, 'wrong', 'wrong').says('posts shown with a wrong author'),
    exactly(0, 'limited', 'limited').says(
      'authors whose newest posts are not those that single queries give',
    ),
    exactly(0, 'repeated', 'repeated').says('keys that a loader asks the database for twice'),
    exactly(0, difference('keys', 'distinct'), 'keys').says(
      'keys that the loader asks for, less the different authors of the posts',
    ),
    exactly(0, 'leaked', 'leaked').says('drafts that other users see'),
    exactly(0, 'stale', 'stale').says('rows that are read after a write as they were before it'),
  ],
  tells: ({ params: { posts }, metrics: m }) =>
    `WHERE id IN (…) returns rows in an order of its own and none for a missing id, so the batch function must put them in the order of the keys: then ${m.wrong.value} of ${inDigits(posts)} posts have a wrong author. Each of ${inDigits(m.keys.value ?? 0)} keys is asked for once. The loader is a cache, so make one for each request and clear a key after a write: then ${m.leaked.value} drafts are seen by other users, and ${m.stale.value} names are old. A limit must count for each author by itself.`,
});

const nameIn = (outcome: Outcome<string>): string | undefined =>
  'value' in outcome ? outcome.value : undefined;

// Left out: batches that fail as a whole, which the tests hold against DataLoader.
