/**
 * Searching in stages: where a goal is reached, or a property broken, the next search begins, with the bounds
 * renewed. What lies far from the beginning is found so at a small part of the cost; what is not found that
 * way may still be there.
 */
import type { Stage } from '../check/exploration.ts';
import type { Model } from './model.ts';
import { type Breach, Search, type SearchLimits, type SearchReport, type Step } from './search.ts';
import { Space } from './space.ts';

export class StagedSearch {
  readonly model: Model;
  readonly space: Space;
  /** The search of the present stage. */
  search: Search;
  readonly #limits: Partial<SearchLimits>;
  readonly #stages: Stage[];
  readonly #stopAt: string | true | undefined;
  readonly #past: SearchReport[] = [];
  #before: readonly Step[] = [];
  /** What was broken in earlier stages, by property. */
  readonly #broken = new Map<string, Breach>();

  constructor(
    model: Model,
    {
      stages = [],
      limits = {},
      stopAt,
    }: {
      readonly stages?: readonly Stage[];
      readonly limits?: Partial<SearchLimits>;
      readonly stopAt?: string | true | undefined;
    } = {},
  ) {
    this.model = model;
    this.space = new Space(model);
    this.#limits = limits;
    this.#stages = [...stages];
    this.#stopAt = stopAt;
    this.search = this.#begin(this.space.beginnings());
  }

  /** Which stage it is in, from 1, the last being the search after all goals. */
  get stage(): number {
    return this.#past.length + 1;
  }

  /** Expands at most so many states; false where the search has ended. */
  advance(states: number): boolean {
    if (this.search.advance(states)) return true;
    const [stage] = this.#stages;
    if (stage === undefined) return false;
    const end = this.search.end(stage.goal);
    if (end === undefined) return false;
    for (const breach of this.breaches) this.#broken.set(breach.property, breach);
    this.#stages.shift();
    this.#before = [...this.#before, ...end.story];
    this.#past.push(this.search.report());
    this.search = this.#begin([this.space.renewed(end.row, stage.keepsMessages)]);
    return true;
  }

  finish(): SearchReport {
    while (this.advance(100_000));
    return this.report();
  }

  /** Of all stages together; it ended as the last one did. */
  report(): SearchReport {
    const last = this.search.report();
    const sum = (pick: (report: SearchReport) => number) =>
      this.#past.reduce((total, report) => total + pick(report), pick(last));
    return {
      ...last,
      distinct: sum(({ distinct }) => distinct),
      generated: sum(({ generated }) => generated),
      isCut: last.isCut || this.#past.length > 0,
    };
  }

  /** What led to where the present stage begins. */
  get before(): readonly Step[] {
    return this.#before;
  }

  /** The goal of the present stage; undefined in the last. */
  get awaited(): string | undefined {
    return this.#stages[0]?.goal;
  }

  /** The first breach of each property, in any stage. */
  get breaches(): readonly Breach[] {
    const now = this.search.breaches
      .filter(({ property }) => !this.#broken.has(property))
      .map((breach) => ({ ...breach, story: [...this.#before, ...breach.story] }));
    return [...this.#broken.values(), ...now];
  }

  get reached(): ReadonlyMap<string, readonly Step[]> {
    return new Map(
      [...this.search.reached].map(([goal, story]) => [goal, [...this.#before, ...story]]),
    );
  }

  #begin(rows: readonly Int32Array[]): Search {
    const [stage] = this.#stages;
    return new Search(this.model, {
      limits: this.#limits,
      from: { space: this.space, rows },
      stopAt: this.#stopAt,
      until: stage?.goal,
    });
  }
}
