import * as z from 'zod';
import {
  allOrdered,
  deliveryInvariants,
  deliverySubject,
} from '../../sims/transactions/delivery/cluster.ts';
import { transactionsNotes } from '../../sims/transactions/notes.ts';
import { largest, mean, within } from '../../src/check/expected.ts';
import { histogram } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutTransactions } from './common.ts';

const params = z.object({
  relayMs: whole(100, 10_000, 1_000, 'time between two polls of the outbox by the relay'),
  consumerMs: whole(100, 10_000, 4_000, 'time between two polls of the broker by a regional store'),
});
type Params = z.output<typeof params>;

const orders = 80;
/** Chosen so that updates meet both polls at ever different moments. */
const everyMs = 619;
const quickMs = 50;
/** Longer than messages, disks and earlier events in the same batch take. */
const waysMs = ({ relayMs, consumerMs }: Params) =>
  20 + 6 * Math.ceil((relayMs + consumerMs) / everyMs);
const endMs = ({ relayMs, consumerMs }: Params) =>
  (orders + 2) * everyMs + 3 * (relayMs + consumerMs);

export default scenario({
  ...aboutTransactions,
  id: 'transactions/feed-lag',
  asks: 'An update travels through an outbox and a broker to a regional store. How stale is the region?',
  claims: ['q22-feed-1-5s'],
  code: [
    'sims/transactions/delivery/relay.ts#relaying',
    'sims/transactions/delivery/consumer.ts#consuming',
  ],
  params,
  durationMs: endMs,
  invariants: deliveryInvariants,
  metrics: {
    lagMs: histogram('ms', 'from the commit to the region'),
    quickLagMs: histogram('ms', 'the same, if both poll every 50 ms'),
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
    const error = 5 * Math.sqrt((pow(relayMs, 2) + pow(consumerMs, 2)) / 12 / orders);
    const middle = (relayMs + consumerMs) / 2;
    // The longer interval may be a multiple of the shorter; then the relay’s publications meet the
    // consumer’s polls in step.
    const inStep = Math.min(relayMs, consumerMs) / 2;
    return [
      within(mean('lagMs'), 'half-of-both', {
        atLeast: middle - error - inStep,
        atMost: middle + error + inStep + waysMs(p),
      }).says(
        'mean time from an update until the region has it, in ms: half of the sum of both polling intervals, give or take half of the shorter',
        'q22-feed-1-5s',
      ),
      within(largest('lagMs'), 'sum-of-both', {
        atLeast: middle,
        atMost: relayMs + consumerMs + 2 * waysMs(p),
      }).says(
        'longest time from an update until the region has it, in ms: the sum of both polling intervals',
        'q22-feed-1-5s',
      ),
      within(largest('quickLagMs'), 'quick', { atMost: 2 * quickMs + 40 }).says(
        'longest time from an update until the region has it, if both stages poll every 50 ms, in ms',
        'q22-feed-1-5s',
      ),
    ];
  },
  tells: ({ params: { relayMs, consumerMs }, metrics: { lagMs, quickLagMs } }) =>
    `The region is ${seconds(lagMs.mean)} behind on average, about half of the sum of ${seconds(relayMs)} and ` +
    `${seconds(consumerMs)}, and ${seconds(lagMs.max)} at most: the lag is the time that updates wait for the next poll. ` +
    `If both stages poll every ${quickMs} ms, the mean lag is ${inDigits(Math.round(quickLagMs.mean ?? 0))} ms.`,
});

const seconds = (ms: number | undefined): string =>
  `${inDigits(Math.round((ms ?? 0) / 100) / 10)} s`;

// Left out: the network between regions, and overloaded stages in which events queue.
