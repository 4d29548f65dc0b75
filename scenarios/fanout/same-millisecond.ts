import * as z from 'zod';
import { pageReader, type TimedPost, timelineServer } from '../../sims/fanout/timelines/pages.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutServers, mostMs, watching } from './kit.ts';

const params = z.object({
  posts: whole(6, 300, 60, 'in the timeline'),
  together: whole(1, 6, 3, 'posts that have the same millisecond'),
  size: whole(2, 50, 10, 'posts of a page'),
  newPosts: whole(0, 5, 1, 'that come between two pages'),
});
type Params = z.output<typeof params>;

const pages = (p: Params) => Math.ceil(p.posts / p.size);
/** By offset there are more: each page is behind by the posts that came before it. */
const requestsMax = (p: Params) => (1 + p.newPosts) * (pages(p) * (p.newPosts + 2) + 2);
const runMs = (p: Params) => requestsMax(p) * 2 * (mostMs + 1) + 1_000;
const places = ({ posts }: Params) => Array.from({ length: posts }, (_, place) => place);
/** A page by offset gives as many old posts as it is longer than what has come since the page before. */
const isReadable = (p: Params) => p.newPosts < p.size;

export default scenario({
  ...aboutServers,
  id: 'fanout/same-millisecond',
  asks: 'Several posts have the same time, and a timeline is read in pages while new ones come. Is each post seen once?',
  claims: [],
  code: ['sims/fanout/timelines/pages.ts#timelineServer'],
  params,
  durationMs: runMs,
  metrics: {
    missed: gauge('posts', 'never seen, by cursor'),
    repeated: gauge('posts', 'seen again, by cursor'),
    offsetMissed: gauge('posts', 'never seen, by offset'),
    offsetRepeated: gauge('posts', 'seen again, by offset'),
  },
  build({ world, params: p, rules, metrics }) {
    const seen = new Map<string, readonly number[]>();
    const subject = watching(
      world,
      () => seen.has('cursor') && (seen.has('offset') || !isReadable(p)),
    );
    const stream = world.kernel.random.stream('times');
    const startMs = randomInteger(stream, 0, 1_000);
    const posts: TimedPost[] = places(p).map((place) => ({
      id: place,
      atMs: startMs + Math.floor(place / p.together),
    }));
    for (const by of ['cursor', 'offset'] as const) {
      if (by === 'offset' && !isReadable(p)) continue;
      const timeline = `timeline-${by}`;
      world.addServer(timeline, timelineServer(rules, posts));
      const done = (ids: readonly number[]) => {
        seen.set(by, ids);
        const { missed, repeated } = outcome(ids);
        const isCursor = by === 'cursor';
        metrics[isCursor ? 'missed' : 'offsetMissed'].set(missed.length);
        metrics[isCursor ? 'repeated' : 'offsetRepeated'].set(repeated);
        if (isCursor && missed.length + repeated > 0)
          subject.breaches.report(
            'pages-are-complete',
            `${counted(missed.length, 'post is', 'posts are')} never seen${missed.length === 0 ? '' : ` (the first of them is post ${missed[0]})`}, and ${counted(repeated, 'post is', 'posts are')} seen again`,
          );
      };
      world.addServer(`reader-${by}`, pageReader({ ...p, by, timeline }, done));
    }
    return subject;

    function outcome(ids: readonly number[]) {
      const known = new Set(ids);
      const old = ids.filter((id) => id < p.posts);
      return {
        missed: places(p).filter((id) => !known.has(id)),
        repeated: old.length - new Set(old).size,
      };
    }
  },
  expect: (p) => [
    exactly(0, 'missed', 'missed').says('posts never shown, with a cursor of time and id'),
    exactly(0, 'repeated', 'repeated').says('posts shown twice, with a cursor of time and id'),
    ...(isReadable(p)
      ? [
          exactly(0, 'offsetMissed', 'offset-missed').says('posts never shown, with an offset'),
          exactly(offsetRepeats(p), 'offsetRepeated', 'offset-repeated').says(
            'posts shown twice, with an offset: for each page as many as have come since the page before',
          ),
        ]
      : []),
  ],
  tells: ({ params: p, metrics: m }) =>
    `A cursor of time and id shows each post once: ${m.missed.value} of ${inDigits(p.posts)} posts are missed, ${m.repeated.value} repeated. By time alone a page that ends among ${counted(p.together, 'post')} of one millisecond would lose the rest of them. By offset ${inDigits(m.offsetRepeated.value ?? 0)} posts are seen again, because ${counted(p.newPosts, 'new post')} a page ${p.newPosts === 1 ? 'pushes' : 'push'} the old ones down.`,
});

/** Each page begins among the posts of the one before, as many as have come since; the last pages may be short. */
function offsetRepeats({ posts, size, newPosts }: Params): number {
  let seen = 0;
  for (let from = 0; from < posts; from += size - newPosts) seen += Math.min(size, posts - from);
  return seen - posts;
}

// Left out: posts that are deleted while the timeline is read, and times of several clocks.
