import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { atTheTop, newestFirst, type Post, pageOf } from '../../sims/access/pages.ts';
import type { AccessRules } from '../../sims/access/rules.ts';
import { exactly } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  posts: whole(100, 5_000, 2_000, 'of the list when its first page is asked for'),
  limit: whole(2, 100, 20, 'posts of a page'),
  arriveEach: whole(0, 20, 3, 'posts that arrive, or are deleted, from one page to the next'),
  sameMs: whole(2, 20, 4, 'posts of the same millisecond, on average'),
  patience: whole(1, 4, 2, 'times as many pages as the list has at first are turned at most'),
});

type Params = z.infer<typeof params>;

const arms = ['offset', 'keyset'] as const;
type Arm = (typeof arms)[number];
const says: Readonly<Record<Arm, string>> = { offset: 'by OFFSET', keyset: 'by keyset' };

/** What happens to the list from one page to the next, at its top. */
type Change = 'arrivals' | 'deletions';

const pagesAtFirst = ({ posts, limit }: Params): number => Math.ceil(posts / limit);

/** What a reader saw who turned pages up to the end of the list, or gave up. */
interface Reading {
  readonly pages: number;
  readonly rows: number;
  /** Of one page. */
  readonly rowsMax: number;
  readonly shown: readonly number[];
}

function readToTheEnd(
  first: readonly Post[],
  p: Params,
  rules: AccessRules,
  change: Change = 'arrivals',
): Reading {
  const list = [...first];
  const newestMs = list[0]?.atMs ?? 0;
  const shown: number[] = [];
  let [cursor, pages, rows, rowsMax, isAtEnd] = [atTheTop, 0, 0, 0, false];
  while (!isAtEnd && pages < p.patience * pagesAtFirst(p)) {
    const { posts, rowsRead, next } = pageOf(list, cursor, p.limit, rules);
    shown.push(...posts.map(({ id }) => id));
    pages += 1;
    rows += rowsRead;
    rowsMax = Math.max(rowsMax, rowsRead);
    cursor = next;
    isAtEnd = posts.length === 0 || posts.at(-1) === list.at(-1);
    if (change === 'deletions') {
      list.splice(0, deletedEach(p));
      continue;
    }
    // Newer than all before: they come at the top.
    const arrived = Array.from({ length: p.arriveEach }, (_, place) => ({
      id: p.posts + pages * p.arriveEach - place,
      atMs: newestMs + pages,
    }));
    list.unshift(...arrived);
  }
  return { pages, rows, rowsMax, shown };
}

/** Of those already shown. */
const deletedEach = ({ arriveEach, limit }: Params): number => Math.min(arriveEach, limit);

/** Each deletion moves the rest of the list up, past where the next page by OFFSET begins. */
function skippedByOffset(p: Params): number {
  const [step, { posts, limit }] = [p.limit + deletedEach(p), p];
  const turned = Math.ceil(posts / step);
  const shown = (turned - 1) * limit + Math.min(limit, posts - (turned - 1) * step);
  return posts - shown;
}

/** By OFFSET each page moves the reader on by a limit, and each arrival moves the list away. */
function expectedByOffset({ posts, limit, arriveEach, patience, ...p }: Params) {
  const most = patience * pagesAtFirst({ posts, limit, arriveEach, patience, ...p });
  const nearer = limit - arriveEach;
  const toTheEnd = nearer > 0 ? Math.max(1, Math.ceil((posts - arriveEach) / nearer)) : Infinity;
  const pages = Math.min(most, toTheEnd);
  let [rows, twice] = [0, 0];
  for (let page = 1; page <= pages; page++) {
    // Page k reads k x limit rows, and the last one fewer if the list ends within it.
    const length = posts + (page - 1) * arriveEach;
    rows += Math.min(page * limit, length);
    const shown = Math.min(limit, length - (page - 1) * limit);
    // It begins so far from where the page before it began; the rest of that page is shown again.
    if (page > 1) twice += Math.min(shown, Math.max(0, limit - Math.abs(nearer)));
  }
  const missed = Math.max(0, posts - limit - (pages - 1) * Math.max(0, nearer));
  return { pages, rows, twice, missed };
}

