/**
 * Knows for each write what its client had read, and checks every read against that. The store does
 * not depend on it.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { must } from '../../../src/kernel/must.ts';
import type { SiblingLaw } from './laws.ts';
import type { Sibling } from './versions.ts';

export class SiblingJudge {
  writes = 0;
  failedWrites = 0;
  reads = 0;
  failedReads = 0;
  /** Acknowledged, but missing from a read although no write in it had seen them. */
  readonly lostWrites = new Set<string>();
  mostSiblings = 0;
  /** Largest number of entries in the siblings’ vectors of one key. */
  mostEntries = 0;
  readonly #acknowledged = new Map<string, string[]>();
  /** By write: all writes that its client had seen, directly or indirectly, with their dots. */
  readonly #seenBy = new Map<string, ReadonlySet<string>>();
  readonly #breaches: Breaches<SiblingLaw>;

  constructor(breaches: Breaches<SiblingLaw>) {
    this.#breaches = breaches;
  }

  /** What was acknowledged for a key when a read began. */
  begins(key: string): readonly string[] {
    return [...(this.#acknowledged.get(key) ?? [])];
  }

  writesAfter(write: string, read: readonly Sibling[]): void {
    const seen = new Set<string>();
    for (const sibling of read) {
      for (const earlier of this.#seen(sibling.write)) seen.add(earlier);
      seen.add(sibling.write).add(nameOf(sibling));
    }
    this.#seenBy.set(write, seen);
  }

  acknowledges(key: string, write: string): void {
    this.writes += 1;
    const writes = this.#acknowledged.get(key);
    if (writes === undefined) this.#acknowledged.set(key, [write]);
    else writes.push(write);
  }

  sees(key: string, siblings: readonly Sibling[], before: readonly string[]): void {
    this.reads += 1;
    this.mostSiblings = Math.max(this.mostSiblings, siblings.length);
    const found = siblings.map(({ write }) => write);
    for (const write of before) {
      if (found.includes(write) || found.some((later) => this.#seen(later).has(write))) continue;
      this.lostWrites.add(write);
      this.#breaches.report(
        'unseen-write-survives',
        `write ${write} of key ${key} was acknowledged, but a read does not find it, nor a write whose client had seen it`,
      );
    }
    const replaced = siblings.find((one) =>
      found.some((later) => this.#seen(later).has(nameOf(one))),
    );
    if (replaced !== undefined)
      this.#breaches.report(
        'seen-write-is-replaced',
        `write ${replaced.write} of key ${key} is found beside a write whose client had seen it, and which should have replaced it`,
      );
  }

  #seen(write: string): ReadonlySet<string> {
    return must(this.#seenBy.get(write), 'write of that name');
  }
}

/**
 * A request that arrives twice gets a dot each time: a client that has seen one has not seen the
 * other.
 */
const nameOf = ({ write, clock }: Sibling): string => `${write} as ${clock.dot.join('.')}`;
