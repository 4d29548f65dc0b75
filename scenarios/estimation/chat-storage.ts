import * as z from 'zod';
import { averagePerSecond } from '../../sims/estimation/capacity/load.ts';
import { storedBytes } from '../../sims/estimation/capacity/storage.ts';
import { Study } from '../../sims/estimation/study.ts';
import { quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { log } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inUnits } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, inUnit, keeping, near, writes } from './kit.ts';

const params = z.object({
  perDay: whole(1_000, 100_000_000_000, 1_000_000_000, 'messages a day'),
  bytes: whole(10, 10_000, 200, 'mean bytes per message'),
  replicas: whole(1, 9, 3, 'copies of each message'),
  compression: real(1, 10, 2.5, 'compression factor of text'),
});

const sampled = 20_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/chat-storage',
  asks: 'A chat gets a billion messages of 200 bytes a day. How much does it store in a year?',
  claims: ['est-chat-storage'],
  code: [
    'sims/estimation/capacity/storage.ts#storedBytes',
    'sims/estimation/capacity/storage.ts#payloadBytes',
  ],
  params,
  invariants: heldTo('data-fits-the-disks'),
  metrics: {
    day: gauge('B', 'per day'),
    replicated: gauge('B', 'per day on all replicas'),
    year: gauge('B', 'per year on all replicas'),
    half: gauge('B', 'per year on all replicas, compressed to a half'),
    third: gauge('B', 'per year on all replicas, compressed to a third'),
    stored: gauge('B', 'per year on all replicas, compressed'),
    tail: gauge('B', 'per year if every message were as long as the P99'),
    needed: gauge('B', 'for messages of random length'),
  },
  build({ world, params: { perDay, bytes, replicas, compression }, rules, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const stored = (days: number, copies: number, smaller: number) =>
      storedBytes(
        {
          itemsPerDay: perDay,
          bytesPerItem: bytes,
          days,
          replicas: copies,
          overhead: 0,
          compression: smaller,
        },
        rules,
      );
    return writes(study, metrics, [
      ['day', 'a day', stored(1, 1, 1), 'B'],
      ['replicated', 'a day on all replicas', stored(1, replicas, 1), 'B'],
      ['year', 'a year on all replicas', stored(365, replicas, 1), 'B'],
      ['half', 'compressed to a half', stored(365, replicas, 2), 'B'],
      ['third', 'compressed to a third', stored(365, replicas, 3), 'B'],
      ['stored', 'compressed', stored(365, replicas, compression), 'B'],
      [
        'tail',
        'if all were as long as the P99',
        stored(365, replicas, compression) * log(100),
        'B',
      ],
    ])
      .next(() => study.estimates('messages a second', averagePerSecond(perDay, 1), '/s'))
      .next(() => {
        const draw = sampler(exponential(bytes), study.stream('messages'));
        let sum = 0;
        for (let message = 0; message < sampled; message++) sum += draw();
        const mean = study.observes('a message, drawn', sum / sampled, 'B');
        const needed = observes(
          'needed',
          'on all disks',
          (mean * perDay * 365 * replicas) / compression,
          'B',
        );
        study.holds(
          'data-fits-the-disks',
          needed <= 1.1 * (metrics.stored.value ?? 0),
          `messages of random lengths take ${inUnits(needed, 'B')}, and disks were bought for ${inUnits(metrics.stored.value ?? 0, 'B')}`,
        );
      })
      .next(() => study.observes('messages drawn', sampled));
  },
  expect: ({ perDay, bytes, replicas, compression }) => {
    const day = perDay * bytes;
    const year = day * replicas * 365;
    return [
      within(inUnit('day', 1e9), 'day', near(day / 1e9)).says('GB a day', 'est-chat-storage'),
      within(inUnit('replicated', 1e9), 'replicated', near((day * replicas) / 1e9)).says(
        'GB a day on all replicas',
        'est-chat-storage',
      ),
      within(inUnit('year', 1e12), 'year', near(year / 1e12)).says(
        'TB a year on all replicas',
        'est-chat-storage',
      ),
      within(inUnit('half', 1e12), 'half', near(year / 2e12)).says(
        'TB, compressed to a half',
        'est-chat-storage',
      ),
      within(inUnit('third', 1e12), 'third', near(year / 3e12)).says(
        'TB, compressed to a third',
        'est-chat-storage',
      ),
      within(inUnit('tail', 1e12), 'tail', near((year / compression / 1e12) * log(100))).says(
        'TB if every message were as long as the P99',
      ),
      within(quotient('needed', 'stored'), 'needed', around(1, 1 / Math.sqrt(sampled))).says(
        'bytes for messages of random length, relative to the estimate',
      ),
    ];
  },
  tells: ({ params: { compression }, metrics: m }) =>
    `The chat stores ${inUnits(m.year.value ?? 0, 'B')} a year on all replicas: ${inUnits(m.day.value ?? 0, 'B')} a day, or ${inUnits(m.replicated.value ?? 0, 'B')} with replicas, times 365 days. Compressed ${compression} times it is ${inUnits(m.stored.value ?? 0, 'B')}; count that once, because what is compressed already does not shrink again in the database. With the P99 of the lengths instead of the mean it would be ${inUnits(m.tail.value ?? 0, 'B')}.`,
});

// Left out: indexes by conversation, attachments, and deleted messages.
