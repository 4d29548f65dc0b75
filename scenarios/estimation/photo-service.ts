import * as z from 'zod';
import { storedBytes } from '../../sims/estimation/capacity/storage.ts';
import { linkLoad, linksFor } from '../../sims/estimation/capacity/traffic.ts';
import { Study } from '../../sims/estimation/study.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inUnits, significant } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, inUnit, keeping, near } from './kit.ts';

const params = z.object({
  uploads: real(1, 100_000, 1_000, 'uploaded photos a second'),
  megabytes: real(0.1, 20, 0.5, 'MB per photo'),
  years: whole(1, 20, 3, 'how long photos are kept'),
  replicas: whole(1, 10, 3, 'copies of each photo'),
  readsPerUpload: whole(1, 1_000, 20, 'how often a photo is viewed'),
  gigabits: real(0.1, 400, 10, 'Gb/s per link'),
});

const sampled = 20_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/photo-service',
  asks: 'A photo service gets 1,000 uploads a second of half a megabyte each. How much does it store over the years, and how many 10 Gb/s links does it need?',
  claims: [],
  code: [
    'sims/estimation/capacity/storage.ts#storedBytes',
    'sims/estimation/capacity/traffic.ts#linkLoad',
    'sims/estimation/capacity/traffic.ts#linksFor',
  ],
  params,
  invariants: heldTo('link-not-overrun', 'data-fits-the-disks'),
  metrics: {
    incoming: gauge('B/s', 'uploads'),
    outgoing: gauge('B/s', 'downloads'),
    copies: gauge('B/s', 'copied to replicas'),
    planned: gauge('B/s', 'that the links are planned for'),
    links: gauge('links', 'that are bought'),
    stored: gauge('B', 'on all disks at the end'),
    busiest: gauge('B/s', 'in the busier direction, for photos of random size'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    const bytes = p.megabytes * 1e6;
    const traffic = {
      uploads: p.uploads,
      downloads: p.uploads * p.readsPerUpload,
      bytes,
      replicas: p.replicas,
    };
    return (
      study
        .next(() => study.estimates('uploads a day', p.uploads * 86_400))
        .next(() => estimates('incoming', 'in', p.uploads * bytes, 'B/s'))
        .next(() => study.estimates('in, in bits', 8 * p.uploads * bytes, 'b/s'))
        .next(() => estimates('outgoing', 'out to users', traffic.downloads * bytes, 'B/s'))
        .next(() =>
          estimates('copies', 'out to replicas', p.uploads * bytes * (p.replicas - 1), 'B/s'),
        )
        .next(() => study.estimates('a day', p.uploads * bytes * 86_400, 'B'))
        .next(() =>
          estimates(
            'stored',
            `${counted(p.years, 'year')} on all replicas`,
            storedBytes(
              {
                itemsPerDay: p.uploads * 86_400,
                bytesPerItem: bytes,
                days: 365 * p.years,
                replicas: p.replicas,
                ...{ overhead: 0, compression: 1 },
              },
              rules,
            ),
            'B',
          ),
        )
        // Links are planned to be 70% busy.
        .next(() =>
          estimates('planned', 'bytes to plan links for', linkLoad(traffic, rules) / 0.7, 'B/s'),
        )
        .next(() =>
          estimates('links', 'links', linksFor(metrics.planned.value ?? 0, p.gigabits, rules)),
        )
        .next(() => {
          const draw = sampler(exponential(bytes), study.stream('photos'));
          let sum = 0;
          for (let photo = 0; photo < sampled; photo++) sum += draw();
          const mean = study.observes('a photo, drawn', sum / sampled, 'B');
          const out = mean * p.uploads * (p.readsPerUpload + p.replicas - 1);
          const busiest = observes(
            'busiest',
            'busier direction',
            Math.max(out, mean * p.uploads),
            'B/s',
          );
          const carried = ((metrics.links.value ?? 0) * p.gigabits * 1e9) / 8;
          study.holds(
            'link-not-overrun',
            busiest <= carried,
            `${inUnits(busiest, 'B/s')} go out, and the links carry ${inUnits(carried, 'B/s')}`,
          );
          const stored = metrics.stored.value ?? 0;
          const needed = mean * p.uploads * 86_400 * 365 * p.years * p.replicas;
          study.holds(
            'data-fits-the-disks',
            // A mean of so many photos is seldom six standard deviations off.
            needed <= stored * (1 + 6 / Math.sqrt(sampled)),
            `photos of random sizes take ${inUnits(needed, 'B')}, and disks were bought for ${inUnits(stored, 'B')}`,
          );
        })
    );
  },
  expect: ({ uploads, readsPerUpload, megabytes, replicas, gigabits, years }) => {
    const incoming = uploads * megabytes * 1e6;
    const out = Math.max(incoming, incoming * (readsPerUpload + replicas - 1));
    return [
      within(
        inUnit('stored', 1e15),
        'stored',
        near((incoming * 86_400 * 365 * years * replicas) / 1e15),
      ).says('PB on all disks: uploads x bytes x days x replicas'),
      within(inUnit('incoming', 1e9), 'in', near(incoming / 1e9)).says('GB a second uploaded'),
      within(inUnit('outgoing', 1e9), 'out', near((incoming * readsPerUpload) / 1e9)).says(
        'GB a second downloaded',
      ),
      within(inUnit('copies', 1e9), 'copies', near((incoming * (replicas - 1)) / 1e9)).says(
        'GB a second copied to replicas',
      ),
      within(inUnit('planned', 1e9), 'planned', near(out / 0.7e9)).says(
        'GB a second that the links are planned for',
      ),
      exactly(Math.ceil((out / 0.7 / (gigabits * 1e9)) * 8 - 1e-9), 'links', 'links').says(
        'links that are bought',
      ),
      within(
        quotient('busiest', 'planned'),
        'simulated',
        around(0.7, 0.7 / Math.sqrt(sampled)),
      ).says('bytes for photos of random size, relative to the plan'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `The service stores ${inUnits(m.stored.value ?? 0, 'B')} in ${counted(p.years, 'year')}: ${inDigits(p.uploads)} photos a second (${significant((p.uploads * 86_400) / 1e6)} million a day) x ${inDigits(p.megabytes)} MB x 86,400 s x ${inDigits(365 * p.years)} days x ${counted(p.replicas, 'replica')}. It needs ${counted(m.links.value ?? 0, 'link')}: ${inUnits(m.incoming.value ?? 0, 'B/s')} come in, ${inUnits(m.outgoing.value ?? 0, 'B/s')} go out to users and ${inUnits(m.copies.value ?? 0, 'B/s')} to replicas. A link of ${p.gigabits} Gb/s carries ${inUnits((p.gigabits * 1e9) / 8, 'B/s')}, and is planned to be 70% busy.`,
});

// Left out: smaller versions of each photo, a CDN in front, and headers.
