/**
 * WARS: one write to N replicas and one read of them, as four delays per replica (Bailis et al.,
 * VLDB 2012, §4.2).
 *
 * A write is committed with the W-th acknowledgement. A read that begins t later takes the first R
 * responses, and is fresh if one of these replicas had the write when the read arrived: W_i <=
 * commit + t + R_i. So one draw of the delays answers for every R, every W and every t.
 */
import { type Distribution, sampler } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import { type RandomStream, randomInteger } from '../../../src/kernel/random.ts';
import type { Latencies } from './latencies.ts';

export class Wars {
  readonly replicas: number;
  readonly #remoteMs: number;
  readonly #site: RandomStream;
  readonly #draw: Readonly<Record<'write' | 'ack' | 'read' | 'response', () => number>>;
  /** Ascending: the arrival time of each acknowledgement and each response. */
  readonly #acks: number[] = [];
  readonly #responses: number[] = [];
  /**
   * How much later the write reaches a replica than the read, if both are sent at once: the minimum
   * so far, in order of the responses.
   */
  readonly #behind: number[] = [];

  constructor(replicas: number, latencies: Latencies, stream: RandomStream) {
    const of = (distribution: Distribution) => sampler(distribution, stream);
    this.replicas = replicas;
    this.#remoteMs = latencies.remoteMs;
    this.#site = stream;
    this.#draw = {
      write: of(latencies.write),
      ack: of(latencies.ack),
      read: of(latencies.read),
      response: of(latencies.response),
    };
  }

  /**
   * The next write and the next read, each coordinated at its own site. O(replicas^2), for a
   * handful of replicas.
   */
  next(): void {
    const writer = this.#coordinator();
    const reader = this.#coordinator();
    this.#acks.length = 0;
    this.#responses.length = 0;
    this.#behind.length = 0;
    for (let replica = 0; replica < this.replicas; replica++) {
      const toWriter = replica === writer ? 0 : this.#remoteMs;
      const toReader = replica === reader ? 0 : this.#remoteMs;
      const write = this.#draw.write() + toWriter;
      const read = this.#draw.read() + toReader;
      insert(this.#acks, write + this.#draw.ack() + toWriter);
      const place = insert(this.#responses, read + this.#draw.response() + toReader);
      this.#behind.splice(place, 0, write - read);
    }
    for (let place = 1; place < this.replicas; place++)
      this.#behind[place] = Math.min(at(this.#behind, place), at(this.#behind, place - 1));
  }

  writeLatencyMs(writes: number): number {
    return at(this.#acks, writes - 1);
  }

  readLatencyMs(reads: number): number {
    return at(this.#responses, reads - 1);
  }

  /** How long after the commit the read must begin to be fresh: 0 if it is fresh at once. */
  freshAfterMs(reads: number, writes: number): number {
    return Math.max(0, at(this.#behind, reads - 1) - this.writeLatencyMs(writes));
  }

  /** If messages to other sites take no longer, the site does not matter, and nothing is drawn. */
  #coordinator(): number {
    return this.#remoteMs === 0 ? 0 : randomInteger(this.#site, 0, this.replicas - 1);
  }
}

/** Inserts into an ascending list, and returns the index. */
function insert(ascending: number[], value: number): number {
  let place = ascending.length;
  while (place > 0 && at(ascending, place - 1) > value) place -= 1;
  ascending.splice(place, 0, value);
  return place;
}

const at = (list: readonly number[], place: number): number =>
  must(list[place], 'delay of that place');
