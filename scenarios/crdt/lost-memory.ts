import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { hasConverged, onEffect, replicate, valueAt } from '../../sims/crdt/replication/group.ts';
import { gauge } from '../../src/check/metric.ts';
import { pick, randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, restart } from '../../src/world/fault.ts';
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
  type: z
    .enum(['g-counter', 'g-set', 'orswot'])
    .default('g-counter')
    .describe('what is replicated'),
  policy: z.enum(['state', 'delta']).default('state').describe('what replicas ship'),
  replicas: replicasParam,
  before: z.int().min(1).max(200).default(6).describe('edits before the restart'),
  after: z.int().min(1).max(200).default(4).describe('edits after it'),
  gossipMs: gossipParam,
  ...networkParams(),
});
type Params = z.output<typeof params>;

const editMs = 100;
const crashAtMs = (params: Params) => editMs + settleMs(params);
const editAgainAtMs = (params: Params) => crashAtMs(params) + 2;

export default scenario({
  ...aboutCrdt,
  id: 'crdt/lost-memory',
  asks: 'A replica restarts without its data. May it go on counting under its old name?',
  claims: ['crdt-metadata-grows-with-replicas', 'crdt-gcounter-max-sum'],
  code: ['sims/crdt/replication/replica.ts#nameInLife', 'sims/crdt/replication/replica.ts#rebirth'],
  params,
  durationMs: (params) => editAgainAtMs(params) + editMs + settleMs(params),
  plan: (params, random) => {
    const stream = random.stream('plan');
    const { type, replicas, before, after } = params;
    const names = replicaNames(replicas);
    const edits = (count: number, fromMs: number) =>
      Array.from({ length: count }, (_, index) => {
        const atMs = fromMs + randomInteger(stream, 0, editMs);
        // The one that forgets takes part each time.
        if (index === 0) return at(atMs, 'r1', type === 'g-counter' ? { add: 1 } : { add: 'x' });
        return at(atMs, pick(stream, names), drawEdit(type, stream, names));
      });
    return [
      ...edits(before, 0),
      { atMs: crashAtMs(params), fault: crash('r1') },
      { atMs: crashAtMs(params) + 1, fault: restart('r1') },
      ...edits(after, editAgainAtMs(params)),
    ];
  },
  metrics: {
    names: gauge('names', 'under which replicas have edited'),
    shownAtTheEnd: gauge('replicas', 'that have every edit at the end'),
  },
  build({ world, params, rules, metrics }) {
    const { type, policy, gossipMs, replicas } = params;
    const nodes = replicaNames(replicas);
    const group = replicate(world, rules, { nodes, type, policy, gossipMs });
    const ids = new Set<string>();
    onEffect(world, group, () => {
      for (const { state } of group.replicas) if (state !== undefined) ids.add(state.id);
      metrics.names.set(ids.size);
      metrics.shownAtTheEnd.set(hasConverged(group) ? replicas : 0);
    });
    return { groups: [group] };
  },
  goals: (params) => [everythingArrives(editMs + settleMs(params))],
  expect: ({ replicas }) => [
    {
      id: 'a-new-name',
      text: 'names used by all replicas: one each, and a new one for the replica that lost its data',
      claim: 'crdt-metadata-grows-with-replicas',
      measured: ({ names }) => names.value,
      bound: { atLeast: replicas + 1, atMost: replicas + 1 },
    },
    {
      id: 'nothing-is-lost',
      text: 'replicas that have every edit, of before and after the restart, in the end: all',
      claim: 'crdt-gcounter-max-sum',
      measured: ({ shownAtTheEnd }) => shownAtTheEnd.value,
      bound: { atLeast: replicas },
    },
  ],
  tells: ({ params, subject, metrics }) => {
    const [group] = subject.groups;
    const values = group?.replicas.map((node) => JSON.stringify(valueAt(group, node))) ?? [];
    return (
      'A replica that lost its data must not go on under its old name: it would number its new edits like old ones that the others already have, and they would ignore these. It needs a new name, and so a slot of its own. ' +
      `r1 restarted with nothing, after ${params.before} edits that the others had. ${metrics.names.value ?? 0} names were used by ` +
      `${params.replicas} replicas; at the end each shows a count of ${[...new Set(values)].join(' or ')}.`
    );
  },
});

// Left out: edits that were lost in the crash, before anybody had them: no merge brings those back.
