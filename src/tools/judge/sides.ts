/**
 * Which series are the baseline, and which the canary: as the user said, or as their words tell. What
 * can be read two ways is refused, with the flags that say it.
 */
import { InputError } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { type Selector, selectorFrom } from './selector.ts';
import { bothSides, type ReadOptions, type Series, type Side } from './series.ts';
import {
  inName,
  nearest,
  type Reading,
  readingAt,
  saidSides,
  sideWords,
  textAt,
} from './side-words.ts';

export interface Sides {
  readonly sideOf: (series: Series) => Side | undefined;
  /** The labels that say the side, and by which words. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
  /** The words in names that say the side. */
  readonly words: readonly string[];
  /** How the sides were told, for people. */
  readonly understood: string;
}

/** Throws InputError if the sides cannot be told. O(series x labels). */
export function sidesOf(all: readonly Series[], options: ReadOptions): Sides {
  const { baseline, canary } = options;
  if (baseline === undefined && canary === undefined) return byWords(all);
  const selectors = { baseline: said(baseline, all), canary: said(canary, all) };
  return bySelectors(all, selectors);
}

const said = (text: string | undefined, all: readonly Series[]): Selector | undefined =>
  text === undefined ? undefined : selectorFrom(text, all);

function bySelectors(
  all: readonly Series[],
  { baseline, canary }: Readonly<Record<Side, Selector | undefined>>,
): Sides {
  if (baseline === undefined || canary === undefined) {
    const missing = baseline === undefined ? 'baseline' : 'canary';
    throw new InputError(`Say both sides: --${missing} is missing. ${thereAre(all)}`);
  }
  for (const [side, { fits, text }] of Object.entries({ baseline, canary })) {
    if (all.some(fits)) continue;
    throw new InputError(`--${side} ${quoted(text)} fits no series. ${thereAre(all)}`);
  }
  const both = all.find((series) => baseline.fits(series) && canary.fits(series));
  if (both !== undefined) {
    throw new InputError(
      `--baseline ${quoted(baseline.text)} and --canary ${quoted(canary.text)} both fit ${shown(both.title, 120)}: say more of them.`,
    );
  }
  return {
    sideOf: (series) => {
      if (baseline.fits(series)) return 'baseline';
      return canary.fits(series) ? 'canary' : undefined;
    },
    labels: new Map([...baseline.labels, ...canary.labels].map((label) => [label, []])),
    words: [...baseline.words, ...canary.words],
    understood: `baseline is ${shown(baseline.text)}, canary is ${shown(canary.text)}`,
  };
}

/** Labels whose business it is to name a side. */
const sideLabels = ['group', 'side', 'arm', 'version', 'variant', 'track', 'deployment', 'release'];

function byWords(all: readonly Series[]): Sides {
  const places = [...new Set(all.flatMap(({ labels }) => [...labels.keys()])), inName];
  const readings = places.flatMap((place) => readingAt(place, all) ?? []);
  const complete = readings.filter((reading) => saysBoth(reading, all));
  // With one side alone, the metric's own message says which is missing.
  const chosen = complete.length > 0 ? complete : readings.filter((each) => saysOnly(each, all));
  if (chosen.length === 0) throw untold(all, readings);
  const sides = new Map(all.map((series) => [series, sideBy(series, chosen)]));
  for (const series of all) {
    if (sides.get(series) === undefined) refuseSlip(series, chosen);
  }
  const words = (side: Side) => [...new Set(chosen.flatMap((reading) => reading.words[side]))];
  const wordsOf = (reading: Reading) => bothSides.flatMap((side) => reading.words[side]);
  const labels = chosen.filter(({ place }) => place !== inName);
  const names = chosen.filter(({ place }) => place === inName);
  return {
    sideOf: (series) => sides.get(series),
    labels: new Map(labels.map((reading) => [reading.place, wordsOf(reading)])),
    words: names.flatMap(wordsOf),
    understood: bothSides
      .map((side) => `${side} is ${valuesOf(side, all, sides, chosen) || words(side).join(', ')}`)
      .join(', '),
  };
}

function saysBoth(reading: Reading, all: readonly Series[]): boolean {
  return bothSides.every((side) =>
    all.some((series) => {
      const sides = saidSides(series, reading);
      return sides.length === 1 && sides[0] === side;
    }),
  );
}

