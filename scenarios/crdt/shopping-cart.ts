import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { onEffect, replicate, valueAt } from '../../sims/crdt/replication/group.ts';
import { gauge } from '../../src/check/metric.ts';
import { pick } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { heal, partition } from '../../src/world/fault.ts';
import {
  aboutCrdt,
  at,
  gossipParam,
  networkParams,
  policyParam,
  replicaNames,
  replicasParam,
  settleMs,
  suitPolicy,
} from './common.ts';

const params = z.object({
  type: z.enum(['orswot', 'or-set', 'two-phase-set']).default('orswot').describe('the set'),
  policy: policyParam('delta'),
  replicas: replicasParam.describe('how many devices there are'),
  gossipMs: gossipParam,
  ...networkParams(),
});
type Params = z.output<typeof params>;

const cutAtMs = (params: Params) => settleMs(params);
const healAtMs = (params: Params) => cutAtMs(params) + 100;

/** In a 2P-Set what was removed can never come back, whoever adds it. */
const addWins = ({ type }: Params) => type !== 'two-phase-set';

export default scenario({
  ...aboutCrdt,
  id: 'crdt/shopping-cart',
  asks: 'One device takes an item out of the cart while another adds it again. Is it in the cart?',
  claims: ['crdt-orset-add-wins'],
  code: ['sims/crdt/clocks/causal-context.ts#joinDots', 'sims/crdt/sets/orswot.ts#joinDottedSets'],
  params: params.check(suitPolicy),
  durationMs: (params) => healAtMs(params) + settleMs(params),
  plan: (params, random) => {
    const stream = random.stream('plan');
    const names = replicaNames(params.replicas);
    const remover = pick(stream, names);
    const adder = pick(
      stream,
      names.filter((name) => name !== remover),
    );
    const cutMs = cutAtMs(params);
    return [
      at(0, 'r1', { add: 'book' }),
      at(0, 'r2', { add: 'pen' }),
      at(1, 'r1', { add: 'tea' }),
      { atMs: cutMs, fault: partition(...names.map((name) => [name])) },
      at(cutMs + 10, remover, { remove: 'book' }),
      at(cutMs + 10, adder, { add: 'book' }),
      at(cutMs + 20, remover, { remove: 'pen' }),
      { atMs: healAtMs(params), fault: heal() },
    ];
  },
  metrics: {
    withBook: gauge('devices', 'that show the book at the end, added and removed at the same time'),
    withPen: gauge('devices', 'that show the pen at the end, removed by a device that had seen it'),
    withTea: gauge('devices', 'that show the tea at the end, which no device touched'),
  },
  build({ world, params, rules, metrics }) {
    const { type, policy, replicas, gossipMs } = params;
    const group = replicate(world, rules, {
      nodes: replicaNames(replicas),
      type,
      policy,
      gossipMs,
    });
    onEffect(world, group, () => {
      const carts = group.replicas.map((node) => valueAt(group, node) as readonly string[]);
      const count = (item: string) => carts.filter((cart) => cart.includes(item)).length;
      metrics.withBook.set(count('book'));
      metrics.withPen.set(count('pen'));
      metrics.withTea.set(count('tea'));
    });
    return { groups: [group] };
  },
  goals: (params) => [everythingArrives(settleMs(params))],
  expect: (params) => {
    const { replicas } = params;
    return [
      addWins(params)
        ? {
            id: 'concurrent-add-wins',
            text: 'devices that show the book, which one removed while another added it: all, as the remove had not seen that add',
            claim: 'crdt-orset-add-wins',
            measured: ({ withBook }) => withBook.value,
            bound: { atLeast: replicas },
          }
        : {
            id: 'removed-for-ever',
            text: 'devices that show the book, which one removed while another added it: none, as in a 2P-Set a remove is for ever',
            measured: ({ withBook }) => withBook.value,
            bound: { atMost: 0 },
          },
      {
        id: 'observed-remove',
        text: 'devices that show the pen, which was removed by a device that had seen it',
        claim: 'crdt-orset-add-wins',
        measured: ({ withPen }) => withPen.value,
        bound: { atMost: 0 },
      },
      {
        id: 'others-untouched',
        text: 'devices that show the tea, which was never removed: all',
        measured: ({ withTea }) => withTea.value,
        bound: { atLeast: replicas },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    (addWins(params)
      ? 'Yes: in an OR-Set a remove takes only the adds that it has seen, so a concurrent add wins: '
      : 'No: in a 2P-Set a remove takes the element itself, for ever: ') +
    `${metrics.withBook.value ?? 0} of ${params.replicas} devices show the book that one removed while another added it; ` +
    `${metrics.withPen.value ?? 0} show the pen, which was removed by a device that had seen it.` +
    (addWins(params) ? ' The price is that a removed item may come back in the cart.' : ''),
});

// Left out: quantities. A cart with amounts is a map of counters.
