/** A machine that divides a ring among nodes with random names, and optionally places ids on it. */
import { pow } from '../../../src/kernel/elementary.ts';
import { randomInteger } from '../../../src/kernel/random.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { mixed } from './murmur3.ts';
import { Ring } from './ring.ts';
import type { HashingRules } from './rules.ts';

export interface DividerOptions {
  readonly nodes: number;
  readonly points: number;
  readonly sees: (shares: Shares) => void;
}

/** As multiples of the mean share. */
export interface Shares {
  readonly deviation: number;
  readonly largest: number;
}

export const divider = (options: DividerOptions) =>
  client('divider', (node) => {
    options.sees(sharesOf(divide(node, options)));
  });

export interface ServiceOptions {
  readonly nodes: number;
  readonly points: number;
  /** Ids from 1 on. */
  readonly ids: number;
  /** The number of keys of the fullest node. */
  readonly sees: (busiest: number) => void;
}

/** The ring of a service, on which ids are placed. */
export const dividedService = (rules: HashingRules, { nodes, points, ids, sees }: ServiceOptions) =>
  client('divider', (node) => {
    const ring = divide(node, { nodes, points: rules['many-points-a-node'] ? points : 1 });
    const place = rules['hash-mixes'] ? mixed : (id: number) => id;
    const counts = new Map<string, number>();
    for (let id = 1; id <= ids; id++) {
      const owner = ring.ownerOf(place(id));
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
    sees(Math.max(...counts.values()));
  });

function divide(node: ServerContext, { nodes, points }: { nodes: number; points: number }): Ring {
  const random = node.stream('names');
  const names = Array.from(
    { length: nodes },
    (_, number) => `node-${number}-${randomInteger(random, 0, 999_999)}`,
  );
  const ring = new Ring(names, points);
  note(node, { kind: 'shares', points, nodes, largest: sharesOf(ring).largest / nodes });
  return ring;
}

function sharesOf(ring: Ring): Shares {
  const nodes = ring.nodes.length;
  const shares = [...ring.shares().values()].map((share) => share * nodes);
  const squares = shares.reduce((sum, share) => sum + pow(share - 1, 2), 0);
  return { deviation: Math.sqrt(squares / nodes), largest: Math.max(...shares) };
}
