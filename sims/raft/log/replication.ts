/**
 * The leader's side of AppendEntries, sending (paper, §5.3): every server of the configuration gets
 * the entries that it misses, and heartbeats.
 */

import { configurationOf, members } from '../membership/membership.ts';
import type { Stamp } from '../messages.ts';
import type { Server } from '../server/server.ts';
import type { Leading, Progress } from '../server/state.ts';
import { sendSnapshot } from '../snapshot/snapshot.ts';
import { entriesFrom, lastIndex, noEntries, termAt } from './log.ts';

/**
 * Starts a round of AppendEntries without new entries to all servers: "repeat during idle periods"
 * (Figure 2, Leaders). A server that misses entries will say so. Returns the number of the round.
 */
export function sendHeartbeats(server: Server): number {
  const { state, context } = server;
  const leading = state.leading as Leading;
  const stamp = newRound(server, leading);
  for (const progress of leading.progress) {
    if (progress.id !== context.self) sendTo(server, progress, stamp, 0);
  }
  return stamp.round;
}

/** Sends each server what it misses, unless the answer to a probe is pending. */
export function sendNewEntries(server: Server): void {
  const { state, context, options } = server;
  const leading = state.leading as Leading;
  const stamp = newRound(server, leading);
  for (const progress of leading.progress) {
    if (progress.id === context.self || progress.awaiting) continue;
    sendTo(server, progress, stamp, options.entriesPerMessageMax);
  }
}

/** Sends one server what it misses. */
export function sendMissing(server: Server, progress: Progress): void {
  const leading = server.state.leading as Leading;
  sendTo(server, progress, newRound(server, leading), server.options.entriesPerMessageMax);
}

function newRound({ state, context }: Server, leading: Leading): Stamp {
  leading.round += 1;
  return { term: state.currentTerm, round: leading.round, sentAtMs: context.now() };
}

function sendTo(server: Server, progress: Progress, stamp: Stamp, entriesMax: number): void {
  const { state, context } = server;
  const { log } = state;
  // If it reported more than there is, it is assumed to have what there is.
  const prevLogIndex = Math.min(progress.nextIndex - 1, lastIndex(log));
  const prevLogTerm = termAt(log, prevLogIndex);
  if (prevLogTerm === undefined) {
    sendSnapshot(server, progress, stamp);
    return;
  }
  const entries = entriesMax === 0 ? noEntries : entriesFrom(log, prevLogIndex + 1, entriesMax);
  context.send(progress.id, {
    type: 'AppendEntries',
    term: state.currentTerm,
    leaderId: context.self,
    prevLogIndex,
    prevLogTerm,
    entries,
    leaderCommit: state.commitIndex,
    stamp,
  });
  if (progress.mode === 'probe') progress.awaiting = true;
  // Optimistic: if the message does not arrive, the next one will not match and be refused.
  else progress.nextIndex += entries.length;
}

/** Updates the leader's list of servers to the configuration in force. O(servers^2). */
export function trackMembers(server: Server): void {
  const { state, context } = server;
  const { progress } = state.leading as Leading;
  const ids = members(configurationOf(server));
  if (!ids.includes(context.self)) ids.push(context.self);
  const kept = progress.filter(({ id }) => ids.includes(id));
  const known = kept.map(({ id }) => id);
  const added = ids.filter((id) => !known.includes(id)).map((id) => startProgress(server, id));
  progress.splice(0, progress.length, ...kept, ...added);
}

/** What a leader assumes about a server at first (Figure 2, Volatile state on leaders). */
export function startProgress({ state, context }: Server, id: string): Progress {
  return {
    id,
    nextIndex: lastIndex(state.log) + 1,
    matchIndex: 0,
    mode: 'probe',
    awaiting: false,
    ackedRound: 0,
    ackedSentAtMs: -Infinity,
    contactMs: context.now(),
  };
}

export function progressOf({ progress }: Leading, id: string): Progress | undefined {
  for (const one of progress) if (one.id === id) return one;
  return undefined;
}
