/**
 * Maglev's look-up table (Eisenbud et al., Maglev: A Fast and Reliable Software Network Load
 * Balancer, NSDI 2016, §3.4): the nodes take turns, and each takes the first free entry in its own
 * order of all entries. As even as possible; a change moves a few more keys than necessary.
 * Building takes O(M log M) on average for M entries, a look-up O(1).
 */
import { must } from '../../../src/kernel/must.ts';
import { utf8 } from '../../../src/kernel/utf8.ts';
import { mixedWith, murmur3 } from './murmur3.ts';

/** Envoy's default, a prime. */
export const maglevEntries = 65_537;

/** A node's order of the entries: `offset`, then on in steps of `skip`. */
export interface Preference {
  readonly offset: number;
  readonly skip: number;
  /** How many turns it has relative to the others. Default 1. */
  readonly weight?: number;
}

/**
 * The owner of each entry, as its index in the list. `entries` must be a prime, so that every step
 * visits all of them. With weights as in Envoy (MaglevTable): a node is passed over until its turns
 * are due.
 */
export function maglevTable(preferences: readonly Preference[], entries: number): Int32Array {
  if (!isPrime(entries)) throw new RangeError(`a table of ${entries} entries: not a prime`);
  const table = new Int32Array(entries).fill(-1);
  const heaviest = Math.max(...preferences.map(({ weight = 1 }) => weight));
  const takers = preferences.map(({ offset, skip, weight = 1 }) => ({
    entry: offset % entries,
    skip,
    weight,
    due: 0,
  }));
  let filled = 0;
  for (let round = 1; filled < entries; round++) {
    for (let owner = 0; owner < takers.length && filled < entries; owner++) {
      const taker = must(takers[owner], 'node of the table');
      if (round * taker.weight < taker.due) continue;
      taker.due += heaviest;
      while (table[taker.entry] !== -1) taker.entry = (taker.entry + taker.skip) % entries;
      table[taker.entry] = owner;
      filled += 1;
    }
  }
  return table;
}

/** From the hashes of its name. */
export function preferenceOf(name: string, entries: number, weight = 1): Preference {
  const hash = murmur3(utf8(name));
  const skip = (mixedWith(hash, 1) % (entries - 1)) + 1;
  return { offset: mixedWith(hash, 0) % entries, skip, weight };
}

export function byMaglev(nodes: readonly string[]): (hash: number) => string {
  const preferences = nodes.map((name) => preferenceOf(name, maglevEntries));
  const table = maglevTable(preferences, maglevEntries);
  return (hash) => must(nodes[must(table[hash % maglevEntries], 'entry')], 'owner of the entry');
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor++) {
    if (number % divisor === 0) return false;
  }
  return number >= 2;
}
