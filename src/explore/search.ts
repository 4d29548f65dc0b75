/**
 * Breadth-first search of a space: the first story of anything that it finds is a shortest one.
 */

import type { ExploredProperty, ExploredState } from '../check/exploration.ts';
import { must } from '../kernel/must.ts';
import type { Model } from './model.ts';
import { Space } from './space.ts';
import { type Happening, Successors } from './successors.ts';
import { Symmetry } from './symmetry.ts';
import { PairTable, RowSet } from './tables.ts';

export interface SearchLimits {
  readonly statesMax: number;
  /** For rows, parents and set. */
  readonly bytesMax: number;
}

export const defaultSearchLimits: SearchLimits = { statesMax: 20_000_000, bytesMax: 2 ** 31 };

export interface Step {
  readonly happening: Happening;
  /** What was chosen meanwhile, in words. */
  readonly chosen: readonly string[];
  readonly after: ExploredState;
}

/** How a property was broken. */
export interface Breach {
  readonly property: string;
  readonly message: string;
  /** From the beginning to the moment at which it is broken. */
  readonly story: readonly Step[];
}

interface Found {
  readonly message: string;
  readonly from: number;
  /** Where the last step leads. */
  readonly row: Int32Array;
}

export interface SearchReport {
  readonly distinct: number;
  /** With the beginnings; a successor counts as often as it is come to. */
  readonly generated: number;
  /** States on the longest of the shortest ways. */
  readonly depth: number;
  /** Why it ended. */
  readonly ended: 'complete' | 'states' | 'memory' | 'found' | 'interrupted';
  /** Whether bounds left anything out. */
  readonly isCut: boolean;
  readonly bytes: number;
  readonly handlerRuns: number;
}

export interface SearchOptions {
  readonly limits?: Partial<SearchLimits>;
  /** Ends at the first breach: of that property, or of any. */
  readonly stopAt?: string | true | undefined;
  /** Ends when this goal is reached, or this property broken. */
  readonly until?: string | undefined;
  /** Begins here instead; of the same space. */
  readonly from?: { readonly space: Space; readonly rows: readonly Int32Array[] } | undefined;
}

/** The beginnings have no parents. */
const none = -1;

export class Search {
  readonly model: Model;
  readonly space: Space;
  generated = 0;
  depth = 0;
  readonly #limits: SearchLimits;
  readonly #options: SearchOptions;
  readonly #states: RowSet;
  /** The next state to be expanded, and where its level ends. */
  #next = 0;
  #levelEnd = 0;
  #ended: SearchReport['ended'] | undefined;
  #isCut = false;
  readonly #row: Int32Array;
  readonly #successors: Successors;
  readonly #found = new Map<string, Found>();
  readonly #reached = new Map<string, number>();
  readonly #properties: readonly ExploredProperty[];
  readonly #checks: Checks;
  readonly #symmetry: Symmetry | undefined;

  constructor(model: Model, options: SearchOptions = {}) {
    this.model = model;
    this.space = options.from?.space ?? new Space(model);
    this.#limits = { ...defaultSearchLimits, ...options.limits };
    this.#options = options;
    this.#states = new RowSet(this.space.width);
    this.#row = new Int32Array(this.space.width);
    this.#successors = new Successors(this.space);
    this.#properties = model.properties ?? [];
    this.#checks = new Checks(this.space, this.#properties);
    this.#symmetry = model.symmetric === undefined ? undefined : new Symmetry(this.space);
    for (const row of options.from?.rows ?? this.space.beginnings()) this.#come(row, none);
    this.#levelEnd = this.#states.size;
    this.depth = 1;
  }

  /** How many distinct states there are by now. */
  get distinct(): number {
    return this.#states.size;
  }

  /** How many of them wait to be expanded. */
  get waiting(): number {
    return this.#states.size - this.#next;
  }

