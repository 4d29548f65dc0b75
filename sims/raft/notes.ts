/** What Raft servers say in the trace, as data and in plain words. */
import type { Trace } from '../../src/trace/trace.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { Role } from './chart.ts';
import type { RaftRule } from './rules.ts';
import type { RaftMessage, Term } from './state.ts';

interface RaftNotes {
  /** The election timeout passed; the server asks for votes. */
  stands: { term: Term };
  /** A candidacy ended with nobody elected, as far as this candidate knows. */
  'no-majority': { term: Term; votes: readonly NodeId[] };
  votes: { term: Term; candidate: NodeId };
  refuses: { term: Term; candidate: NodeId; votedFor: NodeId | null; rule: RaftRule };
  leads: { term: Term; votes: readonly NodeId[] };
  follows: { term: Term; leader: NodeId };
  'steps-down': { was: Role; term: Term; newTerm: Term; from: NodeId };
}

export type RaftNote = {
  [Kind in keyof RaftNotes]: { readonly kind: Kind } & Readonly<RaftNotes[Kind]>;
}[keyof RaftNotes];

export function raftNoteInWords(note: RaftNote): string {
  switch (note.kind) {
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
  }
}

function reasonToRefuse({ rule, votedFor, term }: RaftNote & { kind: 'refuses' }): string {
  switch (rule) {
    case 'one-vote-per-term':
      return `it has voted for ${votedFor}`;
    case 'up-to-date-log':
      return 'the candidate’s log is behind its own';
    default:
      return `the request is of a term before ${term}`;
  }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Heartbeats and their answers are routine. */
export function raftArrowText(message: RaftMessage): string | undefined {
  switch (message.type) {
    case 'RequestVote':
      return `RequestVote, term ${message.term}`;
    case 'RequestVoteReply':
      return `${message.voteGranted ? 'granted' : 'refused'}, term ${message.term}`;
    default:
      return undefined;
  }
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
