import * as z from 'zod';
import {
  eventCluster,
  eventInvariants,
  projectionCatchesUp,
} from '../../sims/transactions/events/cluster.ts';
import { eventMetrics } from '../../sims/transactions/events/parts.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { client } from '../../src/world/server.ts';
import { aboutTransactions } from './common.ts';

const params = z.object({
  handlers: whole(1, 20, 6, 'number of command handlers'),
  commands: whole(10, 500, 25, 'commands per handler'),
  snapshotEvery: whole(2, 1_000, 10, 'events of an account from one snapshot to the next'),
  pollMs: whole(1, 1_000, 20, 'how often the projection polls for new events'),
  crashes: whole(0, 50, 8, 'number of times the projection crashes'),
});
type Params = z.output<typeof params>;

const everyMs = 30;
const readAfterMs = 5;
const busyMs = ({ commands }: Params) => commands * everyMs;
const restMs = ({ commands, handlers, pollMs }: Params) =>
  2_000 + commands * (60 + 10 * handlers) + 5 * pollMs;

/**
 * Commands whose load and write have no poll between them; at least a third of the commands are
 * deposits, which all write.
 */
function leastStaleShare({ pollMs, commands, handlers }: Params): number {
  const reads = (commands * handlers) / 3;
  return Math.max(0, 1 - (readAfterMs + 1) / pollMs - 2 / Math.sqrt(reads));
}

export default scenario({
  ...aboutTransactions,
  id: 'transactions/event-streams',
  asks: 'Event sourcing stores accounts as events alone: commands append, snapshots shorten loading, and a projection answers reads. Do they all agree at all times?',
  claims: [
    'q19-replay-gives-state',
    'q19-snapshots-bound-replay',
    'pat-cqrs-eventual',
    'pat-outbox-vs-event-sourcing',
  ],
  code: [
    'sims/transactions/events/store.ts#storeServer',
    'sims/transactions/events/handler.ts#handle',
    'sims/transactions/events/account.ts#fold',
  ],
  params,
  invariants: eventInvariants,
  durationMs: (p) => busyMs(p) + restMs(p),
  plan(p, random) {
    const stream = random.stream('crashes');
    return Array.from({ length: p.crashes }, () => {
      const atMs = randomInteger(stream, 10, busyMs(p));
      return [
        { atMs, fault: crash('projection') },
        { atMs: atMs + 20, fault: restart('projection') },
      ];
    }).flat();
  },
  metrics: {
    ...eventMetrics,
    events: gauge('events', 'events in the store'),
    pastStates: gauge('states', 'balances with which commands left their accounts'),
    wrongPasts: gauge('states', 'that differ from the replay of the events up to then'),
  },
  build({ world, rules, params: p, metrics }) {
    const all = eventCluster(world, rules, metrics, {
      ...p,
      accounts: ['account1', 'account2'],
      everyMs,
      readAfterMs,
      thinkMs: 4,
    });
    world.addServer(
      'operator',
      client('operator', (node) =>
        node.spawn(
          (function* rebuild() {
            yield* node.sleep(busyMs(p) + 100);
            yield* node.call('projection', { do: 'rebuild' });
          })(),
        ),
      ),
    );
    world.at(busyMs(p) + restMs(p) - 1, () => {
      const { judge } = all.parts;
      metrics.events.set(judge.log.length);
      metrics.pastStates.set(judge.recorded.length);
      metrics.wrongPasts.set(judge.wrongPasts);
    });
    return all;
  },
  goals: (p) => [projectionCatchesUp(restMs(p) - 500)],
  expect: (p) => [
    exactly(0, 'wrongPasts', 'time-travel').says(
      'past states of an account that differ from what replaying its events up to then gives',
      'q19-replay-gives-state',
    ),
    {
      id: 'replay-bounded',
      text: `most events that a command replayed, with a snapshot every ${p.snapshotEvery}`,
      claim: 'q19-snapshots-bound-replay',
      measured: ({ replayed }) => replayed.max,
      // Every other handler can load once more before the due snapshot is stored.
      bound: {
        atLeast: p.commands * p.handlers >= 12 * p.snapshotEvery ? p.snapshotEvery - 1 : 0,
        atMost: p.snapshotEvery + p.handlers - 1,
      },
    },
    within(quotient('staleReads', 'reads'), 'stale-reads', {
      atLeast: leastStaleShare(p),
      atMost: 1,
    }).says(
      `share of reads of the projection, ${readAfterMs} ms after a write, that do not see it`,
      'pat-cqrs-eventual',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    'Yes: events are only ever appended, an account is what replaying its events gives, and a projection (read model) is ' +
    `computed from the same events: each of ${m.pastStates.value} past states equals its replay, and so does the projection ` +
    `at every position, through ${p.crashes} crashes and a rebuild. ` +
    `The price is lag, as with all CQRS: ${percent(m.staleReads.value / m.reads.value)} of reads ${readAfterMs} ms after a ` +
    'write did not see it. ' +
    `With a snapshot every ${p.snapshotEvery} events a command replayed at most ${m.replayed.max} of ${m.events.value} ` +
    `stored events. ${m.conflicts.value} appends found a newer version of their account (optimistic locking), and their commands were decided again.`,
});

// Left out: lost replies of the store, for which a command needs its own id, and mails lost in a
// crash.
