/**
 * The states of a world as rows of small integers, and what can happen in each.
 *
 * A row holds, for each node, the number of its local state and that of its mailbox; then the number of
 * what the ghost remembers, and of what has been spent of the bounds.
 */
import type { ExploredMessage, ExploredState, LocalEvent } from '../check/exploration.ts';
import type { NodeId } from '../world/actor.ts';
import { Handlers, type Local, type Outcome } from './handlers.ts';
import { Mailboxes } from './mailboxes.ts';
import type { Model, ModelOperation } from './model.ts';
import { Interner } from './plain.ts';
import { renamed } from './renamed.ts';
import { PairTable } from './tables.ts';

/** What happened between two states. */
export type Happening =
  | { readonly kind: 'node'; readonly node: NodeId; readonly event: LocalEvent }
  | ({ readonly kind: 'deliver' | 'copy' | 'drop' } & ExploredMessage)
  | { readonly kind: 'operation'; readonly operation: ModelOperation };

/** Is told of each successor: the row is good for the time of the call. */
export type Visit = (row: Int32Array) => void;

/** A bound that is not there. */
const unbounded = -1;

export class Space {
  readonly model: Model;
  readonly handlers: Handlers;
  /** How many words a row has. */
  readonly width: number;
  /** A successor was left out because a bound was reached that is no fault. */
  wasCut = false;
  /** What led to the row that is being visited. */
  outcome: Outcome | undefined;
  happening: (() => Happening) | undefined;
  readonly #nodes: number;
  readonly #mailboxes: Mailboxes;
  readonly #ghosts = new Interner<unknown>();
  readonly #ghostAfter = new PairTable();
  readonly #within: (boolean | undefined)[] = [];
  readonly #heeds = new PairTable();

  // Budgets: each kind has a place in the vector of what has been spent.
  readonly #limits: number[] = [];
  readonly #spent = new Interner<readonly number[]>();
  readonly #spentAfter = new PairTable();
  readonly #ofCrashes: number;
  readonly #ofTears: number;
  readonly #ofLosses: number;
  readonly #ofDuplicates: number;
  readonly #ofTimers = new Map<string, number>();
  readonly #ofOperations: number;

  /** For each renaming, what becomes of locals, mailboxes and ghosts. */
  readonly #renamed: ReturnType<typeof renamedTables>[] = [];
  readonly #crash: number;
  readonly #tear: number;
  readonly #sync: number;
  readonly #restart: number;
  readonly #fires = new Map<string, number>();
  readonly #next: Int32Array;

