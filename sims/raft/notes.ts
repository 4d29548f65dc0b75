/** What Raft servers say in the trace, as data and in plain words. */
import type { Trace } from '../../src/trace/trace.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { Role } from './chart.ts';
import { type ClientCommand, commandInWords, type LogIndex, type Term } from './entry.ts';
import type { ClientReply, RaftMessage } from './messages.ts';
import type { RaftRule } from './rules.ts';

interface RaftNotes {
  /** The election timeout passed; the server asks who would vote for it (pre-vote). */
  'asks-first': { term: Term };
  /** The election timeout passed; the server asks for votes. */
  stands: { term: Term };
  /** A candidacy ended with nobody elected, as far as this candidate knows. */
  'no-majority': { term: Term; votes: readonly NodeId[] };
  votes: { term: Term; candidate: NodeId };
  refuses: { term: Term; candidate: NodeId; votedFor: NodeId | null; rule: RaftRule };
  leads: { term: Term; votes: readonly NodeId[] };
  follows: { term: Term; leader: NodeId };
  'steps-down': { was: Role; term: Term; newTerm: Term; from: NodeId };
  /** No majority answered for an election timeout. */
  'lost-quorum': { term: Term };
  /** The leader is no part of the configuration that it has committed. */
  leaves: { term: Term };
  'hands-over': { term: Term; to: NodeId };
  'abandons-transfer': { term: Term; to: NodeId };

  /** The leader has the entry on a majority. `command` only where it is worth telling. */
  commits: { index: LogIndex; term: Term; command: string | undefined };
  truncates: { after: LogIndex; entries: number };
  'changes-membership': { configuration: string };
  'refuses-change': { rule: RaftRule };
  'takes-snapshot': { index: LogIndex };
  'installs-snapshot': { index: LogIndex };

  /** A client asks for something; `process` is new after each request whose outcome is unknown. */
  invokes: {
    process: number;
    f: ClientCommand['kind'];
    key: string;
    value: string | undefined;
    expected: string | null | undefined;
  };
  /** The answer: the value that was read, for `get`. */
  'is-answered': { process: number; value: string | null | undefined };
  /** A cas that found another value than expected, and did nothing. */
  'fails-to-swap': { process: number; found: string | null };
  /** The client gives up; what it asked for may have been done, or may yet be. */
  'gives-up': { process: number };
}

export type RaftNote = {
  [Kind in keyof RaftNotes]: { readonly kind: Kind } & Readonly<RaftNotes[Kind]>;
}[keyof RaftNotes];

/** Undefined for what is routine. */
export function raftNoteInWords(note: RaftNote): string | undefined {
  switch (note.kind) {
    case 'asks-first':
      return `asks who would vote for it after term ${note.term}`;
    case 'stands':
      return `stands for election in term ${note.term}`;
    case 'no-majority':
      return `got no majority in term ${note.term}: ${plural(note.votes.length, 'vote')} (${note.votes.join(' ')})`;
    case 'votes':
      return `votes for ${note.candidate} in term ${note.term}`;
    case 'refuses':
      return `refuses ${note.candidate} its vote in term ${note.term}: ${reasonToRefuse(note)}`;
    case 'leads':
      return `leads term ${note.term}, elected by ${note.votes.join(' ')}`;
    case 'follows':
      return `follows ${note.leader} in term ${note.term}`;
    case 'steps-down':
      return `steps down as ${note.was} of term ${note.term}: ${note.from} is in term ${note.newTerm}`;
    case 'lost-quorum':
      return `steps down as leader of term ${note.term}: no majority answers`;
    case 'leaves':
      return `steps down as leader of term ${note.term}: it is no member any more`;
    case 'hands-over':
      return `hands over to ${note.to}`;
    case 'abandons-transfer':
      return `takes requests again: ${note.to} did not take over`;
    case 'truncates':
      return `truncates ${plural(note.entries, 'entry', 'entries')} after ${note.after}`;
    case 'changes-membership':
      return `changes the configuration to ${note.configuration}`;
    case 'refuses-change':
      return `refuses to change the configuration: ${reasonNotToChange(note.rule)}`;
    case 'takes-snapshot':
      return `takes a snapshot of all up to entry ${note.index}`;
    case 'installs-snapshot':
      return `installs a snapshot of all up to entry ${note.index}`;
    case 'commits':
      if (note.command === undefined) return undefined;
      return `commits entry ${note.index} of term ${note.term}: ${note.command}`;
    case 'gives-up':
      return 'gives up: it does not know what became of its request';
    case 'invokes':
    case 'is-answered':
    case 'fails-to-swap':
      return undefined;
  }
}

function reasonNotToChange(rule: RaftRule): string {
  switch (rule) {
    case 'one-change-at-a-time':
      return 'another change is under way';
    case 'change-after-own-commit':
      return 'it has committed nothing in its own term yet';
    default:
      return 'only one server at a time may come or go';
  }
}

function reasonToRefuse({ rule, votedFor, term }: RaftNote & { kind: 'refuses' }): string {
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

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Heartbeats, and answers that say yes to entries, are routine. */
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

/** Calls the listener with every note of one kind, and who made it when. */
export function onRaftNote<Kind extends RaftNote['kind']>(
  trace: Trace,
  kind: Kind,
  listener: (note: RaftNote & { kind: Kind }, by: NodeId, atMs: number) => void,
): void {
  trace.on('note', ({ detail, node, atMs }) => {
    if (detail.kind === kind) listener(detail as RaftNote & { kind: Kind }, node ?? '', atMs);
  });
}
