/**
 * A node that stamps its events with four clocks at once: its own time of day, Lamport's, a vector
 * and a hybrid one. Every message carries the four timestamps of its sending.
 */
import {
  compareTimes,
  type HybridTime,
  nextTime,
  receiveTime,
} from '../../crdt/clocks/hybrid-logical-clock.ts';
import { tick, witness } from '../../crdt/clocks/lamport-clock.ts';
import {
  compareVectors,
  increment,
  joinVectors,
  type VersionVector,
} from '../../crdt/clocks/version-vector.ts';
import type { OrderRules } from './rules.ts';

export interface Stamps {
  readonly physical: number;
  readonly lamport: number;
  readonly vector: VersionVector;
  readonly hybrid: HybridTime;
}

export class Stamper {
  readonly #rules: OrderRules;
  readonly #self: string;
  #stamps: Stamps;

  constructor(rules: OrderRules, self: string) {
    this.#rules = rules;
    this.#self = self;
    this.#stamps = { physical: 0, lamport: 0, vector: {}, hybrid: { ms: 0, count: 0 } };
  }

  /** A local event, possibly the sending of a message. */
  happens(physical: number): Stamps {
    const { lamport, vector, hybrid } = this.#stamps;
    this.#stamps = {
      physical,
      lamport: tick(lamport),
      vector: increment(vector, this.#self),
      hybrid: this.#next(hybrid, physical),
    };
    return this.#stamps;
  }

  /** A message arrives: its timestamps advance this node's clocks, but not its time of day. */
  receives(sent: Stamps, physical: number): Stamps {
    if (!this.#rules['receive-moves-clock-on']) return this.happens(physical);
    const { lamport, vector, hybrid } = this.#stamps;
    this.#stamps = {
      physical,
      lamport: tick(witness(lamport, sent.lamport)),
      vector: increment(joinVectors(vector, sent.vector), this.#self),
      hybrid: this.#rules['hybrid-counts-apart']
        ? receiveTime(hybrid, sent.hybrid, physical)
        : this.#next(compareTimes(hybrid, sent.hybrid) < 0 ? sent.hybrid : hybrid, physical),
    };
    return this.#stamps;
  }

  #next(hybrid: HybridTime, physical: number): HybridTime {
    if (this.#rules['hybrid-counts-apart']) return nextTime(hybrid, physical);
    return { ms: Math.max(hybrid.ms + 1, physical), count: 0 };
  }
}

export const stampKinds = ['physical', 'lamport', 'vector', 'hybrid'] as const;
export type StampKind = (typeof stampKinds)[number];

/** Whether a clock says that the first came before the second. */
export function isBefore(kind: StampKind, a: Stamps, b: Stamps): boolean {
  if (kind === 'vector') return compareVectors(a.vector, b.vector) === 'before';
  if (kind === 'hybrid') return compareTimes(a.hybrid, b.hybrid) < 0;
  return a[kind] < b[kind];
}
