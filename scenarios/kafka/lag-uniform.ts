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
  asks: 'Every partition lags alike. What does that say?',
  build: (setup) =>
    lagGroup(setup, {
      drawKey: (kafka, keys) => kafka.anyOf(keys, 'shop'),
      // Half of what comes in.
      consumerPerSecond: ({ ratePerSecond, consumers }) => ratePerSecond / consumers / 2,
      cause: 'too-slow',
    }),
  expect: () => [
    isShaped(0, 'where all consumers are too slow, all partitions lag'),
    namesTheCause,
  ],
  tells: ({ subject }) =>
    `All consumers together can do half of what comes in. ${tellLag(subject)}`,
  plots: ({ subject }) => [partitionLagPlot(subject)],
});

// Left out: a slow database behind all of them, which looks just the same from outside.
