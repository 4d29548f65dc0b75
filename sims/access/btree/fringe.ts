/**
 * How many leaves random keys make, exactly in the mean. A key falls into each gap between keys with equal probability,
 * so the leaves are an urn whose balls are drawn by their entries and become fuller, or two (fringe analysis: Yao, On
 * Random 2-3 Trees, Acta Informatica 9, 1978, §4; Eisenbarth et al., Information and Control 55, 1982).
 */
import { must } from '../../../src/kernel/must.ts';
import type { Moments } from '../../../src/statistics/moments.ts';

export interface Fringe {
  readonly perPage: number;
  /** As of a tree that grows. */
  readonly splitPoint: (entries: number, isLast: boolean) => number;
}

/** Entries of a leaf in the mean, of ever more keys: s H(s) - l H(l) - r H(r), if s entries are split into l and r. */
export function entriesPerLeaf({ perPage, splitPoint }: Fringe): number {
  const entries = perPage + 1;
  const stay = splitPoint(entries, false);
  const harmonic = (n: number) => {
    let sum = 0;
    for (let i = 1; i <= n; i++) sum += 1 / i;
    return n * sum;
  };
  return harmonic(entries) - harmonic(stay) - harmonic(entries - stay);
}

/** Leaves after so many random keys. `deviation` is at least that of the number. O(rows x perPage). */
export function leavesAfter(fringe: Fringe, rows: number): Moments {
  if (rows <= fringe.perPage) return { mean: 1, deviation: 0 };
  const kinds = new Kinds(fringe);
  return momentsOf(kinds, [{ table: kinds.table('as-before'), rows }], () => 1);
}

/** Leaves that change, or are new, while `more` keys join `rows`. O((rows + more) x perPage). */
export function leavesChanged(fringe: Fringe, rows: number, more: number): Moments {
  // From one leaf on there is nothing random.
  if (rows <= fringe.perPage) return leavesAfter(fringe, rows + more);
  const kinds = new Kinds(fringe);
  const phases = [
    { table: kinds.table('as-before'), rows },
    { table: kinds.table('changed'), rows: rows + more },
  ];
  return momentsOf(kinds, phases, (kind) => (kind >= kinds.unchanged ? 1 : 0));
}

/** What becomes of each kind of leaf that gets a key. */
interface Table {
  readonly kinds: number;
  /** Gaps of a leaf, into which a key may fall. */
  readonly gaps: Float64Array;
  readonly becomes: Int32Array;
  /** The new leaf on its right; -1 without a split. */
  readonly makes: Int32Array;
}

/** The first leaf has the gap on the left of all keys, too; the last one is split elsewhere. */
type Place = 'first' | 'inner' | 'last';

interface Kind {
  readonly place: Place;
  readonly entries: number;
}

/** The kinds of leaves that there can be: where they are, and how many entries they have. */
class Kinds {
  /** From there on kinds are those of leaves that have changed since the checkpoint. */
  readonly unchanged: number;
  readonly start: { readonly rows: number; readonly leaves: readonly number[] };
  readonly #fringe: Fringe;
  readonly #kinds: Kind[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(fringe: Fringe) {
    this.#fringe = fringe;
    const rows = fringe.perPage + 1;
    const stay = fringe.splitPoint(rows, true);
    const leaves = [this.#number('first', stay), this.#number('last', rows - stay)];
    this.start = { rows, leaves };
    // The list grows while it is walked through.
    for (const kind of this.#kinds) this.#next(kind);
    this.unchanged = this.#kinds.length;
  }

  table(afterwards: 'as-before' | 'changed'): Table {
    const isChanged = afterwards === 'changed';
    const kinds = isChanged ? 2 * this.unchanged : this.unchanged;
    const shift = isChanged ? this.unchanged : 0;
    const table: Table = {
      kinds,
      gaps: new Float64Array(kinds),
      becomes: new Int32Array(kinds),
      makes: new Int32Array(kinds).fill(-1),
    };
    for (const [number, kind] of this.#kinds.entries()) {
      const [becomes, makes] = this.#next(kind);
      for (let from = number; from < kinds; from += this.unchanged) {
        // Each key has the gap on its right.
        table.gaps[from] = kind.entries + (kind.place === 'first' ? 1 : 0);
        table.becomes[from] = shift + becomes;
        if (makes !== undefined) table.makes[from] = shift + makes;
      }
    }
    return table;
  }

  #next({ place, entries }: Kind): readonly [number, number | undefined] {
    if (entries < this.#fringe.perPage) return [this.#number(place, entries + 1), undefined];
    const stay = this.#fringe.splitPoint(entries + 1, place === 'last');
    return [
      this.#number(place === 'last' ? 'inner' : place, stay),
      this.#number(place === 'last' ? 'last' : 'inner', entries + 1 - stay),
    ];
  }

  #number(place: Place, entries: number): number {
    const name = `${place} ${entries}`;
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#kinds.length);
    return this.#kinds.push({ place, entries }) - 1;
  }
}