export default scenario({
  ...aboutAccess,
  id: 'access/next-page',
  asks: 'A reader turns the pages of a list to its end while posts arrive. How many rows does that read, and does it show each post once?',
  claims: [],
  code: ['sims/access/pages.ts#pageOf'],
  params,
  metrics: {
    ...gaugePer(arms, 'pages', 'pages', (arm) => `turned, ${says[arm]}`),
    ...gaugePer(arms, 'rows', 'rows', (arm) => `read for all pages, ${says[arm]}`),
    ...gaugePer(arms, 'twice', 'posts', (arm) => `shown again, ${says[arm]}`),
    ...gaugePer(
      arms,
      'missed',
      'posts',
      (arm) => `that were there and are never shown, ${says[arm]}`,
    ),
    ...gaugePer(
      arms,
      'skipped',
      'posts',
      (arm) => `never shown if earlier ones are deleted, ${says[arm]}`,
    ),
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
        const { pages, rows, rowsMax, shown } = readToTheEnd(first, p, own);
        const seen = new Set(shown);
        const twice = shown.length - seen.size;
        const missed = first.filter(({ id }) => !seen.has(id)).length;
        study.observes(`pages turned ${says[arm]}`, pages, '', metrics[`${arm}.pages`]);
        study.observes(`rows read ${says[arm]}`, rows, '', metrics[`${arm}.rows`]);
        study.observes(`posts shown again ${says[arm]}`, twice, '', metrics[`${arm}.twice`]);
        study.observes(`posts never shown ${says[arm]}`, missed, '', metrics[`${arm}.missed`]);
        const { shown: left } = readToTheEnd(first, p, own, 'deletions');
        const skipped = first.length - new Set(left).size;
        metrics[`${arm}.skipped`].set(skipped);
        if (arm === 'offset') return;
        study.holds(
          'page-reads-its-rows',
          rowsMax <= p.limit,
          `a page of ${p.limit} posts reads ${inDigits(rowsMax)} rows, although a cursor lets it begin at the last one shown`,
        );
        study.holds(
          'no-row-skipped',
          missed === 0 && skipped === 0,
          `${counted(missed > 0 ? missed : skipped, 'post is', 'posts are')} never shown`,
        );
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
      .next(() => study.observes('posts at first', p.posts))
      .next(() =>
        study.observes(
          'posts that arrive for a reader by OFFSET',
          (metrics['offset.pages'].value ?? 0) * p.arriveEach,
        ),
      )
      .next(() => study.observes('posts of a page', p.limit))
      .next(() => study.observes('posts of a millisecond, mean', p.posts / spanMs));
  },
  expect: (p) => {
    const offset = expectedByOffset(p);
    return [
      exactly(offset.pages, 'offset.pages', 'offset-pages').says(
        'pages to the end of the list with OFFSET: (posts - arrivals per page) / (limit - arrivals per page)',
      ),
      exactly(offset.rows, 'offset.rows', 'offset').says(
        'rows read to the end of the list with OFFSET: for page n all rows up to its end, n x limit',
      ),
      exactly(offset.twice, 'offset.twice', 'twice').says(
        'posts shown twice with OFFSET: those that new ones pushed down',
      ),
      exactly(skippedByOffset(p), 'offset.skipped', 'offset-skipped').says(
        'posts never shown with OFFSET, if earlier ones are deleted: as many for each page as are deleted',
      ),
      exactly(p.posts, 'keyset.rows', 'keyset').says(
        'rows read to the end of the list with a cursor: each post once',
      ),
      exactly(0, 'keyset.skipped', 'skipped').says(
        'posts never shown with a cursor, if earlier ones are deleted',
      ),
      exactly(offset.missed, 'offset.missed', 'offset-missed').says(
        'posts never shown with OFFSET while posts only arrive: those behind the last page',
      ),
      exactly(pagesAtFirst(p), 'keyset.pages', 'keyset-pages').says(
        'pages to the end of the list with a cursor',
      ),
      exactly(0, 'keyset.twice', 'once').says('posts shown twice with a cursor'),
      exactly(0, 'keyset.missed', 'missed').says('posts never shown with a cursor'),
    ];
  },
  tells: ({ params: p, metrics: m }) => {
    const missed = m['offset.missed'].value ?? 0;
    const end =
      missed > 0
        ? `, and the reader gives up with ${counted(missed, 'post')} never shown, because the end moves away`
        : '';
    const skipped = m['offset.skipped'].value ?? 0;
    const skips =
      skipped > 0
        ? `If as many earlier posts are deleted between two pages instead, OFFSET skips ${counted(skipped, 'post')}, because the rest moves up past where the next page begins. `
        : '';
    return (
      `An index finds a key, not a position, so with OFFSET page n reads all rows before it again and throws them away, n x ${p.limit} rows (page 5,000: ${inDigits(5_000 * p.limit)}); a cursor (keyset pagination) asks for what follows the last row shown and reads ${p.limit}, but cannot jump to a page number, and needs an index on what the list is sorted by. ` +
      `To the end of ${inDigits(p.posts)} posts OFFSET reads ${inDigits(m['offset.rows'].value ?? 0)} rows on ${counted(m['offset.pages'].value ?? 0, 'page')}, a cursor ${inDigits(m['keyset.rows'].value ?? 0)} on ${inDigits(m['keyset.pages'].value ?? 0)}. ` +
      `With OFFSET, ${counted(m['offset.twice'].value ?? 0, 'post')} that new ones pushed down are shown twice${end}; with a cursor each post comes once. ` +
      skips +
      `The cursor is the time and the id, because about ${p.sameMs} posts share a millisecond.`
    );
  },
});

// Left out: pages that one jumps to, and a list whose posts are deleted while others arrive.
