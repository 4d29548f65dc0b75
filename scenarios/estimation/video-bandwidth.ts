import * as z from 'zod';
import { provisioned } from '../../sims/estimation/capacity/load.ts';
import { linksFor } from '../../sims/estimation/capacity/traffic.ts';
import {
  drawnBeginning,
  shareAtPeak,
  watchingAtOnce,
  watchingAtPeak,
} from '../../sims/estimation/capacity/viewers.ts';
import { Study } from '../../sims/estimation/study.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { inUnits, significant } from '../../src/words/units.ts';
import { aboutEstimation, heldTo, inUnit, keeping, near, shareOf, writes } from './kit.ts';

const params = z.object({
  viewers: whole(1_000, 10_000_000_000, 100_000_000, 'viewers a day, an assumption'),
  minutes: real(1, 180, 60, 'that each watches, minutes'),
  // Netflix help centre, Internet speed recommendations, 2024: 5 Mb/s for 1080p, 15 for 4K.
  megabits: real(0.1, 100, 5, 'Mb/s of a stream: for HD, as the Netflix Help Center recommends'),
  peakFactor: real(2, 8, 2.5, 'peak, as a multiple of the average of the day'),
  hitRatio: real(0, 0.9999, 0.95, 'share of the bytes that the CDN serves from its caches'),
  gigabits: real(1, 1_600, 100, 'Gb/s of a link'),
  uploadedHours: real(1, 1e9, 72_000, 'hours of video uploaded a day, an assumption'),
});
type Params = z.output<typeof params>;

const sampled = 20_000;
/** Share of a link or a server that is used at the peak. */
const busy = 0.7;

const averageOf = (p: Params) => ((p.viewers * p.minutes) / 1_440) * p.megabits * 1e6;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/video-bandwidth',
  asks: 'A video site has 100 million viewers a day, and each watches for an hour at 5 Mb/s. How much bandwidth does it need, and what dominates it?',
  claims: [],
  code: [
    'sims/estimation/capacity/viewers.ts#watchingAtOnce',
    'sims/estimation/capacity/load.ts#provisioned',
    'sims/estimation/capacity/traffic.ts#linksFor',
  ],
  params,
  invariants: heldTo('capacity-covers-the-load', 'link-not-overrun'),
  metrics: {
    watching: gauge('viewers', 'at once, on average'),
    average: gauge('b/s', 'out, on average'),
    peak: gauge('b/s', 'out, that is planned for'),
    origin: gauge('b/s', 'out of the origin at the peak: what the CDN misses'),
    uploads: gauge('b/s', 'in: uploads'),
    links: gauge('links', 'that are bought, in all places together'),
    share: gauge('share', 'of drawn viewers that watch at the busiest moment'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const watching = watchingAtOnce(p.viewers, p.minutes);
    const average = watching * p.megabits * 1e6;
    const peak = provisioned(average, p.peakFactor, rules);
    const uploads = (p.uploadedHours / 24) * p.megabits * 1e6;
    const links = linksFor(peak / 8 / busy, p.gigabits, rules);
    return writes(study, metrics, [
      ['watching', 'at once: viewers x minutes / 1,440', watching],
      ['average', 'out on average', average, 'b/s'],
      ['peak', 'out at the peak', peak, 'b/s'],
      ['origin', 'out of the origin at the peak', peak * (1 - p.hitRatio), 'b/s'],
      ['uploads', 'in', uploads, 'b/s'],
      ['links', 'links', links],
    ])
      .next(() => study.estimates('sent in a day', (average / 8) * 86_400, 'B'))
      .next(() => study.estimates('at the peak in 4K, 15 Mb/s', (peak * 15) / p.megabits, 'b/s'))
      .next(() => study.estimates('at the peak in 480p, 1 Mb/s', peak / p.megabits, 'b/s'))
      .next(() => study.estimates('out for each bit that comes in', average / uploads))
      .next(() => {
        const stream = study.stream('viewers');
        const beginnings = Array.from({ length: sampled }, () =>
          drawnBeginning(p.peakFactor, stream),
        );
        const share = watchingAtPeak(beginnings, p.minutes) / sampled;
        observes('share', 'share that watches at the busiest moment', share);
        const needed = share * p.viewers * p.megabits * 1e6;
        study.holds(
          'capacity-covers-the-load',
          needed <= peak / busy,
          `viewers drawn at random take ${inUnits(needed, 'b/s')} at the peak, and ${inUnits(peak / busy, 'b/s')} were planned`,
        );
        const carried = links * p.gigabits * 1e9;
        study.holds(
          'link-not-overrun',
          needed <= carried,
          `viewers drawn at random take ${inUnits(needed, 'b/s')} at the peak, and the links carry ${inUnits(carried, 'b/s')}`,
        );
      });
  },
  expect: (p) => {
    const peak = averageOf(p) * p.peakFactor;
    return [
      within(inUnit('average', 1e12), 'average', near(averageOf(p) / 1e12)).says(
        'Tb a second on average',
      ),
      within(inUnit('peak', 1e12), 'peak', near(peak / 1e12)).says('Tb a second at the peak'),
      within(inUnit('origin', 1e12), 'origin', near((peak * (1 - p.hitRatio)) / 1e12)).says(
        'Tb a second at the peak that the CDN does not have',
      ),
      exactly(Math.ceil(peak / busy / (p.gigabits * 1e9) - 1e-9), 'links', 'links').says(
        'links, 70% busy at the peak',
      ),
      within('share', 'simulated', shareOf(sampled, shareAtPeak(p.minutes, p.peakFactor))).says(
        'share of drawn viewers that watch at the busiest moment',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `The site sends ${inUnits(m.peak.value ?? 0, 'b/s')} at the peak, and what dominates is watching: viewers at once x bit rate. ${inUnits(p.viewers, '')} viewers a day x ${significant(p.minutes)} min / 1,440 min are ${inUnits(m.watching.value ?? 0, '')} at once; at ${significant(p.megabits)} Mb/s each that is ${inUnits(m.average.value ?? 0, 'b/s')} on average, and ${inDigits(p.peakFactor)} times as much at the peak. That takes ${inDigits(m.links.value ?? 0)} links of ${inDigits(p.gigabits)} Gb/s, 70% busy, so they are spread over the caches of a CDN; if those serve ${inPercent(p.hitRatio)} of the bytes, the origin sends ${inUnits(m.origin.value ?? 0, 'b/s')}. Uploads of ${inDigits(p.uploadedHours)} hours a day bring in only ${inUnits(m.uploads.value ?? 0, 'b/s')}; a better codec or a lower resolution on phones saves in proportion.`,
});

// Left out: several bit rates of each video, the copies that are made of an upload, and live streams.
