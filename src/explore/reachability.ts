/**
 * Whether a goal can be reached from every state. A state from which it cannot is a trap: a deadlock, or a
 * circle without a way out. No property of one moment sees that: nothing bad is in the trap, and nothing
 * good can follow.
 */
import type { Search, Step } from './search.ts';

export interface Traps {
  readonly goal: string;
  /** From how many states the goal cannot be reached any more. */
  readonly states: number;
  /** The shortest way into one. */
  readonly story: readonly Step[];
}

/**
 * The traps of a search that is complete; undefined if there is none. A state at which the bounds have left
 * something out is none: what they left out may lead to the goal. Only the search of the last stage is looked at.
 *
 * Backwards from the goal, and from where the bounds were met. O(generated states), in time and in words.
 */
export function trapsOf(search: Search, goal: string): Traps | undefined {
  const { goals = [] } = search.model;
  const holds = goals.find(({ id }) => id === goal)?.holds;
  if (holds === undefined) throw new Error(`there is no goal ${goal}`);
  const { distinct, space } = search;
  const before = new Predecessors(distinct);
  const canGetOut = new Uint8Array(distinct);
  const waiting: number[] = [];
  const getsOut = (number: number): void => {
    if (canGetOut[number] === 1) return;
    canGetOut[number] = 1;
    waiting.push(number);
  };
  for (let number = 0; number < distinct; number++) {
    const row = search.rowOf(number);
    const wasCut = search.visitSuccessors(row, (next) => before.add(next, number));
    if (wasCut || holds(space.state(row))) getsOut(number);
  }
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    before.visit(number, getsOut);
  }
  // States are numbered in the order of their depth.
  const first = canGetOut.indexOf(0);
  if (first < 0) return undefined;
  const states = canGetOut.reduce((count, can) => count + 1 - can, 0);
  return { goal, states, story: search.storyOf(first) };
}

/** What comes before each state: a chain of links, in lists that grow. */
class Predecessors {
  /** The last link of each state; 0 for none. */
  readonly #last: Int32Array;
  #links = new Int32Array(2 * 1024);
  #size = 1;

  constructor(states: number) {
    this.#last = new Int32Array(states);
  }

  add(state: number, predecessor: number): void {
    const link = this.#size++;
    if (2 * link >= this.#links.length) {
      const longer = new Int32Array(2 * this.#links.length);
      longer.set(this.#links);
      this.#links = longer;
    }
    this.#links[2 * link] = predecessor;
    this.#links[2 * link + 1] = this.#last[state] as number;
    this.#last[state] = link;
  }

  visit(state: number, visitor: (predecessor: number) => void): void {
    for (
      let link = this.#last[state] as number;
      link !== 0;
      link = this.#links[2 * link + 1] as number
    )
      visitor(this.#links[2 * link] as number);
  }
}
