import * as z from 'zod';
import { averagePerSecond } from '../../sims/estimation/capacity/load.ts';
import { storedBytes } from '../../sims/estimation/capacity/storage.ts';
import { Study } from '../../sims/estimation/study.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inUnits, significant } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, inUnit, near } from './kit.ts';

const params = z.object({
  perDay: whole(1_000_000, 10_000_000_000, 100_000_000, 'new URLs per day'),
  urlBytes: whole(10, 2_000, 100, 'mean length of a URL'),
  overhead: real(0, 3, 0.44, 'overhead of indexes, log and free space, relative to the fields'),
  replicas: whole(1, 9, 3, 'copies of each record'),
  years: whole(1, 20, 5, 'how long the records are kept'),
  readsPerWrite: whole(1, 10_000, 100, 'how often a URL is read'),
  peakFactor: real(2, 12, 3, 'peak load, as a multiple of the average'),
});

/** Code, URL, created, expires, user, clicks. */
const fieldsBytes = (urlBytes: number): number => 7 + urlBytes + 8 + 8 + 8 + 8;

/** That many records of random size, enough for a mean. */
const sampled = 20_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/url-shortener',
  asks: 'A URL shortener gets 100 million new URLs a day. How much does it store, and how many requests does it serve?',
  claims: [
    'q10-record-150-bytes',
    'q10-storage-chain',
    'q10-qps-reads',
    'q10-500-byte-url-5x',
    'est-replication-3x',
  ],
  code: [
    'sims/estimation/capacity/storage.ts#storedBytes',
    'sims/estimation/capacity/storage.ts#payloadBytes',
    'sims/estimation/capacity/load.ts#averagePerSecond',
  ],
  params,
  invariants: heldTo('data-fits-the-disks'),
  metrics: {
    record: gauge('B', 'in a record’s fields'),
    day: gauge('B', 'of new records in a day, with overhead'),
    month: gauge('B', 'in 30 days'),
    year: gauge('B', 'in 365 days'),
    stored: gauge('B', 'on all disks at the end of the period'),
    needed: gauge('B', 'for records of random size'),
    writes: gauge('1/s', 'of new URLs, on average'),
    writesAtPeak: gauge('1/s', 'of new URLs, at the peak'),
    reads: gauge('1/s', 'of reads, on average'),
    readsAtPeak: gauge('1/s', 'of reads, at the peak'),
    longRecord: gauge('B', 'in a record’s fields with a URL five times as long'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study(world);
    const chain = (days: number, replicas: number) => ({
      itemsPerDay: p.perDay,
      bytesPerItem: fieldsBytes(p.urlBytes),
      days,
      replicas,
      overhead: p.overhead,
      compression: 1,
    });
    return study
      .next(() => metrics.record.set(study.estimates('a record', fieldsBytes(p.urlBytes), 'B')))
      .next(() => metrics.day.set(study.estimates('a day', storedBytes(chain(1, 1), rules), 'B')))
      .next(() =>
        metrics.month.set(study.estimates('a month', storedBytes(chain(30, 1), rules), 'B')),
      )
      .next(() =>
        metrics.year.set(study.estimates('a year', storedBytes(chain(365, 1), rules), 'B')),
      )
      .next(() => {
        const bytes = storedBytes(chain(365 * p.years, p.replicas), rules);
        metrics.stored.set(study.estimates(`${p.years} years on all replicas`, bytes, 'B'));
      })
      .next(() => {
        const writes = study.estimates('writes', averagePerSecond(p.perDay, 1), '/s');
        metrics.writes.set(writes);
        metrics.writesAtPeak.set(
          study.estimates('writes at the peak', writes * p.peakFactor, '/s'),
        );
      })
      .next(() => {
        const reads = study.estimates('reads', averagePerSecond(p.perDay, p.readsPerWrite), '/s');
        metrics.reads.set(reads);
        metrics.readsAtPeak.set(study.estimates('reads at the peak', reads * p.peakFactor, '/s'));
      })
      .next(() => {
        const long = fieldsBytes(5 * p.urlBytes);
        metrics.longRecord.set(
          study.estimates('a record with a URL five times as long', long, 'B'),
        );
      })
      .next(() => {
        const draw = sampler(exponential(p.urlBytes), study.stream('URLs'));
        let bytes = 0;
        for (let record = 0; record < sampled; record++) bytes += fieldsBytes(draw());
        const mean = study.observes('a record, drawn', bytes / sampled, 'B');
        const { itemsPerDay, days } = chain(365 * p.years, 1);
        const copies = p.replicas * (1 + p.overhead);
        const needed = study.observes('on all disks', mean * itemsPerDay * days * copies, 'B');
        metrics.needed.set(needed);
        const bought = metrics.stored.value ?? 0;
        study.holds(
          'data-fits-the-disks',
          // Disks are bought with a tenth of headroom.
          needed <= 1.1 * bought,
          `URLs of random lengths take ${inUnits(needed, 'B')}, and disks were bought for ${inUnits(bought, 'B')}`,
        );
      });
  },
  expect: (p) => {
    const record = fieldsBytes(p.urlBytes);
    const day = p.perDay * record * (1 + p.overhead);
    const stored = day * 365 * p.years * p.replicas;
    const reads = (p.perDay * p.readsPerWrite) / 86_400;
    return [
      exactly(record, 'record', 'record').says(
        'bytes of a record’s fields',
        'q10-record-150-bytes',
      ),
      within(inUnit('day', 1e9), 'day', near(day / 1e9)).says('GB a day', 'q10-storage-chain'),
      within(inUnit('month', 1e9), 'month', near((30 * day) / 1e9)).says(
        'GB in 30 days',
        'q10-storage-chain',
      ),
      within(inUnit('year', 1e12), 'year', near((365 * day) / 1e12)).says(
        'TB in 365 days',
        'q10-storage-chain',
      ),
      within(inUnit('stored', 1e12), 'stored', near(stored / 1e12)).says(
        `TB in ${p.years} years on ${p.replicas} replicas`,
        'q10-storage-chain',
      ),
      within(quotient('stored', 'year'), 'horizon', near(p.years * p.replicas)).says(
        'how many times a year’s bytes replicas and years make',
        'est-replication-3x',
      ),
      // Lengths are exponential: their deviation is their mean.
      within(
        quotient('needed', 'stored'),
        'needed',
        around(1, p.urlBytes / record / Math.sqrt(sampled)),
      ).says('bytes for records of random size, relative to the estimate'),
      within('writes', 'writes', near(p.perDay / 86_400)).says('writes a second', 'q10-qps-reads'),
      within('reads', 'reads', near(reads)).says('reads a second', 'q10-qps-reads'),
      within('readsAtPeak', 'reads-at-peak', near(reads * p.peakFactor)).says(
        'reads a second at the peak',
        'q10-qps-reads',
      ),
      within(
        quotient('longRecord', 'record'),
        'long-urls',
        near(1 + (4 * p.urlBytes) / record),
      ).says(
        'how many times larger records are if URLs are five times as long',
        'q10-500-byte-url-5x',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `The shortener stores ${inUnits(m.stored.value ?? 0, 'B')} in ${p.years} years on ${p.replicas} replicas: ` +
    `a record has ${m.record.value} B of fields, about ${inUnits((m.record.value ?? 0) * (1 + p.overhead), 'B')} with ` +
    `indexes and the log, and ${inDigits(p.perDay)} a day are ${inUnits(m.day.value ?? 0, 'B')} a day, ` +
    `${inUnits(m.month.value ?? 0, 'B')} a month and ${inUnits(m.year.value ?? 0, 'B')} a year. ` +
    `It serves ${significant(m.writes.value ?? 0)} writes and ${significant(m.reads.value ?? 0)} reads a second, and ` +
    `${significant(m.writesAtPeak.value ?? 0)} and ${significant(m.readsAtPeak.value ?? 0)} at the peak. ` +
    `With URLs five times as long, records are ${significant((m.longRecord.value ?? 0) / (m.record.value ?? 1))} times as ` +
    'large, because the other fields stay the same.',
});

// Left out: deleted and expired records, backups, and compression (estimation/chat-storage).
