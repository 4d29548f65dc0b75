import { z } from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { atTheTop, newestFirst, type Post, pageOf } from '../../sims/access/pages.ts';
import { near } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  posts: whole(100, 5_000, 2_000, 'of the list when its first page is asked for'),
  limit: whole(2, 100, 20, 'posts of a page'),
  arriveEach: whole(0, 20, 3, 'posts that arrive from one page to the next'),
  sameMs: whole(2, 20, 4, 'posts of the same millisecond, on average'),
});

const arms = ['offset', 'keyset'] as const;
type Arm = (typeof arms)[number];
const says: Readonly<Record<Arm, string>> = { offset: 'by OFFSET', keyset: 'after the last row' };

export default scenario({
  ...aboutAccess,
  id: 'access/next-page',
  asks: 'A reader turns the pages of a list to its end while posts arrive. How many rows does that read, and does it show each post once?',
  claims: [],
  params,
  metrics: {
    ...gaugePer(arms, 'rows', 'rows', (arm) => `read for all pages, ${says[arm]}`),
    ...gaugePer(arms, 'twice', 'posts', (arm) => `shown twice, ${says[arm]}`),
    missed: gauge('posts', 'that were there and are not shown, after the last row'),
    pages: gauge('pages', 'turned'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const stream = study.stream('posts');
    const spanMs = Math.ceil(p.posts / p.sameMs);
    const first: Post[] = Array.from({ length: p.posts }, (_, id) => ({
      id,
      atMs: randomInteger(stream, 1, spanMs),
    })).sort(newestFirst);
    for (const arm of arms) {
      study.next(() => {
        const own = arm === 'offset' ? { ...rules, 'page-after-last-row': false } : rules;
        const shown: number[] = [];
        let [list, cursor, rows, most] = [[...first], atTheTop, 0, 0];
        const pages = Math.ceil(p.posts / p.limit);
        for (let page = 0; page < pages; page++) {
          const { posts, rowsRead, next } = pageOf(list, cursor, p.limit, own);
          shown.push(...posts.map(({ id }) => id));
          rows += rowsRead;
          most = Math.max(most, rowsRead);
          cursor = next;
          // Newer than all before: they come at the top.
          const arrived = Array.from({ length: p.arriveEach }, (_, place) => ({
            id: p.posts + page * p.arriveEach + place,
            atMs: spanMs + 1 + page,
          }));
          list = [...arrived.reverse(), ...list];
        }
        const twice = shown.length - new Set(shown).size;
        study.observes(`rows read ${says[arm]}`, rows, '', metrics[`${arm}.rows`]);
        study.observes(`posts shown twice ${says[arm]}`, twice, '', metrics[`${arm}.twice`]);
        if (arm === 'offset') return;
        study.observes('pages turned', pages, '', metrics.pages);
        study.holds(
          'page-reads-its-rows',
          most <= p.limit,
          `a page of ${p.limit} posts reads ${inDigits(most)} rows`,
        );
        const seen = new Set(shown);
        const missed = first.filter(({ id }) => !seen.has(id)).length;
        study.observes('posts that are never shown', missed, '', metrics.missed);
        study.holds('no-row-skipped', missed === 0, `${counted(missed, 'post')} never shown`);
      });
    }
    return study
      .next(() =>
        study.observes(
          'posts of the first millisecond',
          first.filter(({ atMs }) => atMs === first[0]?.atMs).length,
        ),
      )
      .next(() => study.observes('milliseconds', spanMs))
      .next(() => study.observes('posts', p.posts))
      .next(() => study.observes('posts that arrive', Math.ceil(p.posts / p.limit) * p.arriveEach))
      .next(() => study.observes('posts of a page', p.limit))
      .next(() => study.observes('posts of a millisecond, mean', p.posts / spanMs));
  },
  expect: (p) => {
    const pages = Math.ceil(p.posts / p.limit);
    /** Page k reads k x limit rows, and the last ones fewer if the list ends within them. */
    let offset = 0;
    for (let page = 1; page <= pages; page++)
      offset += Math.min(page * p.limit, p.posts + (page - 1) * p.arriveEach);
    /** As many posts are shown again on each later page as have arrived since the one before. */
    let twice = 0;
    for (let page = 1; page < pages; page++) {
      const shownOn = Math.min(p.limit, p.posts + page * p.arriveEach - page * p.limit);
      twice += Math.min(p.arriveEach, shownOn);
    }
    return [
      within('offset.rows', 'offset', near(offset)).says(
        'rows read by OFFSET: limit x (1 + 2 + … + pages)',
      ),
      exactly(p.posts, 'keyset.rows', 'keyset').says(
        'rows read after the last row: each post once',
      ),
      ...(p.arriveEach <= p.limit
        ? [
            exactly(twice, 'offset.twice', 'twice').says(
              'posts shown twice by OFFSET: those that others pushed down',
            ),
          ]
        : []),
      exactly(0, 'keyset.twice', 'once').says('posts shown twice after the last row'),
      exactly(0, 'missed', 'missed').says('posts that are never shown after the last row'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `By OFFSET ${inDigits(m['offset.rows'].value ?? 0)} rows for ${inDigits(p.posts)} posts, because each page reads all before it, and ${inDigits(m['offset.twice'].value ?? 0)} posts come twice, pushed down by those that arrive. After the last row it is ${inDigits(m['keyset.rows'].value ?? 0)}, and each comes once: the cursor is the time and the id, for about ${p.sameMs} posts share a millisecond.`,
});

// Left out: posts that are deleted meanwhile, which make OFFSET skip others, and pages that one jumps to.
