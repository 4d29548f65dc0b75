/** From series to metrics: which series are of one metric, and of which side, and in which cluster. */
import { InputError } from '../../lab/input-error.ts';
import { shown } from '../../words/shown.ts';
import type { Fact } from '../input/understood.ts';
import { type Gathered, metricFrom, type ReadMetric } from './metric.ts';
import { bothSides, type Point, type ReadOptions, type Series, type Side } from './series.ts';
import { withoutWords } from './side-words.ts';
import { howToSay, type Sides, sidesOf } from './sides.ts';

export interface Read {
  readonly metrics: readonly ReadMetric[];
  readonly facts: readonly Fact[];
}

interface Sided {
  readonly series: Series;
  readonly side: Side;
}

/** Labels of what one metric is measured at: values of one are dependent. */
const clusterLabels = [
  'pod',
  'instance',
  'host',
  'hostname',
  'node',
  'container',
  'user',
  'replica',
];

/** Labels of what is measured: where they differ, the metrics do. */
const measureLabels = new Set(
  'le quantile percentile stat statistic path route endpoint handler uri url method code status operation'.split(
    ' ',
  ),
);

/** Throws InputError if the sides cannot be told, or a metric cannot be judged. O(points). */
export function metricsFrom(all: readonly Series[], options: ReadOptions): Read {
  if (all.length === 0) throw new InputError('The input holds no values.');
  const sides = sidesOf(all, options);
  const sided = all.flatMap((series): Sided[] => {
    const side = sides.sideOf(series);
    return side === undefined ? [] : [{ series, side }];
  });
  const labels = labelsBesides(sided, sides);
  const byName = new Map<string, Sided[]>();
  for (const each of sided) {
    const name = nameOf(each.series, sides, labels.ofMetric);
    byName.set(name, [...(byName.get(name) ?? []), each]);
  }
  const gathered = [...byName].map(([name, own]) => gather(name, own, labels.ofCluster));
  return {
    metrics: gathered.map((metric) => metricFrom(metric, options)),
    facts: factsOf({ all, sided, sides, gathered }),
  };
}

function gather(name: string, sided: readonly Sided[], labels: readonly string[]): Gathered {
  const own = (side: Side) =>
    sided.filter((each) => each.side === side).map(({ series }) => series);
  // One series a side is one cluster a side, which cannot be told from the release.
  const isClustered = bothSides.some((side) => own(side).length > 1);
  const clusterOf = (series: Series) =>
    labels.map((label) => series.labels.get(label) ?? '').join(' ');
  for (const side of bothSides) {
    if (isClustered) refuseTwoOfOneSide(name, side, own(side), clusterOf);
  }
  const pointsOf = (series: Series): readonly Point[] =>
    isClustered
      ? series.points.map((point) => ({ ...point, cluster: clusterOf(series) }))
      : series.points;
  const countsOf = (series: Series) =>
    isClustered
      ? series.counts.map((count) => ({ ...count, cluster: clusterOf(series) }))
      : series.counts;
  return {
    name,
    units: new Set(bothSides.flatMap((side) => own(side).flatMap(({ units }) => units))),
    points: {
      baseline: own('baseline').flatMap(pointsOf),
      canary: own('canary').flatMap(pointsOf),
    },
    counts: {
      baseline: own('baseline').flatMap(countsOf),
      canary: own('canary').flatMap(countsOf),
    },
  };
}

function refuseTwoOfOneSide(
  name: string,
  side: Side,
  own: readonly Series[],
  clusterOf: (series: Series) => string,
): void {
  const titles = new Map<string, string>();
  for (const series of own) {
    const before = titles.get(clusterOf(series));
    titles.set(clusterOf(series), series.title);
    if (before === undefined) continue;
    throw new InputError(
      `${shown(name, 120)}: ${shown(before, 120)} and ${shown(series.title, 120)} are both the ${side}. Say which one is: ${howToSay}.`,
    );
  }
}

interface Labels {
  /** Those that tell metrics apart, with what they say. */
  readonly ofMetric: ReadonlyMap<string, (text: string) => string>;
  /** Those that tell pods, hosts or users of one side apart. */
  readonly ofCluster: readonly string[];
}

