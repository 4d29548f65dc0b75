/** `--baseline` and `--canary`: which series a side is, by labels or by name. */
import { labelsFrom, type Series } from './series.ts';
import { wordsIn } from './side-words.ts';

export interface Selector {
  readonly text: string;
  readonly fits: (series: Series) => boolean;
  /** The labels that it names; of the others, those that differ tell metrics apart. */
  readonly labels: readonly string[];
  /** The words that it takes from a name. */
  readonly words: readonly string[];
}

/** `version=1.4.2`, `{version="1.4.2", region="eu"}`, or a name: a label's value, a column, a part of it. */
export function selectorFrom(text: string, all: readonly Series[]): Selector {
  const inside = text.trim().replace(/^\{(.*)\}$/, '$1');
  const labels = inside.includes('=') ? labelsFrom(inside) : undefined;
  if (labels === undefined) return byName(text.trim(), all);
  // `version` may be `Version` in the header of a table.
  const isCalled = (label: string) => (each: string) => each.toLowerCase() === label.toLowerCase();
  const fits = (series: Series) =>
    [...labels].every(([label, value]) => {
      const own = [...series.labels.keys()].find(isCalled(label));
      return own !== undefined && series.labels.get(own) === value;
    });
  const known = [...new Set(all.flatMap((series) => [...series.labels.keys()]))];
  const named = known.filter((each) => [...labels.keys()].some((label) => isCalled(label)(each)));
  return { text, fits, labels: named, words: [] };
}

/** Exactly, if any series is called so or has a label with the value; else by the words of its name. */
function byName(text: string, all: readonly Series[]): Selector {
  const isNamed = ({ title, name }: Series) => title === text || name === text;
  const labels = [...new Set(all.flatMap((series) => labelsWith(series, text)))];
  if (labels.length > 0) {
    return { text, fits: (series) => labelsWith(series, text).length > 0, labels, words: [] };
  }
  const words = wordsIn(text);
  if (all.some(isNamed)) return { text, fits: isNamed, labels: [], words };
  return { text, fits: ({ name }) => hasInOrder(wordsIn(name), words), labels: [], words };
}

const labelsWith = (series: Series, value: string): string[] =>
  [...series.labels].filter(([, each]) => each === value).map(([label]) => label);

function hasInOrder(all: readonly string[], part: readonly string[]): boolean {
  if (part.length === 0) return false;
  return all.some((_, from) => part.every((word, place) => all[from + place] === word));
}