  constructor(model: Model) {
    const { bounds, operations = [] } = model;
    this.model = model;
    this.handlers = new Handlers(model);
    this.#nodes = model.nodes.length;
    this.width = 2 * this.#nodes + 2;
    this.#next = new Int32Array(this.width);
    const { messages } = this.handlers;
    const endsOf = (message: number) => messages.get(message);
    this.#mailboxes = new Mailboxes(
      bounds.network,
      (message) => endsOf(message).from,
      (message) => endsOf(message).from === endsOf(message).to,
    );
    const budget = (limit: number) =>
      limit === Infinity ? unbounded : this.#limits.push(limit) - 1;
    this.#ofCrashes = budget(bounds.crashes);
    this.#ofTears = budget(bounds.tears);
    this.#ofLosses = budget(bounds.losses);
    this.#ofDuplicates = budget(bounds.duplicates);
    this.#ofOperations = budget(operations.length);
    for (const [timer, limit] of Object.entries(bounds.timeouts)) {
      this.#ofTimers.set(timer, budget(limit));
    }
    const { events } = this.handlers;
    this.#crash = events.id({ kind: 'crash', torn: false });
    this.#tear = events.id({ kind: 'crash', torn: true });
    this.#sync = events.id({ kind: 'sync' });
    this.#restart = events.id({ kind: 'restart' });
  }

  get ghosts(): number {
    return this.#ghosts.size;
  }

  get mailboxes(): number {
    return this.#mailboxes.size;
  }

  /** The rows in which a world may begin. */
  beginnings(): Int32Array[] {
    const { handlers, model } = this;
    const first = new Int32Array(this.width);
    const start = handlers.events.id({ kind: 'start' });
    for (let place = 0; place < this.#nodes; place++) first[place] = handlers.unborn(place);
    first[this.width - 2] = this.#ghosts.id(model.ghost?.initial);
    first[this.width - 1] = this.#spent.id(this.#limits.map(() => 0));
    let rows = [first];
    for (const [place, { startsUp = true }] of model.nodes.entries()) {
      if (!startsUp) continue;
      rows = rows.flatMap((row) =>
        handlers.onEvent(row[place] as number, start).map((outcome) => {
          this.#next.set(row);
          this.#apply(place, outcome);
          return this.#next.slice();
        }),
      );
    }
    return rows;
  }

  /**
   * The same moment, as the beginning of another search: with no fault or timeout spent, and the messages kept or
   * dropped.
   */
  renewed(row: Int32Array, keepsMessages: boolean): Int32Array {
    const again = row.slice();
    const spent = this.#spent.get(row[this.width - 1] as number);
    // What clients have done is done.
    const renewed = spent.map((count, kind) => (kind === this.#ofOperations ? count : 0));
    again[this.width - 1] = this.#spent.id(renewed);
    if (!keepsMessages) again.fill(0, this.#nodes, 2 * this.#nodes);
    return again;
  }

  local(row: Int32Array, place: number): Local {
    return this.handlers.locals.values[row[place] as number] as Local;
  }

  ghost(row: Int32Array): unknown {
    return this.#ghosts.get(row[this.width - 2] as number);
  }

  /** A row as what it stands for. */
  state(row: Int32Array): ExploredState {
    const { handlers } = this;
    const mailboxes = this.#mailboxes;
    const nodes = this.#nodes;
    const locals: Local[] = [];
    for (let place = 0; place < nodes; place++) locals.push(this.local(row, place));
    const kept = row.slice(nodes, 2 * nodes);
    return {
      nodes: locals,
      ghost: this.ghost(row),
      get messages(): ExploredMessage[] {
        return [...kept].flatMap((mailbox) =>
          mailboxes.get(mailbox).messages.map((message) => handlers.messages.get(message)),
        );
      },
    };
  }

  /** Writes into `into` the row in which every name of a node is another. O(nodes) if it is known. */
  rename(
    row: Int32Array,
    number: number,
    renaming: ReadonlyMap<NodeId, NodeId>,
    into: Int32Array,
  ): void {
    const nodes = this.#nodes;
    const { handlers } = this;
    const tables = this.#renamed[number] ?? renamedTables();
    this.#renamed[number] = tables;
    into.set(row);
    for (let place = 0; place < nodes; place++) {
      const { id } = this.model.nodes[place] as { id: NodeId };
      const to = handlers.placeOf(renaming.get(id) ?? id);
      into[to] = known(tables.locals, row[place] as number, (local) =>
        handlers.locals.id({ ...renamed(handlers.locals.get(local), renaming), place: to }),
      );
      into[nodes + to] = known(tables.mailboxes, row[nodes + place] as number, (mailbox) =>
        this.#mailboxes.of(
          this.#mailboxes.get(mailbox).messages.map((message) => {
            const {
              from,
              to,
              message: content,
            } = renamed(handlers.messages.get(message), renaming);
            return handlers.messageId(from, to, content);
          }),
        ),
      );
    }
    into[this.width - 2] = known(tables.ghosts, row[this.width - 2] as number, (ghost) =>
      this.#ghosts.id(renamed(this.#ghosts.get(ghost), renaming)),
    );
  }

  /** Calls `visit` for everything that can happen next. */
  visitNext(row: Int32Array, visit: Visit): void {
    this.wasCut = false;
    if (this.model.bounds.ownMessages === 'first' && this.#deliverOwn(row, visit)) return;
    for (let place = 0; place < this.#nodes; place++) this.#visitNode(row, place, visit);
    this.#visitOperations(row, visit);
  }

  #deliverOwn(row: Int32Array, visit: Visit): boolean {
    const nodes = this.#nodes;
    for (let place = 0; place < nodes; place++) {
      const { own } = this.#mailboxes.get(row[nodes + place] as number);
      if (own < 0 || this.local(row, place).state === undefined) continue;
      this.#deliver(row, place, own, visit, true);
      return true;
    }
    return false;
  }

  #visitNode(row: Int32Array, place: number, visit: Visit): void {
    const local = row[place] as number;
    const node = this.local(row, place);
    if (node.state === undefined) {
      if (this.model.bounds.crashes > 0 || node.durable.length === 0) {
        this.#happen(row, place, this.#restart, unbounded, visit);
      }
      return;
    }
    const { deliverable } = this.#mailboxes.get(row[this.#nodes + place] as number);
    for (const message of deliverable) {
      this.#deliver(row, place, message, visit, false);
      this.#drop(row, place, message, visit);
    }
    for (const timer of node.timers) {
      const budget = this.#ofTimers.get(timer) ?? unbounded;
      this.#happen(row, place, this.#fire(timer), budget, visit);
    }
    if (node.pending.length > 0) this.#happen(row, place, this.#sync, unbounded, visit);
    this.#crashes(row, place, local, node, visit);
  }

  #crashes(row: Int32Array, place: number, local: number, node: Local, visit: Visit): void {
    const { bounds } = this.model;
    if (bounds.crashes === 0 || this.model.steady?.has(node.id) === true) return;
    const spent = this.#spend(row[this.width - 1] as number, this.#ofCrashes);
    if (spent < 0) return;
    this.#visitOutcomes(row, place, this.handlers.onEvent(local, this.#crash), spent, visit, () =>
      this.#happened(place, this.#crash),
    );
    const torn = node.pending.length > 0 ? this.#spend(spent, this.#ofTears) : -1;
    if (torn < 0) return;
    this.#visitOutcomes(row, place, this.handlers.onEvent(local, this.#tear), torn, visit, () =>
      this.#happened(place, this.#tear),
    );
  }

  /** An event of a node that is not a message. */
  #happen(row: Int32Array, place: number, event: number, budget: number, visit: Visit): void {
    const outcomes = this.handlers.onEvent(row[place] as number, event);
    const spent = this.#spend(row[this.width - 1] as number, budget);
    if (spent < 0) {
      if (outcomes.some(({ isIdle }) => !isIdle)) this.wasCut = true;
      return;
    }
    this.#visitOutcomes(row, place, outcomes, spent, visit, () => this.#happened(place, event));
  }

  #happened(place: number, event: number): Happening {
    const { id } = this.model.nodes[place] as { id: NodeId };
    return { kind: 'node', node: id, event: this.handlers.events.get(event) };
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
      this.#next[this.width - 1] = spent;
      this.#visit(place, outcome, visit, happening);
    }
  }

  #deliver(row: Int32Array, place: number, message: number, visit: Visit, isOwn: boolean): void {
    const { bounds } = this.model;
    const { handlers } = this;
    const local = row[place] as number;
    if (this.model.heeds !== undefined && !this.#isHeeded(local, message)) return;
    const at = this.#nodes + place;
    const mailbox = row[at] as number;
    for (const outcome of handlers.onMessage(local, message)) {
      if (outcome.isIdle && bounds.unheard === 'stay') continue;
      this.#next.set(row);
      if (bounds.network !== 'set') this.#next[at] = this.#mailboxes.without(mailbox, message);
      this.#visit(place, outcome, visit, () => ({
        kind: 'deliver',
        ...handlers.messages.get(message),
      }));
      if (isOwn || bounds.duplicates === 0 || bounds.network === 'set' || outcome.isIdle) continue;
      const spent = this.#spend(row[this.width - 1] as number, this.#ofDuplicates);
      if (spent < 0) continue;
      this.#next.set(row);
      this.#next[this.width - 1] = spent;
      this.#visit(place, outcome, visit, () => ({
        kind: 'copy',
        ...handlers.messages.get(message),
      }));
    }
  }

  #drop(row: Int32Array, place: number, message: number, visit: Visit): void {
    if (this.model.bounds.losses === 0) return;
    const spent = this.#spend(row[this.width - 1] as number, this.#ofLosses);
    if (spent < 0) return;
    const at = this.#nodes + place;
    this.#next.set(row);
    this.#next[this.width - 1] = spent;
    this.#next[at] = this.#mailboxes.without(row[at] as number, message);
    this.outcome = undefined;
    this.happening = () => ({ kind: 'drop', ...this.handlers.messages.get(message) });
    visit(this.#next);
  }

  #visitOperations(row: Int32Array, visit: Visit): void {
    const { operations = [] } = this.model;
    if (operations.length === 0) return;
    const before = row[this.width - 1] as number;
    const done = this.#spent.get(before)[this.#ofOperations] as number;
    for (const operation of operations[done] ?? []) {
      const place = this.handlers.placeOf(operation.to);
      if (this.local(row, place).state === undefined) continue;
      const message = this.handlers.messageId(operation.to, operation.to, operation.message);
      const outcomes = this.handlers.onMessage(row[place] as number, message);
      const spent = this.#spend(before, this.#ofOperations);
      this.#visitOutcomes(row, place, outcomes, spent, visit, () => ({
        kind: 'operation',
        operation,
      }));
    }
  }

  #visit(place: number, outcome: Outcome, visit: Visit, happening: () => Happening): void {
    this.#apply(place, outcome);
    if (!this.#isWithin(outcome.local)) {
      this.wasCut = true;
      return;
    }
    this.outcome = outcome;
    this.happening = happening;
    visit(this.#next);
  }

  /** Makes what an event has done to a node a part of the next row. */
  #apply(place: number, { local, sends, observed }: Outcome): void {
    const next = this.#next;
    next[place] = local;
    for (const message of sends) {
      const to = this.handlers.placeOf(this.handlers.messages.get(message).to);
      const at = this.#nodes + to;
      next[at] = this.#mailboxes.with(next[at] as number, message);
    }
    if (observed >= 0)
      next[this.width - 2] = this.#remember(next[this.width - 2] as number, observed);
  }

  #remember(ghost: number, observed: number): number {
    const known = this.#ghostAfter.get(ghost, observed);
    if (known >= 0) return known;
    const seen = this.handlers.observations.get(observed);
    const after = this.#ghosts.id(this.model.ghost?.next(this.#ghosts.get(ghost), seen));
    this.#ghostAfter.set(ghost, observed, after);
    return after;
  }

  /** What has been spent after one more of that kind; -1 if that is too much. */
  #spend(spent: number, kind: number): number {
    if (kind === unbounded) return spent;
    const known = this.#spentAfter.get(spent, kind);
    if (known >= 0) return known - 1;
    const vector = this.#spent.get(spent);
    const isOver = (vector[kind] as number) >= (this.#limits[kind] as number);
    const after = isOver ? -1 : this.#spent.id(vector.map((n, at) => (at === kind ? n + 1 : n)));
    this.#spentAfter.set(spent, kind, after + 1);
    return after;
  }

  #fire(timer: string): number {
    const known = this.#fires.get(timer);
    if (known !== undefined) return known;
    const event = this.handlers.events.id({ kind: 'fire', timer });
    this.#fires.set(timer, event);
    return event;
  }

  #isWithin(local: number): boolean {
    const { within } = this.model;
    if (within === undefined) return true;
    const known = this.#within[local];
    if (known !== undefined) return known;
    const answer = within(this.handlers.locals.get(local));
    this.#within[local] = answer;
    return answer;
  }

  #isHeeded(local: number, message: number): boolean {
    const known = this.#heeds.get(local, message);
    if (known >= 0) return known === 1;
    const node = this.handlers.locals.get(local);
    const content = this.handlers.messages.get(message).message;
    const answer = this.model.heeds?.(node, content) ?? true;
    this.#heeds.set(local, message, answer ? 1 : 0);
    return answer;
  }
}

const renamedTables = () => ({
  locals: [] as number[],
  mailboxes: [] as number[],
  ghosts: [] as number[],
});

function known(table: number[], id: number, find: (id: number) => number): number {
  const found = table[id];
  if (found !== undefined) return found;
  const renamedId = find(id);
  table[id] = renamedId;
  return renamedId;
}