/** What labels are for, besides saying the side. O(series x labels). */
function labelsBesides(sided: readonly Sided[], sides: Sides): Labels {
  const names = [...new Set(sided.flatMap(({ series }) => [...series.labels.keys()]))];
  const valuesAt = (name: string, side: Side) =>
    new Set(sided.filter((each) => each.side === side).map((each) => each.series.labels.get(name)));
  const isApart = (name: string) => bothSides.some((side) => valuesAt(name, side).size > 1);
  // A label with other values on each side goes with the release: pods, and what is named after them.
  const goesWithSide = (name: string) => {
    const ofCanary = valuesAt(name, 'canary');
    return [...valuesAt(name, 'baseline')].every((value) => !ofCanary.has(value));
  };
  const isOne = [...sides.labels.keys()].some((name) => !isApart(name));
  const ofMetric = new Map<string, (text: string) => string>();
  const ofCluster: string[] = [];
  for (const name of names) {
    const words = sides.labels.get(name);
    const isCluster = clusterLabels.includes(name.toLowerCase());
    if (words !== undefined) {
      if (!isApart(name)) continue;
      const rest = (text = '') => withoutWords(text, words);
      const restsAt = (side: Side) => [...valuesAt(name, side)].map(rest).sort().join('\n');
      if (isCluster) ofCluster.push(name);
      // `cart-canary` and `checkout-canary` beside `cart-stable` and `checkout-stable`.
      else if (restsAt('baseline') === restsAt('canary')) ofMetric.set(name, rest);
      else if (isOne) ofCluster.push(name);
      else throw severalOfOneSide(name, valuesAt);
    } else if (new Set(sided.map(({ series }) => series.labels.get(name))).size > 1) {
      const isOfSide = !measureLabels.has(name.toLowerCase()) && (isCluster || goesWithSide(name));
      if (!isOfSide) ofMetric.set(name, (text) => text);
      else if (isApart(name)) ofCluster.push(name);
    }
  }
  return { ofMetric, ofCluster };
}

function severalOfOneSide(
  label: string,
  valuesAt: (label: string, side: Side) => ReadonlySet<string | undefined>,
): InputError {
  const side = bothSides.find((each) => valuesAt(label, each).size > 1) ?? 'canary';
  const values = [...valuesAt(label, side)].slice(0, 4).map((value) => shown(value ?? '', 60));
  return new InputError(
    `The label ${shown(label, 60)} has several values for the ${side}: ${values.join(', ')}. Say which one is: ${howToSay}.`,
  );
}

function nameOf(series: Series, { words }: Sides, ofMetric: Labels['ofMetric']): string {
  const parts = [series.metric, withoutWords(series.name, words)].filter((part) => part !== '');
  const labels = [...ofMetric].flatMap(([label, textOf]) => {
    const value = series.labels.get(label);
    return value === undefined ? [] : [`${label}="${textOf(value)}"`];
  });
  const name = parts.join(' ') || 'metric';
  return labels.length === 0 ? name : `${name}{${labels.join(',')}}`;
}

interface Understanding {
  readonly all: readonly Series[];
  readonly sided: readonly Sided[];
  readonly sides: Sides;
  readonly gathered: readonly Gathered[];
}

function factsOf({ all, sided, sides, gathered }: Understanding): Fact[] {
  const used = new Set(sided.map(({ series }) => series));
  const unused = all.filter((series) => !used.has(series)).map(({ title }) => shown(title, 60));
  const units = new Set(gathered.flatMap((metric) => [...metric.units]));
  return [
    {
      name: 'unit',
      value: [...units].map((unit) => shown(unit, 30) || 'none').join(', ') || 'none',
    },
    { name: 'sides', value: sides.understood },
    ...(unused.length === 0 ? [] : [{ name: 'left out', value: listed([...new Set(unused)]) }]),
  ];
}

function listed(texts: readonly string[]): string {
  const more = texts.length > 5 ? ` and ${texts.length - 5} more` : '';
  return texts.slice(0, 5).join(', ') + more;
}
