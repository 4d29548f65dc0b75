/**
 * An element is added to sets and removed again, over and over; a text is typed and deleted while one
 * replica is cut off, and types behind letters that the others have deleted.
 */
import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { type Group, onEffect, replicate } from '../../sims/crdt/replication/group.ts';
import type { OrSet } from '../../sims/crdt/sets/or-set.ts';
import { dotsIn, type Orswot } from '../../sims/crdt/sets/orswot.ts';
import { elementsOf, lengthOf, type Rga } from '../../sims/crdt/text/rga.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { heal, partition } from '../../src/world/fault.ts';
import { aboutCrdt, at, gossipParam, networkParams, settleMs } from './common.ts';

const params = z.object({
  cycles: z.int().min(1).max(200).default(10).describe('how often an element is added and removed'),
  letters: z.int().min(1).max(100).default(8).describe('how many letters are typed, and deleted'),
  silentMs: z
    .number()
    .positive()
    .default(200)
    .describe('how long a replica is silent until a careless one forgets about it'),
  gossipMs: gossipParam,
  ...networkParams(),
});
type Params = z.output<typeof params>;

const tags = ['tags-r1', 'tags-r2', 'tags-r3'];
const dots = ['dots-r1', 'dots-r2', 'dots-r3'];
const text = ['text-r1', 'text-r2', 'text-r3'];

const cutAtMs = (params: Params) => settleMs(params);
const cutMs = ({ silentMs, gossipMs, cycles, letters }: Params) =>
  3 * silentMs + 10 * gossipMs + 10 * Math.max(cycles, letters);
const healAtMs = (params: Params) => cutAtMs(params) + cutMs(params);

