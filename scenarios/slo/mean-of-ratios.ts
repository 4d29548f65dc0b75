import * as z from 'zod';
import { fleetRatio, meanOfRatios, ratioOfSums } from '../../sims/slo/indicators/ratios.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { drawBinomial } from '../../src/kernel/counts.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  busy: whole(1, 100, 9, 'instances with many requests'),
  busyRequests: whole(1_000, 1_000_000, 10_000, 'requests of each of them'),
  quietRequests: whole(1, 1_000, 10, 'requests of one more instance'),
  failedShare: real(0, 0.1, 0.0005, 'share of the requests that fail on busy instances'),
  quietShare: real(0.01, 1, 0.5, 'share of the requests that fail on the quiet one'),
});

export default scenario({
  ...aboutSlo,
  id: 'slo/mean-of-ratios',
  asks: 'One new instance fails half of its ten requests. What is the error ratio of the fleet?',
  claims: [],
  code: ['sims/slo/indicators/ratios.ts#fleetRatio', 'sims/slo/indicators/ratios.ts#ratioOfSums'],
  params,
  invariants: heldTo('ratio-of-all-requests'),
  metrics: {
    ofSums: gauge('share', 'of all requests that fail'),
    ofMeans: gauge('share', 'mean of the ratios of the instances'),
    reported: gauge('share', 'that is reported'),
  },
  build({
    world,
    params: { busy, busyRequests, quietRequests, failedShare, quietShare },
    rules,
    metrics,
  }) {
    const study = new SloStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('requests');
    const instances = Array.from({ length: busy + 1 }, (_, place) => {
      const isQuiet = place === busy;
      const requests = isQuiet ? quietRequests : busyRequests;
      return {
        requests,
        failed: drawBinomial(requests, isQuiet ? quietShare : failedShare, stream),
      };
    });
    for (const { failed, requests } of instances.slice(-8))
      study.next(() => study.observes(`of ${requests} requests of an instance fail`, failed));
    return study
      .next(() => observes('ofMeans', 'mean of the ratios', meanOfRatios(instances)))
      .next(() =>
        observes('ofSums', 'failures of all through requests of all', ratioOfSums(instances)),
      )
      .next(() => study.observes('instances', instances.length))
      .next(() => study.observes('requests of the quiet one', quietRequests))
      .next(() => study.observes('requests of a busy one', busyRequests))
      .next(() => study.observes('requests of all', busy * busyRequests + quietRequests))
      .next(() => {
        const reported = observes('reported', 'reported', fleetRatio(instances, rules));
        const truth = ratioOfSums(instances);
        study.holds(
          'ratio-of-all-requests',
          reported === truth,
          `${significant(100 * reported)}% are reported, and ${significant(100 * truth)}% of the requests failed`,
        );
      });
  },
  expect: ({ busy, busyRequests, quietRequests, failedShare, quietShare }) => {
    const [ofBusy, ofQuiet] = [
      shareOf(busy * busyRequests, failedShare),
      shareOf(quietRequests, quietShare),
    ];
    const all = busy * busyRequests + quietRequests;
    const summed = (end: 'atLeast' | 'atMost') =>
      (ofBusy[end] * busy * busyRequests + ofQuiet[end] * quietRequests) / all;
    const mean = (end: 'atLeast' | 'atMost') => (ofBusy[end] * busy + ofQuiet[end]) / (busy + 1);
    const slack = 1 + 1e-9;
    return [
      within('ofSums', 'of-sums', {
        atLeast: summed('atLeast') / slack,
        atMost: summed('atMost') * slack,
      }).says('error ratio of the fleet: failures of all instances / requests of all'),
      within('reported', 'reported', {
        atLeast: summed('atLeast') / slack,
        atMost: summed('atMost') * slack,
      }).says('error ratio that is reported'),
      within('ofMeans', 'of-means', {
        atLeast: mean('atLeast') / slack,
        atMost: mean('atMost') * slack,
      }).says('mean of the ratios of the instances'),
    ];
  },
  tells: ({ params: { busy, quietRequests }, metrics: m }) =>
    `Sum the failures and the requests of all instances first, then divide: ${significant(100 * (m.ofSums.value ?? 0))}% of all requests fail. The mean of the ${busy + 1} ratios says ${significant(100 * (m.ofMeans.value ?? 0))}%, because it gives an instance with ${inDigits(quietRequests)} requests the weight of a busy one.`,
});

// Left out: percentiles, which do not average either (estimation/merged-percentiles), and counters that restart.
