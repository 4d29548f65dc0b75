/**
 * Appending to the leader's own log (paper, §5.3): "the leader appends the command to its log as a
 * new entry, then issues AppendEntries RPCs in parallel".
 */

import { appendConfigurations } from '../membership/membership.ts';
import type { Server } from '../server/server.ts';
import type { Command, LogIndex } from './entry.ts';
import { lastIndex } from './log.ts';
import { sendNewEntries, trackMembers } from './replication.ts';

/** Appends commands in the current term, and sends them. Returns the index of the first. */
export function propose(server: Server, commands: readonly Command[]): LogIndex {
  const first = appendToOwnLog(server, commands);
  if (server.state.leading !== null) sendNewEntries(server);
  return first;
}

/** Appends commands and persists them, but sends nothing. Returns the index of the first. */
export function appendToOwnLog(server: Server, commands: readonly Command[]): LogIndex {
  const { state, context } = server;
  const after = lastIndex(state.log);
  const entries = commands.map((command) => ({ term: state.currentTerm, command }));
  state.log.entries.push(...entries);
  context.persist({ kind: 'entries', after, entries });
  const changes = state.configurations.length;
  appendConfigurations(state, after, entries);
  if (state.leading !== null) {
    if (state.configurations.length > changes) trackMembers(server);
    acknowledgeOwn(server);
  }
  return after + 1;
}

/**
 * The leader's own copy counts towards the majority, like any other, once it is on disk: it answers
 * itself, as a follower would.
 */
export function acknowledgeOwn(server: Server): void {
  const { state, context, rules } = server;
  const reply = {
    type: 'AppendEntriesReply',
    term: state.currentTerm,
    success: true,
    matchIndex: lastIndex(state.log),
    conflict: undefined,
    stamp: undefined,
  } as const;
  if (rules['durable-before-acknowledged']) context.sendWhenDurable(context.self, reply);
  else context.send(context.self, reply);
}
