/** Messages between the servers of a register. */
import type { Context, NodeId } from '../../../src/world/actor.ts';
import { type Version, versionInWords } from '../quorum/versions.ts';

export type Value = string | null;

/** A value with its timestamp, which the papers call the version. */
export interface Versioned {
  readonly version: Version;
  readonly value: Value;
}

/** `operation` numbers the asking server’s operations, so that late answers can be told apart. */
export type AbdMessage =
  /** A user asks a server. */
  | { readonly type: 'Operate'; readonly write: Value }
  | { readonly type: 'Query'; readonly operation: number }
  | ({ readonly type: 'Held'; readonly operation: number } & Versioned)
  | ({ readonly type: 'Store'; readonly operation: number } & Versioned)
  | { readonly type: 'Stored'; readonly operation: number };

/** Everything that a server must remember; the last record counts. */
export interface AbdRecord extends Versioned {
  readonly operation: number;
}

export type AbdContext = Context<AbdMessage, never, AbdRecord>;

export interface AbdOptions {
  readonly servers: readonly NodeId[];
  /** Whether a read whose answers all have one version ends there: a majority already has it. */
  readonly skipsAgreed: boolean;
}

const types = new Set<unknown>(['Operate', 'Query', 'Held', 'Store', 'Stored']);

/** Undefined for messages of other parts of the wing. */
export function abdMessageInWords(said: unknown): string | undefined {
  if (typeof said !== 'object' || said === null || !('type' in said)) return undefined;
  if (!types.has(said.type)) return undefined;
  const message = said as AbdMessage;
  switch (message.type) {
    case 'Operate':
      return message.write === null ? 'Read' : `Write ${message.write}`;
    case 'Held':
    case 'Store':
      return `${message.type} ${message.value ?? 'nothing'}, version ${versionInWords(message.version)}`;
    default:
      return message.type;
  }
}
