/**
 * The leader's side of AppendEntries, receiving the answers (paper, §5.3): how far each follower's
 * log agrees, and where it diverges.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { answerReads } from '../client/reads.ts';
import { tellTarget } from '../election/transfer.ts';
import { goOnWithChange } from '../membership/joint.ts';
import type { AppendEntriesReply, Conflict, Stamp } from '../messages.ts';
import type { Server } from '../server/server.ts';
import type { Leading, Progress } from '../server/state.ts';
import { advanceCommit } from './commit.ts';
import type { LogIndex } from './entry.ts';
import { lastIndex, lastOfTerm } from './log.ts';
import { progressOf, sendMissing } from './replication.ts';

export function onAppendEntriesReply(
  server: Server,
  from: NodeId,
  reply: AppendEntriesReply,
): void {
  const { state, rules, context } = server;
  const { leading } = state;
  if (leading === null) return;
  if (rules['ignore-stale-replies'] && reply.term !== state.currentTerm) return;
  const progress = progressOf(leading, from);
  if (progress === undefined) return;
  const { stamp } = reply;
  if (stamp !== undefined && answersThisLeadership(server, stamp)) {
    noteContact(progress, stamp, context.now());
  }
  if (reply.success) onMatch(server, leading, progress, reply.matchIndex);
  else if (reply.conflict !== undefined) onConflict(server, progress, reply.conflict);
  if (state.leading !== null && leading.reads.length > 0) answerReads(server);
}

/**
 * Does it belong to a round of this term? A refusal carries the follower's term, not that of the
 * message that it refuses: this server may have sent that message when it led before, and rounds
 * count from 1 again.
 */
function answersThisLeadership({ state, rules }: Server, { term }: Stamp): boolean {
  return !rules['answers-to-this-leadership'] || term === state.currentTerm;
}

function noteContact(progress: Progress, { round, sentAtMs }: Stamp, nowMs: number): void {
  progress.contactMs = nowMs;
  if (round <= progress.ackedRound) return;
  progress.ackedRound = round;
  progress.ackedSentAtMs = sentAtMs;
}

/** The follower's log agrees with the leader's up to there. */
function onMatch(server: Server, leading: Leading, progress: Progress, matchIndex: LogIndex): void {
  const { state, context } = server;
  progress.mode = 'replicate';
  progress.awaiting = false;
  if (progress.nextIndex <= matchIndex) progress.nextIndex = matchIndex + 1;
  if (matchIndex > progress.matchIndex) {
    progress.matchIndex = matchIndex;
    if (matchIndex > state.commitIndex) advanceCommit(server);
    // The commit may have made it step down.
    if (state.leading === null) return;
    if (leading.goal !== null) goOnWithChange(server);
    if (leading.transfer?.target === progress.id) tellTarget(server, leading.transfer);
  }
  const isBehind = progress.nextIndex <= lastIndex(state.log);
  if (isBehind && progress.id !== context.self) sendMissing(server, progress);
}

/** The follower's log is shorter, or differs: the leader sends again, from further back. */
function onConflict(server: Server, progress: Progress, conflict: Conflict): void {
  const { prevLogIndex } = conflict;
  // An answer to an earlier message: its content is known, or settled since.
  if (prevLogIndex <= progress.matchIndex) return;
  if (progress.mode === 'probe' && prevLogIndex !== progress.nextIndex - 1) return;
  progress.mode = 'probe';
  progress.nextIndex = Math.max(progress.matchIndex + 1, nextAfter(server, conflict));
  sendMissing(server, progress);
}

/**
 * "The leader can decrement nextIndex to bypass all of the conflicting entries in that term" (§5.3):
 * to where its own entries of that term end, or to where the follower's begin.
 */
function nextAfter({ state: { log } }: Server, conflict: Conflict): LogIndex {
  const { term, index, prevLogIndex } = conflict;
  const own = term === undefined ? undefined : lastOfTerm(log, term);
  return own === undefined || own >= prevLogIndex ? index : own + 1;
}
