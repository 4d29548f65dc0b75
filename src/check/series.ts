/**
 * A metric over time, in buckets of equal length. A series either adds up what happens in each
 * bucket (requests), or follows a level that stays until it is set again (the length of a queue).
 */
export class Series {
  readonly bucketMs: number;
  readonly #isRate: boolean;
  readonly #buckets: (number | undefined)[] = [];
  #kind: 'sum' | 'level' | undefined = undefined;

  /** Where `unit` is per second (`requests/s`), sums are turned into rates. */
  constructor(unit: string, bucketMs: number) {
    if (!(bucketMs > 0 && bucketMs < Infinity)) {
      throw new RangeError(`buckets need a length in ms, not ${bucketMs}`);
    }
    this.bucketMs = bucketMs;
    this.#isRate = unit.endsWith('/s');
  }

  /** Adds to the bucket of that time. */
  add(atMs: number, amount = 1): void {
    this.#be('sum');
    const bucket = Math.floor(atMs / this.bucketMs);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + amount;
  }

  /** Sets the level. The last one that was set in a bucket counts for it. */
  set(atMs: number, level: number): void {
    this.#be('level');
    this.#buckets[Math.floor(atMs / this.bucketMs)] = level;
  }

  /** One value for every bucket from the start of the run to the last that was touched. */
  get values(): number[] {
    const scale = this.#isRate && this.#kind === 'sum' ? 1000 / this.bucketMs : 1;
    const values: number[] = [];
    let level = 0;
    for (let bucket = 0; bucket < this.#buckets.length; bucket++) {
      const value = this.#buckets[bucket];
      if (this.#kind === 'level') level = value ?? level;
      else level = (value ?? 0) * scale;
      values.push(level);
    }
    return values;
  }

  /** The values with the times, in ms, at which their buckets begin. */
  get points(): [atMs: number, value: number][] {
    return this.values.map((value, bucket) => [bucket * this.bucketMs, value]);
  }

  #be(kind: 'sum' | 'level'): void {
    if (this.#kind !== undefined && this.#kind !== kind) {
      throw new Error('a series either adds up or follows a level, not both');
    }
    this.#kind = kind;
  }
}
