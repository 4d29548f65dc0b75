/**
 * Committing (paper, §5.3, §5.4.2): an entry is committed once the leader of its term has it on a
 * majority, and all entries before it with it. Committed entries are applied at once, in order.
 */
import type { NodeId } from '../../src/world/actor.ts';
import { onConfigurationCommitted } from './joint.ts';
import { entryAt, lastIndex, termAt } from './log.ts';
import { apply } from './machine.ts';
import { type Configuration, configuration, isMajority, majorityOf } from './membership.ts';
import { answerAppliedReads, onCommitInOwnTerm } from './reads.ts';
import { answerApplied } from './requests.ts';
import { note, type Server } from './server.ts';
import { snapshotIfDue } from './snapshot.ts';
import type { Leading, LogIndex, Progress } from './state.ts';

/** Commits what a majority has by now (Figure 2, Leaders, the last rule). */
export function advanceCommit(server: Server): void {
  const { state, rules } = server;
  const leading = state.leading as Leading;
  const index = replicatedOnMajority(server, leading);
  if (index <= state.commitIndex) return;
  const isOfOwnTerm = termAt(state.log, index) === state.currentTerm;
  if (rules['commit-only-current-term'] && !isOfOwnTerm) return;
  const first = state.commitIndex < leading.electedAtIndex;
  commitUpTo(server, index);
  if (first && state.leading === leading) onCommitInOwnTerm(server);
}

/** The highest index that a majority has. */
function replicatedOnMajority(server: Server, { progress }: Leading): LogIndex {
  const { rules } = server;
  const { voters, outgoing } = configuration(server);
  const index = majorityIndex(server, progress, voters);
  if (outgoing === undefined || !rules['joint-majorities']) return index;
  return Math.min(index, majorityIndex(server, progress, outgoing));
}
