import { must } from '../../src/kernel/must.ts';
import { chance, pick } from '../../src/kernel/random.ts';
import { scenario } from './kit.ts';
import {
  aboutLag,
  heldByAtMost,
  isShaped,
  lagGroup,
  namesTheCause,
  partitionLagPlot,
  tellLag,
} from './lag-shapes.ts';

export default scenario({
  ...aboutLag,
  id: 'kafka/lag-hot-key',
  asks: 'One partition lags, and the others do not. Is it a hot key?',
  code: [
    'sims/kafka/lag/cause.ts#concentrated',
    'sims/kafka/lag/spread.ts#spreadOf',
    'sims/kafka/producer/partitioner.ts#partitionOfKey',
  ],
  build: (setup) =>
    lagGroup(setup, {
      // Half of all records have the same key.
      drawKey: ({ cluster }, keys) => {
        const stream = cluster.world.kernel.random.stream('keys/shop');
        return () => (chance(stream, 0.5) ? must(keys[0], 'first key') : pick(stream, keys));
      },
      // Enough for a fair share, and half as much again.
      consumerPerSecond: ({ ratePerSecond, consumers }) => (1.5 * ratePerSecond) / consumers,
      cause: 'hot-key',
    }),
  expect: () => [
    isShaped(1, 'a key goes to one partition, and so does its lag'),
    namesTheCause,
    heldByAtMost(1, 'one-partition-has-it', 'only the one of the key'),
  ],
  tells: ({ subject }) =>
    `Yes: half of the records have one key, and a key is in one partition with one reader, so more consumers or partitions do not help; split the key (salting) if its order allows, or make its work faster. ${tellLag(subject)} The group as a whole could process one and a half times the arrivals.`,
  plots: ({ subject }) => [partitionLagPlot(subject)],
});

// Left out: splitting the key (a suffix for each of a few lanes), at the price of its order.
