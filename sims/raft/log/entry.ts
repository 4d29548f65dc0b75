/** What stands in the log: entries, each with the term of the leader that made it, and a command. */
import type { NodeId } from '../../../src/world/actor.ts';

/**
 * Terms number the elections: time, as far as servers agree on it (paper, §5.1). 0 is before the
 * first election.
 */
export type Term = number;

/** Entries are numbered from 1; 0 is before the first. */
export type LogIndex = number;

/** Never changed once it is made: logs, messages and journals share it. */
export interface Entry {
  readonly term: Term;
  readonly command: Command;
}

export type Command =
  /** With it a leader commits what it found, as soon as it is elected (§8). */
  | { readonly kind: 'no-op' }
  /** A client asks for a session, whose id is the index of this entry (dissertation, §6.3). */
  | { readonly kind: 'register' }
  | { readonly kind: 'configuration'; readonly configuration: Configuration }
  | ClientCommand;

/** A client's request as the log holds it: whose it is, and its number among that client's. */
export interface ClientCommand {
  readonly kind: 'get' | 'put' | 'append' | 'cas';
  readonly key: string;
  /** What to write; what to append. */
  readonly value?: string;
  /** For `cas`: what must be there, and null for nothing. */
  readonly expected?: string | null;
  readonly session: SessionId;
  readonly serial: number;
}

/** The index of the entry that opened the session. */
export type SessionId = LogIndex;

/** Who votes, and who only learns (paper, §6; dissertation, chapter 4). */
export interface Configuration {
  readonly voters: readonly NodeId[];
  /** While it is joint: the voters of the old configuration, C_old; `voters` are those of C_new. */
  readonly outgoing?: readonly NodeId[];
  /** They get the log, but have no vote and count for no majority. */
  readonly learners: readonly NodeId[];
  /** While it is joint: voters of C_old that only learn from C_new on. */
  readonly learnersNext?: readonly NodeId[];
}

export const noOp: Command = Object.freeze({ kind: 'no-op' });
export const register: Command = Object.freeze({ kind: 'register' });

/** What a command answers. */
export type Result =
  /** The value that was read, null where there is none; null also for what was written. */
  | { readonly kind: 'value'; readonly value: string | null }
  /** A cas did nothing, because it found something else than it expected; null for nothing. */
  | { readonly kind: 'cas-failed'; readonly found: string | null }
  | { readonly kind: 'registered'; readonly session: SessionId }
  /** The session has ended: whether the command was executed before is not known any more. */
  | { readonly kind: 'no-session' };

/** A command in a few words. */
export function commandInWords(command: Command): string {
  switch (command.kind) {
    case 'no-op':
      return 'no-op';
    case 'register':
      return 'a new session';
    case 'configuration':
      return `configuration ${configurationInWords(command.configuration)}`;
    case 'get':
      return `get ${command.key}`;
    case 'put':
      return `put ${command.key}=${command.value}`;
    case 'append':
      return `append ${command.value} to ${command.key}`;
    case 'cas':
      return `cas ${command.key} from ${command.expected ?? 'nothing'} to ${command.value}`;
  }
}

export function configurationInWords(configuration: Configuration): string {
  const { voters, outgoing, learners, learnersNext = [] } = configuration;
  const change = outgoing === undefined ? '' : `${outgoing.join(' ')} and `;
  const learning = learners.length === 0 ? '' : `, learning: ${learners.join(' ')}`;
  const next = learnersNext.length === 0 ? '' : `, learning next: ${learnersNext.join(' ')}`;
  return `{${change}${voters.join(' ')}${learning}${next}}`;
}
