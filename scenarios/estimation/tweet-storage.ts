import * as z from 'zod';
import { averagePerSecond } from '../../sims/estimation/capacity/load.ts';
import { attachedBytes, storedBytes } from '../../sims/estimation/capacity/storage.ts';
import { Study } from '../../sims/estimation/study.ts';
import { quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inPercent, percent } from '../../src/words/numbers.ts';
import { inUnits, significant } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, inUnit, keeping, near, writes } from './kit.ts';

const params = z.object({
  // Krikorian, New Tweets per second record, and how!, Twitter 2013: 500 million a day.
  perDay: whole(1_000, 100_000_000_000, 500_000_000, 'posts a day, as on Twitter in 2013'),
  bytes: whole(10, 10_000, 300, 'bytes of text and fields per post, an assumption'),
  photoShare: real(0.01, 1, 0.1, 'share of the posts with a photo, an assumption'),
  photoBytes: whole(1_000, 100_000_000, 500_000, 'mean bytes of a photo, all its sizes together'),
  overhead: real(0, 3, 0.3, 'overhead of indexes, log and free space, relative to text and fields'),
  replicas: whole(1, 9, 3, 'copies of each'),
  years: whole(1, 20, 5, 'how long posts are kept'),
});
type Params = z.output<typeof params>;

const sampled = 20_000;

/** Of a photo that only a share of the posts has, with an exponential size. */
const deviationOf = ({ photoShare, photoBytes }: Params): number =>
  photoBytes * Math.sqrt((2 * photoShare - photoShare * photoShare) / sampled);
const perPost = (p: Params): number => p.bytes * (1 + p.overhead) + p.photoShare * p.photoBytes;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/tweet-storage',
  asks: 'Twitter gets 500 million tweets a day, and one in ten has a photo. How much does it store in five years, and what takes most of it?',
  claims: [],
  code: [
    'sims/estimation/capacity/storage.ts#attachedBytes',
    'sims/estimation/capacity/storage.ts#storedBytes',
  ],
  params,
  invariants: heldTo('data-fits-the-disks'),
  metrics: {
    writes: gauge('1/s', 'of posts, on average'),
    textDay: gauge('B', 'of text and fields a day'),
    photoDay: gauge('B', 'of photos a day'),
    text: gauge('B', 'of text and fields on all disks at the end'),
    photos: gauge('B', 'of photos on all disks at the end'),
    stored: gauge('B', 'on all disks at the end'),
    needed: gauge('B', 'for drawn posts'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const chain = { itemsPerDay: p.perDay, days: 365 * p.years, compression: 1 };
    const posts = { ...chain, replicas: p.replicas, bytesPerItem: p.bytes, overhead: p.overhead };
    const photoBytes = attachedBytes(p.photoShare, p.photoBytes, rules);
    const text = storedBytes(posts, rules);
    const photos = storedBytes({ ...posts, bytesPerItem: photoBytes, overhead: 0 }, rules);
    return writes(study, metrics, [
      ['writes', 'posts', averagePerSecond(p.perDay, 1), '/s'],
      ['textDay', 'text and fields a day', p.perDay * p.bytes, 'B'],
      ['photoDay', 'photos a day', p.perDay * photoBytes, 'B'],
      ['text', 'text and fields on all replicas', text, 'B'],
      ['photos', 'photos on all replicas', photos, 'B'],
      ['stored', `${counted(p.years, 'year')} on all replicas`, text + photos, 'B'],
    ])
      .next(() => study.estimates('a post on average', p.bytes + photoBytes, 'B'))
      .next(() => study.estimates('a year of text and fields', text / p.years, 'B'))
      .next(() => study.estimates('a year of photos', photos / p.years, 'B'))
      .next(() => study.estimates('photos in half as many posts', text + photos / 2, 'B'))
      .next(() => {
        const stream = study.stream('posts');
        const draw = sampler(exponential(p.photoBytes), study.stream('photos'));
        let sum = 0;
        for (let post = 0; post < sampled; post++) if (chance(stream, p.photoShare)) sum += draw();
        const each = p.bytes * (1 + p.overhead) + sum / sampled;
        const scale = p.perDay * 365 * p.years * p.replicas;
        const needed = observes('needed', 'on all disks', each * scale, 'B');
        study.holds(
          'data-fits-the-disks',
          needed <= text + photos + 6 * deviationOf(p) * scale,
          `posts of random sizes take ${inUnits(needed, 'B')}, and disks were bought for ${inUnits(text + photos, 'B')}`,
        );
      });
  },
  expect: (p) => {
    const scale = p.perDay * 365 * p.years * p.replicas;
    return [
      within(inUnit('text', 1e15), 'text', near((p.bytes * (1 + p.overhead) * scale) / 1e15)).says(
        'PB of text and fields',
      ),
      within(
        inUnit('photos', 1e15),
        'photos',
        near((p.photoShare * p.photoBytes * scale) / 1e15),
      ).says('PB of photos'),
      within(quotient('needed', 'stored'), 'needed', around(1, deviationOf(p) / perPost(p))).says(
        'bytes for drawn posts, relative to the estimate',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `The posts take ${inUnits(m.stored.value ?? 0, 'B')} in ${counted(p.years, 'year')} on ${counted(p.replicas, 'replica')}, and ${percent((m.photos.value ?? 0) / (m.stored.value ?? 1))} of that are photos. Text and fields are ${inUnits(m.textDay.value ?? 0, 'B')} a day, ${p.bytes} bytes each, or ${inUnits(m.text.value ?? 0, 'B')} in all with replicas and ${inPercent(p.overhead)} for indexes; photos are ${inUnits(m.photoDay.value ?? 0, 'B')} a day, if ${inPercent(p.photoShare)} of the posts have one. So ask first what is attached: the texts fit a sharded database (${significant(m.writes.value ?? 0)} writes a second), and the photos belong in object storage behind a CDN.`,
});

// Left out: growth, videos, deleted posts and timelines that are stored per follower.
