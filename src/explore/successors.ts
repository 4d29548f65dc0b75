/** What can happen next in a state of a world, and where it leads. */

import type { ExploredMessage, LocalEvent } from '../check/exploration.ts';
import { must } from '../kernel/must.ts';
import type { NodeId } from '../world/actor.ts';
import { type Budgets, unbounded } from './budgets.ts';
import type { Handlers, Local, Outcome } from './handlers.ts';
import { type Alternatives, type Model, type ModelOperation, scriptsOf } from './model.ts';
import type { Space } from './space.ts';
import { PairTable } from './tables.ts';

/** What happened between two states. */
export type Happening =
  | { readonly kind: 'node'; readonly node: NodeId; readonly event: LocalEvent }
  | ({ readonly kind: 'deliver' | 'copy' | 'drop' } & ExploredMessage)
  | { readonly kind: 'operation'; readonly operation: ModelOperation };

/** Is told of each successor: the row is good for the time of the call. */
export type Visit = (row: Int32Array) => void;

export class Successors {
  /** A successor was left out because a bound was reached that is no fault. */
  wasCut = false;
  /** What led to the row that is being visited. */
  outcome: Outcome | undefined;
  happening: (() => Happening) | undefined;
  readonly #space: Space;
  readonly #model: Model;
  readonly #handlers: Handlers;
  readonly #budgets: Budgets;
  readonly #nodes: number;
  readonly #width: number;
  readonly #next: Int32Array;
  readonly #within: (boolean | undefined)[] = [];
  readonly #heeds = new PairTable();
  readonly #crash: number;
  readonly #tear: number;
  readonly #sync: number;
  readonly #restart: number;
  readonly #fires = new Map<string, number>();
  readonly #scripts: readonly (readonly Alternatives[])[];

  constructor(space: Space) {
    const { model, handlers, budgets, width } = space;
    this.#space = space;
    this.#model = model;
    this.#handlers = handlers;
    this.#budgets = budgets;
    this.#nodes = model.nodes.length;
    this.#width = width;
    this.#scripts = scriptsOf(model);
    this.#next = new Int32Array(width);
    const { events } = handlers;
    this.#crash = events.id({ kind: 'crash', torn: false });
    this.#tear = events.id({ kind: 'crash', torn: true });
    this.#sync = events.id({ kind: 'sync' });
    this.#restart = events.id({ kind: 'restart' });
  }

  /** Calls `visit` for everything that can happen next. */
  visitNext(row: Int32Array, visit: Visit): void {
    this.wasCut = false;
    if (this.#model.bounds.ownMessages === 'first' && this.#deliverOwn(row, visit)) return;
    for (let place = 0; place < this.#nodes; place++) this.#visitNode(row, place, visit);
    this.#visitOperations(row, visit);
  }

  #deliverOwn(row: Int32Array, visit: Visit): boolean {
    const nodes = this.#nodes;
    for (let place = 0; place < nodes; place++) {
      const { own } = this.#space.mailboxes.get(row[nodes + place] as number);
      if (own < 0 || this.#space.local(row, place).state === undefined) continue;
      this.#deliver(row, place, own, visit, true);
      return true;
    }
    return false;
  }

  #visitNode(row: Int32Array, place: number, visit: Visit): void {
    const local = row[place] as number;
    const node = this.#space.local(row, place);
    if (node.state === undefined) {
      const isNew = node.durable.length === 0;
      const budget = isNew ? this.#budgets.starts : unbounded;
      const maySpend = this.#budgets.spend(row[this.#width - 1] as number, budget) >= 0;
      if (maySpend && (isNew || this.#model.bounds.crashes > 0)) {
        this.#happen(row, place, this.#restart, budget, visit);
      }
      return;
    }
    const { deliverable } = this.#space.mailboxes.get(row[this.#nodes + place] as number);
    for (const message of deliverable) {
      this.#deliver(row, place, message, visit, false);
      this.#drop(row, place, message, visit);
    }
    for (const timer of node.timers) {
      const budget = this.#budgets.ofTimer(timer);
      this.#happen(row, place, this.#fire(timer), budget, visit);
    }
    if (node.pending.length > 0) this.#happen(row, place, this.#sync, unbounded, visit);
    this.#crashes(row, place, local, node, visit);
  }

  #crashes(row: Int32Array, place: number, local: number, node: Local, visit: Visit): void {
    const { bounds } = this.#model;
    if (bounds.crashes === 0 || this.#model.steady?.has(node.id) === true) return;
    const spent = this.#budgets.spend(row[this.#width - 1] as number, this.#budgets.crashes);
    if (spent < 0) return;
    this.#visitOutcomes(row, place, this.#handlers.onEvent(local, this.#crash), spent, visit, () =>
      this.#happened(place, this.#crash),
    );
    const torn = node.pending.length > 0 ? this.#budgets.spend(spent, this.#budgets.tears) : -1;
    if (torn < 0) return;
    this.#visitOutcomes(row, place, this.#handlers.onEvent(local, this.#tear), torn, visit, () =>
      this.#happened(place, this.#tear),
    );
  }

