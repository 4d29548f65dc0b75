/**
 * The messages of a run: when each was sent and what became of it. What is in flight at a moment is
 * looked up from the last of many checkpoints, so that any moment costs the same.
 */
import { countWhile } from '../../kernel/bisection.ts';
import { must } from '../../kernel/must.ts';
import type { TraceEvent } from '../../trace/event.ts';

export interface Message {
  /** The event in which it was sent or doubled. */
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly sentMs: number;
  /** The event in which it arrived or was lost; undefined while it is in flight. */
  end: number | undefined;
  endMs: number | undefined;
  fate: 'delivered' | 'lost' | 'in flight';
}

const checkpointEvery = 256;

export class Messages {
  readonly #byId = new Map<number, Message>();
  readonly #inOrder: Message[] = [];
  readonly #inFlight = new Set<Message>();
  readonly #checkpoints: Message[][] = [];

  /** Takes the events of a run one after another. */
  add(event: TraceEvent): void {
    if (event.id % checkpointEvery === 0) this.#checkpoints.push([...this.#inFlight]);
    if (event.kind === 'send' || event.kind === 'duplicate') this.#send(event);
    if (event.kind === 'deliver' || event.kind === 'drop') this.#end(event);
  }

  #send({ id, node = '', peer = '', atMs }: TraceEvent): void {
    const message: Message = {
      ...{ id, from: node, to: peer, sentMs: atMs },
      ...{ end: undefined, endMs: undefined, fate: 'in flight' },
    };
    this.#byId.set(id, message);
    this.#inOrder.push(message);
    this.#inFlight.add(message);
  }

  #end(event: TraceEvent): void {
    const message = this.#byId.get(event.cause);
    if (message === undefined || message.end !== undefined) return;
    message.end = event.id;
    message.endMs = event.atMs;
    message.fate = event.kind === 'deliver' ? 'delivered' : 'lost';
    this.#inFlight.delete(message);
  }

  of(id: number): Message | undefined {
    return this.#byId.get(id);
  }

  /** What was in flight after so many events, in the order of sending. */
  inFlightAt(events: number): Message[] {
    const checkpoint = Math.floor(events / checkpointEvery);
    const early = this.#checkpoints[checkpoint] ?? this.#checkpoints.at(-1) ?? [];
    return [...early, ...this.#sentFrom(checkpoint * checkpointEvery, events)].filter(
      ({ end }) => end === undefined || end >= events,
    );
  }

  /** Those that were sent from one event on and before another. */
  #sentFrom(from: number, before: number): Message[] {
    const sent: Message[] = [];
    for (let place = this.#firstFrom(from); place < this.#inOrder.length; place++) {
      const message = must(this.#inOrder[place], 'message');
      if (message.id >= before) break;
      sent.push(message);
    }
    return sent;
  }

  #firstFrom(id: number): number {
    const sent = this.#inOrder;
    return countWhile(sent.length, (place) => must(sent[place], 'message').id < id);
  }

  /** Everything that was on its way at some time between two events. */
  between(from: number, to: number): Message[] {
    return [...this.inFlightAt(from), ...this.#sentFrom(from, to)];
  }
}
