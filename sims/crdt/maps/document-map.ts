/**
 * A map of counters, flags, registers and further maps, as deep as one likes (ORMap of causal types in Almeida et al.
 * 2016, §7.4, Figure 8; Riak's map). Clearing a path drops what was observed there: it resets counters, lowers flags,
 * empties registers, and all of that below a map. What was done there concurrently stays.
 *
 * A client that writes brings the context of what it had read, if it did not read here and just now. Its write replaces
 * what it had read and nothing else: so two clients that write through one server after the same read both keep their
 * values (what dotted version vectors are for: Preguiça et al. 2012, §3), and one that writes with a stale context adds a
 * sibling each time.
 *
 * All share one causal context, as in `or-map.ts`.
 */
import {
  type CausalContext,
  type Dot,
  emptyContext,
  joinContexts,
  nextDot,
  numberOf,
  replicaOf,
} from '../clocks/causal-context.ts';
import {
  contextOfDelta,
  type Dotted,
  dotsOf,
  isCausallyBelow,
  joinDotted,
} from '../clocks/dotted.ts';
import { countOf, type VersionVector } from '../clocks/version-vector.ts';
import { countIn, increment } from '../counters/reset-counter.ts';
import { joinRecords, lookUp, sorted } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { StateBased } from '../types.ts';

/** The fields of a map, by kind, so that a counter and a flag of one name are two fields. */
export interface Fields {
  readonly counters: Readonly<Record<string, Dotted<number>>>;
  /** Raised by each of these; lowered if by none. */
  readonly flags: Readonly<Record<string, Dotted<true>>>;
  /** The siblings of each. */
  readonly registers: Readonly<Record<string, Dotted<string>>>;
  readonly maps: Readonly<Record<string, Fields>>;
}

export interface DocumentMap {
  readonly context: CausalContext;
  readonly fields: Fields;
}

/** The names of the maps on the way, and that of the field, at least. */
type Path = readonly string[];

/** What a client had read, as a read returns it: how many events of each replica. Missing: all that is here. */
interface Putting {
  readonly read?: VersionVector;
}
export type DocumentEdit =
  | { readonly path: Path; readonly count: number }
  | { readonly path: Path; readonly raise: true }
  | ({ readonly path: Path; readonly write: string } & Putting)
  | ({ readonly path: Path; readonly clear: true } & Putting);

/** What is shown of a map; a kind without fields is left out. */
export interface Document {
  readonly counters?: Readonly<Record<string, number>>;
  readonly flags?: readonly string[];
  readonly registers?: Readonly<Record<string, readonly string[]>>;
  readonly maps?: Readonly<Record<string, Document>>;
}

export type DocumentMapType = StateBased<DocumentMap, DocumentEdit, Document>;

const noFields: Fields = { counters: {}, flags: {}, registers: {}, maps: {} };

export function documentMap(rules: CrdtRules): DocumentMapType {
  return {
    initial: () => ({ context: emptyContext, fields: noFields }),
    query: ({ fields }) => documentOf(fields),
    mutate: (map, edit, { replica }) => {
      const { context } = map;
      const [name, fields] = fieldsAt(map.fields, edit.path);
      const dot = nextDot(context, replica);
      const delta = (made: Partial<Fields>, replaced: readonly Dot[]): DocumentMap => ({
        context: contextOfDelta([dot], replaced),
        fields: below(edit.path, { ...noFields, ...made }),
      });
      if ('count' in edit) {
        if (edit.count === 0) return undefined;
        const counter = lookUp(fields.counters, name) ?? {};
        const { made, replaced } = increment(counter, dot, edit.count, replica, rules);
        return delta({ counters: { [name]: made } }, replaced);
      }
      if ('raise' in edit) {
        const raised = dotsOf(lookUp(fields.flags, name) ?? {});
        return delta({ flags: { [name]: { [dot]: true } } }, raised);
      }
      const read = rules['put-replaces-what-was-read'] ? edit.read : undefined;
      if ('write' in edit) {
        const siblings = dotsOf(lookUp(fields.registers, name) ?? {});
        const replaced = siblings.filter((other) => isRead(other, read));
        return delta({ registers: { [name]: { [dot]: edit.write } } }, replaced);
      }
      const dropped = dotsUnder(fields, name).filter((other) => isRead(other, read));
      if (rules['clear-drops-what-is-here'] || read === undefined) {
        return dropped.length === 0
          ? undefined
          : { context: contextOfDelta(dropped), fields: noFields };
      }
      return { context: { vector: read, cloud: [] }, fields: noFields };
    },
    merge: (a, b) => ({
      context: joinContexts(a.context, b.context),
      fields: joinFields(a.fields, a.context, b.fields, b.context),
    }),
    compare: (a, b) => isCausallyBelow(shownIn(a), shownIn(b)),
  };
}

