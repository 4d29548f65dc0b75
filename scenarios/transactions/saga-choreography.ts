import * as z from 'zod';
import type { Mishap } from '../../sims/transactions/saga/choreography.ts';
import {
  everySagaBegun,
  sagaInvariants,
  sagaSubject,
  shop,
} from '../../sims/transactions/saga/cluster.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutTransactions } from './common.ts';

const params = z.object({
  sweepSeconds: whole(10, 600, 60, 'how long a saga may take before the sweeper looks at it'),
});

const parts = shop.length;
const mishaps: readonly Mishap[] = ['lost', 'late', 'doubled'];
const everyMs = 100;

/** One saga for each failure of each event; the last event tells the initiator that all is done. */
const cases = mishaps.flatMap((mishap) =>
  shop.map(({ name }, place) => ({ mishap, event: place + 1, after: name })),
);

export default scenario({
  ...aboutTransactions,
  id: 'transactions/saga-choreography',
  asks: 'Services run a saga through events alone, and one event is lost, late or duplicated. How does it end, with and without a sweeper?',
  claims: ['q18-choreography-stalls', 'q18-sweeper-60s'],
  code: [
    'sims/transactions/saga/choreography.ts#hear',
    'sims/transactions/saga/choreography.ts#sweep',
  ],
  params,
  durationMs: ({ sweepSeconds }) => sweepSeconds * 4_000,
  invariants: sagaInvariants,
  metrics: {
    limboWithout: gauge('sagas', 'that never end, without a sweeper'),
    limboWith: gauge('sagas', 'that never end, with a sweeper'),
    doneWith: gauge('sagas', 'that are done, with a sweeper'),
    undoneWith: gauge('sagas', 'undone by the sweeper'),
    undoneThoughLate: gauge('sagas', 'undone though their event was only late'),
    messagesByEvents: gauge('messages', 'between a saga’s participants, by events'),
    messagesByCommands: gauge('messages', 'of a saga with an orchestrator'),
  },
  build({ world, rules, params: { sweepSeconds }, metrics }) {
    const afterMs = sweepSeconds * 1_000;
    const all = { sagas: cases.length, beginsMs: (saga: number) => saga * everyMs };
    const ofCase = (saga: number, event: number) =>
      cases[saga - 1]?.event === event ? cases[saga - 1]?.mishap : undefined;
    const byEvents = (hasSweeper: boolean, of: typeof ofCase | (() => undefined)) => ({
      mishaps: { of, lateMs: 2 * afterMs },
      hasSweeper,
      afterMs,
    });
    const one = { sagas: 1 };
    const subject = sagaSubject(world, rules, [
      { ...all, name: 'alone', choreography: byEvents(false, ofCase), breaks: ['every-saga-ends'] },
      { ...all, name: 'swept', choreography: byEvents(true, ofCase) },
      { ...one, name: 'by-events', choreography: byEvents(true, () => undefined) },
      { ...one, name: 'by-commands' },
    ]);
    world.at(sweepSeconds * 4_000 - 1, () => {
      const [alone, swept, events, commands] = subject.systems.map(({ judge }) => judge);
      metrics.limboWithout.set(alone?.count(undefined) ?? 0);
      metrics.limboWith.set(swept?.count(undefined) ?? 0);
      metrics.doneWith.set(swept?.count('done') ?? 0);
      metrics.undoneWith.set(swept?.count('undone') ?? 0);
      const late = cases.filter(
        ({ mishap }, place) => mishap === 'late' && swept?.endOf(place + 1) === 'undone',
      );
      metrics.undoneThoughLate.set(late.length);
      metrics.messagesByEvents.set(events?.messages ?? 0);
      metrics.messagesByCommands.set(commands?.messages ?? 0);
    });
    return subject;
  },
  goals: () => [everySagaBegun],
  expect: () => [
    exactly(parts, 'limboWithout', 'limbo').says(
      'sagas that never end without a sweeper: each one that loses an event',
      'q18-choreography-stalls',
    ),
    exactly(0, 'limboWith', 'no-limbo').says(
      'sagas that never end with a sweeper',
      'q18-choreography-stalls',
    ),
    exactly(parts + 2, 'doneWith', 'done').says(
      'sagas done with a sweeper: those with a doubled event, and those that missed only the last event',
    ),
    exactly(2 * (parts - 1), 'undoneWith', 'undone').says(
      'sagas undone by the sweeper: those that had stopped on the way',
      'q18-sweeper-60s',
    ),
    exactly(parts - 1, 'undoneThoughLate', 'though-late').says(
      'sagas undone by the sweeper although their event was only late',
      'q18-sweeper-60s',
    ),
    exactly(parts - 1, 'messagesByEvents', 'messages-events').says(
      'messages between the n participants of a saga that runs through events: n - 1',
    ),
    exactly(2 * parts, 'messagesByCommands', 'messages-commands').says(
      'messages of a saga of n participants with an orchestrator: a command and a reply for each, 2n',
    ),
  ],
  tells: ({ metrics: m, params: { sweepSeconds }, subject }) => {
    const [alone, swept] = subject.systems.map(({ judge }) => judge);
    const rows = cases.map(({ mishap, after }, place) => [
      `${mishap}: the event after ${after}`,
      alone?.endOf(place + 1) ?? 'in limbo',
      swept?.endOf(place + 1) ?? 'in limbo',
    ]);
    return (
      `Without a sweeper ${m.limboWithout.value} of ${cases.length} sagas never end, and nothing reports it. ` +
      `With a sweeper, a job that looks for sagas that have not ended after ${inDigits(sweepSeconds)} s, ${m.doneWith.value} are done and ` +
      `${m.undoneWith.value} undone; ${m.undoneThoughLate.value} of those were merely late, so participants must ` +
      'refuse their event when it arrives. The sweeper asks the participants before it acts, because a saga that misses only its last event is complete. ' +
      `Events take ${m.messagesByEvents.value} messages between the participants, an orchestrator ` +
      `${m.messagesByCommands.value}; but an orchestrator knows where each saga stands.\n\n` +
      plainTable([['event', 'without a sweeper', 'with one'], ...rows])
    );
  },
});

// Left out: lost events of an undoing saga, which the sweeper handles as well.
