import { z } from 'zod';
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
  handlers: whole(1, 20, 6, 'command handlers'),
  commands: whole(10, 500, 25, 'commands of each'),
  snapshotEvery: whole(2, 1_000, 10, 'events of an account between two snapshots'),
  pollMs: whole(1, 1_000, 20, 'how often the projection asks for new events'),
  crashes: whole(0, 50, 8, 'crashes of the projection'),
});
type Params = z.output<typeof params>;

const everyMs = 30;
const readAfterMs = 5;
const busyMs = ({ commands }: Params) => commands * everyMs;
const restMs = ({ commands, handlers, pollMs }: Params) =>
  2_000 + commands * (60 + 10 * handlers) + 5 * pollMs;

/** Those between which and their write no poll has begun; at least a third of the commands are deposits, which all write. */
function leastStaleShare({ pollMs, commands, handlers }: Params): number {
  const reads = (commands * handlers) / 3;
  return Math.max(0, 1 - (readAfterMs + 1) / pollMs - 2 / Math.sqrt(reads));
}

export default scenario({
  ...aboutTransactions,
  id: 'transactions/event-streams',
  asks: 'Event sourcing: accounts are kept as events alone, commands append, snapshots shorten their loading, and a projection answers reads. Does it all agree at all times?',
  claims: [
    'q19-replay-gives-state',
    'q19-snapshots-bound-replay',
    'pat-cqrs-eventual',
    'pat-outbox-vs-event-sourcing',
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
    pastStates: gauge('states', 'states in which commands left their accounts'),
    wrongPasts: gauge('states', 'those that the events up to then do not give'),
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
      'past states that the events up to then do not give',
      'q19-replay-gives-state',
    ),
    {
      id: 'replay-bounded',
      text: `most events that a command replayed, with a snapshot each ${p.snapshotEvery}`,
      claim: 'q19-snapshots-bound-replay',
      measured: ({ replayed }) => replayed.max,
      // A load can come before the snapshot that is due, from each of the other handlers.
      bound: {
        atLeast: p.commands * p.handlers >= 12 * p.snapshotEvery ? p.snapshotEvery - 1 : 0,
        atMost: p.snapshotEvery + p.handlers - 1,
      },
    },
    within(quotient('staleReads', 'reads'), 'stale-reads', {
      atLeast: leastStaleShare(p),
      atMost: 1,
    }).says('share of reads that miss the write before them', 'pat-cqrs-eventual'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `Yes: each of ${m.pastStates.value} past states is what the events up to then give, and so is the projection at each position, through ${p.crashes} crashes and a rebuild that sent no mail again. ` +
    `With a snapshot each ${p.snapshotEvery} events a command replayed ${m.replayed.max} at most, of ${m.events.value} stored; ${m.conflicts.value} appends found another version and were decided anew. ` +
    `The price is that reads lag: ${percent(m.staleReads.value / m.reads.value)} of reads ${readAfterMs} ms after a write did not find it.`,
});

// Left out: lost replies of the store, after which a command needs an id of its own, and mails that a crash loses.