function isRead(dot: Dot, read: VersionVector | undefined): boolean {
  return read === undefined || numberOf(dot) <= countOf(read, replicaOf(dot));
}

/** The last name of a path, and the fields among which it is. */
function fieldsAt(top: Fields, path: Path): readonly [name: string, fields: Fields] {
  const name = path.at(-1) ?? '';
  const way = path.slice(0, -1);
  return [name, way.reduce((fields, map) => lookUp(fields.maps, map) ?? noFields, top)];
}

/** Fields at the end of a path, in maps that have nothing else. */
function below(path: Path, fields: Fields): Fields {
  return path
    .slice(0, -1)
    .reduceRight((inner, map) => ({ ...noFields, maps: { [map]: inner } }), fields);
}

function dotsUnder({ counters, flags, registers, maps }: Fields, name: string): readonly Dot[] {
  const fields = [counters, flags, registers].map(
    (kind: Fields['counters' | 'flags' | 'registers']) =>
      dotsOf(lookUp<Dotted<unknown>>(kind, name) ?? {}),
  );
  return [...fields.flat(), ...dotsIn(lookUp(maps, name) ?? noFields)];
}

/** All dots of some fields, those in maps included. */
function dotsIn({ counters, flags, registers, maps }: Fields): readonly Dot[] {
  const fields = [counters, flags, registers].flatMap((kind) =>
    Object.values<Dotted<unknown>>(kind),
  );
  return [...fields.flatMap(dotsOf), ...Object.values(maps).flatMap(dotsIn)];
}

function shownIn({ context, fields }: DocumentMap) {
  return { context, dots: sorted(dotsIn(fields)) };
}

/** Kind by kind and name by name. A field without dots is gone, and so is a map without fields. */
function joinFields(
  a: Fields,
  aContext: CausalContext,
  b: Fields,
  bContext: CausalContext,
): Fields {
  const joinKind = <Value>(
    x: Readonly<Record<string, Dotted<Value>>>,
    y: Readonly<Record<string, Dotted<Value>>>,
  ) =>
    joinRecords(x, y, (one = {}, other = {}) => {
      const joined = joinDotted(one, aContext, other, bContext);
      return Object.keys(joined).length === 0 ? undefined : joined;
    });
  return {
    counters: joinKind(a.counters, b.counters),
    flags: joinKind(a.flags, b.flags),
    registers: joinKind(a.registers, b.registers),
    maps: joinRecords(a.maps, b.maps, (one = noFields, other = noFields) => {
      const joined = joinFields(one, aContext, other, bContext);
      return dotsIn(joined).length === 0 ? undefined : joined;
    }),
  };
}

function documentOf({ counters, flags, registers, maps }: Fields): Document {
  const shown = <From, To>(kind: Readonly<Record<string, From>>, show: (held: From) => To) =>
    Object.fromEntries(Object.entries(kind).map(([name, held]) => [name, show(held)] as const));
  const isEmpty = (kind: object) => Object.keys(kind).length === 0;
  return {
    ...(isEmpty(counters) ? {} : { counters: shown(counters, countIn) }),
    ...(isEmpty(flags) ? {} : { flags: sorted(Object.keys(flags)) }),
    ...(isEmpty(registers)
      ? {}
      : { registers: shown(registers, (siblings) => sorted(Object.values(siblings))) }),
    ...(isEmpty(maps) ? {} : { maps: shown(maps, documentOf) }),
  };
}
