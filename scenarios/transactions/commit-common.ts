/** What the scenarios of atomic commit share. */
import * as z from 'zod';
import {
  type CommitCluster,
  commitCluster,
  type TransactionOptions,
} from '../../sims/transactions/commit/cluster.ts';
import { commitInvariants } from '../../sims/transactions/commit/properties.ts';
import type { TransactionsRules } from '../../sims/transactions/rules.ts';
import { transactions } from '../../sims/transactions/transactions.ts';
import { type RandomStreams, randomInteger } from '../../src/kernel/random.ts';
import type { Operations } from '../../src/lab/scenario.ts';
import type { FaultPlan } from '../../src/world/fault.ts';
import { crash, cut, mend, restart } from '../../src/world/fault.ts';
import type { Plan } from '../../src/world/plan.ts';
import type { World } from '../../src/world/world.ts';

const beginSchema = z.strictObject({ kind: z.literal('begin'), transaction: z.int().min(1) });

type Begin = z.infer<typeof beginSchema>;

const beginOperations: Operations<CommitCluster> = {
  schema: beginSchema,
  perform({ transactions: all }, { transaction }: Begin, world) {
    const beginner = all[transaction - 1]?.beginner;
    if (beginner === undefined) return;
    const node = world.node(beginner);
    if (node.life === 'up') node.receive({ type: 'Begin' }, beginner);
  },
  refusal: ({ transactions: all }, { transaction }: Begin) =>
    all[transaction - 1] === undefined ? `There are only ${all.length} transactions.` : undefined,
  inWords: ({ transaction }: Begin) => `begin transaction ${transaction}`,
};

/** Spread into a scenario. */
export const aboutCommit = {
  sim: transactions,
  invariants: commitInvariants,
  operations: beginOperations,
};

export const begin = (atMs: number, transaction = 1): Plan[number] => ({
  atMs,
  operation: { kind: 'begin', transaction } satisfies Begin,
});

/**
 * When a run begins: up to 100 ms late, which is the only randomness in runs whose times must all
 * be known.
 */
export const drawLateMs = (random: RandomStreams): number =>
  randomInteger(random.stream('begin'), 0, 99);

export interface CommitParts {
  readonly world: World;
  readonly rules: TransactionsRules;
}

/** All transactions of a run; messages take as long as the network says. */
export const cluster = (
  { world, rules }: CommitParts,
  all: readonly TransactionOptions[],
): CommitCluster => commitCluster(world, rules, all);

/**
 * Down from then on, for that long; nothing that it sends from `cutFromMs` on reaches these nodes.
 */
export function crashBefore(
  node: string,
  { atMs, downMs, cutFromMs, cutTo }: CrashPoint,
): FaultPlan {
  return [
    ...cutTo.map((to) => ({ atMs: cutFromMs, fault: cut(node, to) })),
    { atMs, fault: crash(node) },
    ...cutTo.map((to) => ({ atMs: atMs + downMs, fault: mend(node, to) })),
    { atMs: atMs + downMs, fault: restart(node) },
  ];
}

export interface CrashPoint {
  readonly atMs: number;
  readonly downMs: number;
  readonly cutFromMs: number;
  readonly cutTo: readonly string[];
}
