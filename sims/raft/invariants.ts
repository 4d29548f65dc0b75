/**
 * The safety properties of Raft (paper, Figure 3), as an observer checks them after every event.
 */
import { type Invariant, nodeInvariant } from '../../src/check/invariant.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { Node } from '../../src/world/node.ts';
import type { RaftCluster } from './cluster.ts';
import type { RaftState, Term } from './state.ts';

/** An invariant of each server, with what it remembers of the run. */
function ofEachServer<Memory>(
  id: string,
  says: string,
  remember: () => Memory,
  checkNode: (node: Node<RaftState>, memory: Memory, cluster: RaftCluster) => string | undefined,
): Invariant<RaftCluster> {
  return nodeInvariant({ id, says, kind: 'raft', remember, checkNode });
}

/** Figure 3, Election Safety. Two leaders of one term need not lead at the same time. */
export const electionSafety = ofEachServer(
  'election-safety',
  'at most one leader is elected in a term',
  () => new Map<Term, NodeId>(),
  ({ self, state }, leaderOfTerm) => {
    if (state?.role !== 'leader') return undefined;
    const elected = leaderOfTerm.get(state.currentTerm);
    if (elected === undefined) leaderOfTerm.set(state.currentTerm, self);
    if (elected === undefined || elected === self) return undefined;
    return `${elected} and ${self} were both elected in term ${state.currentTerm}`;
  },
);

/**
 * §5.1: a server's term never falls, not even over a restart. A term counts from when no write of
 * the server is pending: before that the server has answered nobody in it, and may lose it in a
 * crash.
 */
export const termsNeverFall = ofEachServer(
  'terms-never-fall',
  'the term of a server never falls, not even over a restart',
  (): Term[] => [],
  ({ self, place, state, disk }, lastTerms) => {
    const last = lastTerms[place] ?? 0;
    if (state === undefined || state.currentTerm === last) return undefined;
    if (state.currentTerm < last) return `${self} fell from term ${last} to ${state.currentTerm}`;
    if (disk.durable === disk.journal.length) lastTerms[place] = state.currentTerm;
    return undefined;
  },
);

/** Figure 3, Leader Completeness, for the entries that were committed before the run. */
export const leaderCompleteness = ofEachServer(
  'leader-completeness',
  'every leader has every committed entry',
  () => undefined,
  ({ self, state }, _nothing, { committed }) => {
    if (state?.role !== 'leader') return undefined;
    const missing = committed.findIndex((term, place) => state.log[place]?.term !== term);
    if (missing === -1) return undefined;
    return `${self} leads term ${state.currentTerm} without the committed entry ${missing + 1}`;
  },
);

export const raftInvariants = [electionSafety, termsNeverFall, leaderCompleteness];
