/** Messages in a chain of replicas. */
import type { NodeId } from '../../../src/world/actor.ts';

export interface Write {
  readonly version: number;
  readonly value: string;
}

export type ChainRequest =
  | { readonly chain: 'write'; readonly value: string }
  | { readonly chain: 'read' }
  /** A node that has newer versions asks the tail which is committed. */
  | { readonly chain: 'version' }
  | { readonly chain: 'ping' };

export type ChainMessage =
  /** Sent down the chain. */
  | ({ readonly chain: 'update' } & Write)
  /** Up the chain: all up to that version is committed. */
  | { readonly chain: 'committed'; readonly version: number }
  /** Of the master: the nodes that are left, from head to tail. */
  | { readonly chain: 'nodes'; readonly nodes: readonly NodeId[] };

export function chainMessageInWords(said: unknown): string | undefined {
  if (typeof said !== 'object' || said === null || !('chain' in said)) return undefined;
  const message = said as ChainRequest | ChainMessage;
  switch (message.chain) {
    case 'ping':
      return undefined;
    case 'write':
      return `write ${message.value}`;
    case 'update':
      return `update ${message.value}, version ${message.version}`;
    case 'committed':
      return `committed up to ${message.version}`;
    case 'nodes':
      return `chain ${message.nodes.join(', ')}`;
    default:
      return message.chain;
  }
}
