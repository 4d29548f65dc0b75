/**
 * What must hold of replicated data, as predicates of what is known at one moment: of two replicas, of one
 * and the edits that have arrived there, of states that are merged. Runs ask them of their nodes after
 * every event, and explorations of every state. Each answers undefined, or how it is broken.
 */
import type { CatalogueType, TypeName } from './catalogue.ts';
import type { EditRecord } from './models.ts';
import { isSubset, same } from './plain.ts';
import type { AnyStateBased, EditNumber } from './replication/replica.ts';

export const shown = (value: unknown): string => JSON.stringify(value);

const shortMax = 120;
/** A value of many fields says nothing in a sentence. */
const told = (name: string, value: string, right: string): string =>
  value.length <= shortMax
    ? `${name} shows ${value} instead of ${right}`
    : `replica ${name} does not show ${right}`;

/** What a replica has and shows. */
export interface Shown {
  readonly name: string;
  readonly edits: readonly EditNumber[];
  readonly value: unknown;
}

/** Every edit that was accepted, by its number; undefined for what is not known. */
export type History = (number: EditNumber) => EditRecord | undefined;

/** RR-7506 §2.3, strong eventual convergence: who has delivered the same updates is in the same state. */
export function apart(one: Shown, other: Shown): string | undefined {
  if (!same(one.edits, other.edits) || same(one.value, other.value)) return undefined;
  const [left, right] = whereTheyDiffer(shown(one.value), shown(other.value));
  return `${one.name} and ${other.name} have the same edits, but ${one.name} shows ${left} and ${other.name} ${right}`;
}

const aroundMax = 12;
/** Of long values only the place where the first difference is: two whole texts cannot be compared by eye. */
function whereTheyDiffer(one: string, other: string): readonly [string, string] {
  if (Math.max(one.length, other.length) <= shortMax) return [one, other];
  const differs = Array.from(one).findIndex((letter, place) => letter !== other[place]);
  const from = Math.max(0, (differs < 0 ? one.length : differs) - aroundMax);
  const around = (text: string) => `“…${text.slice(from, from + 2 * aroundMax)}…”`;
  return [around(one), around(other)];
}

/** Of a model, or of what must be one of several: what it says of the edits that have arrived. */
export function unlikeModel(
  model: CatalogueType['model'],
  { name, edits, value }: Shown,
  history: History,
): string | undefined {
  const right = model?.(
    value,
    edits.flatMap((number) => history(number) ?? []),
  );
  return right === undefined ? undefined : told(name, shown(value), right);
}

/** Causal consistency: an edit comes after all that its author had seen. */
export function lacksCause(
  { name, edits }: Pick<Shown, 'name' | 'edits'>,
  history: History,
): string | undefined {
  for (const number of edits) {
    const record = history(number);
    if (record !== undefined && !isSubset(record.seen, edits)) {
      return `${name} has edit ${number} of ${record.node}, but not all that it came after`;
    }
  }
  return undefined;
}

interface Payload {
  readonly name: string;
  readonly payload: unknown;
}

/** RR-7506 §2.3.1, of one state: merging it with itself changes nothing. */
export function unlikeItself(type: AnyStateBased, { name, payload }: Payload): string | undefined {
  const merged = type.merge(payload, payload);
  return same(merged, payload)
    ? undefined
    : `merging the state of ${name} with itself gives ${shown(type.query(merged))} instead of ${shown(type.query(payload))}`;
}

/** The same, of two: the order does not matter, and what comes out is not less than either. */
export function noUpperBound(
  type: AnyStateBased,
  { name: to, payload: a }: Payload,
  { name: from, payload: b }: Payload,
): string | undefined {
  const ab = type.merge(a, b);
  const ba = type.merge(b, a);
  if (!same(ab, ba)) {
    return `merging ${from} into ${to} gives ${shown(type.query(ab))}, and the other way round ${shown(type.query(ba))}`;
  }
  if (!type.compare(a, ab) || !type.compare(b, ab)) {
    return `merging ${from} into ${to} gives less than what was merged`;
  }
  return undefined;
}

/** What is left of all that was added and taken, when everything has arrived everywhere. */
export function leftOver(history: readonly EditRecord[]): number {
  return history.reduce((sum, { edit }) => sum + ((edit as { add?: number }).add ?? 0), 0);
}

export function overdrawn(typeName: TypeName, history: readonly EditRecord[]): string | undefined {
  const left = leftOver(history);
  return typeName === 'bounded-counter' && left < 0 ? `the counter falls to ${left}` : undefined;
}

/**
 * Upper-case letters are one author's, lower-case ones the other's: how often the author changes in
 * the text, plus one.
 */
export function authorRuns(text: string): number {
  const authors = [...text].map((letter) => letter === letter.toUpperCase());
  return authors.filter((author, index) => author !== authors[index - 1]).length;
}

/** What two people type before they hear of one another stands in two runs (Weidner and Kleppmann 2023, §2.3). */
export function interleaved(
  { name, value }: Pick<Shown, 'name' | 'value'>,
  history: readonly EditRecord[],
): string | undefined {
  const text = String(value);
  const blind = typedBlindly(history);
  const typed = [...text].filter((letter) => blind.includes(letter)).join('');
  return authorRuns(typed) <= 2 ? undefined : `${name} shows ${shown(text)}`;
}

/** The letters that were typed before their author had heard of anybody else. */
function typedBlindly(history: readonly EditRecord[]): readonly string[] {
  const authors = new Map(history.map(({ number, node }) => [number, node]));
  return history
    .filter(({ node, seen }) => seen.every((number) => authors.get(number) === node))
    .flatMap(({ edit }) => [...((edit as { type?: string }).type ?? '')]);
}
