/**
 * The ways to spread keys over nodes, by name: each maps a list of nodes to the owner of a hash.
 */
import { byJump } from './jump.ts';
import { byMaglev } from './maglev.ts';
import { byModulo } from './modulo.ts';
import { byRendezvous } from './rendezvous.ts';
import { Ring } from './ring.ts';

export type OwnerOf = (hash: number) => string;

/** Enough for shares within a few percent of one another: see `shareDeviation`. */
export const pointsEach = 100;

export function byRing(nodes: readonly string[]): OwnerOf {
  const ring = new Ring(nodes, pointsEach);
  return (hash) => ring.ownerOf(hash);
}

export const schemes = {
  modulo: byModulo,
  ring: byRing,
  rendezvous: byRendezvous,
  jump: byJump,
  Maglev: byMaglev,
} as const satisfies Record<string, (nodes: readonly string[]) => OwnerOf>;

export type Scheme = keyof typeof schemes;
export const schemeNames = Object.keys(schemes) as Scheme[];
