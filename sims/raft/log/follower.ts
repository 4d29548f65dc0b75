/**
 * AppendEntries, receiving (paper, §5.3; Figure 2, AppendEntries, receiver 1 to 5): a server that
 * sends it in this term has won its election, and its log prevails.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { appendConfigurations, rollBackConfigurations } from '../membership/membership.ts';
import type {
  AppendEntries,
  AppendEntriesReply,
  Conflict,
  EntriesStored,
  Stamp,
} from '../messages.ts';
import { move, note, type Server } from '../server/server.ts';
import { isStale, stepDown } from '../server/term.ts';
import { commitUpTo } from './commit.ts';
import type { Entry, LogIndex } from './entry.ts';
import { firstOfTerm, lastIndex, termAt, truncateAfter } from './log.ts';

export function onAppendEntries(server: Server, from: NodeId, request: AppendEntries): void {
  const { state, rules } = server;
  if (isStale(server, request.term)) {
    reply(server, from, false, 0, undefined, request.stamp);
    return;
  }
  heedLeader(server, request);
  const { prevLogTerm, entries, leaderCommit, stamp } = request;
  if (rules['check-previous-entry'] && !hasEntry(server, request.prevLogIndex, prevLogTerm)) {
    reply(server, from, false, 0, conflictAt(server, request.prevLogIndex), stamp);
    return;
  }
  // A log has no gaps.
  const prevLogIndex = Math.min(request.prevLogIndex, lastIndex(state.log));
  if (entries.length > 0) store(server, prevLogIndex, entries);
  const agreesUpTo = prevLogIndex + entries.length;
  const commit = mayCommitUpTo(server, leaderCommit, agreesUpTo);
  if (commit > state.commitIndex) commitUpTo(server, commit);
  reply(server, from, true, matchesUpTo(server, agreesUpTo), undefined, stamp);
}

/** "min(leaderCommit, index of last new entry)" (receiver 5): later entries of this log may differ from the leader's. */
function mayCommitUpTo(
  { state: { log }, rules }: Server,
  leaderCommit: LogIndex,
  agreesUpTo: LogIndex,
): LogIndex {
  const knownGood = rules['commit-what-agrees'] ? agreesUpTo : lastIndex(log);
  return Math.min(leaderCommit, knownGood, lastIndex(log));
}

/** What the leader may count as a copy: later entries of this log are not known to be the leader's. */
function matchesUpTo({ state: { log }, rules }: Server, agreesUpTo: LogIndex): LogIndex {
  return rules['match-what-was-sent'] ? agreesUpTo : lastIndex(log);
}

/** A message from the leader of this term: follows it, and restarts the election timeout. */
export function heedLeader(
  server: Server,
  { term, leaderId }: { readonly term: number; readonly leaderId: NodeId },
): void {
  const { state, context } = server;
  if (state.role !== 'follower') stepDown(server, term, leaderId);
  move(server, 'heardFromLeader');
  state.leaderContactMs = context.now();
  if (state.leaderId === leaderId) return;
  state.leaderId = leaderId;
  note(server, { kind: 'follows', term, leader: leaderId });
}

/**
 * Does this log have that entry (receiver 2)? A snapshot's entries are committed, so it has those.
 */
function hasEntry({ state: { log } }: Server, index: LogIndex, term: number): boolean {
  return index < log.startIndex || termAt(log, index) === term;
}

function conflictAt({ state: { log } }: Server, prevLogIndex: LogIndex): Conflict {
  const term = termAt(log, prevLogIndex);
  const index = term === undefined ? lastIndex(log) + 1 : firstOfTerm(log, prevLogIndex);
  return { prevLogIndex, term, index };
}

/** Stores the new entries (receiver 3 and 4). */
function store(server: Server, prevLogIndex: LogIndex, entries: readonly Entry[]): void {
  const { rules } = server;
  const { log } = server.state;
  const last = lastIndex(log);
  let index = Math.max(prevLogIndex, log.startIndex) + 1;
  if (rules['truncate-only-on-conflict']) {
    while (index <= last && isAsSent(server, prevLogIndex, entries, index)) index += 1;
  }
  const fresh = entries.slice(index - prevLogIndex - 1);
  if (fresh.length === 0) return;
  if (index <= last) {
    if (!rules['truncate-on-conflict']) {
      appendAfter(server, last, fresh.slice(last - index + 1));
      return;
    }
    note(server, { kind: 'truncates', after: index - 1, entries: last - index + 1 });
    truncateAfter(log, index - 1);
    rollBackConfigurations(server, index - 1);
  }
  appendAfter(server, index - 1, fresh);
}

/**
 * Is the entry at that index among those sent, and the same? The same term means the same entry.
 */
function isAsSent(
  { state: { log } }: Server,
  prevLogIndex: LogIndex,
  entries: readonly Entry[],
  index: LogIndex,
): boolean {
  return entries[index - prevLogIndex - 1]?.term === termAt(log, index);
}

function appendAfter(server: Server, after: LogIndex, entries: readonly Entry[]): void {
  const { state, context } = server;
  if (entries.length === 0) return;
  state.log.entries.push(...entries);
  context.persist({ kind: 'entries', after, entries });
  appendConfigurations(state, after, entries);
}

/** No other server may count on what is not yet on this server's disk. */
export function reply(
  { state, context, rules, options }: Server,
  leader: NodeId,
  success: boolean,
  matchIndex: LogIndex,
  conflict: Conflict | undefined,
  stamp: Stamp,
): void {
  const term = state.currentTerm;
  const message: AppendEntriesReply = {
    type: 'AppendEntriesReply',
    term,
    success,
    matchIndex,
    conflict,
    stamp,
  };
  if (!rules['durable-before-acknowledged']) context.send(leader, message);
  else if (!(options.asynchronousAppend && success)) context.sendWhenDurable(leader, message);
  else context.sendWhenDurable(context.self, { type: 'EntriesStored', reply: message });
}

/**
 * Asynchronous append: the disk reports up to which index it has written, and the server tells the
 * current leader. In a later term that index may hold another entry, whose write is still pending.
 * etcd also drops such a report of its disk (`MsgStorageAppendResp`); the leader asks again with
 * its next heartbeat.
 */
export function onEntriesStored({ state, context, rules }: Server, { reply }: EntriesStored): void {
  const { currentTerm: term, leaderId } = state;
  if (rules['stored-in-this-term'] && reply.term !== term) return;
  if (leaderId !== null && state.leading === null) context.send(leaderId, { ...reply, term });
}
