/** Trace notes of the nodes of hashing. */
import { inPercent } from '../../../src/words/numbers.ts';

export interface HashingNotes {
  /** A router knows of other nodes from now on. */
  resizes: { from: number; to: number; moved: number; needless: number; keys: number };
  shares: { points: number; nodes: number; largest: number };
  /** A request is passed on to the next node of the ring. */
  spills: { key: number; home: string; to: string };
  misses: { key: number; at: string };
  'ring-grows': { nodes: number };
  redeploys: { nodes: number };
  places: { key: number; copies: number };
  'key-lost': { key: number };
  redirects: { slot: number; to: string };
  'slots-move': { slots: number; to: string };
}

export const hashingWords = {
  resizes: ({ from, to, moved, needless, keys }: HashingNotes['resizes']) =>
    `goes from ${from} to ${to} nodes: ${moved} of ${keys} keys move, ${needless} of them between nodes that stay`,
  shares: ({ points, nodes, largest }: HashingNotes['shares']) =>
    `divides the ring among ${nodes} nodes with ${points} each: the largest share is ${inPercent(Number(largest.toFixed(4)))} of the ring`,
  spills: ({ key, home, to }: HashingNotes['spills']) =>
    `passes key ${key} on from ${home}, which is full, to ${to}`,
  misses: ({ key, at }: HashingNotes['misses']) => `does not find key ${key} at ${at}`,
  'ring-grows': ({ nodes }: HashingNotes['ring-grows']) => `uses ${nodes} caches from now on`,
  redeploys: ({ nodes }: HashingNotes['redeploys']) => `sees ${nodes} caches at new addresses`,
  places: ({ key, copies }: HashingNotes['places']) =>
    `stores key ${key} on ${copies} different nodes`,
  'key-lost': ({ key }: HashingNotes['key-lost']) => `finds key ${key} nowhere`,
  redirects: ({ slot, to }: HashingNotes['redirects']) => `is redirected to ${to} for slot ${slot}`,
  'slots-move': ({ slots, to }: HashingNotes['slots-move']) => `moves ${slots} slots to ${to}`,
};

/** Requests for a key, and the keys' slots; undefined for messages of other parts. */
export function hashingMessageInWords(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  if ('slots' in message && Array.isArray(message.slots))
    return `slots ${[...new Set(message.slots)].join(', ')}`;
  if ('moved' in message) return `MOVED ${message.moved}`;
  if (!('key' in message) || typeof message.key !== 'number') return undefined;
  return 'row' in message ? `stores key ${message.key}` : `key ${message.key}`;
}
