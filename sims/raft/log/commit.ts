/**
 * Committing (paper, §5.3, §5.4.2): an entry is committed once the leader of its term has it on a
 * majority; all entries before it are committed with it. Committed entries are applied at once, in
 * order.
 */
import { must } from '../../../src/kernel/must.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { apply } from '../client/machine.ts';
import { answerFollowerReads, onCommitInOwnTerm } from '../client/reads.ts';
import { answer } from '../client/replies.ts';
import { onConfigurationCommitted } from '../membership/joint.ts';
import { configurationOf, majorityOf } from '../membership/membership.ts';
import { note, type Server } from '../server/server.ts';
import type { Leading } from '../server/state.ts';
import { snapshotIfDue } from '../snapshot/snapshot.ts';
import { commandInWords, type Entry, type LogIndex } from './entry.ts';
import { entryAt, lastIndex, termAt } from './log.ts';

/** Commits what a majority now has (Figure 2, Rules for Leaders, the last). */
export function advanceCommit(server: Server): void {
  const { state, rules } = server;
  const leading = state.leading as Leading;
  const index = Math.min(replicatedOnMajority(server, leading), lastIndex(state.log));
  if (index <= state.commitIndex) return;
  const isOfOwnTerm = termAt(state.log, index) === state.currentTerm;
  if (rules['commit-only-current-term'] && !isOfOwnTerm) return;
  const isFirstOfTerm = state.commitIndex < leading.electedAtIndex;
  commitUpTo(server, index);
  if (isFirstOfTerm && isOfOwnTerm) onCommitInOwnTerm(server);
  onConfigurationCommitted(server);
}

/** The highest index up to which a majority has the log. While joint: both majorities. */
function replicatedOnMajority(server: Server, leading: Leading): LogIndex {
  const { voters, outgoing } = configurationOf(server);
  const index = majorityIndex(server, leading, voters);
  if (outgoing === undefined || !server.rules['joint-majorities']) return index;
  return Math.min(index, majorityIndex(server, leading, outgoing));
}

// Used within one call, and kept only to save the engine a new array at every acknowledgement.
const matches: LogIndex[] = [];

function majorityIndex(
  { context, rules }: Server,
  { progress }: Leading,
  group: readonly NodeId[],
): LogIndex {
  let size = 0;
  for (const { id, matchIndex } of progress) {
    // A leader that is leaving manages a cluster to which it does not belong (dissertation,
    // §4.2.2).
    const counts =
      group.includes(id) || (id === context.self && !rules['removed-leader-does-not-count']);
    if (!counts) continue;
    let place = size++;
    while (place > 0 && must(matches[place - 1], 'index that a server matches') < matchIndex) {
      matches[place] = must(matches[place - 1], 'index that a server matches');
      place -= 1;
    }
    matches[place] = matchIndex;
  }
  const majority = majorityOf(group);
  return majority > size ? 0 : must(matches[majority - 1], 'index that a server matches');
}

/** Commits and applies the entries up to that index. */
export function commitUpTo(server: Server, index: LogIndex): void {
  const { state, options } = server;
  state.commitIndex = index;
  while (state.lastApplied < index) applyNext(server);
  if (state.followerReads.length > 0) answerFollowerReads(server);
  if (options.snapshotEvery !== null) snapshotIfDue(server);
}

function applyNext(server: Server): void {
  const { state, rules, options } = server;
  const index = state.lastApplied + 1;
  const { command, term } = entryAt(state.log, index) as Entry;
  const result = apply(state.machine, index, command, rules);
  state.lastApplied = index;
  if (state.leading === null) return;
  const told = options.tellsCommits ? commandInWords(command) : undefined;
  note(server, { kind: 'commits', index, term, command: told });
  const { waiting } = state.leading;
  const first = waiting[0];
  if (first === undefined || first.index !== index) return;
  waiting.shift();
  answer(server, first.client, first.request, result);
}
