import * as z from 'zod';
import {
  charactersFor,
  collidingPairs,
  collisionChance,
  drawsForChance,
  meanFirstCollision,
} from '../../sims/estimation/probability/birthday.ts';
import { firstCollision } from '../../sims/estimation/probability/collisions.ts';
import { Study } from '../../sims/estimation/study.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { log2, pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, around, keeping, near, writes } from './kit.ts';

const params = z.object({
  alphabet: whole(2, 100, 62, 'characters to choose from'),
  length: whole(1, 12, 7, 'characters per code'),
  perDay: real(1, 1e12, 100_000_000, 'codes per day'),
  simulated: whole(1_000, 10_000_000, 1_000_000, 'codes in the simulated space'),
});

const trials = 200;
/** Snowflake ids have 63 bits; today’s use about 61. */
const snowflakeBits = 63;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/short-codes',
  asks: 'Short URLs get seven random base62 characters. How soon do two collide?',
  claims: ['q10-62-7-codes', 'q10-birthday-1-87m'],
  code: [
    'sims/estimation/probability/birthday.ts#meanFirstCollision',
    'sims/estimation/probability/birthday.ts#collisionChance',
    'sims/estimation/probability/birthday.ts#collidingPairs',
  ],
  params,
  invariants: [],
  metrics: {
    codes: gauge('codes', 'in the whole space'),
    years: gauge('years', 'that a counter lasts'),
    root: gauge('codes', 'square root of the space'),
    atRoot: gauge('share', 'of a collision by then'),
    median: gauge('codes', 'drawn at even odds of a collision'),
    mean: gauge('codes', 'drawn before the first collision, on average'),
    minutes: gauge('min', 'until the mean first collision'),
    pairs: gauge('pairs', 'that collide in a year'),
    characters: gauge('characters', 'of a Snowflake id in base 62'),
    scaled: gauge('', 'first collision over √codes, simulated'),
  },
  build({ world, params: { alphabet, length, perDay, simulated }, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const codes = pow(alphabet, length);
    const root = Math.sqrt(codes);
    return writes(study, metrics, [
      ['codes', 'codes there are', codes],
      ['years', 'a counter lasts, in years', codes / perDay / 365],
      ['root', 'square root', root],
      ['atRoot', 'chance of a collision by then', collisionChance(root, codes)],
      ['median', 'even odds of a collision', drawsForChance(0.5, codes)],
      ['mean', 'mean of the first collision', meanFirstCollision(codes)],
      ['minutes', 'reached after', (meanFirstCollision(codes) / perDay) * 1_440, 'min'],
      ['pairs', 'colliding pairs in a year', collidingPairs(365 * perDay, codes)],
      ['characters', 'characters of a 63-bit id', charactersFor(snowflakeBits, alphabet)],
    ])
      .next(() => {
        const stream = study.stream('codes');
        let draws = 0;
        for (let trial = 0; trial < trials; trial++) draws += firstCollision(simulated, stream);
        observes(
          'scaled',
          'mean first collision over √codes',
          draws / trials / Math.sqrt(simulated),
        );
      })
      .next(() => study.observes('trials', trials));
  },
  expect: ({ alphabet, length, perDay, simulated }) => {
    const codes = pow(alphabet, length);
    const mean = (Math.sqrt((Math.PI * simulated) / 2) + 2 / 3) / Math.sqrt(simulated);
    return [
      within('codes', 'codes', near(codes)).says('codes in the whole space', 'q10-62-7-codes'),
      within('years', 'years', near(codes / perDay / 365)).says(
        'years that a counter lasts',
        'q10-62-7-codes',
      ),
      within('mean', 'mean', near(Math.sqrt((Math.PI * codes) / 2) + 2 / 3)).says(
        'mean of the first collision: √(πN/2)',
        'q10-birthday-1-87m',
      ),
      within('atRoot', 'at-root', { atLeast: 0.38, atMost: 0.4 }).says(
        'probability of a collision after √N codes',
        'q10-birthday-1-87m',
      ),
      within('median', 'median', near(Math.sqrt(2 * Math.LN2 * codes))).says(
        'codes at even odds',
        'q10-birthday-1-87m',
      ),
      exactly(Math.ceil(63 / log2(alphabet)), 'characters', 'characters').says(
        'characters of a Snowflake id',
      ),
      within('scaled', 'scaled', around(mean, Math.sqrt(2 - Math.PI / 2) / Math.sqrt(trials))).says(
        'first collision over √N, simulated; √(π/2) = 1.2533',
        'q10-birthday-1-87m',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `After ${significant(m.mean.value ?? 0)} codes on average, of ${p.alphabet}^${p.length} = ${significant((m.root.value ?? 0) * (m.root.value ?? 0))} (the birthday paradox): that takes ${significant(m.minutes.value ?? 0)} minutes, so random codes must be checked. A counter does not collide, and its codes of ${p.length} characters last ${significant(m.years.value ?? 0)} years. Half of the time random codes collide by ${significant(m.median.value ?? 0)}; by √N, ${significant(m.root.value ?? 0)}, the probability of a collision is ${percent(m.atRoot.value)}, and in a year ${significant(m.pairs.value ?? 0)} pairs collide. A Snowflake id takes ${m.characters.value} characters.`,
});

// Left out: the cost of the check, and codes that are returned.
