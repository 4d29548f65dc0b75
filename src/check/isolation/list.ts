/**
 * Lists that are appended to. A read shows every version up to its own, in order, so that the longest
 * read orders all elements in it, and what no read shows comes after it (Kingsbury and Alvaro 2020,
 * section 4.2: traceability and recoverability).
 */
import { inWords, keyOf, type Value } from '../linearizability/value.ts';
import type { Findings } from './findings.ts';
import { judgeReads, type ListRead } from './list-reads.ts';
import type { SharedObject, Write } from './objects.ts';
import type { Transaction } from './transaction.ts';

/** The order of a list's elements, as far as a read shows it. */
interface VersionOrder {
  readonly elements: readonly Value[];
  readonly place: ReadonlyMap<string, number>;
  /** For each element the append of it, if its transaction was not aborted. */
  readonly writes: readonly (Write | undefined)[];
  /** Appends that no read shows. */
  readonly unseen: readonly Write[];
}

/** Adds what a list tells. O(elements of all reads). Throws HistoryError for a read of no list. */
export function judgeList(object: SharedObject, findings: Findings): void {
  const reads = judgeReads(object, findings);
  const longest = reads.reduce<ListRead | undefined>(
    (best, read) =>
      best === undefined || read.elements.length > best.elements.length ? read : best,
    undefined,
  );
  const order = orderOf(object, longest?.elements ?? []);
  findings.gaps.unorderedObjects += order.unseen.length > 1 ? 1 : 0;
  findings.gaps.unwrittenValues += order.elements.filter(
    (element) => !object.writes.has(keyOf(element)),
  ).length;
  reportIncompatible(object.key, longest, reads, findings);
  reportDirtyUpdate(object, order, findings);
  addOverwrites(object.key, order, findings);
  for (const read of reads) addRead(object, order, read, findings);
}

function orderOf({ writes }: SharedObject, longest: readonly Value[]): VersionOrder {
  const elements: Value[] = [];
  const place = new Map<string, number>();
  for (const element of longest) {
    const id = keyOf(element);
    if (place.has(id)) continue;
    place.set(id, elements.length);
    elements.push(element);
  }
  const committed = ([write]: readonly Write[] = []) =>
    write?.transaction.outcome === 'fail' ? undefined : write;
  return {
    elements,
    place,
    writes: elements.map((element) => committed(writes.get(keyOf(element)))),
    unseen: [...writes].flatMap(([id, of]) => (place.has(id) ? [] : (committed(of) ?? []))),
  };
}

/** Every read is a beginning of the longest one. */
function reportIncompatible(
  key: Value,
  longest: ListRead | undefined,
  reads: readonly ListRead[],
  findings: Findings,
): void {
  const other = reads.find(({ ids }) => ids.some((id, place) => longest?.ids[place] !== id));
  if (longest === undefined || other === undefined) return;
  const same = longest.transaction === other.transaction;
  findings.report(
    'incompatible-order',
    key,
    same ? [longest.transaction] : [longest.transaction, other.transaction],
    `T1 read ${inWords(key)} = ${inWords(longest.elements)}`,
    `${same ? 'It' : 'T2'} read ${inWords(other.elements)}, which is not a beginning of that`,
  );
}

/** A committed append after one of an aborted transaction: Elle's extension of G1a to writes. */
function reportDirtyUpdate({ key, writes }: SharedObject, order: VersionOrder, findings: Findings) {
  let aborted: Write | undefined;
  for (const element of order.elements) {
    const [write] = writes.get(keyOf(element)) ?? [];
    const outcome = write?.transaction.outcome;
    if (outcome === 'fail') aborted = write;
    if (outcome !== 'ok' || write === undefined || aborted === undefined) continue;
    findings.report(
      'dirty-update',
      key,
      [aborted.transaction, write.transaction],
      `T1 appended ${inWords(aborted.value)} to ${inWords(key)} and was aborted`,
      `T2 committed ${inWords(element)}, which follows it in the list`,
    );
    return;
  }
}

function addOverwrites(key: Value, order: VersionOrder, findings: Findings): void {
  let last: Write | undefined;
  const follows = (next: Write) => {
    if (last === undefined) return;
    const [from, to] = [last.transaction.id, next.transaction.id];
    findings.graph.add({ kind: 'ww', from, to, key, value: last.value, next: next.value });
  };
  for (const write of order.writes) {
    if (write === undefined) continue;
    follows(write);
    last = write;
  }
  for (const write of order.unseen) follows(write);
}

/** What the read depends on, and what overwrote it. */
function addRead(object: SharedObject, order: VersionOrder, read: ListRead, findings: Findings) {
  const { graph } = findings;
  const { transaction, elements } = read;
  const { key } = object;
  const value = elements.at(-1);
  const id = read.ids.at(-1);
  const [write] = id === undefined ? [] : (object.writes.get(id) ?? []);
  if (write !== undefined && write.transaction.outcome !== 'fail') {
    graph.add({ kind: 'wr', from: write.transaction.id, to: transaction.id, key, value });
  }
  const place = id === undefined ? -1 : order.place.get(id);
  if (place === undefined) return;
  for (const next of afterPlace(order, place, transaction)) {
    const to = next.transaction.id;
    graph.add({ kind: 'rw', from: transaction.id, to, key, value, next: next.value });
  }
}

/** The next append; those that no read shows, if there is none. After one's own, `ww` says the rest. */
function afterPlace(order: VersionOrder, place: number, reader: Transaction): readonly Write[] {
  for (let at = place + 1; at < order.writes.length; at++) {
    const next = order.writes[at];
    if (next !== undefined) return next.transaction === reader ? [] : [next];
  }
  return order.unseen;
}
