/** Messages between the parts of a commit protocol, and the records on their disks. */
import { counted } from '../../../src/words/numbers.ts';
import type { Context, NodeId } from '../../../src/world/actor.ts';

export type Decision = 'commit' | 'abort';

/** The value of one Paxos instance: the vote of one participant. */
export type Vote = 'prepared' | 'aborted';
export type Votes = Readonly<Record<NodeId, Vote>>;
/** A vote that an acceptor has accepted, with its ballot. */
export interface Accepted {
  readonly ballot: number;
  readonly vote: Vote;
}

export type CommitMessage =
  /** From the application to the node that begins. */
  | { readonly type: 'Begin' }
  /** The coordinator, or the leader, asks for a vote. */
  | { readonly type: 'Prepare' }
  | { readonly type: 'Prepared' | 'Refused' }
  | { readonly type: 'Commit' | 'Abort' }
  | { readonly type: 'Ack' }
  /** A participant in doubt asks for the decision. */
  | { readonly type: 'Inquire' }
  | { readonly type: 'Phase1a'; readonly ballot: number }
  | {
      readonly type: 'Phase1b';
      readonly ballot: number;
      readonly accepted: Readonly<Record<NodeId, Accepted>>;
    }
  | { readonly type: 'Phase2a' | 'Phase2b'; readonly ballot: number; readonly votes: Votes };

export const decisionMessage = (decision: Decision): CommitMessage => ({
  type: decision === 'commit' ? 'Commit' : 'Abort',
});

/** Only these messages of the wing have a type. */
export const isCommitMessage = (message: unknown): message is CommitMessage =>
  typeof message === 'object' && message !== null && 'type' in message;

export function commitMessageInWords(message: CommitMessage): string {
  if ('votes' in message) {
    const votes = Object.values(message.votes);
    const aborted = votes.includes('aborted') ? ', aborted' : '';
    return `${message.type} of ballot ${message.ballot}: ${counted(votes.length, 'vote')}${aborted}`;
  }
  return 'ballot' in message ? `${message.type} of ballot ${message.ballot}` : message.type;
}

/** What a record says; the node that wrote a forced record waits until it is on the disk. */
export type CommitRecord = { readonly forced: boolean } & (
  | { readonly by: 'participant'; readonly stage: 'prepared' | 'committed' | 'aborted' }
  | {
      readonly by: 'coordinator';
      readonly stage: 'collecting' | 'committed' | 'aborted' | 'ended';
    }
  | {
      readonly by: 'acceptor';
      readonly promised: number;
      readonly accepted: Readonly<Record<NodeId, Accepted>>;
    }
  | { readonly by: 'leader'; readonly ballot: number }
);

/** The records of one part. */
export const recordsOf = <By extends CommitRecord['by']>(
  by: By,
  journal: readonly CommitRecord[],
): (CommitRecord & { readonly by: By })[] =>
  journal.filter((record): record is CommitRecord & { readonly by: By } => record.by === by);

export type CommitTimer = 'votes' | 'resend' | 'inquire' | 'give-up';
export type CommitContext = Context<CommitMessage, CommitTimer, CommitRecord>;
