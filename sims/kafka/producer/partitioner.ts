/**
 * Which partition a record goes to: by the hash of its key or, without a key, to the partition that
 * the producer currently sticks to (KIP-480, KIP-794).
 */
import type { RandomStream } from '../../../src/kernel/random.ts';
import type { KafkaRules } from '../rules.ts';
import { murmur2 } from './murmur2.ts';

/** The partition of a key: this keeps records with one key in order. */
export const partitionOfKey = (key: Uint8Array, partitions: number): number =>
  toPositive(murmur2(key)) % partitions;

/**
 * Drops the sign bit (Utils.toPositive). `Math.abs` is not enough in Java, where it leaves the
 * smallest integer, -2^31, negative.
 */
export const toPositive = (hash: number): number => hash & 0x7fffffff;

/** Java's Math.abs of an int: for -2^31 it is -2^31. */
export const javaAbs = (hash: number): number => (hash === -(2 ** 31) ? hash : Math.abs(hash));

/** The partition of a precomputed hash: by the rules, or as it is often written. */
export function partitionOfHash(hash: number, partitions: number, rules: KafkaRules): number {
  const positive = rules['drop-the-sign-bit'] ? toPositive(hash) : javaAbs(hash);
  return positive % partitions;
}

/**
 * Sticks to one partition until it has sent a batch's worth of bytes there, then picks the next at
 * random: a few full batches instead of many small ones.
 */
export class StickyPartitioner {
  readonly #batchSize: number;
  readonly #random: RandomStream;
  #loads: readonly number[] | undefined = undefined;
  #partition: number | undefined = undefined;
  #producedBytes = 0;

  /** `batchSize` in bytes (batch.size); the stream draws the next partition. */
  constructor(batchSize: number, random: RandomStream) {
    this.#batchSize = batchSize;
    this.#random = random;
  }

  /**
   * The bytes, or batches, that wait for each partition: the longer a queue, the less often it is
   * chosen. If undefined, or if queues are equal, all are equally likely.
   */
  updateLoads(queues: readonly number[] | undefined): void {
    const differ = queues?.some((queue) => queue !== queues[0]);
    this.#loads = queues !== undefined && differ === true ? weightsOf(queues) : undefined;
  }

  /** The partition that the next record goes to. */
  current(partitions: number): number {
    this.#partition ??= this.#next(partitions);
    return this.#partition;
  }

  /**
   * Counts bytes for the current partition. Moves on once they are a batch's worth and the batch is
   * ready to send; at twice that, in any case.
   */
  produced(bytes: number, partitions: number, batchReady: boolean): void {
    this.#producedBytes += bytes;
    const enough = this.#producedBytes >= this.#batchSize && batchReady;
    if (!enough && this.#producedBytes < 2 * this.#batchSize) return;
    this.#partition = this.#next(partitions);
    this.#producedBytes = 0;
  }

  #next(partitions: number): number {
    if (this.#loads === undefined) return Math.floor(this.#random() * partitions);
    return chooseByWeight(this.#loads, this.#random());
  }
}

/** Longest queue + 1 - queue (KIP-794): 5 0 3 0 1 becomes 1 6 3 6 5. */
export function weightsOf(queues: readonly number[]): number[] {
  const longest = Math.max(...queues);
  return queues.map((queue) => longest + 1 - queue);
}

/** The index that a draw from [0, 1) falls on, with probability proportional to its weight. */
export function chooseByWeight(weights: readonly number[], draw: number): number {
  let left = Math.floor(draw * weights.reduce((sum, weight) => sum + weight, 0));
  for (const [place, weight] of weights.entries()) {
    if (left < weight) return place;
    left -= weight;
  }
  return weights.length - 1;
}
