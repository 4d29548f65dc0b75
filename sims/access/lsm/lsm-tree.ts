/**
 * A log-structured merge tree (O’Neil et al., The Log-Structured Merge-Tree, 1996): writes go to a table in memory, which
 * is written as a sorted run when it is full; compaction merges runs into ever larger ones, level by level.
 *
 * Level 0 has the runs as they come. Level i holds up to T^i times what one compaction of level 0 brings: in one run
 * (levelled), or in up to T - 1 runs (tiered; Dayan et al., Monkey, SIGMOD 2017, §2).
 */
import { must } from '../../../src/kernel/must.ts';
import type { AccessRules } from '../rules.ts';
import { merged } from './merge.ts';
import { PageCount } from './page-count.ts';
import { type Entry, type RunShape, SortedRun } from './sorted-run.ts';

export const policies = ['levelled', 'tiered'] as const;
export type Policy = (typeof policies)[number];

export interface LsmOptions extends RunShape {
  /** Keys in memory that make it full. */
  readonly memtableEntries: number;
  /** Runs of level 0 that make a compaction due; at least 2. */
  readonly level0Runs: number;
  /** How many times larger each level is than the one above it; at least 2. */
  readonly sizeRatio: number;
  readonly policy: Policy;
}

/** A compaction: what goes in, newest first, and the level of the result. */
export interface Compaction {
  readonly level: number;
  readonly inputs: readonly SortedRun[];
  /** Entries that go in. */
  readonly entries: number;
}

export class LsmTree {
  readonly count = new PageCount();
  readonly #options: LsmOptions;
  readonly #rules: AccessRules;
  #memtable = new Map<number, Entry>();
  /** Each level’s runs, newest first. */
  #levels: (readonly SortedRun[])[] = [[]];
  #runsWritten = 0;

  constructor(options: LsmOptions, rules: AccessRules) {
    this.#options = options;
    this.#rules = rules;
  }

  /** Runs, newest first. */
  get runs(): readonly SortedRun[] {
    return this.#levels.flat();
  }

  /** Pages of all runs. */
  get rowPages(): number {
    return this.runs.reduce((sum, { pages }) => sum + pages, 0);
  }

  get level0(): number {
    return this.#levels[0]?.length ?? 0;
  }

  /** Keys in memory. */
  get inMemory(): number {
    return this.#memtable.size;
  }

  /** Entries on the disk, older ones and tombstones included. */
  get entries(): number {
    return this.runs.reduce((sum, { entries }) => sum + entries.length, 0);
  }

  get isFull(): boolean {
    return this.#memtable.size >= this.#options.memtableEntries;
  }

  /** Sets a key; undefined deletes it. Only memory is touched. */
  set(key: number, value: number | undefined): void {
    this.#memtable.set(key, { key, value });
  }

  /** Sets a key, and does all that becomes due by it. */
  put(key: number, value: number | undefined): void {
    this.set(key, value);
    if (!this.isFull) return;
    this.flush();
    for (let due = this.due(); due !== undefined; due = this.due()) this.compact(due);
  }

  /** The newest value of a key; undefined if it has none, or is deleted. */
  get(key: number): number | undefined {
    const inMemory = this.#memtable.get(key);
    if (inMemory !== undefined) return inMemory.value;
    const runs = this.#rules['newest-run-wins'] ? this.runs : this.runs.toReversed();
    for (const run of runs) {
      if (this.#rules['filter-before-page'] && !run.mayHave(key)) continue;
      const entry = run.find(key);
      if (entry !== undefined) return entry.value;
    }
    return undefined;
  }

  /** Live entries with keys from `from` to `to`, both included, in order. Filters do not help: each run is read. */
  between(from: number, to: number): readonly Entry[] {
    const inMemory = [...this.#memtable.values()].filter(({ key }) => key >= from && key <= to);
    const found = [inMemory, ...this.runs.map((run) => run.between(from, to))];
    const newestFirst = this.#rules['newest-run-wins'] ? found : found.toReversed();
    const newest = new Map<number, Entry>();
    for (const entries of newestFirst)
      for (const entry of entries) if (!newest.has(entry.key)) newest.set(entry.key, entry);
    return [...newest.values()]
      .filter(({ value }) => value !== undefined)
      .sort((a, b) => a.key - b.key);
  }

  /** Writes what is in memory as the newest run of level 0; nothing if there is nothing. */
  flush(): void {
    if (this.#memtable.size === 0) return;
    const entries = [...this.#memtable.values()].sort((a, b) => a.key - b.key);
    this.#memtable = new Map();
    this.#levels[0] = [this.#written(entries), ...must(this.#levels[0], 'level 0')];
  }

  /** The compaction that is due: of level 0, down to the first level that has room for it; undefined if none is. */
  due(): Compaction | undefined {
    const { level0Runs, sizeRatio, memtableEntries, policy } = this.#options;
    const level0 = must(this.#levels[0], 'level 0');
    if (level0.length < level0Runs) return undefined;
    // What comes next is newer than what is merged now, and stays.
    let inputs: readonly SortedRun[] = level0.slice(-level0Runs);
    let capacity = level0Runs * memtableEntries;
    for (let level = 1; ; level++) {
      capacity *= sizeRatio;
      const there = this.#levels[level] ?? [];
      const isFull =
        policy === 'levelled'
          ? entriesOf([...inputs, ...there]) >= capacity
          : there.length + 1 >= sizeRatio;
      if (isFull || policy === 'levelled') inputs = [...inputs, ...there];
      if (!isFull) return { level, inputs, entries: entriesOf(inputs) };
    }
  }

  /** Merges the runs, which must still be there, into one. */
  compact({ level, inputs }: Compaction): void {
    const gone = new Set(inputs);
    this.#levels = this.#levels.map((runs) => runs.filter((run) => !gone.has(run)));
    while (this.#levels.length <= level) this.#levels.push([]);
    const older = this.#levels.slice(level).flat();
    const entries = merged(
      inputs.map((run) => run.entries),
      older.length === 0,
      this.#rules,
    );
    if (entries.length === 0) return;
    this.#levels[level] = [this.#written(entries), ...must(this.#levels[level], 'level')];
  }

  /** Merges all runs into one, on the first level that has room for it. */
  compactAll(): void {
    this.flush();
    const { level0Runs, sizeRatio, memtableEntries } = this.#options;
    const inputs = this.runs;
    let [level, capacity] = [1, level0Runs * memtableEntries * sizeRatio];
    while (entriesOf(inputs) >= capacity) {
      capacity *= sizeRatio;
      level += 1;
    }
    this.compact({ level, inputs, entries: entriesOf(inputs) });
  }

  #written(entries: readonly Entry[]): SortedRun {
    this.#runsWritten += 1;
    return new SortedRun(entries, this.#options, this.count, this.#runsWritten);
  }
}

const entriesOf = (runs: readonly SortedRun[]): number =>
  runs.reduce((sum, { entries }) => sum + entries.length, 0);
