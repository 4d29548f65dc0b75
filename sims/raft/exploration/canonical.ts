/**
 * The parts of a Raft server's state that cannot matter: states that differ only in them count as
 * one.
 */
import type { Canonical } from '../../../src/check/exploration.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { RaftCluster } from '../cluster.ts';
import { noOp } from '../log/entry.ts';
import type { RaftMessage, Stamp } from '../messages.ts';
import { type JournalRecord, recover } from '../server/journal.ts';
import type { RaftOptions } from '../server/server.ts';
import type { RaftState } from '../server/state.ts';

/** Which mechanisms of this cluster use rounds, contacts, and the leader's identity. */
export function canonicalOf({ options, clients, servers }: RaftCluster): Canonical {
  const usesRounds = options.reads === 'read-index' || options.reads === 'lease';
  const usesContacts = options.checkQuorum || options.leaderStickiness || options.preVote;
  const usesLeaderId = clients.length > 0 || options.asynchronousAppend || options.followerReads;
  const serverIds = new Set(servers.map(({ self }) => self));
  const stampOf = ({ term, round }: Stamp): Stamp =>
    usesRounds || usesContacts ? { term, round, sentAtMs: 0 } : { term: 0, round: 0, sentAtMs: 0 };
  return {
    state(state: RaftState, id) {
      if (!serverIds.has(id)) return;
      // Only candidates count votes, in any order.
      if (state.role === 'leader' || state.role === 'follower') state.votes = [];
      else state.votes.sort();
      if (!usesContacts) state.leaderContactMs = 0;
      if (!usesLeaderId) state.leaderId = null;
      const { leading } = state;
      if (leading === null || usesRounds || usesContacts) return;
      leading.round = 0;
      for (const progress of leading.progress) {
        progress.ackedRound = 0;
        progress.ackedSentAtMs = 0;
      }
    },
    message: (message: RaftMessage) =>
      'stamp' in message && message.stamp !== undefined
        ? { ...message, stamp: stampOf(message.stamp) }
        : message,
    journal: (records, id) => (serverIds.has(id) ? shortened(records, id, options) : records),
  };
}

/** What recovery reads, in as few records as possible. */
function shortened(
  records: readonly JournalRecord[],
  id: NodeId,
  { initialLogs }: RaftOptions,
): readonly JournalRecord[] {
  if (records.length === 0) return records;
  const initial = (initialLogs[id] ?? []).map((term) => ({ term, command: noOp }));
  const { currentTerm, votedFor, log, snapshot } = recover(records, initial);
  const { startIndex, startTerm, entries } = log;
  const short: JournalRecord[] = [];
  if (snapshot !== null) short.push({ kind: 'snapshot', snapshot });
  if (startIndex > 0) {
    short.push({ kind: 'compaction', index: startIndex, term: startTerm, keepsSuffix: false });
  }
  short.push({ kind: 'entries', after: startIndex, entries });
  short.push({ kind: 'ballot', currentTerm, votedFor });
  return short;
}
