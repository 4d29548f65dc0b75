import * as z from 'zod';
import { eventInvariants } from '../../sims/transactions/events/cluster.ts';
import type { EventLaw } from '../../sims/transactions/events/laws.ts';
import { accountOwner, type OwnerCosts } from '../../sims/transactions/events/owner.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutTransactions } from './common.ts';

const params = z.object({
  events: whole(1_024, 8_000, 4_000, 'events per account'),
  accounts: whole(1, 10_000_000, 500_000, 'accounts in the store'),
  rebuildHours: real(0.1, 1_000, 4, 'time for one machine to apply all events of all accounts'),
  snapshotReadMs: real(0, 10, 0.1, 'time to read a snapshot'),
  snapshotWriteMs: real(0, 100, 0.5, 'time to write a snapshot'),
});
type Params = z.output<typeof params>;

/**
 * Commands from one snapshot to the next. The last is the claim’s: 1,000 updates a second, and one
 * snapshot a second.
 */
const intervals = [4, 16, 64, 256, 1_000] as const;
type Interval = (typeof intervals)[number];
type Name = `${'mean' | 'most' | 'ms'}-${Interval}`;

const hourMs = 3_600_000;
const eventMs = ({ rebuildHours, accounts, events }: Params) =>
  (rebuildHours * hourMs) / (accounts * events);

/** Before command k of an interval, k - 1 events are replayed; the last interval may be cut short. */
function meanReplayed(every: number, events: number): number {
  const rest = events % every;
  return (((events - rest) * (every - 1)) / 2 + (rest * (rest - 1)) / 2) / events;
}

const commandMs = (every: number, p: Params): number =>
  p.snapshotReadMs +
  meanReplayed(every, p.events) * eventMs(p) +
  (Math.floor(p.events / every) * p.snapshotWriteMs) / p.events;

/**
 * The same trade-off as for checkpoints: Young, A first order approximation to the optimum
 * checkpoint interval, CACM 17:9, 1974.
 */
const bestInterval = (p: Params) => Math.sqrt((2 * p.snapshotWriteMs) / eventMs(p));

const endMs = (p: Params): number =>
  1 + p.events * (Math.max(...intervals.map((every) => commandMs(every, p))) + eventMs(p));

const near = (value: number) => ({
  atLeast: value * (1 - 1e-6),
  atMost: value * (1 + 1e-6) + 1e-9,
});

const cheapest = (msOf: (every: Interval) => number | undefined) =>
  [...intervals].sort((a, b) => (msOf(a) ?? Infinity) - (msOf(b) ?? Infinity))[0];

