import * as z from 'zod';
import { gigabytesPerSecond, overlapped } from '../../sims/estimation/latency/bandwidth.ts';
import { Study } from '../../sims/estimation/study.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutEstimation, around, keeping, near, writes } from './kit.ts';

const params = z.object({
  diskMBPerSecond: real(50, 20_000, 200, 'MB/s of a disk that reads in order'),
});
type Params = z.output<typeof params>;

/** The cheatsheet's section 1, in ns; sequential reads of 1 MB. */
const table = {
  l1: 0.5,
  l2: 7,
  ram: 100,
  ssd: 150_000,
  hdd: 10_000_000,
  datacentre: 500_000,
  continent: 150_000_000,
  ram1Mb: 3_000,
  ssd1Mb: 1_000_000,
  hdd1Mb: 20_000_000,
};
const bytesAMegabyte = 1e6;
/** GB/s of a sequential read. */
const gigabytes = (ns: number): number => gigabytesPerSecond(bytesAMegabyte, ns);
const lineBytes = 64;
const misses = 20_000;

/** A disk reads that many MB in order: one seek, then the head stays on its track or goes to the next. */
const megabytesInOrder = 1_000;
function orderedNs({ diskMBPerSecond }: Params): number {
  let busyNs = table.hdd;
  for (let read = 0; read < megabytesInOrder; read++) busyNs += 1e9 / diskMBPerSecond;
  return busyNs;
}
/** GB/s of the disk without the seek. */
const streamed = ({ diskMBPerSecond }: Params) => diskMBPerSecond / 1_000;
/** The share of the time that the seek takes, with some room for rounding. */
const seekShare = (p: Params) => table.hdd / ((megabytesInOrder * 1e9) / p.diskMBPerSecond) + 1e-9;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/latency-table',
  asks: 'Do the ratios and bandwidths that people quote follow from the latencies that they quote?',
  claims: [
    'top-ram-ssd-thousandfold',
    'top-ssd-hdd-hundredfold',
    'lat-l2-14x-l1',
    'lat-ram-200x-l1',
    'lat-ssd-1500x-ram',
    'lat-dc-vs-cross-300x',
    'q1-ram-network-million',
    'lat-ram-1mb-3us',
    'lat-ssd-1mb-1ms',
    'lat-hdd-1mb-20ms',
    'lat-sequential-disk-beats-random-ram',
    'q7-sequential-faster-than-random-ram',
  ],
  code: [
    'sims/estimation/latency/bandwidth.ts#gigabytesPerSecond',
    'sims/estimation/latency/bandwidth.ts#overlapped',
  ],
  params,
  invariants: [],
  metrics: {
    l2: gauge('', 'L2 relative to L1'),
    ram: gauge('', 'RAM relative to L1'),
    ssd: gauge('', 'SSD relative to RAM'),
    hdd: gauge('', 'HDD relative to SSD'),
    continents: gauge('', 'across a continent, relative to within a datacentre'),
    million: gauge('', 'across a continent, relative to RAM'),
    ramRate: gauge('GB/s', 'implied by the quoted 3 µs'),
    ssdRate: gauge('GB/s', 'implied by the quoted 1 ms'),
    hddRate: gauge('GB/s', 'implied by the quoted 20 ms'),
    oneMiss: gauge('GB/s', 'random RAM, one load at a time'),
    tenMisses: gauge('GB/s', 'random RAM, ten loads at a time, simulated'),
    inOrder: gauge('GB/s', 'a disk that reads a GB in order, after one seek'),
    toDisk: gauge('', 'random RAM, one load at a time, relative to that disk'),
  },
  build({ world, params: p, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const inOrder = gigabytes(orderedNs(p) / megabytesInOrder);
    return writes(study, metrics, [
      ['l2', 'L2 over L1', table.l2 / table.l1],
      ['ram', 'RAM over L1', table.ram / table.l1],
      ['ssd', 'SSD over RAM', table.ssd / table.ram],
      ['hdd', 'HDD over SSD', table.hdd / table.ssd],
      [
        'continents',
        'across a continent over within a datacentre',
        table.continent / table.datacentre,
      ],
      ['million', 'across a continent over RAM', table.continent / table.ram],
      ['ramRate', '1 MB from RAM in 3 µs', gigabytes(table.ram1Mb), 'GB/s'],
      ['ssdRate', '1 MB from an SSD in 1 ms', gigabytes(table.ssd1Mb), 'GB/s'],
      ['hddRate', '1 MB from an HDD in 20 ms', gigabytes(table.hdd1Mb), 'GB/s'],
      [
        'oneMiss',
        'random RAM, one load at a time',
        gigabytesPerSecond(lineBytes, table.ram),
        'GB/s',
      ],
      ['inOrder', 'a disk in order, 1 GB after one seek', inOrder, 'GB/s'],
      ['toDisk', 'random RAM over that disk', gigabytesPerSecond(lineBytes, table.ram) / inOrder],
    ]).next(() => {
      // Ten slots, each with a load in flight; loads take 100 ns on average.
      const draw = sampler(exponential(table.ram), study.stream('loads'));
      let busyNs = 0;
      for (let load = 0; load < misses; load++) busyNs += draw();
      observes(
        'tenMisses',
        'random RAM, ten loads at a time',
        overlapped({ reads: misses, bytesEach: lineBytes, busyNs }, 10),
        'GB/s',
      );
    });
  },
  expect: (p) => [
    exactly(14, 'l2', 'l2').says('latency of L2 relative to L1', 'lat-l2-14x-l1'),
    exactly(200, 'ram', 'ram').says('latency of RAM relative to L1', 'lat-ram-200x-l1'),
    exactly(1_500, 'ssd', 'ssd').says('latency of SSD relative to RAM', 'lat-ssd-1500x-ram'),
    within('ssd', 'thousandfold', { atLeast: 500, atMost: 2_000 }).says(
      'latency of SSD relative to RAM, a thousand within a factor of two',
      'top-ram-ssd-thousandfold',
    ),
    within('hdd', 'hundredfold', { atLeast: 50, atMost: 200 }).says(
      'latency of HDD relative to SSD, a hundred within a factor of two',
      'top-ssd-hdd-hundredfold',
    ),
    exactly(300, 'continents', 'continents').says(
      'latency across a continent relative to within a datacentre',
      'lat-dc-vs-cross-300x',
    ),
    within('million', 'million', { atLeast: 0.5e6, atMost: 2e6 }).says(
      'latency across a continent relative to RAM, a million within a factor of two',
      'q1-ram-network-million',
    ),
    within('ramRate', 'ram-rate', near(1_000 / 3)).says(
      'GB/s implied by 3 µs for 1 MB of RAM',
      'lat-ram-1mb-3us',
    ),
    exactly(1, 'ssdRate', 'ssd-rate').says(
      'GB/s implied by 1 ms for 1 MB of an SSD',
      'lat-ssd-1mb-1ms',
    ),
    near05('hddRate'),
    within('oneMiss', 'one-miss', near(0.64)).says(
      'GB/s of random RAM, one load at a time',
      'lat-sequential-disk-beats-random-ram',
    ),
    within('tenMisses', 'ten-misses', around(6.4, 6.4 / Math.sqrt(misses))).says(
      'GB/s of random RAM, ten loads at a time',
      'lat-sequential-disk-beats-random-ram',
    ),
    within('toDisk', 'to-disk', {
      atLeast: 0.64 / streamed(p) - 1e-9,
      atMost: (0.64 / streamed(p)) * (1 + seekShare(p)),
    }).says(
      'random RAM, one load at a time, relative to a disk that reads in order: 0.64 GB/s over its rate, and one seek',
      'q7-sequential-faster-than-random-ram',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `RAM takes ${inTime(table.ram / 1e6)}, an SSD ${inTime(table.ssd / 1e6)}, a round trip in a data centre ${inTime(table.datacentre / 1e6)}, ` +
    `a seek of a hard disk ${inTime(table.hdd / 1e6)} and another continent ${inTime(table.continent / 1e6)}. ` +
    `The ratios follow, within a factor of two: ${inDigits(m.ssd.value ?? 0)} for RAM to SSD instead of 1,000, ${significant(m.hdd.value ?? 0)} ` +
    `for SSD to HDD instead of 100, ${inDigits(m.million.value ?? 0)} for RAM to another continent instead of a million. ` +
    `The bandwidths do not: 3 µs for 1 MB of RAM imply ${significant(m.ramRate.value ?? 0)} GB/s, but one core reads 10 to ` +
    `20; 1 ms of an SSD implies ${m.ssdRate.value} GB/s, but NVMe reads 3; 20 ms of an HDD imply ` +
    `${significant(1_000 * (m.hddRate.value ?? 0))} MB/s, but it reads 200. ` +
    `Random RAM access gives ${significant(m.oneMiss.value ?? 0)} GB/s with one load at a time, less than an NVMe disk and ` +
    `${significant(m.toDisk.value ?? 0)} times what a disk of ${inDigits(p.diskMBPerSecond)} MB/s reads in order, and ` +
    `${significant(m.tenMisses.value ?? 0)} with ten.`,
});

const near05 = (name: 'hddRate') =>
  within(name, 'hdd-rate', near(0.05)).says(
    'GB/s implied by 20 ms for 1 MB of an HDD',
    'lat-hdd-1mb-20ms',
  );

// Left out: the hardware of a particular year; the table is checked against itself.
