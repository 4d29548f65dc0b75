import { z } from 'zod';
import {
  allOrdered,
  deliveryInvariants,
  deliverySubject,
} from '../../sims/transactions/delivery/cluster.ts';
import { transactionsNotes } from '../../sims/transactions/notes.ts';
import { largest, mean, within } from '../../src/check/expected.ts';
import { histogram } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutTransactions } from './common.ts';

const params = z.object({
  relayMs: whole(100, 10_000, 1_000, 'time between two looks of the relay at the outbox'),
  consumerMs: whole(100, 10_000, 4_000, 'time between two looks of the store of a region'),
});
type Params = z.output<typeof params>;

const orders = 80;
/** Meets the looks of both at ever other moments. */
const everyMs = 619;
const quickMs = 50;
/** More than messages, disks and events in front of it in one batch take. */
const waysMs = ({ relayMs, consumerMs }: Params) =>
  20 + 6 * Math.ceil((relayMs + consumerMs) / everyMs);
const endMs = ({ relayMs, consumerMs }: Params) =>
  (orders + 2) * everyMs + 3 * (relayMs + consumerMs);

export default scenario({
  ...aboutTransactions,
  id: 'transactions/feed-lag',
  asks: 'An update goes through an outbox, a broker and the store of a region. How old is the region?',
  claims: ['q22-feed-1-5s'],
  params,
  durationMs: endMs,
  invariants: deliveryInvariants,
  metrics: {
    lagMs: histogram('ms', 'from the commit to the region'),
    quickLagMs: histogram('ms', 'the same, if both look each 50 ms'),
  },
  build({ world, rules, params: p, metrics }) {
    const committedAtMs = new Map<string, number>();
    transactionsNotes.listen(world.trace, 'commits', ({ order }, by, atMs) =>
      committedAtMs.set(`${by.split('/')[0]} ${order}`, atMs),
    );
    transactionsNotes.listen(world.trace, 'applies', ({ event }, by, atMs) => {
      const [name] = by.split('/');
      const lagMs = atMs - (committedAtMs.get(`${name} ${event}`) ?? Number.NaN);
      (name === 'feed' ? metrics.lagMs : metrics.quickLagMs).record(lagMs);
    });
    return deliverySubject(world, rules, [
      {
        name: 'feed',
        mode: 'outbox',
        orders,
        everyMs,
        pollMs: p.relayMs,
        consumerPollMs: p.consumerMs,
      },
      { name: 'quick', mode: 'log', orders: 80, everyMs, pollMs: quickMs, consumerPollMs: quickMs },
    ]);
  },
  goals: () => [allOrdered],
  expect: (p) => {
    const { relayMs, consumerMs } = p;
    // Each wait is uniform over its interval; five standard errors of the mean.
    const error = 5 * Math.sqrt((relayMs ** 2 + consumerMs ** 2) / 12 / orders);
    const middle = (relayMs + consumerMs) / 2;
    // The longer interval may be a multiple of the shorter: then what the relay publishes meets the consumer in step.
    const inStep = Math.min(relayMs, consumerMs) / 2;
    return [
      within(mean('lagMs'), 'half-of-both', {
        atLeast: middle - error - inStep,
        atMost: middle + error + inStep + waysMs(p),
      }).says(
        'the mean lag is half of the sum of the intervals, give or take half of the shorter, in ms',
        'q22-feed-1-5s',
      ),
      within(largest('lagMs'), 'sum-of-both', {
        atLeast: middle,
        atMost: relayMs + consumerMs + 2 * waysMs(p),
      }).says('the longest is their sum, in ms', 'q22-feed-1-5s'),
      within(largest('quickLagMs'), 'quick', { atMost: 2 * quickMs + 40 }).says(
        'if both look each 50 ms, the longest, in ms',
        'q22-feed-1-5s',
      ),
    ];
  },
  tells: ({ params: { relayMs, consumerMs }, metrics: { lagMs, quickLagMs } }) =>
    `${seconds(lagMs.mean)} on average, about half of the sum of ${seconds(relayMs)} and ${seconds(consumerMs)}, and ${seconds(lagMs.max)} at most: the lag is what the stages wait between two looks. ` +
    `If both look each ${quickMs} ms it is ${inDigits(Math.round(quickLagMs.mean ?? 0))} ms.`,
});

const seconds = (ms: number | undefined): string =>
  `${inDigits(Math.round((ms ?? 0) / 100) / 10)} s`;

// Left out: the way between the regions, and stages that are overloaded, in which events queue.
