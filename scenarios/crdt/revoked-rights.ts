import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { type Group, onEffect, replicate, valueAt } from '../../sims/crdt/replication/group.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
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
  policy: z.enum(['state', 'delta']).default('delta').describe('what replicas ship'),
  replicas: replicasParam.describe('how many regions there are'),
  gossipMs: gossipParam,
  ...networkParams(),
});
type Params = z.output<typeof params>;

const cutAtMs = (params: Params) => settleMs(params);
const healAtMs = (params: Params) => cutAtMs(params) + 100;

/** The same rights in two kinds of sets, side by side. */
const kinds = { strict: 'remove-wins-set', lax: 'orswot' } as const;
const names = (kind: keyof typeof kinds, replicas: number) =>
  replicaNames(replicas).map((name) => `${kind}-${name}`);

export default scenario({
  ...aboutCrdt,
  id: 'crdt/revoked-rights',
  asks: 'A right is revoked in one region while another grants it again. Does the user keep it?',
  claims: [],
  code: [
    'sims/crdt/sets/remove-wins-set.ts#removeWinsSet',
    'sims/crdt/sets/remove-wins-set.ts#isAdded',
  ],
  params,
  durationMs: (params) => healAtMs(params) + settleMs(params),
  plan: (params) => {
    const cutMs = cutAtMs(params);
    const every = (['strict', 'lax'] as const).map((kind) => names(kind, params.replicas));
    return [
      ...every.flatMap(([first]) => [
        at(0, String(first), { add: 'write' }),
        at(1, String(first), { add: 'read' }),
      ]),
      { atMs: cutMs, fault: partition(...every.flat().map((name) => [name])) },
      ...every.flatMap(([first, second]) => [
        at(cutMs + 10, String(first), { remove: 'write' }),
        at(cutMs + 10, String(second), { add: 'write' }),
        // Revoked and granted again by one who had seen that.
        at(cutMs + 20, String(first), { remove: 'read' }),
        at(cutMs + 30, String(first), { add: 'read' }),
      ]),
      { atMs: healAtMs(params), fault: heal() },
    ];
  },
  metrics: {
    strictWrite: gauge('regions', 'that show the revoked right, if removes win'),
    laxWrite: gauge('regions', 'that show it, if adds win'),
    strictRead: gauge('regions', 'that show the right that was granted again later'),
  },
  build({ world, params, rules, metrics }) {
    const { policy, replicas, gossipMs } = params;
    const groupOf = (kind: keyof typeof kinds): Group =>
      replicate(world, rules, {
        nodes: names(kind, replicas),
        type: kinds[kind],
        policy,
        gossipMs,
      });
    const groups = { strict: groupOf('strict'), lax: groupOf('lax') };
    const showing = (group: Group, right: string) =>
      group.replicas.filter((node) => (valueAt(group, node) as readonly string[]).includes(right))
        .length;
    for (const group of Object.values(groups)) {
      onEffect(world, group, () => {
        metrics.strictWrite.set(showing(groups.strict, 'write'));
        metrics.strictRead.set(showing(groups.strict, 'read'));
        metrics.laxWrite.set(showing(groups.lax, 'write'));
      });
    }
    return { groups: [groups.strict, groups.lax] };
  },
  goals: (params) => [everythingArrives(settleMs(params))],
  expect: ({ replicas }) => [
    exactly(0, 'strictWrite', 'a-concurrent-remove-wins').says(
      'regions, with a remove-wins set, that show the right that one region revoked while another granted it',
    ),
    exactly(replicas, 'strictRead', 'a-later-add-wins').says(
      'regions, with a remove-wins set, that show the right that was granted after its revocation had been seen: all',
    ),
    exactly(replicas, 'laxWrite', 'in-an-or-set-it-comes-back').says(
      'regions, with an OR-Set, in which adds win, that show the right that one region revoked while another granted it: all',
    ),
  ],
  tells: ({ params: { replicas }, metrics: { strictWrite, laxWrite, strictRead } }) =>
    'In a remove-wins set a revocation beats a concurrent grant; in an OR-Set, in which adds win, the grant beats the revocation. ' +
    `In a remove-wins set ${counted(strictWrite.value ?? 0, 'region')} of ${replicas} show the right that one region revoked while another granted it; in an OR-Set ${laxWrite.value ?? 0} do. ` +
    `What was granted again after seeing the revocation is shown by ${strictRead.value ?? 0}: only concurrent adds lose.`,
});

// Left out: who may revoke and who may grant. A set of rights also needs an order between users whose rights are revoked and what they did meanwhile.
