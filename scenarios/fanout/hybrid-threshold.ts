import * as z from 'zod';
import type { FanoutLaw } from '../../sims/fanout/laws.ts';
import { zipfFollowers } from '../../sims/fanout/timelines/graph.ts';
import {
  cheapest,
  costAt,
  type ThresholdLoad,
  thresholdsOf,
} from '../../sims/fanout/timelines/threshold.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { exactly, type Valued, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping, Study } from '../../src/check/study.ts';
import { sampler, zipf } from '../../src/kernel/distribution.ts';
import { exp, log } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { aboutFanout } from './kit.ts';

const params = z.object({
  authors: whole(10, 20_000, 2_000, 'with followers by Zipf’s law'),
  followersMax: whole(100, 100_000_000, 1_000_000, 'of the most followed author'),
  reads: real(0.1, 1_000, 20, 'of a timeline by a user, a day'),
  posts: real(0.01, 100, 0.1, 'of an author with one follower, a day'),
  growth: real(0, 1, 0.5, 'more posts with more followers: followers to this power'),
  copiesPerList: real(0.1, 100, 1, 'copies of a post that cost as much as merging one list'),
});
type Params = z.output<typeof params>;

function loadOf(p: Params, growth: number): ThresholdLoad {
  const authors = zipfFollowers(p.authors, p.followersMax).map((followers) => ({
    followers,
    posts: p.posts * power(followers, growth),
  }));
  return { authors, reads: p.reads, copiesPerList: p.copiesPerList };
}

/** Authors that are as cheap to push as to read have so many followers: posts = reads x cost. */
function breakEven({ reads, copiesPerList, posts, growth }: Params): number {
  const ratio = (reads * copiesPerList) / posts;
  if (growth === 0) return ratio > 1 ? Infinity : 0;
  return power(Math.max(1, ratio), 1 / growth);
}

/** The same on every engine. */
const power = (base: number, exponent: number): number => exp(exponent * log(base));

/** Of a number of followers that is the break-even to rounding either is right. */
const rounding = 1e-9;

/** Of which a follow is drawn, to count what the formula says. */
const drawn = 2_000;