export default scenario({
  ...aboutTransactions,
  id: 'transactions/rebuild-time',
  asks: 'How long does it take to replay all events of an event store, and how often is a snapshot worth taking?',
  claims: ['q19-4000-per-user', 'q19-1000-updates-costly', 'q19-snapshots-bound-replay'],
  code: ['sims/transactions/events/owner.ts#load', 'sims/transactions/events/account.ts#fold'],
  params,
  invariants: eventInvariants,
  durationMs: endMs,
  metrics: {
    perAccount: gauge('events', 'per account'),
    allHours: gauge('h', 'to apply all events of all accounts on one machine'),
    perSecond: gauge('1/s', 'applied in a second'),
    bestEvery: gauge(
      'events',
      'between snapshots: the interval, of those tried, at which a command costs least',
    ),
    ...(Object.fromEntries(
      intervals.flatMap((every) => [
        [
          `mean-${every}`,
          gauge('events', `replayed per command on average, with a snapshot every ${every}`),
        ],
        [
          `most-${every}`,
          gauge('events', `replayed per command at most, with a snapshot every ${every}`),
        ],
        [`ms-${every}`, gauge('ms', `per command, with a snapshot every ${every}`)],
      ]),
    ) as Record<Name, ReturnType<typeof gauge>>),
  },
  build({ world, params: p, metrics }) {
    const breaches = new Breaches<EventLaw>();
    const all = intervals.map((snapshotEvery) => {
      const costs: OwnerCosts = {
        replayed: 0,
        mostReplayed: 0,
        spentMs: 0,
        rebuilt: 0,
        rebuiltInMs: 0,
      };
      const options = { ...p, snapshotEvery, eventMs: eventMs(p) };
      world.addServer(`each-${snapshotEvery}`, accountOwner(options, breaches, costs));
      return { snapshotEvery, costs };
    });
    world.at(endMs(p) - 0.5, () => {
      for (const { snapshotEvery: every, costs } of all) {
        metrics[`mean-${every}`].set(costs.replayed / p.events);
        metrics[`most-${every}`].set(costs.mostReplayed);
        metrics[`ms-${every}`].set(costs.spentMs / p.events);
        metrics.perSecond.set((1_000 * p.events) / costs.rebuiltInMs);
        metrics.allHours.set((costs.rebuiltInMs * p.accounts) / hourMs);
      }
      metrics.perAccount.set(all[0]?.costs.rebuilt ?? 0);
      metrics.bestEvery.set(cheapest((every) => metrics[`ms-${every}`].value) ?? 0);
    });
    return { breaches, rows: () => [] };
  },
  goals: () => [],
  expect: (p) => [
    exactly(p.events, 'perAccount', 'events-per-account').says(
      `events per account, for ${inDigits(p.accounts * p.events)} events of ${inDigits(p.accounts)} accounts`,
      'q19-4000-per-user',
    ),
    within('perSecond', 'replay-rate', near(1_000 / eventMs(p))).says(
      `events applied in a second, if all of them take ${inDigits(p.rebuildHours)} h`,
      'q19-4000-per-user',
    ),
    ...intervals.flatMap((every) => [
      exactly(every - 1, `most-${every}` as const, `replayed-at-most-${every}`).says(
        `events that a command replays at most, with a snapshot every ${inDigits(every)}`,
        'q19-snapshots-bound-replay',
      ),
      within(
        `mean-${every}` as const,
        `replayed-${every}`,
        near(meanReplayed(every, p.events)),
      ).says(`events that a command replays on average, with a snapshot every ${inDigits(every)}`),
      within(`ms-${every}` as const, `command-ms-${every}`, near(commandMs(every, p))).says(
        `time of a command, with a snapshot every ${inDigits(every)}, in ms`,
        every === 1_000 ? 'q19-1000-updates-costly' : undefined,
      ),
    ]),
    within('bestEvery', 'best-interval', {
      // The cost has a single minimum, so an interval at most a factor of two away on either side
      // is among those tried.
      atLeast: Math.min(1_000, bestInterval(p) / 4),
      atMost: Math.max(4, bestInterval(p) * 4),
    }).says(
      'snapshot interval, of those tried, with the cheapest command, in events',
      'q19-1000-updates-costly',
    ),
  ],
  tells: ({ params: p, metrics: m }) => {
    const best = cheapest((every) => m[`ms-${every}`].value) ?? 4;
    return (
      `${rounded(m.allHours.value)} h for ${inDigits(p.accounts * p.events)} events (${inDigits(p.events)} per account), on one machine that applies ` +
      `${inDigits(Math.round(m.perSecond.value ?? 0))} a second. ` +
      'With a snapshot every N events a command replays at most N - 1 and about N / 2 on average. ' +
      `At 1,000 updates a second on one account, one snapshot a second costs ${rounded(m['ms-1000'].value)} s of work per ` +
      `second; a snapshot every ${best} events brings that to ${rounded(m[`ms-${best}`].value)} s. ` +
      `The best interval is √(2 x time to write a snapshot / time to apply an event) = ${rounded(bestInterval(p))} events.\n\n` +
      plainTable([
        ['a snapshot every', 'replayed, mean', 'at most', 'ms per command'],
        ...intervals.map((every) => [
          `${inDigits(every)} events`,
          rounded(m[`mean-${every}`].value),
          inDigits(m[`most-${every}`].value ?? 0),
          rounded(m[`ms-${every}`].value),
        ]),
      ])
    );
  },
});

const rounded = (value = 0): string => inDigits(Number(value.toPrecision(3)));

// Left out: an owner that keeps its account in memory and loads it only once, and replay on several
// machines.