const saysOnly = (reading: Reading, all: readonly Series[]): boolean =>
  sideLabels.includes(reading.place.toLowerCase()) &&
  all.every((series) => saidSides(series, reading).length === 1);

function sideBy(series: Series, readings: readonly Reading[]): Side | undefined {
  const sides = new Set(readings.flatMap((reading) => saidSides(series, reading)));
  if (sides.size < 2) return [...sides][0];
  throw new InputError(
    `${shown(series.title, 120)} can be the baseline or the canary. Say which: ${howToSay}.`,
  );
}

export const howToSay = '--baseline <label=value or name> --canary <label=value or name>';

/** A value that is nearly a side is a slip, and not a series to be left out. */
function refuseSlip(series: Series, readings: readonly Reading[]): void {
  for (const { place } of readings) {
    const text = textAt(series, place) ?? '';
    const meant = place === inName ? undefined : nearest(text, sideWords);
    if (meant !== undefined) throw notASide(series, text, meant);
  }
}

function notASide({ points, counts }: Series, text: string, meant: string | undefined) {
  const where = points[0]?.where ?? counts[0]?.where ?? 'the input';
  const suggestion = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return new InputError(
    `There is no side ${quoted(text)}.${suggestion} It stands on ${where}. A side is baseline, control, stable or old, and canary, experiment, treatment, candidate or new; or say it: ${howToSay}.`,
  );
}

function untold(all: readonly Series[], readings: readonly Reading[]): InputError {
  const labels = [...new Set(all.flatMap((each) => [...each.labels.keys()]))];
  for (const label of labels.filter((each) => sideLabels.includes(each.toLowerCase()))) {
    const saysNone = (each: Series) =>
      readings.every((reading) => saidSides(each, reading).length === 0);
    const series = all.find((each) => each.labels.has(label) && saysNone(each));
    const text = series?.labels.get(label);
    if (series === undefined || text === undefined) continue;
    const meant = nearest(text, sideWords);
    const isOnly = new Set(all.map((each) => each.labels.get(label))).size === 1;
    if (meant !== undefined || isOnly || readings.length > 0) return notASide(series, text, meant);
  }
  const named = bothSides.filter((side) => readings.some(({ words }) => words[side].length > 0));
  const [only, other] = named;
  if (only !== undefined && other === undefined) {
    const missing = only === 'baseline' ? 'canary' : 'baseline';
    return new InputError(
      `The input names the ${only}, and no ${missing}. Say which is which: ${howToSay}. ${thereAre(all)}`,
    );
  }
  const label = labels.find((each) => new Set(all.map((own) => own.labels.get(each))).size === 2);
  if (label !== undefined) {
    const [one, other] = [...new Set(all.map((own) => own.labels.get(label) ?? ''))];
    return new InputError(
      `Nothing says which side is the baseline: the label ${quoted(label)} has ${quoted(one ?? '')} and ${quoted(other ?? '')}. Say it: --baseline '${shown(`${label}=${one}`, 80)}' --canary '${shown(`${label}=${other}`, 80)}', or the other way round.`,
    );
  }
  return new InputError(
    `Nothing says which series are the baseline and which the canary. Say it: ${howToSay}. ${thereAre(all)}`,
  );
}

const listedMax = 6;

function thereAre(all: readonly Series[]): string {
  const titles = [...new Set(all.map(({ title }) => title))];
  const listed = titles.slice(0, listedMax).map((title) => shown(title, 80));
  const more = titles.length > listedMax ? `, and ${titles.length - listedMax} more` : '';
  return `The input has: ${listed.join(', ')}${more}.`;
}

function valuesOf(
  side: Side,
  all: readonly Series[],
  sides: ReadonlyMap<Series, Side | undefined>,
  readings: readonly Reading[],
): string {
  const own = all.filter((series) => sides.get(series) === side);
  const said = own.flatMap((series) =>
    readings.flatMap((reading) => {
      if (saidSides(series, reading).length === 0) return [];
      const text = shown(textAt(series, reading.place) ?? '', 60);
      return reading.place === inName ? [text] : [`${reading.place}=${text}`];
    }),
  );
  const distinct = [...new Set(said)];
  const more = distinct.length > 3 ? ` and ${distinct.length - 3} more` : '';
  return distinct.slice(0, 3).join(' and ') + more;
}
