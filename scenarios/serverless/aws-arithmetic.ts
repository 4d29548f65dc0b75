import * as z from 'zod';
import {
  breakEvenKb,
  chargedKb,
  failoversAYear,
  partMb,
  yearS,
} from '../../sims/serverless/aws.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutFunctions } from './kit.ts';

const params = z.object({
  objectTb: real(0.001, 50, 5, 'an object in S3, TB'),
  priceStandard: real(0.001, 1, 0.023, 'of a GB and month in Standard, $'),
  priceInfrequent: real(0.001, 1, 0.0125, 'of a GB and month in Infrequent Access, $'),
  failoverS: real(1, 600, 120, 'how long a database takes to fail over, seconds'),
  availability: real(0.9, 0.99999, 0.9999, 'availability that is promised'),
});

export default scenario({
  ...aboutFunctions,
  id: 'serverless/aws-arithmetic',
  asks: 'What follows from 10,000 parts, a minimum charge of 128 KB and a failover of two minutes?',
  claims: ['aws-s3-multipart-10000', 'aws-s3-small-ia-objects', 'aws-rds-failover-60-120'],
  code: [
    'sims/serverless/aws.ts#partMb',
    'sims/serverless/aws.ts#breakEvenKb',
    'sims/serverless/aws.ts#failoversAYear',
  ],
  params,
  invariants: [],
  metrics: {
    part: gauge('MB', 'that a part must have at least'),
    breakEven: gauge('KB', 'from which Infrequent Access is cheaper'),
    dearer: gauge('share', 'of objects of up to 128 KB that are dearer there, simulated'),
    failovers: gauge('a year', 'failovers that the availability leaves room for'),
  },
  build({
    world,
    params: { objectTb, priceStandard, priceInfrequent, failoverS, availability },
    metrics,
  }) {
    const study = new FunctionStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const stream = study.stream('objects');
    const objects = 5_000;
    const breakEven = breakEvenKb(priceStandard, priceInfrequent);
    for (const tb of [0.1, 1, 5, 50])
      study.next(() => study.estimates(`MB of a part of ${tb} TB`, partMb(tb)));
    for (const nines of [0.999, 0.9999, 0.99999])
      study.next(() =>
        study.estimates(
          `failovers a year at ${inPercent(nines)}`,
          failoversAYear(nines, failoverS),
        ),
      );
    return study
      .next(() => estimates('part', 'MB of a part at least: object / 10,000', partMb(objectTb)))
      .next(() =>
        estimates(
          'breakEven',
          'KB from which Infrequent Access is cheaper: 128 x price / price',
          breakEven,
        ),
      )
      .next(() => {
        let dearer = 0;
        for (let each = 0; each < objects; each++) {
          const kb = chargedKb * stream();
          if (Math.max(kb, chargedKb) * priceInfrequent > kb * priceStandard) dearer += 1;
        }
        observes('dearer', 'objects of up to 128 KB that are dearer there', dearer / objects);
      })
      .next(() => study.observes('objects that were drawn', objects))
      .next(() =>
        estimates('failovers', 'failovers a year', failoversAYear(availability, failoverS)),
      );
  },
  expect: ({ objectTb, priceStandard, priceInfrequent, failoverS, availability }) => {
    const ratio = priceInfrequent / priceStandard;
    return [
      within('part', 'part', near(100 * objectTb)).says(
        'MB of a part: object / 10,000',
        'aws-s3-multipart-10000',
      ),
      within('breakEven', 'break-even', near(128 * ratio)).says(
        'KB from which Infrequent Access is cheaper',
        'aws-s3-small-ia-objects',
      ),
      within('dearer', 'dearer', shareOf(5_000, Math.min(1, ratio))).says(
        'objects of up to 128 KB that are dearer there: the ratio of the prices',
        'aws-s3-small-ia-objects',
      ),
      within('failovers', 'failovers', near(((1 - availability) * yearS) / failoverS)).says(
        'failovers of two minutes a year that 99.99% leaves room for',
        'aws-rds-failover-60-120',
      ),
    ];
  },
  tells: ({ params: { objectTb, failoverS, availability }, metrics: m }) =>
    `Parts of at least ${significant(m.part.value ?? 0)} MB for an object of ${inDigits(objectTb)} TB in S3, because an upload has at most 10,000 parts. Objects below ${significant(m.breakEven.value ?? 0)} KB cost more in Infrequent Access than in Standard, because they are charged like 128 KB there: ${significant(100 * (m.dearer.value ?? 0))}% of the objects of up to 128 KB. An availability of ${inPercent(availability)} leaves room for ${significant(m.failovers.value ?? 0)} database failovers of ${inTime(1_000 * failoverS)} a year.`,
});

// Left out: charges for requests and retrieval, and limits as such, which AWS moves: look them up.
