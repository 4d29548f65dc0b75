/**
 * Two counters side by side see the same customers while every link is cut. The PN-Counter sells as
 * long as it sees stock; the bounded counter sells what its replica holds rights to.
 */

import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { leftOver } from '../../sims/crdt/laws.ts';
import { crdtNotes } from '../../sims/crdt/notes.ts';
import {
  type Experiment,
  edit,
  groupOf,
  replicate,
  valueAt,
} from '../../sims/crdt/replication/group.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { heal, partition } from '../../src/world/fault.ts';
import {
  aboutCrdt,
  at,
  type EditOperation,
  gossipParam,
  networkParams,
  replicaNames,
  replicasParam,
  settleMs,
} from './common.ts';

const params = z.object({
  replicas: replicasParam.describe('how many shops there are'),
  stock: z
    .int()
    .min(1)
    .max(1_000)
    .default(12)
    .describe('units to sell, handed out to the shops evenly'),
  customers: z
    .int()
    .min(0)
    .max(2_000)
    .default(10)
    .describe('who come to each shop, each for one unit'),
  gossipMs: gossipParam,
  ...networkParams(),
});
type Params = z.output<typeof params>;

const saleMs = 200;
const saleAtMs = (params: Params) => settleMs(params);
const healAtMs = (params: Params) => saleAtMs(params) + saleMs;

const plainNames = (replicas: number) => replicaNames(replicas).map((name) => `plain-${name}`);
const boundedNames = (replicas: number) => replicaNames(replicas).map((name) => `bounded-${name}`);

/** What each replica gets of the stock; the first ones one more where it does not come out even. */
const shareOf = ({ stock, replicas }: Params, index: number) =>
  Math.floor(stock / replicas) + (index < stock % replicas ? 1 : 0);

const soldOut = sometimes<Experiment>('demand-met-or-refused', 'a customer buys', ({ groups }) =>
  groups.every(({ history }) => history.some(({ edit }) => (edit as { add?: number }).add === -1)),
);

