import * as z from 'zod';
import { dotOf, knows } from '../../sims/crdt/clocks/causal-context.ts';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { onMessage } from '../../sims/crdt/listeners.ts';
import { crdtNotes } from '../../sims/crdt/notes.ts';
import type { Broadcast } from '../../sims/crdt/replication/causal-broadcast.ts';
import { broadcastBook, onEffect, replicate, valueAt } from '../../sims/crdt/replication/group.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { pick, randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutCrdt,
  at,
  drawEdit,
  gossipParam,
  networkParams,
  replicaNames,
  replicasParam,
  settleMs,
} from './common.ts';

const params = z.object({
  type: z.enum(['g-counter', 'or-set', 'rga']).default('g-counter').describe('what is replicated'),
  replicas: replicasParam,
  edits: z.int().min(1).max(500).default(30).describe('how many operations are made'),
  editMs: z.int().min(1).max(100_000).default(300).describe('how long they are made'),
  gossipMs: gossipParam,
  ...networkParams({ loss: 0.25, duplication: 0.25 }),
});

export default scenario({
  ...aboutCrdt,
  id: 'crdt/exactly-once',
  asks: 'The network loses and duplicates operations. Is at-least-once delivery enough for an op-based counter?',
  claims: ['crdt-op-needs-at-least-once', 'crdt-op-lost-diverges'],
  code: [
    'sims/crdt/replication/causal-broadcast.ts#delivery',
    'sims/crdt/replication/causal-broadcast.ts#hear',
  ],
  params,
  durationMs: (params) => params.editMs + settleMs(params),
  plan: ({ type, replicas, edits, editMs }, random) => {
    const stream = random.stream('plan');
    const names = replicaNames(replicas);
    return Array.from({ length: edits }, () =>
      at(randomInteger(stream, 0, editMs - 1), pick(stream, names), drawEdit(type, stream, names)),
    ).sort((a, b) => a.atMs - b.atMs);
  },
  metrics: {
    operations: counter('operations', 'that were made'),
    lost: counter('messages', 'with operations that the network lost'),
    repeats: counter('messages', 'that brought an operation once more, and were dropped'),
    overcount: gauge(
      'views',
      'that a counter would be too high at one replica, had they taken effect',
    ),
    errorMax: gauge('views', 'the largest error of any counter at the end'),
  },
  build({ world, params, rules, metrics }) {
    const { type, gossipMs, replicas } = params;
    const nodes = replicaNames(replicas);
    const group = replicate(world, rules, { nodes, type, policy: 'op', gossipMs });
    const repeated = new Map<string, number>();
    const onceMore = (node: string, { op }: Broadcast) => {
      metrics.repeats.add();
      if (type !== 'g-counter') return;
      const [, amount] = op as readonly [string, number];
      repeated.set(node, (repeated.get(node) ?? 0) + amount);
      metrics.overcount.set(Math.max(...repeated.values()));
    };
    const lostOps = new Set<number>();
    onMessage(world.trace, 'send', ({ kind }, { id }) => {
      if (kind === 'op') lostOps.add(id);
    });
    world.trace.on('drop', ({ cause }) => {
      if (lostOps.has(cause)) metrics.lost.add();
    });
    onMessage(world.trace, 'deliver', (message, { node }) => {
      const { state } = group.replicas.find(({ self }) => self === node) ?? {};
      const book = state === undefined ? undefined : broadcastBook(state);
      if (message.kind !== 'op' || book === undefined) return;
      const isKnown =
        knows(book.delivered, dotOf(message.origin, message.number)) ||
        book.waiting.some(
          ({ origin, number }) => origin === message.origin && number === message.number,
        );
      if (isKnown) onceMore(node ?? '', message);
    });
    crdtNotes.listen(world.trace, 'edits', () => metrics.operations.add());
    onEffect(world, group, () => {
      if (type !== 'g-counter') return;
      const total = group.history.reduce((sum, { edit }) => sum + (edit as { add: number }).add, 0);
      const values = group.replicas.map((node) => Number(valueAt(group, node)));
      metrics.errorMax.set(Math.max(...values.map((value) => Math.abs(value - total))));
    });
    return { groups: [group] };
  },
  goals: (params) => [everythingArrives(settleMs(params))],
  expect: ({ type, edits, loss, duplication }) => [
    ...(type === 'g-counter'
      ? [
          {
            id: 'exactly-once-is-right',
            text: 'largest error of a replica’s count when each operation takes effect once',
            claim: 'crdt-op-needs-at-least-once',
            measured: ({ errorMax }: { errorMax: { value: number | undefined } }) => errorMax.value,
            bound: { atMost: 0 },
          },
        ]
      : []),
    // Below a hundred tries luck could have it that nothing happens.
    ...(edits >= 20 && duplication >= 0.2
      ? [
          {
            id: 'at-least-once-is-not-enough',
            text: 'deliveries of operations beyond the first, which at-least-once delivery alone would count again',
            claim: 'crdt-op-needs-at-least-once',
            measured: ({ repeats }: { repeats: { value: number } }) => repeats.value,
            bound: { atLeast: 1 },
          },
        ]
      : []),
    ...(edits >= 20 && loss >= 0.2
      ? [
          {
            id: 'lost-operations-come-again',
            text: 'messages with operations that the network lost, and that were sent again until acknowledged',
            claim: 'crdt-op-lost-diverges',
            measured: ({ lost }: { lost: { value: number } }) => lost.value,
            bound: { atLeast: 1 },
          },
        ]
      : []),
  ],
  tells: ({ params, metrics }) =>
    'At-least-once delivery is not enough: an operation such as "add 1" counts twice if it arrives twice and is missing for ever if it is lost, so the replicas send it until it is acknowledged and drop what they have already delivered. ' +
    `${metrics.operations.value} operations were made at ${params.replicas} replicas. The network lost ${metrics.lost.value} ` +
    `messages with operations, and delivered ${metrics.repeats.value} once more than needed; ` +
    `each took effect once everywhere` +
    (params.type === 'g-counter'
      ? `: the largest error is ${metrics.errorMax.value ?? 0}. With at-least-once delivery alone a replica would be ${metrics.overcount.value ?? 0} too high.`
      : '.'),
});

// Left out: how long a replica must remember what it has seen. Here that is a vector, since the
// operations of each replica are numbered.
