/**
 * ULIDs: 48 bits of ms and 80 random ones. The monotonic factory adds 1 to the random part of the
 * last id while the millisecond is the same, or the clock is back (ULID specification, Monotonicity).
 */
import type { RandomStream } from '../../../src/kernel/random.ts';
import { idLayouts, pack } from './layout.ts';
import type { IdRules } from './rules.ts';

const randomBits = 80;
const wordBits = 16;

export class Ulids {
  readonly #rules: IdRules;
  readonly #random: RandomStream;
  #lastMs = -1;
  #last = 0n;

  constructor(rules: IdRules, random: RandomStream) {
    this.#rules = rules;
    this.#random = random;
  }

  /** The next id. Throws RangeError if the random part of this millisecond is exhausted. */
  next(clockMs: number): bigint {
    const nowMs = Math.floor(clockMs);
    const isSame = nowMs <= this.#lastMs;
    if (isSame && this.#rules['monotonic-within-ms']) this.#last += 1n;
    else this.#last = this.#draw();
    this.#lastMs = Math.max(this.#lastMs, nowMs);
    return pack(idLayouts.ulid, { time: BigInt(this.#lastMs), randomness: this.#last });
  }

  /** A stream yields 32 random bits per draw; 16 of them are used. */
  #draw(): bigint {
    let random = 0n;
    for (let word = 0; word < randomBits / wordBits; word++)
      random = (random << BigInt(wordBits)) | BigInt(Math.floor(this.#random() * 2 ** wordBits));
    return random;
  }
}