export default scenario({
  ...aboutCrdt,
  id: 'crdt/tombstones',
  asks: 'How much of the deleted data is left, with and without collecting tombstones?',
  claims: ['crdt-orset-tombstones-need-gc', 'crdt-rga-ordered-list'],
  code: [
    'sims/crdt/sets/orswot.ts#orswot',
    'sims/crdt/text/rga.ts#collect',
    'sims/crdt/replication/causal-broadcast.ts#isStable',
  ],
  params,
  // To tell that everybody has everything takes a second round.
  durationMs: (params) => healAtMs(params) + 2 * settleMs(params),
  plan: (params, random) => {
    const stream = random.stream('plan');
    const { cycles, letters } = params;
    const cutAt = cutAtMs(params);
    const churn = Array.from({ length: cycles }, (_, index) => {
      const atMs = cutAt + 10 * index + randomInteger(stream, 0, 4);
      return ['tags-r1', 'dots-r1'].flatMap((name) => [
        at(atMs, name, { add: 'x' }),
        at(atMs + 5, name, { remove: 'x' }),
      ]);
    });
    const deletes = Array.from({ length: letters - 1 }, (_, index) =>
      at(cutAt + 10 * index + randomInteger(stream, 1, 9), 'text-r1', { at: 1, delete: 1 }),
    );
    return [
      at(0, 'text-r1', { at: 0, type: 'abcdefghij'.repeat(10).slice(0, letters) }),
      { atMs: cutAt, fault: partition(['text-r3']) },
      ...churn.flat(),
      ...deletes,
      at(healAtMs(params) - 1, 'text-r3', { at: randomInteger(stream, 0, letters), type: '!' }),
      { atMs: healAtMs(params), fault: heal() },
    ];
  },
  metrics: {
    orSetKeeps: gauge(
      'tags',
      'that an OR-Set keeps of the removed element, in a replica, at the end',
    ),
    orswotKeeps: gauge('dots and entries', 'that an ORSWOT keeps, in a replica, at the end'),
    tombstonesMax: gauge('tombstones', 'that a replica of the text held at the most'),
    tombstonesAtTheEnd: gauge('tombstones', 'that replicas of the text hold at the end, together'),
  },
  build({ world, params, rules, metrics }) {
    const { gossipMs, silentMs } = params;
    const ofTags = replicate(world, rules, {
      nodes: tags,
      type: 'or-set',
      policy: 'state',
      gossipMs,
    });
    const ofDots = replicate(world, rules, {
      nodes: dots,
      type: 'orswot',
      policy: 'state',
      gossipMs,
    });
    const ofText = replicate(world, rules, {
      nodes: text,
      type: 'rga',
      policy: 'op',
      gossipMs,
      broadcast: { silentMs },
    });
    onEffect(world, ofTags, () => {
      const kept = statesOf<OrSet>(ofTags).map(({ added }) => Object.keys(added).length);
      metrics.orSetKeeps.set(Math.max(...kept));
    });
    onEffect(world, ofDots, () => {
      const kept = statesOf<Orswot>(ofDots).map(
        ({ context, entries }) =>
          dotsIn(entries) + context.cloud.length + Object.keys(context.vector).length,
      );
      metrics.orswotKeeps.set(Math.max(...kept));
    });
    // Collecting is not an edit: it follows from what the others say that they have.
    world.trace.on('timer', ({ node }) => {
      if (!text.includes(node ?? '')) return;
      const kept = statesOf<Rga>(ofText).map((rga) => elementsOf(rga) - lengthOf(rga));
      metrics.tombstonesMax.set(Math.max(metrics.tombstonesMax.value ?? 0, ...kept));
      metrics.tombstonesAtTheEnd.set(kept.reduce((sum, count) => sum + count, 0));
    });
    return { groups: [ofTags, ofDots, ofText] };
  },
  goals: (params) => [everythingArrives(2 * settleMs(params))],
  expect: ({ cycles, letters }) => [
    {
      id: 'or-set-keeps-every-tag',
      text: 'tags that an OR-Set keeps of one element: one for each add, for ever',
      claim: 'crdt-orset-tombstones-need-gc',
      measured: ({ orSetKeeps }) => orSetKeeps.value,
      bound: { atLeast: cycles, atMost: cycles },
    },
    {
      id: 'orswot-keeps-a-vector',
      text: 'numbers that an ORSWOT (an OR-Set without tombstones) keeps: one for the replica that added, whatever the number of adds',
      claim: 'crdt-orset-tombstones-need-gc',
      measured: ({ orswotKeeps }) => orswotKeeps.value,
      bound: { atMost: 1 },
    },
    {
      id: 'text-keeps-tombstones-while-one-is-cut-off',
      text: 'most tombstones of the text while one replica is cut off: one for each deleted letter',
      measured: ({ tombstonesMax }) => tombstonesMax.value,
      bound: { atLeast: letters - 1, atMost: letters - 1 },
    },
    {
      id: 'stable-tombstones-go',
      text: 'tombstones of the text once every replica knows of the deletes',
      measured: ({ tombstonesAtTheEnd }) => tombstonesAtTheEnd.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ params, metrics }) =>
    'Without collection a tombstone of each deleted element stays for ever; it may go once every replica is known to have seen the delete: ' +
    `of ${params.letters - 1} letters that were deleted from a text while one replica was cut off, ` +
    `the others held up to ${metrics.tombstonesMax.value ?? 0} tombstones until they had heard from it, and ` +
    `${metrics.tombstonesAtTheEnd.value ?? 0} are left. ` +
    `An OR-Set keeps the tag of every add, ${metrics.orSetKeeps.value ?? 0} after an element was added and removed ${params.cycles} times; ` +
    `an ORSWOT (an OR-Set without tombstones) keeps ${counted(metrics.orswotKeeps.value ?? 0, 'number')}, at most one per replica, because its vector tells a removed add from an unseen one.`,
});

function statesOf<State>({ replicas }: Group): State[] {
  return replicas.flatMap(({ state }) => (state === undefined ? [] : [state.payload as State]));
}

// Left out: a replica that never comes back. As long as it counts as a member, nothing is stable. See crdt/departed-replica.
