/** How soon random ids collide. */
import {
  collidingPairs,
  collisionChance,
  deviationOfFirstCollision,
  drawsForChance,
  exactCollisionChance,
  meanFirstCollision,
} from '../../../../sims/estimation/probability/birthday.ts';
import { firstCollision } from '../../../../sims/estimation/probability/collisions.ts';
import { log2 } from '../../../kernel/elementary.ts';
import { figure } from '../figure.ts';
import { ofMean } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

/** Up to there the product is worked out factor by factor. */
const exactUpTo = 1e6;
/** Draws go in the order of the root of it. */
const simulatedUpTo = 1e6;
const trials = 400;

export const birthday = topic({
  id: 'birthday',
  asks: 'How soon do random ids collide?',
  keys: {
    space: keys.count('62^7', 'how many ids there are', { min: 2 }),
    items: keys.count('100M', 'how many are drawn', { min: 1 }),
  },
  figures: ({ space, items }) => {
    const draws = Math.round(items);
    const isExact = draws <= exactUpTo;
    return [
      figure('ids there are', space, 'count', 'space'),
      figure('bits', log2(space), 'count', 'log2 space'),
      figure(
        'chance of a collision',
        (isExact ? exactCollisionChance : collisionChance)(draws, space),
        'share',
        isExact
          ? '1 - (1 - 1/space)…(1 - (items - 1)/space)'
          : '1 - e^(-items (items - 1) / 2 space)',
      ),
      figure(
        'colliding pairs',
        collidingPairs(draws, space),
        'count',
        'items (items - 1) / 2 space',
      ),
      figure('first collision, mean', meanFirstCollision(space), 'count', '√(π space / 2) + 2/3'),
      figure('at a chance of 50%', drawsForChance(0.5, space), 'count', '1.1774 √space'),
      figure('at a chance of 1%', drawsForChance(0.01, space), 'count', '0.1418 √space'),
      figure(
        'at a chance of 1 in a million',
        drawsForChance(1e-6, space),
        'count',
        '0.001414 √space',
      ),
    ];
  },
  assumes: ['Every id is drawn independently, and all are equally likely.'],
  forgotten: ({ space }) => ({
    says: `That √space = ${Math.round(Math.sqrt(space)).toLocaleString('en-US')} is neither the mean nor the median: a collision by then has a chance of 39.3%. Ids that must be unique are checked, or given out by counters.`,
  }),
  check: ({ space }, random) => {
    const values = Math.min(Math.round(space), simulatedUpTo);
    const stream = random.stream('ids');
    let draws = 0;
    for (let trial = 0; trial < trials; trial++) draws += firstCollision(values, stream);
    const predicted = meanFirstCollision(values);
    return {
      says: `mean first collision of ${trials} trials with ${values < space ? 'a space of ' : ''}${values.toLocaleString('en-US')} ids`,
      shown: 'count',
      predicted,
      measured: draws / trials,
      ...ofMean(predicted, deviationOfFirstCollision(values), trials),
    };
  },
  scenario: 'estimation/short-codes',
});
