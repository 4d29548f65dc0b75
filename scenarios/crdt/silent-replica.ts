import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { type Group, replicate } from '../../sims/crdt/replication/group.ts';
import { type CollectedSet, tombstonesIn } from '../../sims/crdt/sets/collected-set.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { heal, partition } from '../../src/world/fault.ts';
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
  cycles: z
    .int()
    .min(1)
    .max(200)
    .default(10)
    .describe('how often an element is added and removed while all replicas are heard'),
  silentCycles: z.int().min(1).max(200).default(10).describe('the same while one is cut off'),
  gossipMs: gossipParam,
  ...networkParams({ loss: 0.02 }),
});
type Params = z.output<typeof params>;

const cycleMs = 10;
/** That a state arrives takes one time, that the answer tells so another. */
const cutAtMs = (params: Params) => params.cycles * cycleMs + 2 * settleMs(params);
const healAtMs = (params: Params) =>
  cutAtMs(params) + params.silentCycles * cycleMs + 2 * settleMs(params);

export default scenario({
  ...aboutCrdt,
  id: 'crdt/silent-replica',
  asks: 'An OR-Set drops a tombstone once every replica has acknowledged the remove. What does one silent replica cost?',
  claims: ['crdt-orset-tombstones-need-gc'],
  code: [
    'sims/crdt/replication/stable-gossip.ts#isStable',
    'sims/crdt/replication/stable-gossip.ts#stableGossip',
  ],
  params,
  durationMs: (params) => healAtMs(params) + 2 * settleMs(params),
  plan: (params, random) => {
    const stream = random.stream('plan');
    const churn = (cycles: number, fromMs: number) =>
      Array.from({ length: cycles }, (_, index) => {
        const atMs = fromMs + cycleMs * index + randomInteger(stream, 0, 4);
        return [at(atMs, 'r1', { add: 'x' }), at(atMs + 5, 'r1', { remove: 'x' })];
      }).flat();
    const silent = replicaNames(params.replicas).slice(-1);
    return [
      ...churn(params.cycles, 0),
      { atMs: cutAtMs(params), fault: partition(silent) },
      ...churn(params.silentCycles, cutAtMs(params) + 1),
      { atMs: healAtMs(params), fault: heal() },
    ];
  },
  metrics: {
    keptWhileHeard: gauge('tombstones', 'that a replica keeps when all were heard'),
    keptWhileSilent: gauge('tombstones', 'that a replica keeps while one is silent'),
    keptAtTheEnd: gauge('tombstones', 'that all replicas keep at the end, together'),
  },
  build({ world, params, rules, metrics }) {
    const { replicas, gossipMs } = params;
    const group = replicate(world, rules, {
      nodes: replicaNames(replicas),
      type: 'collected-set',
      policy: 'stable-state',
      gossipMs,
    });
    // Collecting is not an edit: it follows from what the others say that they have.
    world.trace.on('timer', ({ atMs }) => {
      const kept = tombstonesOf(group);
      if (atMs < cutAtMs(params)) metrics.keptWhileHeard.set(Math.max(...kept));
      else if (atMs < healAtMs(params)) metrics.keptWhileSilent.set(Math.max(...kept));
      metrics.keptAtTheEnd.set(kept.reduce((sum, count) => sum + count, 0));
    });
    return { groups: [group] };
  },
  goals: (params) => [everythingArrives(settleMs(params))],
  expect: ({ silentCycles }) => [
    none('keptWhileHeard', 'acknowledged-tombstones-go').says(
      'tombstones left of the removes that every replica has acknowledged',
      'crdt-orset-tombstones-need-gc',
    ),
    exactly(silentCycles, 'keptWhileSilent', 'a-silent-replica-holds-them-all').says(
      'tombstones at a replica while one of them is silent: one for each remove since then',
      'crdt-orset-tombstones-need-gc',
    ),
    none('keptAtTheEnd', 'they-go-when-it-is-heard').says(
      'tombstones left when the silent replica has been heard again',
    ),
  ],
  tells: ({ params, metrics }) =>
    'A silent replica costs a tombstone for every remove until it answers, because only a remove that every replica has acknowledged is safe to forget: ' +
    `one silent replica of ${params.replicas} makes the others keep the tombstones of ${metrics.keptWhileSilent.value ?? 0} of ${params.silentCycles} later removes. ` +
    `Of the ${params.cycles} removes before, which every replica had acknowledged, ${counted(metrics.keptWhileHeard.value ?? 0, 'tombstone')} were left; at the end, when it had been heard again, ${metrics.keptAtTheEnd.value ?? 0} are. ` +
    `An OR-Set that never collects would keep ${params.cycles + params.silentCycles} at each replica.`,
});

/** How many tombstones each replica keeps. */
export function tombstonesOf({ replicas }: Group): readonly number[] {
  return replicas.map(({ state }) =>
    state === undefined ? 0 : tombstonesIn(state.payload as CollectedSet),
  );
}

// Left out: a replica that never comes back. See crdt/departed-replica.
