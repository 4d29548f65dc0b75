/**
 * In each generation some replicas are replaced by new ones. Nothing tells the others that the old ones
 * are gone for good.
 */

import * as z from 'zod';
import type { GCounter } from '../../sims/crdt/counters/g-counter.ts';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { onEffect, replicate } from '../../sims/crdt/replication/group.ts';
import type { Orswot } from '../../sims/crdt/sets/orswot.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, restart } from '../../src/world/fault.ts';
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
  replicas: replicasParam.describe('how many replicas there are at a time'),
  generations: z.int().min(1).max(20).default(4).describe('how often the last replica is replaced'),
  gossipMs: gossipParam,
  ...networkParams({ loss: 0 }),
});
type Params = z.output<typeof params>;

const generationMs = (params: Params) => 2 * settleMs(params) + 100;
const counterNames = (replicas: number) => replicaNames(replicas).map((name) => `count-${name}`);
const setNames = (replicas: number) => replicaNames(replicas).map((name) => `set-${name}`);

export default scenario({
  ...aboutCrdt,
  id: 'crdt/metadata-growth',
  asks: 'How much metadata do replicas keep besides the data, as more and more of them join and leave?',
  claims: ['crdt-metadata-grows-with-replicas', 'crdt-pncounter-two-gcounters'],
  code: [
    'sims/crdt/counters/g-counter.ts#gCounter',
    'sims/crdt/clocks/version-vector.ts#joinVectors',
    'sims/crdt/replication/replica.ts#nameInLife',
  ],
  params,
  durationMs: (params) => (params.generations + 1) * generationMs(params),
  plan: (params, random) => {
    const stream = random.stream('plan');
    const { replicas, generations } = params;
    const names = [...counterNames(replicas), ...setNames(replicas)];
    const last = [counterNames(replicas).at(-1), setNames(replicas).at(-1)] as string[];
    const use = (name: string, atMs: number) =>
      at(
        atMs + randomInteger(stream, 0, 50),
        name,
        name.startsWith('count') ? { add: 1 } : { add: 'x' },
      );
    const first = names.map((name) => use(name, 0));
    const later = Array.from({ length: generations }, (_, index) => {
      const startMs = (index + 1) * generationMs(params);
      return last.flatMap((name) => [
        { atMs: startMs, fault: crash(name) },
        { atMs: startMs + 1, fault: restart(name) },
        use(name, startMs + settleMs(params)),
      ]);
    });
    return [...first, ...later.flat()];
  },
  metrics: {
    replicasEver: gauge('replicas', 'that have ever counted'),
    slots: gauge('slots', 'of the counter at the end'),
    vectorEntries: gauge('entries', 'of the set’s version vector at the end, for one element'),
    dots: gauge('dots', 'of the set’s one element at the end'),
  },
  build({ world, params, rules, metrics }) {
    const { replicas, gossipMs } = params;
    // Who comes back without memory is somebody new.
    const shared = { policy: 'state' as const, gossipMs };
    const counts = replicate(world, rules, {
      ...shared,
      nodes: counterNames(replicas),
      type: 'g-counter',
    });
    const sets = replicate(world, rules, { ...shared, nodes: setNames(replicas), type: 'orswot' });
    const ids = new Set<string>();
    onEffect(world, counts, () => {
      for (const { state } of counts.replicas) if (state !== undefined) ids.add(state.id);
      metrics.replicasEver.set(ids.size);
      const payload = counts.replicas[0]?.state?.payload as GCounter | undefined;
      metrics.slots.set(Object.keys(payload ?? {}).length);
    });
    onEffect(world, sets, () => {
      const payload = sets.replicas[0]?.state?.payload as Orswot | undefined;
      metrics.vectorEntries.set(Object.keys(payload?.context.vector ?? {}).length);
      metrics.dots.set(payload?.entries['x']?.length ?? 0);
    });
    return { groups: [counts, sets] };
  },
  goals: (params) => [everythingArrives(settleMs(params) + 100)],
  expect: ({ replicas, generations }) => [
    {
      id: 'a-slot-for-everybody-ever',
      text: 'slots of the counter: one for each replica that ever counted, gone or not',
      claim: 'crdt-metadata-grows-with-replicas',
      measured: ({ slots }) => slots.value,
      bound: exactBound(replicas + generations),
    },
    {
      id: 'an-entry-for-everybody-ever',
      text: 'entries of the version vector of a set with one element: one for each replica that ever took part',
      claim: 'crdt-metadata-grows-with-replicas',
      measured: ({ vectorEntries }) => vectorEntries.value,
      bound: exactBound(replicas + generations),
    },
  ],
  tells: ({ params, metrics }) =>
    'Replicas keep an entry for every replica that ever took part, whether it is still there or not: ' +
    `with ${params.replicas} replicas at a time, the last of them replaced ${params.generations} times, ${metrics.replicasEver.value ?? 0} ` +
    `have taken part, and the counter keeps ${metrics.slots.value ?? 0} slots, the version vector of a set of one element ` +
    `${metrics.vectorEntries.value ?? 0} entries. Neither may be dropped without knowing that no replica will bring it back.`,
});

// Left out: evicting a replica, which takes an agreement of those that stay. See crdt/departed-replica.
