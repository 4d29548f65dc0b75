/**
 * Two-phase commit: a transaction manager asks resource managers whether they can commit, and
 * either all of them commit or all abort (Gray and Lamport, Consensus on Transaction Commit, TODS
 * 2006, §3; the message names are those of its TLA+ specification TwoPhase).
 *
 * A resource manager prepares, or aborts by itself, whenever it likes; the transaction manager may
 * abort at any time before it has decided. This model has no crashes and no journal.
 */
import type { ExploredNode, ExploredProperty } from '../../../src/check/exploration.ts';
import type { Actor, NodeId } from '../../../src/world/actor.ts';

export type CommitMessage =
  | { readonly type: 'Prepared' }
  | { readonly type: 'Commit' }
  | { readonly type: 'Abort' };

/** State of a resource manager. */
export type Stage = 'working' | 'prepared' | 'committed' | 'aborted';

export interface ResourceManagerState {
  stage: Stage;
}

export interface TransactionManagerState {
  decision: 'none' | 'commit' | 'abort';
  /** Names of the resource managers that have prepared. */
  readonly prepared: Record<NodeId, true>;
}

/** While it is working it may vote either way. */
export function resourceManager(
  transactionManager: NodeId,
): Actor<ResourceManagerState, CommitMessage, 'vote'> {
  return {
    kind: 'resource-manager',
    start(context) {
      context.setTimer('vote', 1);
      return { stage: 'working' };
    },
    timeout(state, _timer, context) {
      state.stage = context.choose('vote', ['prepared', 'aborted'] as const);
      if (state.stage === 'prepared') context.send(transactionManager, { type: 'Prepared' });
    },
    receive(state, message, _from, context) {
      if (message.type === 'Prepared') return;
      context.cancelTimer('vote');
      state.stage = message.type === 'Commit' ? 'committed' : 'aborted';
    },
  };
}

/** It commits once all have prepared; before that, and even after, it may abort. */
export function transactionManager(
  resourceManagers: readonly NodeId[],
): Actor<TransactionManagerState, CommitMessage, 'commit' | 'abort'> {
  return {
    kind: 'transaction-manager',
    start(context) {
      context.setTimer('abort', 100);
      return { decision: 'none', prepared: {} };
    },
    receive(state, message, from, context) {
      if (message.type !== 'Prepared' || state.decision !== 'none') return;
      state.prepared[from] = true;
      if (resourceManagers.every((id) => state.prepared[id])) context.setTimer('commit', 0);
    },
    timeout(state, timer, context) {
      state.decision = timer;
      context.cancelTimer('commit');
      context.cancelTimer('abort');
      const type = timer === 'commit' ? 'Commit' : 'Abort';
      for (const id of resourceManagers) context.send(id, { type });
    },
  };
}

/** Votes no longer matter to a transaction manager that has decided. */
export function heedsVotes({ state }: ExploredNode, message: unknown): boolean {
  const { decision = 'none' } = state as Partial<TransactionManagerState>;
  return (message as CommitMessage).type !== 'Prepared' || decision === 'none';
}

/** TCConsistent of the specification. */
export const atomicity: ExploredProperty = {
  id: 'atomicity',
  says: 'no resource manager commits while another aborts',
  of: 'pair',
  check(one, other) {
    const stages = [one, other].map(({ state }) => (state as Partial<ResourceManagerState>).stage);
    if (!stages.includes('committed') || !stages.includes('aborted')) return undefined;
    return `${one.id} ${stages[0]} and ${other.id} ${stages[1]}`;
  },
};
