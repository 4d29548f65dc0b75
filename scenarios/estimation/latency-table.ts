import { z } from 'zod';
import { Study } from '../../sims/estimation/study.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, around, keeping, near, writes } from './kit.ts';

const params = z.object({});

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
const gigabytes = (ns: number): number => bytesAMegabyte / ns;
const lineBytes = 64;
const misses = 20_000;

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
  },
  build({ world, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
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
      ['oneMiss', 'random RAM, one load at a time', lineBytes / table.ram, 'GB/s'],
    ]).next(() => {
      // Ten slots, each with a load in flight; loads take 100 ns on average.
      const draw = sampler(exponential(table.ram), study.stream('loads'));
      let busyNs = 0;
      for (let load = 0; load < misses; load++) busyNs += draw();
      observes(
        'tenMisses',
        'random RAM, ten loads at a time',
        (10 * misses * lineBytes) / busyNs,
        'GB/s',
      );
    });
  },
  expect: () => [
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
  ],
  tells: ({ metrics: m }) =>
    `The ratios do, within a factor of two: ${m.ssd.value} for RAM to SSD instead of 1,000, ${significant(m.hdd.value ?? 0)} ` +
    `for SSD to HDD instead of 100, ${inDigits(m.million.value ?? 0)} for RAM to another continent instead of a million. ` +
    `The bandwidths do not: 3 µs for 1 MB of RAM imply ${significant(m.ramRate.value ?? 0)} GB/s, but one core reads 10 to ` +
    `20; 1 ms of an SSD implies ${m.ssdRate.value} GB/s, but NVMe reads 3; 20 ms of an HDD imply ` +
    `${significant(1_000 * (m.hddRate.value ?? 0))} MB/s, but it reads 200. ` +
    `Random RAM access gives ${significant(m.oneMiss.value ?? 0)} GB/s with one load at a time, less than an NVMe disk, and ` +
    `${significant(m.tenMisses.value ?? 0)} with ten.`,
});

const near05 = (name: 'hddRate') =>
  within(name, 'hdd-rate', near(0.05)).says(
    'GB/s implied by 20 ms for 1 MB of an HDD',
    'lat-hdd-1mb-20ms',
  );

// Left out: the hardware of a particular year; the table is checked against itself.
