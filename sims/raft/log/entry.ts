/**
 * The contents of the log: entries, each with the term of the leader that made it and a command.
 */
import type { NodeId } from '../../../src/world/actor.ts';

/**
 * Terms number the elections: logical time, as far as servers agree on it (paper, §5.1). 0 is
 * before the first election.
 */
export type Term = number;

/** Entries are numbered from 1; 0 is before the first. */
export type LogIndex = number;

/** Immutable: logs, messages and journals share it. */
export interface Entry {
  readonly term: Term;
  readonly command: Command;
}

export type Command =
  /** With it a new leader commits the entries that it found, as soon as it is elected (§8). */
  | { readonly kind: 'no-op' }
  /** A client requests a session, whose id is the index of this entry (dissertation, §6.3). */
  | { readonly kind: 'register' }
  | { readonly kind: 'configuration'; readonly configuration: Configuration }
  | ClientCommand;

/** A client's request as the log holds it: the client, and the number of the request. */
export interface ClientCommand {
  readonly kind: 'get' | 'put' | 'append' | 'cas';
  readonly key: string;
  /** The value to write, or to append. */
  readonly value?: string;
  /** For `cas`: the expected value, null for none. */
  readonly expected?: string | null;
  readonly session: SessionId;
  readonly serial: number;
}

/** The index of the entry that opened the session. */
export type SessionId = LogIndex;

/** The servers that vote, and those that only learn (paper, §6; dissertation, chapter 4). */
export interface Configuration {
  readonly voters: readonly NodeId[];
  /** While it is joint: the voters of the old configuration, C_old; `voters` are those of C_new. */
  readonly outgoing?: readonly NodeId[];
  /** They get the log, but have no vote and count towards no majority. */
  readonly learners: readonly NodeId[];
  /** While it is joint: voters of C_old that only learn from C_new on. */
  readonly learnersNext?: readonly NodeId[];
}

export const noOp: Command = Object.freeze({ kind: 'no-op' });
export const register: Command = Object.freeze({ kind: 'register' });

/** The answer to a command. */
export type Result =
  /** The value that was read, null if there is none; also null for writes. */
  | { readonly kind: 'value'; readonly value: string | null }
  /** A cas did nothing because it found another value than it expected; null for none. */
  | { readonly kind: 'cas-failed'; readonly found: string | null }
  | { readonly kind: 'registered'; readonly session: SessionId }
  /** The session has ended, so whether the command was executed before is unknown. */
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
