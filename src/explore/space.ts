/**
 * The states of a world as rows of small integers.
 *
 * A row holds, for each node, the number of its local state and that of its mailbox; then the number of
 * what the ghost remembers, and of what has been spent of the bounds.
 */

import type { ExploredMessage, ExploredState } from '../check/exploration.ts';
import { must } from '../kernel/must.ts';
import type { NodeId } from '../world/actor.ts';
import { Budgets } from './budgets.ts';
import { Handlers, type Local, type Outcome } from './handlers.ts';
import { Mailboxes } from './mailboxes.ts';
import { type Model, scriptsOf } from './model.ts';
import { Interner } from './plain.ts';
import { renamed } from './renamed.ts';
import { PairTable } from './tables.ts';

export class Space {
  readonly model: Model;
  readonly handlers: Handlers;
  readonly mailboxes: Mailboxes;
  readonly budgets: Budgets;
  /** How many words a row has. */
  readonly width: number;
  readonly #nodes: number;
  readonly #ghosts = new Interner<unknown>();
  readonly #ghostAfter = new PairTable();
  /** For each renaming, what becomes of locals, mailboxes and ghosts. */
  readonly #renamed: ReturnType<typeof renamedTables>[] = [];

  constructor(model: Model) {
    const { bounds } = model;
    this.model = model;
    this.handlers = new Handlers(model);
    this.budgets = new Budgets(
      bounds,
      scriptsOf(model).map(({ length }) => length),
    );
    this.#nodes = model.nodes.length;
    this.width = 2 * this.#nodes + 2;
    const { messages } = this.handlers;
    const endsOf = (message: number) => messages.get(message);
    this.mailboxes = new Mailboxes(
      bounds.network,
      (message) => endsOf(message).from,
      (message) => endsOf(message).from === endsOf(message).to,
    );
  }

  /** The rows in which a world may begin. */
  beginnings(): Int32Array[] {
    const { handlers, model } = this;
    const first = new Int32Array(this.width);
    const start = handlers.events.id({ kind: 'start' });
    for (let place = 0; place < this.#nodes; place++) first[place] = handlers.unborn(place);
    first[this.width - 2] = this.#ghosts.id(model.ghost?.initial);
    first[this.width - 1] = this.budgets.untouched;
    let rows = [first];
    for (const [place, { startsUp = true }] of model.nodes.entries()) {
      if (!startsUp) continue;
      rows = rows.flatMap((row) =>
        handlers.onEvent(row[place] as number, start).map((outcome) => {
          const next = row.slice();
          this.apply(next, place, outcome);
          return next;
        }),
      );
    }
    return rows;
  }

  /**
   * The same moment, as the beginning of another search: with no fault or timeout spent, and the messages kept,
   * or dropped apart from those that a node has sent to itself: no network loses these.
   */
  renewed(row: Int32Array, keepsMessages: boolean): Int32Array {
    const again = row.slice();
    again[this.width - 1] = this.budgets.renewed(row[this.width - 1] as number);
    if (keepsMessages) return again;
    for (let at = this.#nodes; at < 2 * this.#nodes; at++) {
      again[at] = this.mailboxes.onlyOwn(again[at] as number);
    }
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
    const mailboxes = this.mailboxes;
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
      const { id } = must(this.model.nodes[place], 'node of the model');
      const to = handlers.placeOf(renaming.get(id) ?? id);
      into[to] = known(tables.locals, row[place] as number, (local) =>
        handlers.locals.id({ ...renamed(handlers.locals.get(local), renaming), place: to }),
      );
      into[nodes + to] = known(tables.mailboxes, row[nodes + place] as number, (mailbox) =>
        this.mailboxes.of(
          this.mailboxes.get(mailbox).messages.map((message) => {
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

  /** Makes what an event has done to a node a part of a row. */
  apply(next: Int32Array, place: number, { local, sends, observed }: Outcome): void {
    next[place] = local;
    for (const message of sends) {
      const to = this.handlers.placeOf(this.handlers.messages.get(message).to);
      const at = this.#nodes + to;
      next[at] = this.mailboxes.with(next[at] as number, message);
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