export default scenario({
  ...aboutCrdt,
  id: 'crdt/inventory',
  asks: 'Stock is sold in several places at once that cannot reach one another. Can a counter avoid overselling?',
  claims: ['crdt-pncounter-inventory', 'crdt-no-balance-invariant'],
  code: [
    'sims/crdt/counters/bounded-counter.ts#boundedCounter',
    'sims/crdt/counters/bounded-counter.ts#rightsOf',
  ],
  params,
  durationMs: (params) => healAtMs(params) + settleMs(params),
  plan: (params, random) => {
    const stream = random.stream('plan');
    const { replicas, stock, customers } = params;
    const [plain, bounded] = [plainNames(replicas), boundedNames(replicas)];
    const supply = [at(0, 'plain-r1', { add: stock }), at(0, 'bounded-r1', { add: stock })];
    const shares = bounded.slice(1).map((to, index) => {
      return at(1, 'bounded-r1', { transfer: shareOf(params, index + 1), to });
    });
    const sales = Array.from({ length: replicas * customers }, (_, index) => {
      const atMs = saleAtMs(params) + randomInteger(stream, 1, saleMs - 1);
      const shop = index % replicas;
      return [plain, bounded].map((names) =>
        at(atMs, must(names[shop], 'name of the shop'), { add: -1 }),
      );
    });
    return [
      ...supply,
      ...shares,
      { atMs: saleAtMs(params), fault: partition(...[...plain, ...bounded].map((name) => [name])) },
      ...sales.flat(),
      { atMs: healAtMs(params), fault: heal() },
    ];
  },
  operations: {
    ...aboutCrdt.operations,
    // Who runs a shop with a plain counter looks before selling. It does not help.
    perform: (experiment: Experiment, { replica, edit: what }: EditOperation) => {
      const group = groupOf(experiment, replica);
      const node = group?.replicas.find(({ self }) => self === replica);
      if (group === undefined || node === undefined) return;
      const seesNone = Number(valueAt(group, node)) <= 0;
      if (group.typeName === 'pn-counter' && isSale(what) && seesNone) group.refused += 1;
      else edit(group, replica, what);
    },
  },
  metrics: {
    soldPlain: counter('units', 'sold from the PN-Counter'),
    soldBounded: counter('units', 'sold from the bounded counter'),
    overdrawnPlain: gauge('units', 'that the PN-Counter is below zero at the end'),
    overdrawnBounded: gauge('units', 'that the bounded counter is below zero at the end'),
    refusedBounded: gauge('customers', 'whom the bounded counter refused'),
  },
  build({ world, params, rules, metrics }) {
    const { replicas, gossipMs } = params;
    const plain = replicate(world, rules, {
      nodes: plainNames(replicas),
      type: 'pn-counter',
      policy: 'state',
      gossipMs,
    });
    const bounded = replicate(world, rules, {
      nodes: boundedNames(replicas),
      type: 'bounded-counter',
      policy: 'state',
      gossipMs,
    });
    const recount = () => {
      metrics.overdrawnPlain.set(Math.max(0, -leftOver(plain.history)));
      metrics.overdrawnBounded.set(Math.max(0, -leftOver(bounded.history)));
      metrics.refusedBounded.set(bounded.refused);
    };
    crdtNotes.listen(world.trace, 'refuses', recount);
    crdtNotes.listen(world.trace, 'edits', ({ edit }, by) => {
      recount();
      if (!isSale(edit)) return;
      (by.startsWith('plain') ? metrics.soldPlain : metrics.soldBounded).add();
    });
    return { groups: [plain, bounded] };
  },
  goals: (params) => [
    ...(params.customers > 0 && params.stock >= params.replicas ? [soldOut] : []),
    everythingArrives(settleMs(params)),
  ],
  expect: (params) => {
    const { replicas, stock, customers } = params;
    const soldEach = Math.min(customers, stock);
    const soldOfShares = Array.from({ length: replicas }, (_, index) =>
      Math.min(customers, shareOf(params, index)),
    ).reduce((sum, sold) => sum + sold, 0);
    return [
      {
        id: 'plain-counter-oversells',
        text: 'units sold with the PN-Counter beyond the stock: each shop sells up to the whole stock',
        claim: 'crdt-pncounter-inventory',
        measured: ({ overdrawnPlain }) => overdrawnPlain.value,
        bound: exactBound(Math.max(0, replicas * soldEach - stock)),
      },
      {
        id: 'bounded-counter-does-not',
        text: 'units sold with the bounded counter beyond the stock',
        claim: 'crdt-no-balance-invariant',
        measured: ({ overdrawnBounded }) => overdrawnBounded.value,
        bound: { atMost: 0 },
      },
      {
        id: 'bounded-counter-sells-its-rights',
        text: 'units sold with the bounded counter: in each shop at most as many as it holds rights to',
        claim: 'crdt-no-balance-invariant',
        measured: ({ soldBounded }) => soldBounded.value,
        bound: exactBound(soldOfShares),
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `A bounded counter can: it divides the stock into rights in advance, and a shop spends only its own rights, so ${params.replicas} shops that could not reach one another sold ${metrics.soldBounded.value} of ${params.stock} units. ` +
    `A PN-Counter, a sum of additions and subtractions, cannot, because no shop sees what the others sell meanwhile: it sold ${metrics.soldPlain.value}, ${metrics.overdrawnPlain.value} more than there were. ` +
    `The price of rights is that a shop may refuse a customer while another has stock: ${metrics.refusedBounded.value ?? 0} of ${params.replicas * params.customers} customers were refused.`,
});

function isSale(edit: unknown): boolean {
  return (edit as { add?: unknown }).add === -1;
}

// Left out: shops that ask others for rights when their own run out, which takes a message and a
// reachable shop: the coordination that is left.
