import * as z from 'zod';
import { databaseLoad } from '../../sims/estimation/capacity/load.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { chance } from '../../src/kernel/random.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, heldTo, keeping, near, shareOf } from './kit.ts';

const params = z.object({
  reads: real(100, 10_000_000, 100_000, 'reads a second'),
  hits: real(0.5, 0.999, 0.95, 'hit ratio'),
  worse: real(0.001, 0.5, 0.05, 'by how much the hit ratio may fall'),
});

const sampled = 50_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/cache-misses',
  asks: 'The hit ratio of a cache falls from 95% to 90%. How much does the database’s load grow?',
  claims: [],
  code: ['sims/estimation/capacity/load.ts#databaseLoad'],
  params,
  invariants: heldTo('database-below-capacity'),
  metrics: {
    usual: gauge('1/s', 'of reads that reach the database at the usual hit ratio, simulated'),
    bad: gauge('1/s', 'of reads that reach the database at the worse hit ratio, simulated'),
    capacity: gauge('1/s', 'capacity of the database'),
    fewer: gauge('', 'the factor by which the cache reduces the database’s reads'),
  },
  build({ world, params: { reads, hits, worse }, rules, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    const missesWith = (ratio: number, purpose: string) => {
      const stream = study.stream(purpose);
      let misses = 0;
      for (let read = 0; read < sampled; read++) if (!chance(stream, ratio)) misses += 1;
      return (reads * misses) / sampled;
    };
    study
      .next(() => study.estimates('reads', reads, '/s'))
      .next(() => estimates('fewer', 'the cache divides them by', 1 / (1 - hits)));
    for (const ratio of [0, 0.5, 0.8, 0.9, 0.95, 0.99]) {
      study.next(() =>
        study.estimates(`reach the database at ${inPercent(ratio)}`, reads * (1 - ratio), '/s'),
      );
    }
    return (
      study
        // A tenth to spare.
        .next(() =>
          estimates(
            'capacity',
            'capacity of the database',
            1.1 * databaseLoad(reads, hits, worse, rules),
            '/s',
          ),
        )
        .next(() =>
          observes('usual', 'misses with the usual ratio', missesWith(hits, 'usual'), '/s'),
        )
        .next(() => {
          const bad = observes(
            'bad',
            'misses with the worse ratio',
            missesWith(Math.max(0, hits - worse), 'bad'),
            '/s',
          );
          const capacity = metrics.capacity.value ?? 0;
          study.holds(
            'database-below-capacity',
            bad <= capacity,
            `${significant(bad)} reads a second reach the database, which can do ${significant(capacity)}`,
          );
        })
    );
  },
  expect: ({ reads, hits, worse }) => {
    const scaled = (share: number) => {
      const { atLeast = 0, atMost = 0 } = shareOf(sampled, share);
      return { atLeast: reads * atLeast, atMost: reads * atMost };
    };
    return [
      within('usual', 'usual', scaled(1 - hits)).says(
        'reads a second that reach the database at the usual hit ratio',
      ),
      within('bad', 'bad', scaled(Math.min(1, 1 - hits + worse))).says(
        'reads a second that reach the database at the worse hit ratio',
      ),
      within('capacity', 'capacity', near(1.1 * reads * (1 - hits + worse))).says(
        'capacity of the database, reads a second',
      ),
      within('fewer', 'fewer', near(1 / (1 - hits))).says(
        'the factor by which the cache reduces the database’s load',
      ),
    ];
  },
  tells: ({ params: { hits, worse }, metrics: m }) =>
    `The load of the database grows ${significant((m.bad.value ?? 0) / (m.usual.value ?? 1))} times, from ${significant(m.usual.value ?? 0)} to ${significant(m.bad.value ?? 0)} reads a second: the database sees only misses, and those went from ${inPercent(1 - hits)} to ${inPercent(1 - hits + worse)}. A cache that divides the load by ${significant(m.fewer.value ?? 0)} is capacity that can be lost within a minute.`,
});

// Left out: an empty cache after a restart, and stampedes (see the cache wing).
