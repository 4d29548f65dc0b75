/**
 * Random streams: one generator for each purpose, each with its own seed, derived from the run's
 * seed and the stream's name. A draw from one stream never shifts another, so adding a draw, or
 * taking a fault out of a plan, leaves the rest of the run where it was.
 *
 * The generator is Alea (Baagøe 2010) of the seedrandom package: 32 random bits a draw, period
 * about 2^116.
 */
import seedrandom from 'seedrandom';

/** Draws a number from [0, 1), uniformly. */
export type RandomStream = () => number;

export class RandomStreams {
  readonly #seed: string;
  readonly #streams = new Map<string, RandomStream>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  /**
   * The stream of that name; the same name always gives the same stream, which goes on where it
   * stood.
   */
  stream(name: string): RandomStream {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      // The length keeps (seed "a/b", name "c") apart from (seed "a", name "b/c"). Alea mixes what
      // tells two names apart only with the characters that follow it: without any, the first draws
      // of n1, n2, n3… are in arithmetic progression.
      stream = seedrandom.alea(`${this.#seed.length}:${this.#seed}/${name}/stream`).quick;
      this.#streams.set(name, stream);
    }
    return stream;
  }

  /** Streams that draw the same, from the beginning. */
  twin(): RandomStreams {
    return new RandomStreams(this.#seed);
  }
}

/** An integer from `min` to `max`, both included, uniformly. */
export function randomInteger(stream: RandomStream, min: number, max: number): number {
  return min + Math.floor(stream() * (max - min + 1));
}

/** True with the given probability: never at 0, always at 1. */
export function chance(stream: RandomStream, probability: number): boolean {
  return stream() < probability;
}

/** One element of a list that must not be empty, each with equal probability. */
export function pick<Element>(stream: RandomStream, list: readonly Element[]): Element {
  if (list.length === 0) throw new RangeError('cannot pick from an empty list');
  return list[randomInteger(stream, 0, list.length - 1)] as Element;
}

/**
 * A new list with the same elements in random order, every order equally likely (Fisher and Yates).
 */
export function shuffled<Element>(stream: RandomStream, list: readonly Element[]): Element[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last--) {
    const other = randomInteger(stream, 0, last);
    const moved = result[last] as Element;
    result[last] = result[other] as Element;
    result[other] = moved;
  }
  return result;
}
