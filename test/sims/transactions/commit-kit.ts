/** Worlds with transactions, for tests. */
import {
  type CommitCluster,
  commitCluster,
  type TransactionOptions,
} from '../../../sims/transactions/commit/cluster.ts';
import { commitExplorable } from '../../../sims/transactions/commit/exploration.ts';
import { type CommitRule, commitRules } from '../../../sims/transactions/commit/rules.ts';
import { type Bounds, openBounds } from '../../../src/check/exploration.ts';
import { defineRules } from '../../../src/check/rules.ts';
import { Search } from '../../../src/explore/search.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import { World } from '../../../src/world/world.ts';

const rules = defineRules('transactions', commitRules);

/** Each link takes one millisecond, and disks take no time. */
export function committed(
  options: TransactionOptions,
  prepare?: (world: World) => void,
): CommitCluster['transactions'][number] {
  const world = new World('1', { latencyMs: constant(1) });
  const [transaction] = commitCluster(world, rules.without(), [options]).transactions;
  if (transaction === undefined) throw new Error('no transaction');
  prepare?.(world);
  world.at(0, () => world.node(transaction.beginner).receive({ type: 'Begin' }, 'application'));
  world.kernel.runUntil(5_000);
  return transaction;
}

/** Every order of events of one transaction. */
export function everyOrder(
  off: readonly CommitRule[],
  options: TransactionOptions,
  bounds: Partial<Bounds> = {},
  steady: readonly string[] = [],
) {
  const world = new World('1');
  const cluster = commitCluster(world, rules.without(...off), [options]);
  const exploration = must(commitExplorable.of(cluster), 'exploration');
  const beginner = cluster.transactions[0]?.beginner ?? '';
  const operation = { kind: 'begin', transaction: 1 };
  const search = new Search(
    {
      nodes: world.nodes.map(({ self, program }) => ({ id: self, actor: program })),
      bounds: { ...openBounds, ...exploration.bounds, ...bounds },
      steady: new Set(steady),
      properties: exploration.properties,
      operations: [[{ to: beginner, message: { type: 'Begin' }, operation }]],
    },
    { stopAt: true },
  );
  const { distinct, generated, depth, ended } = search.finish();
  const [breach] = search.breaches;
  return {
    counts: { distinct, generated, depth },
    ended,
    broken: breach?.property,
    steps: breach?.story.length,
  };
}