  /** An event of a node that is not a message. */
  #happen(row: Int32Array, place: number, event: number, budget: number, visit: Visit): void {
    const outcomes = this.#handlers.onEvent(row[place] as number, event);
    const spent = this.#budgets.spend(row[this.#width - 1] as number, budget);
    if (spent < 0) {
      if (outcomes.some(({ isIdle }) => !isIdle)) this.wasCut = true;
      return;
    }
    this.#visitOutcomes(row, place, outcomes, spent, visit, () => this.#happened(place, event));
  }

  #happened(place: number, event: number): Happening {
    const { id } = must(this.#model.nodes[place], 'node of the model');
    return { kind: 'node', node: id, event: this.#handlers.events.get(event) };
  }

  #visitOutcomes(
    row: Int32Array,
    place: number,
    outcomes: readonly Outcome[],
    spent: number,
    visit: Visit,
    happening: () => Happening,
  ): void {
    for (const outcome of outcomes) {
      if (outcome.isIdle) continue;
      this.#next.set(row);
      this.#next[this.#width - 1] = spent;
      this.#visit(place, outcome, visit, happening);
    }
  }

  #deliver(row: Int32Array, place: number, message: number, visit: Visit, isOwn: boolean): void {
    const { bounds } = this.#model;
    const handlers = this.#handlers;
    const local = row[place] as number;
    if (this.#model.heeds !== undefined && !this.#isHeeded(local, message)) return;
    const at = this.#nodes + place;
    const mailbox = row[at] as number;
    for (const outcome of handlers.onMessage(local, message)) {
      if (outcome.isIdle && bounds.unheard === 'stay') continue;
      this.#next.set(row);
      // What arrives before anything else could happen arrives once.
      if (bounds.network !== 'set' || isOwn) {
        this.#next[at] = this.#space.mailboxes.without(mailbox, message);
      }
      this.#visit(place, outcome, visit, () => ({
        kind: 'deliver',
        ...handlers.messages.get(message),
      }));
      if (isOwn || bounds.duplicates === 0 || bounds.network === 'set' || outcome.isIdle) continue;
      const spent = this.#budgets.spend(row[this.#width - 1] as number, this.#budgets.duplicates);
      if (spent < 0) continue;
      this.#next.set(row);
      this.#next[this.#width - 1] = spent;
      this.#visit(place, outcome, visit, () => ({
        kind: 'copy',
        ...handlers.messages.get(message),
      }));
    }
  }

  #drop(row: Int32Array, place: number, message: number, visit: Visit): void {
    if (this.#model.bounds.losses === 0) return;
    const spent = this.#budgets.spend(row[this.#width - 1] as number, this.#budgets.losses);
    if (spent < 0) return;
    const at = this.#nodes + place;
    this.#next.set(row);
    this.#next[this.#width - 1] = spent;
    this.#next[at] = this.#space.mailboxes.without(row[at] as number, message);
    this.outcome = undefined;
    this.happening = () => ({ kind: 'drop', ...this.#handlers.messages.get(message) });
    visit(this.#next);
  }

  #visitOperations(row: Int32Array, visit: Visit): void {
    const before = row[this.#width - 1] as number;
    for (const [place, script] of this.#scripts.entries()) {
      const next = script[this.#budgets.done(before, place)];
      if (next === undefined) continue;
      const spent = this.#budgets.spend(before, this.#budgets.operations[place] as number);
      for (const operation of next) this.#operate(row, operation, spent, visit);
    }
  }

  #operate(row: Int32Array, operation: ModelOperation, spent: number, visit: Visit): void {
    const place = this.#handlers.placeOf(operation.to);
    if (this.#space.local(row, place).state === undefined) return;
    const message = this.#handlers.messageId(operation.to, operation.to, operation.message);
    const outcomes = this.#handlers.onMessage(row[place] as number, message);
    this.#visitOutcomes(row, place, outcomes, spent, visit, () => ({
      kind: 'operation',
      operation,
    }));
  }

  #visit(place: number, outcome: Outcome, visit: Visit, happening: () => Happening): void {
    this.#space.apply(this.#next, place, outcome);
    if (!this.#isWithin(outcome.local)) {
      this.wasCut = true;
      return;
    }
    this.outcome = outcome;
    this.happening = happening;
    visit(this.#next);
  }

  #fire(timer: string): number {
    const known = this.#fires.get(timer);
    if (known !== undefined) return known;
    const event = this.#handlers.events.id({ kind: 'fire', timer });
    this.#fires.set(timer, event);
    return event;
  }

  #isWithin(local: number): boolean {
    const { within } = this.#model;
    if (within === undefined) return true;
    const known = this.#within[local];
    if (known !== undefined) return known;
    const answer = within(this.#handlers.locals.get(local));
    this.#within[local] = answer;
    return answer;
  }

  #isHeeded(local: number, message: number): boolean {
    const known = this.#heeds.get(local, message);
    if (known >= 0) return known === 1;
    const node = this.#handlers.locals.get(local);
    const content = this.#handlers.messages.get(message).message;
    const answer = this.#model.heeds?.(node, content) ?? true;
    this.#heeds.set(local, message, answer ? 1 : 0);
    return answer;
  }
}
