/**
 * Chains of messages: each caused by the one before it. A request, its reply and what its sender asks
 * next are one chain; where one event sends several messages, the first goes on with the chain and
 * every other begins its own (the decomposition of Ozkan et al. 2018, "Randomized testing of
 * distributed systems with probabilistic guarantees", section 4, drawn up as the run goes).
 */
import type { TraceEvent } from '../trace/event.ts';

const none = -1;

export class Chains {
  /** Of each event of the trace, by its id. */
  readonly #ofEvent: number[] = [];
  /** Events that have sent a message. */
  readonly #continued = new Set<number>();
  #count = 0;

  /** To be told of every event of the trace. */
  note({ id, cause, kind }: TraceEvent): void {
    const before = this.#ofEvent[cause] ?? none;
    if (kind !== 'send' && kind !== 'duplicate') {
      this.#ofEvent[id] = before;
      return;
    }
    const goesOn = before !== none && !this.#continued.has(cause);
    this.#continued.add(cause);
    this.#ofEvent[id] = goesOn ? before : this.#count++;
  }

  /** The chain of the message that was sent in that event. */
  of(event: number): number {
    return this.#ofEvent[event] ?? none;
  }
}