interface Phase {
  readonly table: Table;
  /** How many there are at its end. */
  readonly rows: number;
}

/**
 * Of the sum of a worth over all leaves at the end. Backwards: what a leaf of each kind is worth in the mean, row by
 * row; then forwards: how many of each kind there are, and how far each draw moves the sum (a martingale, so that the
 * variances of its steps add up).
 */
function momentsOf(kinds: Kinds, phases: readonly Phase[], worthOf: (kind: number) => number) {
  const all = Math.max(...phases.map(({ table }) => table.kinds));
  const begin = (phase: number) => phases[phase - 1]?.rows ?? kinds.start.rows;
  const gains = new Map<number, Float64Array>();
  let worth = Float64Array.from({ length: all }, (_, kind) => worthOf(kind));
  let before = new Float64Array(all);
  for (const [phase, { table, rows }] of [...phases.entries()].reverse()) {
    const grid = gridOf(begin(phase), rows);
    for (let there = rows - 1; there >= begin(phase); there--) {
      if (grid.has(there))
        gains.set(
          there,
          worth.map((_, kind) => (kind < table.kinds ? gainOf(table, worth, kind) : 0)),
        );
      const each = 1 / (there + 1);
      for (let kind = 0; kind < table.kinds; kind++)
        before[kind] = at(worth, kind) + each * at(table.gaps, kind) * gainOf(table, worth, kind);
      [worth, before] = [before, worth];
    }
  }
  const mean = kinds.start.leaves.reduce((sum, kind) => sum + at(worth, kind), 0);
  return { mean, deviation: Math.sqrt(varianceOf(kinds, phases, all, gains)) };
}

function varianceOf(
  kinds: Kinds,
  phases: readonly Phase[],
  all: number,
  gains: ReadonlyMap<number, Float64Array>,
): number {
  const counts = new Float64Array(all);
  for (const kind of kinds.start.leaves) counts[kind] = at(counts, kind) + 1;
  const drawn = new Float64Array(all);
  let [there, variance] = [kinds.start.rows, 0];
  let gain = new Float64Array(all) as Float64Array;
  for (const { table, rows } of phases) {
    for (; there < rows; there++) {
      gain = gains.get(there) ?? gain;
      const each = 1 / (there + 1);
      let first = 0;
      let second = 0;
      for (let kind = 0; kind < table.kinds; kind++) {
        const share = each * at(counts, kind) * at(table.gaps, kind);
        drawn[kind] = share;
        first += share * at(gain, kind);
        second += share * at(gain, kind) * at(gain, kind);
      }
      // The mean of a square is at least the square of the mean: this is not less than the variance of the step.
      variance += second - first * first;
      draw(table, counts, drawn);
    }
  }
  return variance;
}

/** Leaves of these kinds get a key. */
function draw({ kinds, becomes, makes }: Table, counts: Float64Array, drawn: Float64Array): void {
  for (let kind = 0; kind < kinds; kind++) {
    const share = at(drawn, kind);
    if (share === 0) continue;
    const [next, made] = [kindAt(becomes, kind), kindAt(makes, kind)];
    counts[kind] = at(counts, kind) - share;
    counts[next] = at(counts, next) + share;
    if (made >= 0) counts[made] = at(counts, made) + share;
  }
}

/** What a draw of that kind adds to the sum. */
function gainOf({ becomes, makes }: Table, worth: Float64Array, kind: number): number {
  const made = kindAt(makes, kind);
  const more = made >= 0 ? at(worth, made) : 0;
  return at(worth, kindAt(becomes, kind)) + more - at(worth, kind);
}

/** Gains change slowly: those of every hundredth of the way are enough for a variance. */
function gridOf(from: number, to: number): ReadonlySet<number> {
  const grid = new Set<number>();
  for (let there = from; there < to; there += Math.ceil(Math.min(there, to - from) / 100))
    grid.add(there);
  return grid;
}

const at = (values: Float64Array, kind: number): number => must(values[kind], 'kind of a leaf');
const kindAt = (kinds: Int32Array, kind: number): number => must(kinds[kind], 'kind of a leaf');
