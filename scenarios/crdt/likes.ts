import * as z from 'zod';
import type { PnCounter } from '../../sims/crdt/counters/pn-counter.ts';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { onEffect, replicate, valueAt } from '../../sims/crdt/replication/group.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { chance, pick, randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutCrdt,
  at,
  gossipParam,
  networkParams,
  replicaNames,
  replicasParam,
  settleMs,
} from './common.ts';

const params = z.object({
  replicas: replicasParam,
  reactions: z
    .int()
    .min(0)
    .max(2_000)
    .default(30)
    .describe('likes and unlikes besides one of each a replica'),
  unlikes: z.number().min(0).max(1).default(0.3).describe('share of them that are unlikes'),
  policy: z.enum(['state', 'op', 'delta']).default('op').describe('what regions ship'),
  gossipMs: gossipParam,
  ...networkParams(),
});

const reactMs = 400;

/** Slots in both halves: of increments, and of decrements. */
const slotsOf = ({ increments, decrements }: PnCounter) =>
  Object.keys(increments).length + Object.keys(decrements).length;

export default scenario({
  ...aboutCrdt,
  id: 'crdt/likes',
  asks: 'People like and unlike a post in several regions at once. What does a counter need to go down as well as up?',
  claims: ['crdt-pncounter-two-gcounters', 'crdt-pncounter-inventory'],
  code: ['sims/crdt/counters/pn-counter.ts#pnCounter', 'sims/crdt/counters/g-counter.ts#gCounter'],
  params,
  durationMs: (params) => reactMs + settleMs(params),
  plan: ({ replicas, reactions, unlikes }, random) => {
    const stream = random.stream('plan');
    const names = replicaNames(replicas);
    const when = () => randomInteger(stream, 0, reactMs - 1);
    const drawn = Array.from({ length: reactions }, () =>
      at(when(), pick(stream, names), { add: chance(stream, unlikes) ? -1 : 1 }),
    );
    const each = names.flatMap((name) => [
      at(when(), name, { add: 1 }),
      at(when(), name, { add: -1 }),
    ]);
    return [...drawn, ...each].sort((a, b) => a.atMs - b.atMs);
  },
  metrics: {
    likes: counter('likes', 'that were made'),
    unlikes: counter('unlikes', 'that were made'),
    errorMax: gauge(
      'likes',
      'the largest difference of any replica from likes less unlikes, at the end',
    ),
    slots: gauge('slots', 'in the states of all replicas together, at the end'),
  },
  build({ world, params, rules, metrics }) {
    const { policy, gossipMs, replicas } = params;
    const nodes = replicaNames(replicas);
    const group = replicate(world, rules, { nodes, type: 'pn-counter', policy, gossipMs });
    onEffect(world, group, () => {
      const amounts = group.history.map(({ edit }) => (edit as { add: number }).add);
      const net = amounts.reduce((sum, amount) => sum + amount, 0);
      metrics.likes.value = amounts.filter((amount) => amount > 0).length;
      metrics.unlikes.value = amounts.length - metrics.likes.value;
      const values = group.replicas.map((node) => Number(valueAt(group, node)));
      metrics.errorMax.set(Math.max(...values.map((value) => Math.abs(value - net))));
      metrics.slots.set(
        group.replicas.reduce((sum, { state }) => sum + slotsOf(state?.payload as PnCounter), 0),
      );
    });
    return { groups: [group] };
  },
  goals: (params) => [everythingArrives(settleMs(params))],
  expect: ({ replicas }) => [
    {
      id: 'every-replica-is-right',
      text: 'largest error of a replica’s count in the end: likes less unlikes',
      claim: 'crdt-pncounter-two-gcounters',
      measured: ({ errorMax }) => errorMax.value,
      bound: { atMost: 0 },
    },
    {
      id: 'twice-the-slots',
      text: 'mean number of slots that a replica holds: two for each replica, twice as many as a G-Counter',
      claim: 'crdt-pncounter-two-gcounters',
      measured: ({ slots }) => (slots.value === undefined ? undefined : slots.value / replicas),
      bound: { atLeast: 2 * replicas, atMost: 2 * replicas },
    },
  ],
  tells: ({ params, subject, metrics }) => {
    const [group] = subject.groups;
    const [first] = group?.replicas ?? [];
    const value = group === undefined || first === undefined ? '' : String(valueAt(group, first));
    return (
      'A counter that also goes down needs a second one: a PN-Counter holds one G-Counter of increments and one of decrements, because a merge takes the maximum and would forget a decrement; ' +
      `${metrics.likes.value} likes and ${metrics.unlikes.value} unlikes at ${params.replicas} replicas make ${value} ` +
      `everywhere. The price is two numbers for each replica instead of one, ${2 * params.replicas} here.`
    );
  },
});

// Left out: who liked what. A counter cannot tell a like from the same person's second one; a set can.