export default scenario({
  ...aboutFanout,
  id: 'fanout/hybrid-threshold',
  asks: 'Posts of authors with few followers are pushed, and those of celebrities read. From how many followers on is an author a celebrity?',
  claims: ['q4-write-vs-read-fanout'],
  code: [
    'sims/fanout/timelines/threshold.ts#costAt',
    'sims/fanout/timelines/threshold.ts#cheapest',
  ],
  params,
  metrics: {
    allPushed: gauge('units', 'a day if all posts are pushed'),
    allRead: gauge('units', 'a day if all posts are read'),
    best: gauge('units', 'a day with the cheapest threshold'),
    threshold: gauge('followers', 'the cheapest threshold'),
    breakEven: gauge('followers', 'from which reading is cheaper, by the formula'),
    evenBest: gauge('units', 'a day with the cheapest threshold, if all post alike'),
    evenEnds: gauge('units', 'a day, all pushed or all read, if all post alike'),
    pushedShare: gauge('share', 'of follows whose author is pushed, drawn'),
    pushedExpected: gauge('share', 'of follows whose author is pushed, counted'),
  },
  build({ world, params: p, metrics }) {
    const study = new Study<FanoutLaw>(world);
    const { estimates, observes } = keeping(study, metrics);
    const load = loadOf(p, p.growth);
    const even = loadOf(p, 0);
    const best = cheapest(load);
    return study
      .next(() => observes('allPushed', 'all posts pushed', costAt(Infinity, load)))
      .next(() => observes('allRead', 'all posts read', costAt(0, load)))
      .next(() => observes('best', 'the cheapest threshold', best.cost))
      .next(() => observes('threshold', 'which is', best.threshold, 'followers'))
      .next(() => {
        estimates(
          'breakEven',
          'posts = reads x cost at',
          Math.min(1e15, breakEven(p)),
          'followers',
        );
      })
      .next(() => observes('evenBest', 'all post alike, the cheapest', cheapest(even).cost))
      .next(() => {
        const ends = Math.min(costAt(0, even), costAt(Infinity, even));
        observes('evenEnds', 'all post alike, all pushed or all read', ends);
      })
      .next(() => {
        const all = load.authors.reduce((sum, { followers }) => sum + followers, 0);
        const pushed = load.authors
          .filter(({ followers }) => followers < best.threshold)
          .reduce((sum, { followers }) => sum + followers, 0);
        observes('pushedExpected', 'share of follows that are pushed', pushed / all);
      })
      .next(() => {
        // A follow chooses its author by Zipf’s law.
        const rank = sampler(zipf(p.authors, 1), study.stream('follows'));
        let pushed = 0;
        for (let follow = 0; follow < drawn; follow++) {
          const { followers = 0 } = load.authors[rank() - 1] ?? {};
          if (followers < best.threshold) pushed += 1;
        }
        observes('pushedShare', 'of follows that are drawn', pushed / drawn);
      })
      .next(() => study.observes('thresholds that were tried', thresholdsOf(load).length))
      .next(() => study.observes('authors', p.authors));
  },
  expect: (p) => {
    const load = loadOf(p, p.growth);
    const even = breakEven(p);
    const below = load.authors
      .filter(({ followers }) => followers < even * (1 - rounding))
      .map(followersOf);
    const above = load.authors
      .filter(({ followers }) => followers > even * (1 + rounding))
      .map(followersOf);
    // Above everybody below the break-even, and not above anybody beyond it.
    const lowest = below.length === 0 ? 0 : Math.max(...below) + 1;
    const highest = above.length === 0 ? lowest : Math.min(...above);
    return [
      within('threshold', 'threshold', {
        atLeast: Math.min(lowest, highest),
        atMost: Math.max(lowest, highest),
      }).says(
        'followers from which on look-ups are cheaper than copies: where an author posts as often as a follower reads',
        'q4-write-vs-read-fanout',
      ),
      within(
        (m: Valued<'best' | 'allPushed' | 'allRead'>) =>
          (m.best.value ?? 0) / Math.min(m.allPushed.value ?? 1, m.allRead.value ?? 1),
        'interior',
        { atMost: 1 },
      ).says(
        'work with the threshold, as a share of the cheaper of pushing all posts and reading all',
        'q4-write-vs-read-fanout',
      ),
      exactly(
        1,
        (m: Valued<'evenBest' | 'evenEnds'>) => (m.evenBest.value ?? 0) / (m.evenEnds.value ?? 1),
        'even',
      ).says(
        'the same share, if all authors post equally often: no threshold is cheaper',
        'q4-write-vs-read-fanout',
      ),
      within(
        (m: Valued<'pushedShare' | 'pushedExpected'>) =>
          (m.pushedShare.value ?? 0) - (m.pushedExpected.value ?? 0),
        'drawn',
        // Followers are whole numbers, at least one of each author, which the law is not.
        meanBounds({ mean: 0, deviation: 0.5 }, drawn, 0.1),
      ).says(
        'share of follows whose posts are pushed: in a random draw of authors, less that of the closed form',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) => {
    const [best, pushed, read] = [m.best.value ?? 0, m.allPushed.value ?? 0, m.allRead.value ?? 0];
    const costs =
      p.copiesPerList === 1
        ? ''
        : `, times ${inDigits(p.copiesPerList)} (a look-up costs as much as that many copies)`;
    const where =
      p.growth === 0
        ? `If all authors post equally often, as here, no number of followers decides: it is cheapest to ${pushed < read ? 'push' : 'look up'} all posts.`
        : `From about ${inDigits(Number(breakEven(p).toPrecision(3)))} followers on here, where an author posts ${inDigits(p.posts)} x followers^${inDigits(p.growth)} times a day and a follower reads ${inDigits(p.reads)} times: do not copy such a celebrity’s post to each follower, but let followers look it up when they read (fan-out on read, cached), and push the posts of all others.`;
    return (
      `${where} ` +
      `An author is a celebrity once posting more often than a follower reads${costs}, because then copies cost more than look-ups. ` +
      `With that split the work is ${percent(best / Math.min(pushed, read))} of what it is if all posts are pushed or all are read, whichever is less; the price is two ways to build a timeline. ` +
      'Followers multiply both costs, so their number decides only because it goes with how often an author posts. ' +
      'Besides, no post of others waits behind millions of copies of a celebrity’s.'
    );
  },
});

const followersOf = ({ followers }: { readonly followers: number }): number => followers;

// Left out: followers who never read, lists of celebrities that are read from a cache, and the lag until the last follower has a post.
