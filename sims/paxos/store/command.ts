/** A store of registers, which the wing's logs replicate: what clients ask, and what they are told. */
import type { NodeId } from '../../../src/world/actor.ts';

export interface Command {
  readonly client: NodeId;
  /** Rises with each request of its client: a message that comes twice is done once. */
  readonly serial: number;
  readonly f: 'put' | 'get';
  readonly key: string;
  /** What is written; null for a read. */
  readonly value: string | null;
}

export type ClientMessage =
  | {
      readonly type: 'Request';
      readonly command: Command;
      /** How much the client has seen of the store, as its last answer said. */
      readonly seen: number;
      /** A read that must see what was written before it was asked for. */
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
