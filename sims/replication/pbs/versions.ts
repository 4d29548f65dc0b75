/**
 * Which version a read finds if each write reaches W random replicas, and no others later: the
 * quorums that the closed forms of `k-staleness.ts` describe (Bailis et al., VLDB 2012, §3).
 */
import { must } from '../../../src/kernel/must.ts';
import { type RandomStream, randomInteger } from '../../../src/kernel/random.ts';
import type { QuorumSizes } from './k-staleness.ts';

export class Versions {
  readonly #sizes: QuorumSizes;
  readonly #stream: RandomStream;
  /** By replica, in an order that every draw changes: 0 before the first write. */
  #held: number[] = [];
  #latest = 0;

  constructor(sizes: QuorumSizes, stream: RandomStream) {
    this.#sizes = sizes;
    this.#stream = stream;
  }

  /** A new key, which no replica holds. */
  begin(): void {
    this.#held = Array.from({ length: this.#sizes.replicas }, () => 0);
    this.#latest = 0;
  }

  get latest(): number {
    return this.#latest;
  }

  write(): void {
    this.#latest += 1;
    this.#drawFirst(this.#sizes.writes);
    this.#held.fill(this.#latest, 0, this.#sizes.writes);
  }

  /** The newest version among R replicas. */
  read(): number {
    this.#drawFirst(this.#sizes.reads);
    return Math.max(...this.#held.slice(0, this.#sizes.reads));
  }

  /** Fisher and Yates: each set of that many replicas is equally likely to come first. */
  #drawFirst(count: number): void {
    for (let place = 0; place < count; place++) {
      const drawn = randomInteger(this.#stream, place, this.#held.length - 1);
      const [one, other] = [this.#held[place], this.#held[drawn]];
      this.#held[place] = must(other, 'version of a replica');
      this.#held[drawn] = must(one, 'version of a replica');
    }
  }
}
