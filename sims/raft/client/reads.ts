/**
 * Reads that leave no entry in the log (paper, §8; dissertation, §6.4). An answer is linearizable
 * if the machine has everything that was committed when the request came. ReadIndex ensures that in
 * three steps: the leader knows what is committed once it has committed something itself; it knows
 * that it still leads once a majority has answered a message that it sent after the request; and
 * the machine that answers has applied all of that.
 */
import { must } from '../../../src/kernel/must.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { ClientCommand, LogIndex } from '../log/entry.ts';
import { progressOf, sendHeartbeats } from '../log/replication.ts';
import { isMajority, those } from '../membership/membership.ts';
import type { ReadIndex, ReadIndexReply } from '../messages.ts';
import type { Server } from '../server/server.ts';
import type { FollowerRead, Leading, PendingRead } from '../server/state.ts';
import { holdsLease } from './lease.ts';
import { execute } from './machine.ts';
import { answer, referToLeader } from './replies.ts';

/** A client asks this server to read. */
export function onRead(server: Server, client: NodeId, request: number, command: ClientCommand) {
  const { state, options } = server;
  const mayAnswer = state.role === 'leader' || options.followerReads;
  if (!mayAnswer) referToLeader(server, client, request);
  else if (options.reads === 'local') answerFromMachine(server, client, request, command);
  else if (state.leading !== null) readAsLeader(server, newRead(client, request, { command }));
  else askLeader(server, client, request, command);
}

const newRead = (from: NodeId, request: number, reader: PendingRead['reader']): PendingRead => ({
  from,
  request,
  reader,
  readIndex: undefined,
  round: 0,
});

function answerFromMachine(server: Server, client: NodeId, request: number, read: ClientCommand) {
  answer(server, client, request, execute(server.state.machine, read));
}

// The leader.

function readAsLeader(server: Server, read: PendingRead): void {
  const leading = server.state.leading as Leading;
  leading.reads.push(read);
  if (knowsWhatIsCommitted(server, leading)) confirm(server, leading);
}

/**
 * A new leader has every committed entry, but does not know which entries are committed until it
 * has committed one of its own term.
 */
function knowsWhatIsCommitted({ state, rules }: Server, { electedAtIndex }: Leading): boolean {
  return !rules['read-after-own-commit'] || state.commitIndex >= electedAtIndex;
}

export function onCommitInOwnTerm(server: Server): void {
  const { leading } = server.state;
  if (leading !== null && leading.reads.length > 0) confirm(server, leading);
}

/** Fixes which index new reads must see, and asks a majority whether this server still leads. */
function confirm(server: Server, leading: Leading): void {
  const { state, options, rules } = server;
  const isSure =
    !rules['read-confirms-leadership'] || (options.reads === 'lease' && holdsLease(server));
  const round = isSure ? 0 : sendHeartbeats(server);
  for (const read of leading.reads) {
    if (read.readIndex !== undefined) continue;
    read.readIndex = state.commitIndex;
    read.round = round;
  }
  answerReads(server);
}

/** Answers the reads for whose round, or a later one, a majority has answered. */
export function answerReads(server: Server): void {
  const leading = server.state.leading as Leading;
  while (leading.reads.length > 0) {
    const read = must(leading.reads[0], 'oldest read');
    if (read.readIndex === undefined || !isConfirmed(server, leading, read.round)) return;
    leading.reads.shift();
    const { reader, from, request, readIndex } = read;
    if ('client' in reader) replyToFollower(server, read, readIndex);
    else answerFromMachine(server, from, request, reader.command);
  }
}

function isConfirmed(server: Server, leading: Leading, round: number): boolean {
  const { context } = server;
  if (round === 0) return true;
  return isMajority(
    server,
    those((id) => {
      if (id === context.self) return true;
      const progress = progressOf(leading, id);
      return progress !== undefined && progress.ackedRound >= round;
    }),
  );
}

export function onReadIndex(server: Server, from: NodeId, { client, request }: ReadIndex): void {
  const read = newRead(from, request, { client });
  if (server.state.leading !== null) readAsLeader(server, read);
  else replyToFollower(server, read, undefined);
}

function replyToFollower(
  { state, context }: Server,
  { from, request, reader }: PendingRead,
  readIndex: LogIndex | undefined,
): void {
  if (!('client' in reader)) return;
  const { client } = reader;
  const term = state.currentTerm;
  context.send(from, { type: 'ReadIndexReply', term, client, request, readIndex });
}

// A follower.

function askLeader(server: Server, client: NodeId, request: number, command: ClientCommand): void {
  const { state, context } = server;
  if (state.leaderId === null) {
    referToLeader(server, client, request);
    return;
  }
  // A client has one request at a time, so it no longer waits for an earlier one.
  takeOut(state.followerReads, (read) => read.client === client);
  state.followerReads.push({ client, request, command, readIndex: undefined });
  context.send(state.leaderId, { type: 'ReadIndex', term: state.currentTerm, client, request });
}

export function onReadIndexReply(server: Server, reply: ReadIndexReply): void {
  const { followerReads } = server.state;
  const isAnswered = ({ client, request }: FollowerRead) =>
    client === reply.client && request === reply.request;
  const read = followerReads.find(isAnswered);
  if (read === undefined) return;
  if (reply.readIndex === undefined) {
    takeOut(followerReads, isAnswered);
    referToLeader(server, read.client, read.request);
    return;
  }
  read.readIndex ??= reply.readIndex;
  answerFollowerReads(server);
}

function takeOut(reads: FollowerRead[], which: (read: FollowerRead) => boolean): void {
  const place = reads.findIndex(which);
  if (place !== -1) reads.splice(place, 1);
}

/** Answers the reads whose entries have been applied. */
export function answerFollowerReads(server: Server): void {
  const { followerReads } = server.state;
  for (let place = 0; place < followerReads.length; ) {
    const read = must(followerReads[place], 'read at the follower');
    if (seesEnough(server, read)) {
      followerReads.splice(place, 1);
      answerFromMachine(server, read.client, read.request, read.command);
    } else {
      place += 1;
    }
  }
}

function seesEnough({ state, rules }: Server, { readIndex }: FollowerRead): boolean {
  if (readIndex === undefined) return false;
  return !rules['read-waits-for-apply'] || state.lastApplied >= readIndex;
}
