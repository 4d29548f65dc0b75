/**
 * Runs the handlers of actors on copies of their states, once for each distinct state and event, and
 * remembers what came of it.
 */

import type { ExploredMessage, ExploredNode, Ghost, LocalEvent } from '../check/exploration.ts';
import { must } from '../kernel/must.ts';
import type { Note } from '../trace/event.ts';
import type { Context, NodeId } from '../world/actor.ts';
import type { Model } from './model.ts';
import { copyOf, Interner, keyOf } from './plain.ts';
import { PairTable } from './tables.ts';

/** A node with what the world knows of it. Never changed. */
export interface Local extends ExploredNode {
  readonly place: number;
  /** Messages that wait until so many of the pending records are durable. */
  readonly held: readonly Held[];
  /** Half of this record follows the durable ones, after a crash. */
  readonly torn: unknown;
}

interface Held {
  readonly to: NodeId;
  readonly message: unknown;
  readonly after: number;
}

/** What a handler did. */
export interface Outcome {
  /** The number of the node's next state. */
  readonly local: number;
  /** The numbers of the messages that it sent. */
  readonly sends: readonly number[];
  /** The number of what was observed; -1 for nothing. */
  readonly observed: number;
  readonly notes: readonly Note[];
  /** What was chosen, in words. */
  readonly chosen: readonly string[];
  /** Nothing was changed, and nothing sent. */
  readonly isIdle: boolean;
}

/** A handler did something that a function of its state and the event cannot do. */
export class ImpureHandlerError extends Error {
  override readonly name = 'ImpureHandlerError';
}

export class Handlers {
  readonly locals = new Interner<Local>();
  readonly messages = new Interner<ExploredMessage>();
  readonly observations = new Interner<unknown>();
  /** Events of nodes other than deliveries. */
  readonly events = new Interner<LocalEvent>();
  /** How often a handler was run to find out something new. */
  runs = 0;
  readonly #model: Model;
  readonly #ghost: Ghost | undefined;
  readonly #known = new PairTable();
  readonly #outcomes: (readonly Outcome[])[] = [];
  readonly #places: ReadonlyMap<NodeId, number>;

  constructor(model: Model) {
    this.#model = model;
    this.#ghost = model.ghost;
    this.#places = new Map(model.nodes.map(({ id }, place) => [id, place]));
  }

  placeOf(id: NodeId): number {
    const place = this.#places.get(id);
    if (place === undefined) throw new Error(`there is no node "${id}"`);
    return place;
  }

