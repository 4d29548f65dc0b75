import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { edit, onEffect, replicate, valueAt } from '../../sims/crdt/replication/group.ts';
import { gauge } from '../../src/check/metric.ts';
import { pick, randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { heal, partition } from '../../src/world/fault.ts';
import {
  aboutCrdt,
  at,
  gossipParam,
  networkParams,
  onEdit,
  replicaNames,
  replicasParam,
  settleMs,
} from './common.ts';

const params = z.object({
  replicas: replicasParam.default(4).describe('how many people save'),
  drafts: z.int().min(1).max(20).default(3).describe('how often each saves while they are apart'),
  policy: z.enum(['state', 'delta']).default('state').describe('what replicas ship'),
  gossipMs: gossipParam,
  ...networkParams(),
});
type Params = z.output<typeof params>;

const cutAtMs = (params: Params) => settleMs(params);
const healAtMs = (params: Params) => cutAtMs(params) + 200;
const resolveAtMs = (params: Params) => healAtMs(params) + settleMs(params);

export default scenario({
  ...aboutCrdt,
  id: 'crdt/siblings',
  asks: 'Several people save the same item without seeing one another’s changes. What does a multi-value register keep?',
  claims: ['crdt-mv-keeps-all', 'crdt-lww-drops-concurrent'],
  code: [
    'sims/crdt/registers/mv-register.ts#mvRegister',
    'sims/crdt/clocks/dotted-version-vector.ts#happenedBefore',
  ],
  params,
  durationMs: (params) => resolveAtMs(params) + settleMs(params),
  plan: (params, random) => {
    const stream = random.stream('plan');
    const names = replicaNames(params.replicas);
    const drafts = names.flatMap((name) =>
      Array.from({ length: params.drafts }, (_, draft) => ({
        atMs: cutAtMs(params) + 1 + draft * 5 + randomInteger(stream, 0, 4),
        name,
        write: `${name} draft ${draft + 1}`,
      })),
    );
    return [
      at(0, 'r1', { write: 'start' }),
      { atMs: cutAtMs(params), fault: partition(...names.map((name) => [name])) },
      ...drafts.map(({ atMs, name, write }) => at(atMs, name, { write })),
      { atMs: healAtMs(params), fault: heal() },
      at(resolveAtMs(params), pick(stream, names), { write: 'resolved' }),
    ];
  },
  metrics: {
    siblingsMax: gauge('values', 'that a replica showed at once at the most'),
    vanished: gauge(
      'people',
      'whose last draft was missing when all had arrived, before the conflict was resolved',
    ),
    atTheEnd: gauge('values', 'that replicas show at the end, at the most'),
    lwwKeeps: gauge('values', 'that a last-writer-wins register keeps of the same drafts'),
  },
  build({ world, params, rules, metrics }) {
    const { policy, gossipMs, replicas } = params;
    const nodes = replicaNames(replicas);
    const register = replicate(world, rules, { nodes, type: 'mv-register', policy, gossipMs });
    const lwwNodes = nodes.map((name) => `lww-${name}`);
    const lww = replicate(world, rules, {
      nodes: lwwNodes,
      type: 'lww-register',
      policy,
      gossipMs,
    });
    onEdit(world.trace, ({ replica, edit: what }) => edit(lww, `lww-${replica}`, what));
    onEffect(world, register, (atMs) => {
      const shown = register.replicas.map((node) => valueAt(register, node) as readonly string[]);
      const most = Math.max(...shown.map((values) => values.length));
      metrics.siblingsMax.set(Math.max(metrics.siblingsMax.value ?? 0, most));
      metrics.atTheEnd.set(most);
      const hasAll = register.replicas.find(
        ({ state }) => state?.edits.length === 1 + replicas * params.drafts,
      );
      if (atMs >= resolveAtMs(params) || hasAll === undefined) return;
      const values = valueAt(register, hasAll) as readonly string[];
      const last = nodes.filter((name) => values.includes(`${name} draft ${params.drafts}`));
      metrics.vanished.set(replicas - last.length);
      metrics.lwwKeeps.set(new Set(lww.replicas.map((node) => valueAt(lww, node))).size);
    });
    onEffect(world, lww, (atMs) => {
      if (atMs < resolveAtMs(params)) {
        metrics.lwwKeeps.set(new Set(lww.replicas.map((node) => valueAt(lww, node))).size);
      }
    });
    return { groups: [register, lww] };
  },
  goals: (params) => [everythingArrives(2 * settleMs(params))],
  expect: ({ replicas }) => [
    {
      id: 'keeps-every-concurrent-value',
      text: 'most siblings that the multi-value register keeps: the last draft of each person',
      claim: 'crdt-mv-keeps-all',
      measured: ({ siblingsMax }) => siblingsMax.value,
      bound: { atLeast: replicas, atMost: replicas },
    },
    {
      id: 'nobody-vanishes',
      text: 'last drafts that are missing from the multi-value register',
      claim: 'crdt-mv-keeps-all',
      measured: ({ vanished }) => vanished.value,
      bound: { atMost: 0 },
    },
    {
      id: 'a-later-write-resolves',
      text: 'siblings left after a write whose author had read all of them',
      measured: ({ atTheEnd }) => atTheEnd.value,
      bound: { atMost: 1 },
    },
    {
      id: 'last-writer-wins-keeps-one',
      text: 'last drafts that a last-writer-wins register keeps',
      claim: 'crdt-lww-drops-concurrent',
      measured: ({ lwwKeeps }) => lwwKeeps.value,
      bound: { atMost: 1 },
    },
  ],
  tells: ({ params, metrics }) =>
    `A multi-value register keeps every concurrent write as a sibling, because each write carries a version vector of what its author had read and replaces only that: of ${params.replicas} people who saved ${params.drafts} drafts each while apart it kept ` +
    `${metrics.siblingsMax.value ?? 0} siblings, the last draft of each. ` +
    `A last-writer-wins register kept ${metrics.lwwKeeps.value ?? 0}, and lost ${params.replicas - (metrics.lwwKeeps.value ?? 0)} without a word. ` +
    `The price is that the application must merge the siblings: one more write that had read them all left ${metrics.atTheEnd.value ?? 0}.`,
});

// Left out: what somebody who sees several drafts does with them: that is for the application.