  /** Expands at most so many states; false if the search has ended. */
  advance(states: number): boolean {
    for (let left = states; left > 0 && this.#ended === undefined; left--) {
      if (this.#next === this.#states.size) this.#ended = 'complete';
      else this.#expand(this.#next++);
    }
    return this.#ended === undefined;
  }

  /** Searches to the end. */
  finish(): SearchReport {
    while (this.advance(100_000));
    return this.report();
  }

  report(): SearchReport {
    return {
      distinct: this.distinct,
      generated: this.generated,
      depth: this.depth,
      ended: this.#ended ?? 'interrupted',
      isCut: this.#isCut,
      bytes: this.#states.bytes,
      handlerRuns: this.space.handlers.runs,
    };
  }

  /** The first breach of each property. */
  get breaches(): readonly Breach[] {
    return [...this.#found].map(([property, { message, from, row }]) => ({
      property,
      message,
      story: this.#story(from, row),
    }));
  }

  /** The goals that were reached by now, each with the shortest way there. */
  get reached(): ReadonlyMap<string, readonly Step[]> {
    return new Map([...this.#reached].map(([id, number]) => [id, this.storyOf(number)]));
  }

  /** Where a goal was first reached, or a property first broken, and how; undefined if it was not. */
  end(id: string): { readonly row: Int32Array; readonly story: readonly Step[] } | undefined {
    const number = this.#reached.get(id);
    if (number !== undefined) return { row: this.rowOf(number), story: this.storyOf(number) };
    const found = this.#found.get(id);
    return found && { row: found.row, story: this.#story(found.from, found.row) };
  }

  rowOf(number: number): Int32Array {
    const { width, rows } = this.#states;
    return rows.slice(number * width, (number + 1) * width);
  }

  /**
   * Calls `visit` with the number of each state that follows on a row, of a search that is complete.
   * Whether bounds left out any other.
   */
  visitSuccessors(row: Int32Array, visit: (next: number) => void): boolean {
    this.#successors.visitNext(row, (next) => {
      visit(this.#states.numberOf(this.#symmetry?.representative(next) ?? next));
    });
    return this.#successors.wasCut;
  }

  /** How it came to a state. O(length of the story x successors). */
  storyOf(number: number): Step[] {
    const parent = this.#states.beside[number] as number;
    return parent === none ? [] : this.#story(parent, this.rowOf(number));
  }

  #story(from: number, row: Int32Array): Step[] {
    if (from === none) return [];
    return [...this.storyOf(from), this.#step(this.rowOf(from), row)];
  }

  #step(before: Int32Array, after: Int32Array): Step {
    let step: Step | undefined;
    const successors = this.#successors;
    successors.visitNext(before, (row) => {
      const found = this.#symmetry?.representative(row) ?? row;
      if (step !== undefined || !found.every((word, place) => word === after[place])) return;
      const happening = successors.happening?.() as Happening;
      const { chosen = [] } = successors.outcome ?? {};
      step = { happening, chosen, after: this.space.state(row) };
    });
    if (step === undefined) throw new Error('a state does not follow on the one it was found from');
    return step;
  }

  #expand(number: number): void {
    if (number === this.#levelEnd) {
      this.depth += 1;
      this.#levelEnd = this.#states.size;
    }
    const { width, rows } = this.#states;
    this.#row.set(rows.subarray(number * width, (number + 1) * width));
    this.#from = number;
    this.#successors.visitNext(this.#row, this.#onNext);
    this.#isCut ||= this.#successors.wasCut;
  }

  #from = none;
  readonly #onNext = (row: Int32Array): void => this.#come(row, this.#from);

  #come(row: Int32Array, from: number): void {
    if (this.#ended !== undefined) return;
    this.generated += 1;
    const number = this.#states.add(this.#symmetry?.representative(row) ?? row, from);
    const observed = this.#successors.outcome?.observed ?? -1;
    if (observed >= 0 && from !== none)
      this.#checks.observation(observed, row, this.#tell(row, from));
    if (number < 0) return;
    this.#checks.state(row, this.#tell(row, from));
    this.#lookForGoals(row, number);
    if (this.#states.size >= this.#limits.statesMax) this.#ended ??= 'states';
    if (this.#states.bytes > this.#limits.bytesMax) this.#ended ??= 'memory';
  }

  #tell(row: Int32Array, from: number) {
    return (property: string, message: string): void => {
      if (this.#found.has(property)) return;
      this.#found.set(property, { message, from, row: row.slice() });
      const { stopAt, until } = this.#options;
      if (stopAt === true || stopAt === property || until === property) this.#ended ??= 'found';
    };
  }

  #lookForGoals(row: Int32Array, number: number): void {
    const { goals = [] } = this.model;
    if (this.#reached.size === goals.length) return;
    const state = this.space.state(row);
    for (const { id, holds } of goals) {
      if (this.#reached.has(id) || !holds(state)) continue;
      this.#reached.set(id, number);
      if (id === this.#options.until) this.#ended ??= 'found';
    }
  }
}

type Tell = (property: string, message: string) => void;

/** Asks each property once for each distinct value of what it looks at. */
class Checks {
  readonly #space: Space;
  readonly #nodes: readonly Asked<'node'>[];
  readonly #pairs: readonly Asked<'pair'>[];
  readonly #ghosts: readonly Asked<'ghost'>[];
  readonly #both: readonly Asked<'node-and-ghost'>[];
  readonly #states: readonly Extract<ExploredProperty, { of: 'state' }>[];
  readonly #observations: readonly Extract<ExploredProperty, { of: 'observation' }>[];

  constructor(space: Space, properties: readonly ExploredProperty[]) {
    this.#space = space;
    this.#nodes = asked(properties, 'node');
    this.#pairs = asked(properties, 'pair');
    this.#ghosts = asked(properties, 'ghost');
    this.#both = asked(properties, 'node-and-ghost');
    this.#states = ofKind(properties, 'state');
    this.#observations = ofKind(properties, 'observation');
  }

  state(row: Int32Array, tell: Tell): void {
    const space = this.#space;
    const ghost = row[space.width - 2] as number;
    const nodes = space.model.nodes.length;
    for (let place = 0; place < nodes; place++) {
      const id = row[place] as number;
      for (const node of this.#nodes) node.ask(id, 0, tell, () => node.property.check(at(place)));
      for (const both of this.#both) {
        both.ask(id, ghost, tell, () => both.property.check(at(place), space.ghost(row)));
      }
      for (const pair of this.#pairs) {
        for (let other = 0; other < place; other++) {
          pair.ask(row[other] as number, id, tell, () => pair.property.check(at(other), at(place)));
        }
      }
    }
    for (const one of this.#ghosts) {
      one.ask(ghost, 0, tell, () => one.property.check(space.ghost(row)));
    }
    for (const { id, check } of this.#states) {
      const message = check(space.state(row));
      if (message !== undefined) tell(id, message);
    }
    function at(place: number) {
      return space.local(row, place);
    }
  }

  observation(observed: number, row: Int32Array, tell: Tell): void {
    if (this.#observations.length === 0) return;
    const seen = this.#space.handlers.observations.get(observed);
    const state = this.#space.state(row);
    for (const { id, check } of this.#observations) {
      const message = check(seen, state);
      if (message !== undefined) tell(id, message);
    }
  }
}

type Kind = ExploredProperty['of'];
type OfKind<K extends Kind> = Extract<ExploredProperty, { of: K }>;

function ofKind<K extends Kind>(properties: readonly ExploredProperty[], kind: K): OfKind<K>[] {
  return properties.filter((property): property is OfKind<K> => property.of === kind);
}

function asked<K extends Kind>(properties: readonly ExploredProperty[], kind: K): Asked<K>[] {
  return ofKind(properties, kind).map((property) => new Asked(property));
}

/** A property, and what it has answered by now. */
class Asked<K extends Kind> {
  readonly property: OfKind<K>;
  readonly #answers = new PairTable();
  readonly #messages: string[] = [];

  constructor(property: OfKind<K>) {
    this.property = property;
  }

  ask(first: number, second: number, tell: Tell, check: () => string | undefined): void {
    let answer = this.#answers.get(first, second);
    if (answer < 0) {
      const message = check();
      answer = message === undefined ? 0 : this.#messages.push(message);
      this.#answers.set(first, second, answer);
    }
    if (answer > 0)
      tell(this.property.id, must(this.#messages[answer - 1], 'message of that number'));
  }
}