  /** A node that has never run. */
  unborn(place: number): number {
    const { id, actor } = must(this.#model.nodes[place], 'node of the model');
    const { kind } = actor;
    const none = { state: undefined, durable: [], pending: [], timers: [], held: [] };
    return this.locals.id({ id, kind, place, torn: undefined, ...none });
  }

  messageId(from: NodeId, to: NodeId, message: unknown): number {
    const canonical = this.#model.canonical?.message;
    const content = canonical === undefined ? message : canonical(copyOf(message));
    return this.messages.id({ from, to, message: content });
  }

  /** What comes of delivering a message. O(1) if it is known. */
  onMessage(local: number, message: number): readonly Outcome[] {
    const known = this.#known.get(local, 2 * message);
    if (known >= 0) return must(this.#outcomes[known], 'outcomes of the event');
    const { from, message: content } = this.messages.get(message);
    return this.#find(local, 2 * message, { kind: 'deliver', from, message: content });
  }

  /** What comes of another event, by its number. O(1) if it is known. */
  onEvent(local: number, event: number): readonly Outcome[] {
    const known = this.#known.get(local, 2 * event + 1);
    if (known >= 0) return must(this.#outcomes[known], 'outcomes of the event');
    return this.#find(local, 2 * event + 1, this.events.get(event));
  }

  #find(localId: number, code: number, event: LocalEvent): readonly Outcome[] {
    const before = this.locals.get(localId);
    const outcomes: Outcome[] = [];
    const scripts: number[][] = [[]];
    for (let script = scripts.pop(); script !== undefined; script = scripts.pop()) {
      const { asked, ...outcome } = this.#outcomeOf(localId, before, event, script);
      outcomes.push(outcome);
      for (let place = asked.length - 1; place >= script.length; place--) {
        for (let other = must(asked[place], 'number of options') - 1; other > 0; other--) {
          scripts.push([...script, ...Array<number>(place - script.length).fill(0), other]);
        }
      }
    }
    this.#known.set(localId, code, this.#outcomes.length);
    this.#outcomes.push(outcomes);
    return outcomes;
  }

  #outcomeOf(localId: number, before: Local, event: LocalEvent, script: readonly number[]) {
    this.runs += 1;
    const { actor } = must(this.#model.nodes[before.place], 'node of the model');
    const first = perform(this.#model, before, event, script, 0.25);
    const again = perform(this.#model, before, event, script, 0.75);
    const local = this.locals.id(this.#canonical(first.after));
    const sends = first.sends.map(({ to, message }) => this.messageId(before.id, to, message));
    const same =
      this.locals.id(this.#canonical(again.after)) === local &&
      keyOf(again.sends) === keyOf(first.sends) &&
      keyOf(again.notes) === keyOf(first.notes);
    if (!same) {
      throw new ImpureHandlerError(
        `a ${actor.kind} on ${before.id} does not do the same twice on ${event.kind}: it draws from \`random\` what is not the duration of a timer, or keeps something outside its state`,
      );
    }
    const { notes } = first;
    const after = this.locals.get(local);
    const seen = this.#ghost?.observe({ before, after, event, notes });
    const observed = seen === undefined ? -1 : this.observations.id(seen);
    const isIdle = local === localId && sends.length === 0;
    return { local, sends, observed, notes, chosen: first.chosen, isIdle, asked: first.asked };
  }

  #canonical(local: Local): Local {
    const { canonical } = this.#model;
    if (canonical === undefined) return local;
    const durable = canonical.journal?.(local.durable, local.id) ?? local.durable;
    if (local.state !== undefined) canonical.state?.(local.state, local.id);
    return { ...local, durable };
  }
}

interface Performed {
  readonly after: Local;
  readonly sends: readonly { readonly to: NodeId; readonly message: unknown }[];
  readonly notes: readonly Note[];
  readonly chosen: readonly string[];
  /** How many options there were at each choice. */
  readonly asked: readonly number[];
}

/** Lets an event happen to a copy of a node. */
export function perform(
  model: Model,
  before: Local,
  event: LocalEvent,
  script: readonly number[],
  random: number,
): Performed {
  const { actor } = must(model.nodes[before.place], 'node of the model');
  const writesAtOnce = model.bounds.disks === 'at-once' || model.steady?.has(before.id) === true;
  const stand = new StandIn(before, writesAtOnce, script, random);
  switch (event.kind) {
    case 'start':
    case 'restart':
      stand.torn = undefined;
      stand.state = actor.start(stand, [...before.durable], before.torn);
      break;
    case 'deliver':
      actor.receive(stand.state, event.message, event.from, stand);
      break;
    case 'fire':
      stand.timers.delete(event.timer);
      actor.timeout(stand.state, event.timer, stand);
      break;
    case 'sync':
      stand.sync();
      break;
    case 'crash':
      stand.crash(event.torn);
  }
  return stand.performed(before);
}

/** Stands in for the world: writes down what a handler does. */
class StandIn implements Context<unknown, string, unknown> {
  readonly self: NodeId;
  readonly random: () => number;
  state: unknown;
  torn: unknown;
  readonly timers: Set<string>;
  readonly sends: { to: NodeId; message: unknown }[] = [];
  readonly notes: Note[] = [];
  #durable: unknown[];
  #pending: unknown[];
  #held: Held[];
  readonly #writesAtOnce: boolean;
  readonly #script: readonly number[];
  readonly #asked: number[] = [];
  readonly #chosen: string[] = [];

  constructor(before: Local, writesAtOnce: boolean, script: readonly number[], random: number) {
    this.self = before.id;
    this.random = () => random;
    this.state = copyOf(before.state);
    this.torn = before.torn;
    this.timers = new Set(before.timers);
    this.#durable = [...before.durable];
    this.#pending = [...before.pending];
    this.#held = [...before.held];
    this.#writesAtOnce = writesAtOnce;
    this.#script = script;
  }

  /** Every clock stands still. */
  now(): number {
    return 0;
  }

  send(to: NodeId, message: unknown): void {
    this.sends.push({ to, message: copyOf(message) });
  }

  sendWhenDurable(to: NodeId, message: unknown): void {
    const after = this.#pending.length;
    if (after === 0) this.send(to, message);
    else this.#held.push({ to, message: copyOf(message), after });
  }

  persist(record: unknown): void {
    if (this.#writesAtOnce) this.#durable.push(copyOf(record));
    else this.#pending.push(copyOf(record));
  }

  setTimer(timer: string): void {
    this.timers.add(timer);
  }

  cancelTimer(timer: string): void {
    this.timers.delete(timer);
  }

  choose<Option>(name: string, options: readonly Option[]): Option {
    const place = this.#asked.length;
    const chosen = options[this.#script[place] ?? 0] as Option;
    this.#asked.push(options.length);
    this.#chosen.push(`${name}: ${typeof chosen === 'string' ? chosen : keyOf(chosen)}`);
    return chosen;
  }

  note(note: Note): void {
    this.notes.push(copyOf(note));
  }

  /** The next record is durable. */
  sync(): void {
    this.#durable.push(this.#pending.shift());
    const waiting = this.#held.map((held) => ({ ...held, after: held.after - 1 }));
    for (const { to, message, after } of waiting) if (after === 0) this.send(to, message);
    this.#held = waiting.filter(({ after }) => after > 0);
  }

  crash(torn: boolean): void {
    this.state = undefined;
    this.torn = torn ? this.#pending[0] : undefined;
    this.#pending = [];
    this.#held = [];
    this.timers.clear();
  }

  performed(before: Local): Performed {
    const { id, kind, place } = before;
    const after: Local = {
      id,
      kind,
      place,
      state: this.state,
      durable: this.#durable,
      pending: this.#pending,
      timers: [...this.timers].sort(),
      held: this.#held,
      torn: this.torn,
    };
    const { sends, notes } = this;
    return { after, sends, notes, chosen: this.#chosen, asked: this.#asked };
  }
}
