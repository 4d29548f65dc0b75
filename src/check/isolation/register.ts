/**
 * Registers that are overwritten. A read shows one version and not the order of all, so that only a
 * part of it is known: nil comes first, and what a transaction writes comes after what it read
 * (Kingsbury and Alvaro 2020, section 5.2). With real time, a version that was written or read before
 * another access began comes before what that access saw.
 */
import { inWords, keyOf, type Value } from '../linearizability/value.ts';
import { componentsOf } from './components.ts';
import { type Findings, readAs } from './findings.ts';
import { reportLostUpdates, type Update } from './lost-update.ts';
import type { Access, SharedObject, Write } from './objects.ts';
import { forEachInRealTime } from './real-time.ts';
import type { Transaction } from './transaction.ts';

const nil = keyOf(null);

/** Of a circle of versions. */
const shownMax = 8;

/** What a transaction shows to others, and what it saw of them. */
interface External {
  readonly transaction: Transaction;
  /** What it read before it wrote; undefined if it did not, or is not known to have. */
  readonly read: Value | undefined;
  /** What it wrote last; undefined if it did not write. */
  readonly written: Value | undefined;
}

/** Adds what a register tells. O(accesses + known pairs of versions), in real time x those open at a time. */
export function judgeRegister(object: SharedObject, findings: Findings, isRealTime: boolean): void {
  const externals = object.accesses
    .filter(({ transaction }) => transaction.outcome !== 'fail')
    .map((access) => externalOf(access, object, findings));
  for (const external of externals) judgeRead(object, external, findings);
  const clear = new Versions(object, externals);
  findings.gaps.ambiguousValues += clear.ambiguous;
  findings.gaps.unwrittenValues += clear.unwritten;
  reportLostUpdates(object.key, updatesIn(externals, clear), findings);
  addVersionOrder(object, externals, clear, findings, isRealTime);
}

function externalOf(
  { transaction, steps }: Access,
  { key, writes }: SharedObject,
  findings: Findings,
): External {
  let read: Value | undefined;
  let written: Value | undefined;
  let known: Value | undefined;
  for (const [place, { f, value }] of steps.entries()) {
    if (f !== 'read') {
      known = written = value;
      continue;
    }
    if (transaction.outcome !== 'ok') continue;
    const of = writes.get(keyOf(value)) ?? [];
    const isFuture =
      of.length === 1 && of[0]?.transaction === transaction && (of[0]?.place ?? 0) > place;
    if (isFuture) {
      const says = `T1 read ${readAs(key, value)} before it wrote ${inWords(value)} itself`;
      findings.report('future-read', key, [transaction], says);
    } else if (known !== undefined && keyOf(known) !== keyOf(value)) {
      const says = `T1 read ${readAs(key, value)}, and by its own earlier steps it is ${inWords(known)}`;
      findings.report('internal', key, [transaction], says);
    }
    if (known === undefined && !isFuture) read = value;
    known = value;
  }
  return { transaction, read, written };
}

function judgeRead({ key, writes }: SharedObject, external: External, findings: Findings): void {
  const { transaction: reader, read } = external;
  const of = read === undefined || read === null ? undefined : writes.get(keyOf(read));
  const [write] = of ?? [];
  if (read === undefined || of === undefined || write === undefined) return;
  if (of.every(({ transaction }) => transaction.outcome === 'fail')) {
    findings.report(
      'G1a',
      key,
      [write.transaction, reader],
      `T1 wrote ${readAs(key, read)} and was aborted`,
      `T2 read ${inWords(read)}`,
    );
    return;
  }
  if (of.length > 1 || write.transaction === reader) return;
  if (write.isFinal) {
    const [from, to] = [write.transaction.id, reader.id];
    findings.graph.add({ kind: 'wr', from, to, key, value: read });
    return;
  }
  findings.report(
    'G1b',
    key,
    [write.transaction, reader],
    `T1 wrote ${readAs(key, read)}, and then another value`,
    `T2 read ${inWords(read)}, the value in between`,
  );
}

/** Which write a value is of, if that is clear. */
class Versions {
  readonly #object: SharedObject;
  readonly ambiguous: number;
  readonly unwritten: number;

  constructor(object: SharedObject, externals: readonly External[]) {
    this.#object = object;
    const { writes } = object;
    this.ambiguous = [...writes].filter(([id, of]) => id === nil || of.length > 1).length;
    const read = new Set(externals.flatMap(({ read: of }) => (of === undefined ? [] : keyOf(of))));
    read.delete(nil);
    this.unwritten = [...read].filter((id) => !writes.has(id)).length;
  }

  isClear(value: Value): boolean {
    const id = keyOf(value);
    const of = this.#object.writes.get(id);
    if (id === nil) return of === undefined;
    return of === undefined || (of.length === 1 && of[0]?.transaction.outcome !== 'fail');
  }

  /** The write that made a clear value the version of its transaction. */
  writeOf(id: string): Write | undefined {
    const [write] = this.#object.writes.get(id) ?? [];
    return write?.isFinal ? write : undefined;
  }
}

