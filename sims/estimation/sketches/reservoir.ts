/** A sample of k from a stream of unknown length, each item equally likely (Vitter, Algorithm R, 1985). */
import { type RandomStream, randomInteger } from '../../../src/kernel/random.ts';

export class Reservoir<Item> {
  readonly sample: Item[] = [];
  readonly #size: number;
  readonly #stream: RandomStream;
  #seen = 0;

  constructor(size: number, stream: RandomStream) {
    this.#size = size;
    this.#stream = stream;
  }

  add(item: Item): void {
    this.#seen += 1;
    if (this.sample.length < this.#size) this.sample.push(item);
    else {
      // The n-th item is kept with probability k/n, in the place of a random one.
      const place = randomInteger(this.#stream, 0, this.#seen - 1);
      if (place < this.#size) this.sample[place] = item;
    }
  }
}
