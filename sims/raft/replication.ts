/**
 * The leader's side of AppendEntries (paper, §5.3): it sends every follower the entries that it
 * misses, and finds out where a follower's log parts from its own.
 */
import type { NodeId } from '../../src/world/actor.ts';
import { onAnswerOfTarget } from './transfer.ts';
import { advanceCommit } from './commit.ts';
import { goOnWithChange } from './joint.ts';
import {
  type Entry,
  entriesFrom,
  lastIndex,
  lastOfTerm,
  noEntries,
  termAt,
} from './log.ts';
import type { AppendEntries, AppendEntriesReply, Conflict, Stamp } from './messages.ts';
import { answerReads } from './reads.ts';
import { move, type Server } from './server.ts';
import { sendSnapshot } from './snapshot.ts';
import type { Leading, Progress, Term } from './state.ts';
import { stepDownWithoutQuorum } from './check-quorum.ts';

export function onHeartbeatTimeout(server: Server): void {
  if (stepDownWithoutQuorum(server)) return;
  move(server, 'heartbeatTimeout');
  sendHeartbeats(server);
}

/**
 * Starts a round of AppendEntries to everyone, with what they miss: Upon election, and during idle
 * periods (Figure 2, Leaders). Returns its number.
 */
export function sendHeartbeats(server: Server): number {
  const { state, context } = server;
  const leading = state.leading as Leading;
  const stamp = nextStamp(server, leading);
  for (const progress of leading.progress) {
    if (progress.id === context.self) continue;
    // Whatever was under way had its time.
    progress.awaiting = false;
    if (progress.mode === 'snapshot') progress.mode = 'probe';
    sendTo(server, progress, stamp);
  }
  return stamp.round;
}

/** Sends everyone what they miss, apart from those whose answer to a probe is awaited. */
export function sendNewEntries(server: Server): void {
  const { state, context } = server;
  const leading = state.leading as Leading;
  const stamp = nextStamp(server, leading);
  for (const progress of leading.progress) {
    if (progress.id === context.self || progress.awaiting) continue;
    sendTo(server, progress, stamp);
  }
}

function nextStamp({ context }: Server, leading: Leading): Stamp {
  leading.round += 1;
  return { round: leading.round, sentAtMs: context.now() };
}

function sendTo(server: Server, progress: Progress, stamp: Stamp): void {
  const { state, context, options } = server;
  const { log } = state;
  const prevLogIndex = progress.nextIndex - 1;
  const prevLogTerm = termAt(log, prevLogIndex);
  if (prevLogTerm === undefined) {
    sendSnapshot(server, progress, stamp);
    return;
  }
  const entries: readonly Entry[] =
    prevLogIndex === lastIndex(log)
      ? noEntries
      : entriesFrom(log, progress.nextIndex, options.entriesPerMessageMax);
  const request: AppendEntries = {
    type: 'AppendEntries',
    term: state.currentTerm,
    leaderId: context.self,
    prevLogIndex,
    prevLogTerm,
    entries,
    leaderCommit: state.commitIndex,
    stamp,
  };
  context.send(progress.id, request);
  if (progress.mode === 'probe') progress.awaiting = true;
  // In the hope that it arrives: if it does not, the next one will not fit, and be refused.
  else progress.nextIndex += entries.length;
}

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
  if (reply.stamp !== undefined) noteContact(progress, reply.stamp, context.now());
  if (reply.success) onSuccess(server, leading, progress, reply.matchIndex);
  else if (reply.conflict !== undefined) onConflict(server, leading, progress, reply.conflict);
  if (leading.reads.length > 0) answerReads(server);
}

function noteContact(progress: Progress, stamp: Stamp, nowMs: number): void {
  progress.contactMs = nowMs;
  if (stamp.round <= progress.ackedRound) return;
  progress.ackedRound = stamp.round;
  progress.ackedSentAtMs = stamp.sentAtMs;
}

function onSuccess(
  server: Server,
  leading: Leading,
  progress: Progress,
  matchIndex: number,
): void {
  progress.mode = 'replicate';
  progress.awaiting = false;
  if (progress.nextIndex <= matchIndex) progress.nextIndex = matchIndex + 1;
  if (matchIndex > progress.matchIndex) {
    progress.matchIndex = matchIndex;
    if (matchIndex > server.state.commitIndex) advanceCommit(server);
    // Committing may have made it a follower: a leader that is not in the new configuration goes.
    if (server.state.leading !== leading) return;
    if (leading.goal !== null) goOnWithChange(server);
    if (leading.transfer !== null) onAnswerOfTarget(server);
  }
  if (progress.id !== server.context.self && progress.nextIndex <= lastIndex(server.state.log)) {
    sendTo(server, progress, nextStamp(server, leading));
  }
}

/** The follower’s log is shorter, or differs: sends what it misses, from further back. */
function onConflict(
  server: Server,
  leading: Leading,
  progress: Progress,
  conflict: Conflict,
): void {
  // An answer to an earlier message, which has been settled since.
  const stale =
    progress.mode === 'probe'
      ? conflict.prevLogIndex !== progress.nextIndex - 1
      : conflict.prevLogIndex <= progress.matchIndex;
  if (stale) return;
  progress.mode = 'probe';
  progress.nextIndex = Math.max(progress.matchIndex + 1, nextAfter(server, conflict));
  sendTo(server, progress, nextStamp(server, leading));
}

/**
 * "The leader can decrement nextIndex to bypass all of the conflicting entries in that term" (§5.3):
 * to where its own entries of that term end, or to where the follower's begin.
 */
function nextAfter({ state: { log } }: Server, { term, index }: Conflict): number {
  const own = term === undefined ? undefined : lastOfTerm(log, term as Term);
  return own === undefined ? index : Math.min(own, index) + 1;
}

export function progressOf({ progress }: Leading, id: NodeId): Progress | undefined {
  for (const one of progress) if (one.id === id) return one;
  return undefined;
}
