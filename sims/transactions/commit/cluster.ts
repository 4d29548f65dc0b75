/** Puts transactions into a world, each with its own participants and protocol. */

import { Breaches } from '../../../src/check/breaches.ts';
import type { Distribution } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Node } from '../../../src/world/node.ts';
import type { World } from '../../../src/world/world.ts';
import type { TransactionsSubject } from '../subject.ts';
import { CommitJudge, listen } from './judge.ts';
import type { CommitLaw } from './laws.ts';
import { beginnerOf, type CommitState, commitNode, type PartName } from './node.ts';
import type { CommitOptions } from './options.ts';
import { rowsOf } from './rows.ts';
import type { CommitRules } from './rules.ts';

export interface TransactionOptions
  extends Partial<Omit<CommitOptions, 'participants' | 'coordinator' | 'acceptors' | 'quorum'>> {
  /** Prefix of its nodes’ names, if a world has several. */
  readonly name?: string;
  readonly participants: number;
  /** F: how many acceptors may be down. */
  readonly faults?: number;
  /** Coordinator, leaders and acceptors run on the participants’ nodes. */
  readonly coLocated?: boolean;
  readonly diskMs?: Distribution;
}

export interface Transaction {
  readonly options: CommitOptions;
  readonly judge: CommitJudge;
  readonly nodes: readonly Node<CommitState>[];
  /** The node that the application asks to commit. */
  readonly beginner: NodeId;
}

export interface CommitCluster extends TransactionsSubject {
  readonly breaches: Breaches<CommitLaw>;
  readonly transactions: readonly Transaction[];
}

export const defaultCommitOptions = {
  protocol: 'two-phase',
  presumes: 'abort',
  beginsAt: 'coordinator',
  voteOf: () => 'yes',
  votesWithinMs: 1_000,
  inquireMs: 500,
  resendMs: 500,
  giveUpMs: 2_000,
} as const satisfies Partial<CommitOptions>;

export function commitCluster(
  world: World,
  rules: CommitRules,
  all: readonly TransactionOptions[],
): CommitCluster {
  const breaches = new Breaches<CommitLaw>();
  const judgeOf = new Map<NodeId, CommitJudge>();
  const transactions = all.map((options) => {
    const transaction = addTransaction(world, rules, options, breaches);
    for (const { self } of transaction.nodes) judgeOf.set(self, transaction.judge);
    return transaction;
  });
  listen(world, judgeOf);
  const coordinators = transactions.map(
    ({ options: { acceptors, coordinator } }) => acceptors[0] ?? coordinator,
  );
  world.nameRole('coordinator', () => coordinators);
  world.nameRole('participant', () => transactions.flatMap(({ options }) => options.participants));
  return { breaches, transactions, rows: () => transactions.flatMap(rowsOf) };
}

function addTransaction(
  world: World,
  rules: CommitRules,
  { name, participants: count, faults = 1, coLocated = false, diskMs, ...own }: TransactionOptions,
  breaches: Breaches<CommitLaw>,
): Transaction {
  const numbered = (word: string, howMany: number): NodeId[] =>
    Array.from({ length: howMany }, (_, place) => `${prefix}${word}${place + 1}`);
  const prefix = name === undefined ? '' : `${name}/`;
  const participants = numbered('rm', count);
  const isPaxos = own.protocol !== undefined && own.protocol !== 'two-phase';
  const others = !isPaxos ? [`${prefix}tm`] : numbered('acceptor', 2 * faults + 1);
  const hosts = coLocated ? participants.slice(0, others.length) : others;
  if (hosts.length < others.length)
    throw new RangeError('there are too few participants to host the acceptors');
  const options: CommitOptions = {
    ...defaultCommitOptions,
    ...(isPaxos ? { beginsAt: 'participant' } : {}),
    ...own,
    participants,
    coordinator: must(hosts[0], 'a host of the coordinator'),
    acceptors: isPaxos ? hosts : [],
    quorum: faults + 1,
  };
  const extra: readonly PartName[] = isPaxos ? ['acceptor', 'leader'] : ['coordinator'];
  const ids = [...new Set([...participants, ...hosts])];
  const nodes = ids.map((id) => {
    const parts: PartName[] = [
      ...(participants.includes(id) ? (['participant'] as const) : []),
      ...(hosts.includes(id) ? extra : []),
    ];
    const actor = commitNode(parts, rules, options);
    return world.addNode(id, actor, diskMs === undefined ? {} : { diskMs });
  });
  const judge = new CommitJudge(participants, breaches);
  return { options, judge, nodes, beginner: beginnerOf(options) };
}

/** How many participants that are up have voted yes and do not know a decision. */
export const inDoubt = ({ nodes }: Transaction): number =>
  nodes.filter(({ state }) => state?.participant?.stage === 'prepared').length;
