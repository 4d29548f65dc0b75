/** One metric of both sides, checked: what the judges take. Its shape is that of `OwnMetric`. */
import { InputError } from '../../lab/input-error.ts';
import { shown } from '../../words/shown.ts';
import { bothSides, type Count, type Point, type ReadOptions, type Side } from './series.ts';

type OfSides<Value> = Readonly<Record<Side, Value>>;

export interface ReadCounts {
  readonly kind: 'counts';
  readonly name: string;
  readonly strata: readonly ReadStratum[];
}

interface ReadShare {
  readonly hits: number;
  readonly trials: number;
}

interface ReadStratum extends OfSides<ReadShare> {
  /** The same by pod, host or user; undefined if the input does not tell. */
  readonly clusters?: OfSides<readonly (ReadShare & { readonly cluster: string })[]>;
}

export interface ReadSamples extends OfSides<readonly number[]> {
  readonly kind: 'samples';
  readonly name: string;
  readonly unit: string;
  /** Values that were not recorded; they are left out of the values. */
  readonly missing: OfSides<number>;
  /** Of each value, in ms or as a place in order; undefined if the input does not tell. */
  readonly times?: OfSides<readonly number[]>;
  /** The pod, host or user of each value; undefined if the input does not tell. */
  readonly clusters?: OfSides<readonly string[]>;
}

export type ReadMetric = ReadCounts | ReadSamples;

/** What was read of a metric, before it is checked. */
export interface Gathered {
  readonly name: string;
  readonly units: ReadonlySet<string>;
  readonly points: OfSides<readonly Point[]>;
  readonly counts: OfSides<readonly Count[]>;
}

/** Throws InputError for what cannot be judged. O(points). */
export function metricFrom(gathered: Gathered, options: ReadOptions): ReadMetric {
  const { units, points, counts } = gathered;
  const name = shown(gathered.name, 200);
  if (units.size > 1) {
    throw new InputError(
      `${name}: its values have different units (${[...units].map((unit) => shown(unit, 30) || 'none').join(', ')}); bring them to one first.`,
    );
  }
  const hasCounts = bothSides.some((side) => counts[side].length > 0);
  if (!hasCounts) return samplesFrom({ ...gathered, name }, options);
  if (bothSides.some((side) => points[side].length > 0)) {
    throw new InputError(`${name}: it has both counts and values; which are meant?`);
  }
  return countsFrom(name, counts);
}

function countsFrom(name: string, counts: OfSides<readonly Count[]>): ReadCounts {
  const wrong = bothSides.flatMap((side) => counts[side]).find(({ hits, trials }) => hits > trials);
  if (wrong !== undefined) {
    const { where, hits, trials } = wrong;
    throw new InputError(`${where}: ${hits} errors are more than ${trials} requests.`);
  }
  for (const side of bothSides) {
    if (counts[side].length > 0) continue;
    throw new InputError(`${name}: the ${side} has no counts to compare with.`);
  }
  const all = bothSides.flatMap((side) => counts[side]);
  const isClustered = all.every(({ cluster }) => cluster !== undefined);
  const names = [...new Set(all.map(({ stratum }) => stratum))];
  const strata = names.map((stratum): ReadStratum => {
    const own = ofSides((side) => counts[side].filter((count) => count.stratum === stratum));
    const sums = ofSides((side) => totalOf(own[side]));
    return isClustered ? { ...sums, clusters: ofSides((side) => byCluster(own[side])) } : sums;
  });
  return { kind: 'counts', name, strata };
}

const totalOf = (counts: readonly Count[]): ReadShare => ({
  hits: counts.reduce((sum, { hits }) => sum + hits, 0),
  trials: counts.reduce((sum, { trials }) => sum + trials, 0),
});

function byCluster(counts: readonly Count[]): (ReadShare & { readonly cluster: string })[] {
  const clusters = new Map<string, Count[]>();
  for (const count of counts) {
    const { cluster = '' } = count;
    const known = clusters.get(cluster);
    if (known === undefined) clusters.set(cluster, [count]);
    else known.push(count);
  }
  return [...clusters].map(([cluster, own]) => ({ cluster, ...totalOf(own) }));
}

function samplesFrom({ name, units, points }: Gathered, options: ReadOptions): ReadSamples {
  refuseRepeats(name, points);
  const recorded = ofSides((side) => points[side].filter(({ value }) => !Number.isNaN(value)));
  for (const side of bothSides) {
    if (options.mayBeEmpty) break;
    const [first, second] = recorded[side];
    if (first === undefined)
      throw new InputError(`${name}: the ${side} has no values to compare with.`);
    if (second === undefined) {
      throw new InputError(
        `${name}: the ${side} has one value only (${first.value}); nothing can be said of its spread.`,
      );
    }
  }
  const times = ofSides((side) => allOf(recorded[side].map(({ time }) => time)));
  const clusters = ofSides((side) => allOf(recorded[side].map(({ cluster }) => cluster)));
  return {
    kind: 'samples',
    name,
    unit: shown([...units][0] ?? '', 30),
    ...ofSides((side) => recorded[side].map(({ value }) => value)),
    missing: ofSides((side) => points[side].length - recorded[side].length),
    ...(isOfBoth(times) ? { times } : {}),
    ...(isOfBoth(clusters) ? { clusters } : {}),
  };
}

function ofSides<Value>(of: (side: Side) => Value): OfSides<Value> {
  return { baseline: of('baseline'), canary: of('canary') };
}

/** Undefined if one is. */
function allOf<Value>(values: readonly (Value | undefined)[]): readonly Value[] | undefined {
  return values.some((value) => value === undefined) ? undefined : (values as Value[]);
}

function isOfBoth<Value>(
  sides: OfSides<readonly Value[] | undefined>,
): sides is OfSides<readonly Value[]> {
  return sides.baseline !== undefined && sides.canary !== undefined;
}

/**
 * The same value at the same time twice, where no time has two values, is an export that overlaps with
 * another: counted twice, it would look like more evidence. A log of requests has several values at one
 * time, and is left alone.
 */
function refuseRepeats(name: string, points: OfSides<readonly Point[]>): void {
  for (const side of bothSides) {
    const seen = new Map<string, Point>();
    let repeated: [Point, Point] | undefined;
    for (const point of points[side]) {
      if (point.time === undefined) return;
      const key = JSON.stringify([point.time, point.cluster ?? '']);
      const before = seen.get(key);
      seen.set(key, point);
      if (before === undefined) continue;
      if (!Object.is(before.value, point.value)) return;
      repeated ??= [before, point];
    }
    if (repeated === undefined) continue;
    const [before, again] = repeated;
    throw new InputError(
      `${again.where}: ${name} of the ${side} repeats ${before.where.toLowerCase()}, the same value at the same time: leave one of them out.`,
    );
  }
}
