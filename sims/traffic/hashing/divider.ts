/** A machine that divides a ring among nodes with random names, and places ids on it if it is to. */
import { randomInteger } from '../../../src/kernel/random.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { mixed } from './murmur3.ts';
import { Ring } from './ring.ts';

export interface DividerOptions {
  readonly nodes: number;
  readonly points: number;
  /** Ids from 1 on, and whether they are hashed. */
  readonly stores?: { readonly ids: number; readonly mixes: boolean };
  readonly sees: (shares: Shares) => void;
}

/** As multiples of the mean share; and the keys of the node that has most. */
export interface Shares {
  readonly deviation: number;
  readonly largest: number;
  readonly busiest: number;
}

export const divider = (options: DividerOptions) =>
  client('divider', (node) => divide(node, options));

function divide(node: ServerContext, { nodes, points, stores, sees }: DividerOptions): void {
  const random = node.stream('names');
  const names = Array.from(
    { length: nodes },
    (_, number) => `node-${number}-${randomInteger(random, 0, 999_999)}`,
  );
  const ring = new Ring(names, points);
  const shares = [...ring.shares().values()].map((share) => share * nodes);
  const largest = Math.max(...shares);
  const squares = shares.reduce((sum, share) => sum + (share - 1) ** 2, 0);
  note(node, { kind: 'shares', points, nodes, largest: largest / nodes });
  const busiest = stores === undefined ? 0 : mostOf(ring, stores);
  sees({ deviation: Math.sqrt(squares / nodes), largest, busiest });
}

function mostOf(ring: Ring, { ids, mixes }: { ids: number; mixes: boolean }): number {
  const counts = new Map<string, number>();
  for (let id = 1; id <= ids; id++) {
    const owner = ring.ownerOf(mixes ? mixed(id) : id);
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}
