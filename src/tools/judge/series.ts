/** What every format is read into: series, each with its name and labels, before anything is a side. */
import type { DecimalMark } from '../input/numbers.ts';

export type Side = 'baseline' | 'canary';

export const bothSides: readonly Side[] = ['baseline', 'canary'];

/** A value, or errors among requests. */
export interface Point {
  /** Its line, or its place in a list, for messages. */
  readonly where: string;
  /** NaN if nothing was recorded. */
  readonly value: number;
  /** In ms, or a place in order; undefined if the input does not tell. */
  readonly time?: number | undefined;
  /** The pod, host or user; undefined if the input does not tell. */
  readonly cluster?: string | undefined;
}

export interface Count {
  readonly where: string;
  readonly stratum: string;
  readonly hits: number;
  readonly trials: number;
  /** The pod, host or user; undefined if the input does not tell. */
  readonly cluster?: string | undefined;
}

export interface Series {
  /** How the input calls it, for messages. */
  readonly title: string;
  /** What is measured, if the input tells it apart from the side; else empty. */
  readonly metric: string;
  /** A name that may tell both, such as `p99 canary`; empty if there is none. */
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** `ms`, `bytes`, or what the input says; more than one is refused. */
  readonly units: readonly string[];
  readonly points: readonly Point[];
  readonly counts: readonly Count[];
}

/** What the user said about the input. */
export interface ReadOptions {
  /** Which series are the baseline: `version=1.4.2`, or a name. */
  readonly baseline?: string | undefined;
  readonly canary?: string | undefined;
  readonly decimal?: DecimalMark | undefined;
  /** Leave NaN out. By default it is refused, because it does not say how it came about. */
  readonly nanStrategy?: 'remove' | undefined;
  /** Whether a side may have no values: Kayenta has rules for that. */
  readonly mayBeEmpty?: boolean | undefined;
}

/** A name with labels as Prometheus (`a{b="c"}`) or Datadog (`a{b:c}`) writes it; else a name alone. */
export function nameWithLabels(text: string): Pick<Series, 'name' | 'labels'> {
  const whole = { name: text, labels: new Map<string, string>() };
  const [, name, inside] = /^([^{]*)\{(.*)\}$/.exec(text.trim()) ?? [];
  if (name === undefined || inside === undefined) return whole;
  const labels = labelsFrom(inside);
  return labels === undefined ? whole : { name: name.trim(), labels };
}

const labelPattern =
  /\s*([\w.@/-]+)\s*[=:]\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^,"']*))\s*(?:,|$)/y;

/** `a="b", c=d`; undefined if it is anything else. */
export function labelsFrom(text: string): Map<string, string> | undefined {
  const labels = new Map<string, string>();
  labelPattern.lastIndex = 0;
  for (let at = 0; at < text.length; at = labelPattern.lastIndex) {
    const match = labelPattern.exec(text);
    if (match === null) return undefined;
    const [, label = '', quoted, single, bare = ''] = match;
    const value = quoted?.replace(/\\(.)/g, '$1') ?? single ?? bare.trim();
    labels.set(label, value);
  }
  return labels;
}