function updatesIn(externals: readonly External[], versions: Versions): Update[] {
  return externals.flatMap(({ transaction, read, written }) =>
    transaction.outcome !== 'ok' || read === undefined || written === undefined
      ? []
      : versions.isClear(read)
        ? [{ transaction, value: read, id: keyOf(read) }]
        : [],
  );
}

function addVersionOrder(
  object: SharedObject,
  externals: readonly External[],
  versions: Versions,
  findings: Findings,
  isRealTime: boolean,
): void {
  const { key } = object;
  const order = new VersionOrder(versions);
  for (const { read, written } of externals) {
    order.add(null, read);
    order.add(null, written);
    order.add(read, written);
  }
  const circle = order.circle();
  if (circle !== undefined) {
    reportCircle('cyclic-versions', key, circle, externals, findings);
    return;
  }
  addDependencies(key, externals, order, versions, findings);
  if (isRealTime) {
    forEachInRealTime(
      externals,
      ({ transaction }) => transaction,
      (earlier, later) => order.add(earlier.written ?? earlier.read, later.read ?? later.written),
    );
    const inTime = order.circle();
    if (inTime === undefined) addDependencies(key, externals, order, versions, findings);
    else reportCircle('cyclic-versions-realtime', key, inTime, externals, findings);
  }
  findings.gaps.unorderedObjects += order.isTotal() ? 0 : 1;
}

function reportCircle(
  kind: 'cyclic-versions' | 'cyclic-versions-realtime',
  key: Value,
  circle: ReadonlySet<string>,
  externals: readonly External[],
  findings: Findings,
): void {
  const involved = externals.filter(
    ({ read = null, written = null }) => circle.has(keyOf(read)) || circle.has(keyOf(written)),
  );
  findings.report(
    kind,
    key,
    involved.slice(0, shownMax).map(({ transaction }) => transaction),
    `each of these values of ${inWords(key)} comes before all of them: ${[...circle].slice(0, shownMax).join(', ')}`,
  );
}

function addDependencies(
  key: Value,
  externals: readonly External[],
  order: VersionOrder,
  versions: Versions,
  findings: Findings,
): void {
  const readers = new Map<string, Transaction[]>();
  for (const { transaction, read } of externals) {
    if (read === undefined) continue;
    const id = keyOf(read);
    readers.set(id, [...(readers.get(id) ?? []), transaction]);
  }
  for (const { earlier, later, value, next } of order.pairs()) {
    const to = versions.writeOf(later)?.transaction.id;
    if (to === undefined) continue;
    const from = versions.writeOf(earlier)?.transaction.id;
    if (from !== undefined) findings.graph.add({ kind: 'ww', from, to, key, value, next });
    for (const { id } of readers.get(earlier) ?? []) {
      findings.graph.add({ kind: 'rw', from: id, to, key, value, next });
    }
  }
}

interface VersionPair {
  readonly earlier: string;
  readonly later: string;
  /** Undefined for the initial version. */
  readonly value: Value | undefined;
  readonly next: Value;
}

/** Which versions are known to come before which. */
class VersionOrder {
  readonly #versions: Versions;
  readonly #next = new Map<string, Map<string, VersionPair>>();

  constructor(versions: Versions) {
    this.#versions = versions;
  }

  /** Says nothing of values that are ambiguous or the same. */
  add(value: Value | undefined, next: Value | undefined): void {
    if (value === undefined || next === undefined) return;
    if (!this.#versions.isClear(value) || !this.#versions.isClear(next)) return;
    const [earlier, later] = [keyOf(value), keyOf(next)];
    if (earlier === later) return;
    const known = this.#next.get(earlier) ?? new Map<string, VersionPair>();
    this.#next.set(earlier, known);
    if (!this.#next.has(later)) this.#next.set(later, new Map());
    known.set(later, { earlier, later, value: value ?? undefined, next });
  }

  *pairs(): Generator<VersionPair> {
    for (const next of this.#next.values()) yield* next.values();
  }

  /** The versions of one circle; undefined if there is none. */
  circle(): ReadonlySet<string> | undefined {
    const ids = [...this.#next.keys()];
    const place = new Map(ids.map((id, at) => [id, at]));
    const component = componentsOf(ids.length, (at) =>
      [...(this.#next.get(ids[at] ?? '') ?? new Map()).keys()].map((id) => place.get(id) ?? 0),
    );
    const first = new Map<number, string>();
    for (const [at, id] of ids.entries()) {
      const of = component[at] ?? 0;
      if (first.has(of)) return new Set(ids.filter((_, other) => component[other] === of));
      first.set(of, id);
    }
    return undefined;
  }

  /** Is every version but the first known to come after another than the initial one? */
  isTotal(): boolean {
    const later = new Set([...this.pairs()].flatMap((of) => (of.earlier === nil ? [] : of.later)));
    return [...this.#next.keys()].filter((id) => id !== nil && !later.has(id)).length <= 1;
  }
}
