import { scenario } from './kit.ts';
import {
  aboutLag,
  isShaped,
  lagGroup,
  namesTheCause,
  partitionLagPlot,
  tellLag,
} from './lag-shapes.ts';

export default scenario({
  ...aboutLag,
  id: 'kafka/lag-uniform',
  asks: 'Every partition lags about equally. What does that mean?',
  code: [
    'sims/kafka/lag/cause.ts#tooSlow',
    'sims/kafka/lag/burrow.ts#lagNeverFalls',
    'sims/kafka/lag/spread.ts#spreadOf',
  ],
  build: (setup) =>
    lagGroup(setup, {
      drawKey: (kafka, keys) => kafka.anyOf(keys, 'shop'),
      // Half of the arrivals.
      consumerPerSecond: ({ ratePerSecond, consumers }) => ratePerSecond / consumers / 2,
      cause: 'too-slow',
    }),
  expect: () => [
    isShaped(0, 'if all consumers are too slow, all partitions lag, and none sticks out'),
    namesTheCause,
  ],
  tells: ({ subject }) =>
    `Make the work on a record faster (batches, no slow calls), or add consumers, up to one per partition, because the whole group is too slow: here it can process half of what arrives. ${tellLag(subject)}`,
  plots: ({ subject }) => [partitionLagPlot(subject)],
});

// Left out: a slow database behind all of them, which looks the same from outside.
