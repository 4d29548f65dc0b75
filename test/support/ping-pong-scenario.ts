/**
 * A scenario of three nodes that ping one another round a ring: small, and nobody's business but the
 * tests'. `a` pings `b` every 10 ms, `b` pings `c`, `c` pings `a`; a message takes 4 ms. Its one rule
 * does nothing but be switched; its one operation is a note.
 */

import * as z from 'zod';
import { sometimes } from '../../src/check/goal.ts';
import { invariant } from '../../src/check/invariant.ts';
import { counter } from '../../src/check/metric.ts';
import { defineRules } from '../../src/check/rules.ts';
import type { Sim } from '../../src/check/sim.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { scenario } from '../../src/lab/scenario.ts';
import type { Note } from '../../src/trace/event.ts';
import { NoteBook } from '../../src/trace/note-book.ts';
import type { Node } from '../../src/world/node.ts';
import { type PingState, pingPong } from './ping-pong.ts';

const rules = defineRules('ping-pong', {
  'answer-pings': { protects: 'pongs-come', source: 'nowhere', because: 'nobody would answer' },
});

const pingPongSim: Sim<'answer-pings'> = {
  ...{ id: 'ping-pong', title: 'Ping-pong', about: 'Nodes that ping.', sources: [], files: [] },
  rules,
  invariants: [],
  notes: new NoteBook<{ says: { text: string } }>({ says: ({ text }) => `says ${text}` }),
  arrowText: () => undefined,
};

export const pingPongScenario = scenario({
  id: 'ping-pong/ring',
  asks: 'Do pings come back?',
  sim: pingPongSim,
  claims: [],
  params: z.object({ everyMs: z.number().positive().default(10).describe('between two pings') }),
  durationMs: () => 200,
  network: () => ({ latencyMs: constant(4) }),
  operations: {
    schema: z.strictObject({ say: z.string() }),
    perform: (_ring, { say }: { say: string }, world) => {
      world.note(undefined, { kind: 'says', text: say } as Note);
    },
    inWords: ({ say }: { say: string }) => `somebody is to say ${say}`,
  },
  build: ({ world, params }) =>
    ['a', 'b', 'c'].map((id, place, ids) =>
      world.addNode(id, pingPong(must(ids[(place + 1) % ids.length], 'next node'), params.everyMs)),
    ),
  invariants: [
    invariant('few-pings', 'nobody pings more than 15 times', (ring: Node<PingState>[]) => {
      const over = ring.find(({ state }) => (state?.pings ?? 0) > 15);
      return over === undefined ? undefined : `${over.self} pinged more than 15 times`;
    }),
  ],
  goals: () => [
    sometimes('pongs-come', 'a pong comes back', (ring: Node<PingState>[]) =>
      ring.some(({ state }) => (state?.pongs ?? 0) > 0),
    ),
  ],
  metrics: { unused: counter('things', 'nothing') },
  expect: () => [],
  tells: () => 'They do.',
});
