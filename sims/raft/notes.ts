/** What Raft servers record in the trace, as data and in plain words. */
import { NoteBook, type NoteOf, routine } from '../../src/trace/note-book.ts';
import { counted } from '../../src/words/numbers.ts';
import type { NodeId } from '../../src/world/actor.ts';
import { type ClientCommand, commandInWords, type LogIndex, type Term } from './log/entry.ts';
import type { ClientReply, RaftMessage } from './messages.ts';
import type { RaftRule } from './rules.ts';
import type { Role } from './server/chart.ts';

interface RaftNotes {
  /** The election timeout passed; the server asks who would vote for it (pre-vote). */
  'asks-first': { term: Term };
  /** The election timeout passed; the server asks for votes. */
  stands: { term: Term };
  /** A candidacy ended without an election, as far as this candidate knows. */
  'no-majority': { term: Term; votes: readonly NodeId[] };
  votes: { term: Term; candidate: NodeId };
  refuses: { term: Term; candidate: NodeId; votedFor: NodeId | null; rule: RaftRule };
  leads: { term: Term; votes: readonly NodeId[] };
  follows: { term: Term; leader: NodeId };
  'steps-down': { was: Role; term: Term; newTerm: Term; from: NodeId };
  /** No majority answered for an election timeout. */
  'lost-quorum': { term: Term };
  /** The leader is not part of the configuration that it has committed. */
  leaves: { term: Term };
  'hands-over': { term: Term; to: NodeId };
  'abandons-transfer': { term: Term; to: NodeId };

  /** The leader has the entry on a majority. `command` only if it is worth telling. */
  commits: { index: LogIndex; term: Term; command: string | undefined };
  truncates: { after: LogIndex; entries: number };
  'changes-membership': { configuration: string };
  'refuses-change': { rule: RaftRule };
  'takes-snapshot': { index: LogIndex };
  'installs-snapshot': { index: LogIndex };

  /** A client starts a request; `process` is new after each request with an unknown outcome. */
  invokes: {
    process: number;
    f: ClientCommand['kind'];
    key: string;
    value: string | undefined;
    expected: string | null | undefined;
  };
  /** The answer: for `get`, the value that was read. */
  'is-answered': { process: number; value: string | null | undefined };
  /** A cas that found another value than expected, and did nothing. */
  'fails-to-swap': { process: number; found: string | null };
  /** The client gives up; the request may have been executed, or may be executed later. */
  'gives-up': { process: number };
}

export type RaftNote = NoteOf<RaftNotes>;

export const raftNotes = new NoteBook<RaftNotes>({
  'asks-first': ({ term }) => `asks who would vote for it after term ${term}`,
  stands: ({ term }) => `stands for election in term ${term}`,
  'no-majority': ({ term, votes }) =>
    `got no majority in term ${term}: ${counted(votes.length, 'vote')} (${votes.join(' ')})`,
  votes: ({ term, candidate }) => `votes for ${candidate} in term ${term}`,
  refuses: (note) =>
    `refuses ${note.candidate} its vote in term ${note.term}: ${reasonToRefuse(note)}`,
  leads: ({ term, votes }) => `leads term ${term}, elected by ${votes.join(' ')}`,
  follows: ({ term, leader }) => `follows ${leader} in term ${term}`,
  'steps-down': ({ was, term, from, newTerm }) =>
    `steps down as ${was} of term ${term}: ${from} is in term ${newTerm}`,
  'lost-quorum': ({ term }) => `steps down as leader of term ${term}: no majority answers`,
  leaves: ({ term }) => `steps down as leader of term ${term}: it is no longer a member`,
  'hands-over': ({ to }) => `hands over to ${to}`,
  'abandons-transfer': ({ to }) => `takes requests again: ${to} did not take over`,
  commits: ({ index, term, command }) =>
    command === undefined ? undefined : `commits entry ${index} of term ${term}: ${command}`,
  truncates: ({ after, entries }) =>
    `truncates ${counted(entries, 'entry', 'entries')} after ${after}`,
  'changes-membership': ({ configuration }) => `changes the configuration to ${configuration}`,
  'refuses-change': ({ rule }) => `refuses to change the configuration: ${reasonNotToChange(rule)}`,
  'takes-snapshot': ({ index }) => `takes a snapshot of all up to entry ${index}`,
  'installs-snapshot': ({ index }) => `installs a snapshot of all up to entry ${index}`,
  invokes: routine,
  'is-answered': routine,
  'fails-to-swap': routine,
  'gives-up': () => 'gives up: it does not know the outcome of its request',
});

function reasonNotToChange(rule: RaftRule): string {
  switch (rule) {
    case 'one-change-at-a-time':
      return 'another change is under way';
    case 'change-after-own-commit':
      return 'it has committed nothing in its own term yet';
    default:
      return 'only one server at a time may join or leave';
  }
}

function reasonToRefuse({ rule, votedFor, term }: RaftNotes['refuses']): string {
  switch (rule) {
    case 'one-vote-per-term':
      return `it has voted for ${votedFor}`;
    case 'up-to-date-log':
      return 'the candidate’s log is behind its own';
    case 'vote-outside-configuration':
      return 'it has no vote';
    default:
      return `the request is of a term before ${term}`;
  }
}

/** Heartbeats, and answers that accept entries, are routine. */
export function raftArrowText(message: RaftMessage): string | undefined {
  switch (message.type) {
    case 'RequestVote':
    case 'PreVote':
    case 'TimeoutNow':
      return `${message.type}, term ${message.term}`;
    case 'RequestVoteReply':
    case 'PreVoteReply':
      return `${message.voteGranted ? 'granted' : 'refused'}, term ${message.term}`;
    case 'AppendEntries': {
      const { entries, prevLogIndex, term } = message;
      if (entries.length === 0) return undefined;
      return `AppendEntries ${prevLogIndex + 1}..${prevLogIndex + entries.length}, term ${term}`;
    }
    case 'AppendEntriesReply':
      return message.success ? undefined : `refused, term ${message.term}`;
    case 'InstallSnapshot':
      return `InstallSnapshot up to ${message.snapshot.lastIncludedIndex}, term ${message.term}`;
    case 'ReadIndex':
      return 'ReadIndex';
    case 'ReadIndexReply':
      return `ReadIndex ${message.readIndex ?? 'refused'}`;
    case 'ClientRequest':
      return commandInWords(message.command);
    case 'ClientReply':
      return resultInWords(message);
    default:
      return undefined;
  }
}

function resultInWords({ result, leaderHint }: ClientReply): string {
  if (result === undefined) return leaderHint === null ? 'no leader' : `ask ${leaderHint}`;
  return result.kind === 'value' ? (result.value ?? 'done') : result.kind;
}
