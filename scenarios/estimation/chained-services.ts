import * as z from 'zod';
import { inSeries } from '../../sims/estimation/availability/nines.ts';
import {
  deviationOfUpShare,
  outagesPerTime,
  simulatedAvailability,
} from '../../sims/estimation/availability/outages.ts';
import { Study } from '../../sims/estimation/study.ts';
import { difference, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutEstimation, around, keeping, near, writes } from './kit.ts';

const params = z.object({
  service: real(0.9, 0.99999, 0.9999, 'availability of the service itself'),
  dependency: real(0.9, 0.99999, 0.999, 'availability of a dependency'),
  hits: real(0, 1, 0.9, 'share of reads that a cache answers while the database is down'),
});

/** Simulated at 99%, because outages at 99.9% are too rare for a short run. */
const simulated = 0.99;
const downMean = 1;
const yearMs = 365.25 * 86_400_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/chained-services',
  asks: 'Three dependencies are each up 99.9% of the time. Do their downtimes multiply?',
  claims: [
    'top-deps-multiply-downtime',
    'nines-two-deps-99-8',
    'nines-three-deps-99-7',
    'nines-9999-on-999-is-999',
    'nines-cache-restores-9999',
    'nines-graceful-degradation',
  ],
  code: ['sims/estimation/availability/nines.ts#inSeries'],
  params,
  invariants: [],
  metrics: {
    two: gauge('share', 'of uptime, two dependencies in a chain'),
    three: gauge('share', 'of uptime, three dependencies in a chain'),
    downtimes: gauge('', 'downtime of three in a chain, as a multiple of that of one'),
    onDatabase: gauge('share', 'of uptime, the service on one dependency'),
    cached: gauge('share', 'of uptime, the service with a cache that answers hits'),
    cached99: gauge('share', 'of uptime, the service with 99% hits'),
    down: gauge('ms', 'of downtime a year, three in a chain'),
    chain: gauge('share', 'of uptime, three of 99% in a chain, simulated'),
  },
  build({ world, params: { service, dependency: d, hits }, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const behindCache = (share: number) => service * (share + (1 - share) * d);
    return writes(study, metrics, [
      ['two', 'two dependencies', inSeries([d, d])],
      ['three', 'three dependencies', inSeries([d, d, d])],
      ['down', 'three are down a year', (1 - inSeries([d, d, d])) * yearMs, 'ms'],
      ['downtimes', 'downtime of three over that of one', (1 - pow(d, 3)) / (1 - d)],
      ['onDatabase', 'the service on its database', inSeries([service, d])],
      ['cached', `with a cache and ${inPercent(hits)} hits`, behindCache(hits)],
      ['cached99', 'with 99% hits', behindCache(0.99)],
    ])
      .next(() => study.estimates('the service alone is down a year', (1 - service) * yearMs, 'ms'))
      .next(() =>
        study.estimates('on its database it is down a year', (1 - service * d) * yearMs, 'ms'),
      )
      .next(() => {
        const repairs = { upMean: simulated / (1 - simulated), downMean };
        const horizon = 2_000 / outagesPerTime(repairs, 3, 3);
        observes(
          'chain',
          'three of 99% in a chain',
          simulatedAvailability([repairs, repairs, repairs], 3, horizon, study.stream('outages')),
        );
      })
      .next(() => study.observes('one of them', simulated));
  },
  expect: ({ service, dependency: d, hits }) => {
    const repairs = { upMean: simulated / (1 - simulated), downMean };
    const horizon = 2_000 / outagesPerTime(repairs, 3, 3);
    const deviation = deviationOfUpShare(repairs, { copies: 3, needed: 3 }, horizon);
    return [
      within('two', 'two', near(d * d)).says(
        'uptime of two dependencies in a chain',
        'nines-two-deps-99-8',
      ),
      within('three', 'three', near(d * d * d)).says(
        'uptime of three dependencies in a chain',
        'nines-three-deps-99-7',
      ),
      within('downtimes', 'downtimes', near(1 + d + d * d)).says(
        'downtime of three, as a multiple of that of one',
        'top-deps-multiply-downtime',
      ),
      within('onDatabase', 'on-database', near(service * d)).says(
        'uptime of the service on its database',
        'nines-9999-on-999-is-999',
      ),
      within('cached', 'cached', near(service * (hits + (1 - hits) * d))).says(
        `uptime with a cache and ${inPercent(hits)} hits`,
        'nines-cache-restores-9999',
      ),
      within('cached99', 'cached-99', near(service * (0.99 + 0.01 * d))).says(
        'uptime with 99% hits',
        'nines-cache-restores-9999',
      ),
      within(difference('cached', 'onDatabase'), 'degraded', near(service * hits * (1 - d))).says(
        'availability that the cache’s answers add while the database is down',
        'nines-graceful-degradation',
      ),
      within('chain', 'simulated', around(pow(simulated, 3), deviation)).says(
        'uptime of three of 99% in a chain, simulated',
      ),
    ];
  },
  tells: ({ params: { service, dependency, hits }, metrics: m }) =>
    `No: availabilities multiply, and downtimes nearly add. Three dependencies of ${inPercent(dependency)} are up ` +
    `${significant(100 * (m.three.value ?? 0), 5)}% of the time, and down ${significant(m.downtimes.value ?? 0)} times as ` +
    `long as one: ${inTime(m.down.value ?? 0)} a year. A service of ${inPercent(service)} on such a database is up ` +
    `${significant(100 * (m.onDatabase.value ?? 0), 5)}%, less than the database alone. ` +
    `A cache that answers ${inPercent(hits)} of the reads raises it to ${significant(100 * (m.cached.value ?? 0), 5)}%, and ` +
    `99% hits to ${significant(100 * (m.cached99.value ?? 0), 5)}%.`,
});

// Left out: dependencies that fail together, timeouts, and writes, which no cache answers.
