/**
 * One consumer hangs on a call that does not return. Its heartbeats continue, so the coordinator
 * leaves its partitions to it until max.poll.interval.ms is over.
 */

import { stall } from '../../src/world/fault.ts';
import { scenario } from './kit.ts';
import {
  aboutLag,
  heldByAtMost,
  isShaped,
  lagDurationMs,
  lagGroup,
  namesTheCause,
  partitionLagPlot,
  tellLag,
} from './lag-shapes.ts';

export default scenario({
  ...aboutLag,
  id: 'kafka/lag-stuck-consumer',
  asks: 'A few partitions stand still while the others move. Is a consumer stuck?',
  code: ['sims/kafka/lag/cause.ts#concentrated', 'sims/kafka/lag/burrow.ts#hasStalled'],
  plan: (params) => [
    {
      // After a quarter of the time, so that it covers the whole second half.
      atMs: lagDurationMs(params) / 4,
      fault: stall('c2', lagDurationMs(params)),
    },
  ],
  build: (setup) =>
    lagGroup(setup, {
      drawKey: (kafka, keys) => kafka.anyOf(keys, 'shop'),
      consumerPerSecond: ({ ratePerSecond, consumers }) => (2 * ratePerSecond) / consumers,
      cause: 'stuck-consumer',
    }),
  expect: ({ partitions, consumers }) => [
    isShaped(1, 'the lag is on the partitions of the consumer that hangs'),
    namesTheCause,
    heldByAtMost(
      Math.ceil(partitions / consumers),
      'its-partitions-have-it',
      'no more partitions hold four fifths of the lag than that consumer reads',
    ),
  ],
  tells: ({ subject }) =>
    `Yes: one consumer hangs, so restart it, or skip the record on which it fails; the group as a whole could process twice the arrivals. ${tellLag(subject)} Unlike with a hot key, its partitions get as many records as the others, and none of them is committed.`,
  plots: ({ subject }) => [partitionLagPlot(subject)],
});

// Left out: the call that it hangs on. After max.poll.interval.ms the consumer leaves the group,
// and the next one hangs.
