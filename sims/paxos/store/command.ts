/**
 * A store of registers, which the wing's logs replicate: the clients’ requests and their answers.
 */
import type { NodeId } from '../../../src/world/actor.ts';

export interface Command {
  readonly client: NodeId;
  /** Increases with each request of its client: a message that arrives twice is executed once. */
  readonly serial: number;
  readonly f: 'put' | 'get';
  readonly key: string;
  /** The value to write; null for a read. */
  readonly value: string | null;
}

export type ClientMessage =
  | {
      readonly type: 'Request';
      readonly command: Command;
      /** How much of the store the client has seen, as its last answer said. */
      readonly seen: number;
      /** A read that must see everything written before it was requested. */
      readonly sync: boolean;
    }
  /** What was read, or written. */
  | {
      readonly type: 'Reply';
      readonly serial: number;
      readonly value: string | null;
      readonly seen?: number;
    }
  /** Another server leads, or none that is known. */
  | { readonly type: 'Redirect'; readonly serial: number; readonly leader: NodeId | null };

export const commandInWords = ({ f, key, value }: Command): string =>
  f === 'get' ? `get ${key}` : `put ${key} ${value}`;

export function clientMessageInWords(message: ClientMessage): string {
  if (message.type === 'Request') return commandInWords(message.command);
  if (message.type === 'Reply') return `Reply ${message.value ?? 'nothing'}`;
  return message.leader === null ? 'no leader' : `ask ${message.leader}`;
}
