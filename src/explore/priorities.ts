/**
 * Random priorities with change points (PCT: Burckhardt, Kothari, Musuvathi and Nagarakatte 2010, "A
 * randomized scheduler with probabilistic guarantees of finding bugs", section 3). Each chain of
 * messages draws a priority when it begins; of what could happen now, the highest goes first. At d
 * drawn places of the run, what is about to happen falls below everything that has not fallen yet.
 *
 * A defect that needs d + 1 things in one order is found, in theirs, with a probability of at least
 * 1 / (n k^d) for n chains and k messages. Here only what lies within one delay of its link can change
 * places, so it is no bound.
 */
import { type RandomStream, RandomStreams, randomInteger } from '../kernel/random.ts';

export interface PriorityOptions {
  /** How many change points there are. */
  readonly changes: number;
  /** How many messages the run has, about: change points are drawn from as many places. */
  readonly messages: number;
}

export class Priorities {
  readonly #stream: RandomStream;
  readonly #changePoints: ReadonlySet<number>;
  readonly #ofChain = new Map<number, number>();
  #place = 0;
  #fallen = 0;

  constructor(seed: string, { changes, messages }: PriorityOptions) {
    const streams = new RandomStreams(seed);
    this.#stream = streams.stream('schedule/priority');
    const places = streams.stream('schedule/change');
    this.#changePoints = new Set(
      Array.from({ length: changes }, () => randomInteger(places, 1, Math.max(1, messages))),
    );
  }

  of(chain: number): number {
    let priority = this.#ofChain.get(chain);
    if (priority === undefined) {
      priority = this.#stream();
      this.#ofChain.set(chain, priority);
    }
    return priority;
  }

  /** Something of that chain is about to happen. */
  comesUp(chain: number): void {
    this.#place += 1;
    if (!this.#changePoints.has(this.#place)) return;
    this.#fallen += 1;
    this.#ofChain.set(chain, -this.#fallen);
  }
}
