/** What each read of a list says by itself: aborted, intermediate, future and inconsistent reads. */
import { HistoryError } from '../linearizability/history.ts';
import { inWords, isList, keyOf, type Value } from '../linearizability/value.ts';
import { type Findings, readAs } from './findings.ts';
import { reportLostUpdates, type Update } from './lost-update.ts';
import type { Access, SharedObject } from './objects.ts';
import type { Transaction } from './transaction.ts';

export interface ListRead {
  readonly transaction: Transaction;
  readonly elements: readonly Value[];
  /** Their keys. */
  readonly ids: readonly string[];
}

/** What a transaction knows of a list: all of it, or only how it must end. */
interface Known {
  readonly isWhole: boolean;
  readonly ids: readonly string[];
}

/** The reads of committed transactions. Reports what is wrong with each. */
export function judgeReads(object: SharedObject, findings: Findings): ListRead[] {
  const reads: ListRead[] = [];
  const updates: Update[] = [];
  for (const access of object.accesses) {
    if (access.transaction.outcome !== 'ok') continue;
    const own = readsOf(access, object, findings);
    reads.push(...own);
    const [first] = access.steps;
    const appends = access.steps.some(({ f }) => f === 'append');
    if (first?.f === 'read' && appends && own[0] !== undefined) {
      const { transaction, elements, ids } = own[0];
      updates.push({ transaction, value: elements, id: ids.join(' ') });
    }
  }
  for (const read of reads) judgeRead(object, read, findings);
  reportLostUpdates(object.key, updates, findings);
  return reads;
}

function readsOf(
  { transaction, steps }: Access,
  object: SharedObject,
  findings: Findings,
): ListRead[] {
  const { key, writes } = object;
  const reads: ListRead[] = [];
  let known: Known = { isWhole: false, ids: [] };
  for (const [place, { f, value }] of steps.entries()) {
    if (f !== 'read') {
      known = { ...known, ids: [...known.ids, keyOf(value)] };
      continue;
    }
    const elements = value ?? [];
    if (!isList(elements)) throw notAList(transaction, key, value);
    const ids = elements.map(keyOf);
    const isOwnLater = (id: string) => {
      const [write] = writes.get(id) ?? [];
      return write?.transaction === transaction && write.place > place;
    };
    const future = ids.findIndex(isOwnLater);
    if (future !== -1) {
      findings.report(
        'future-read',
        key,
        [transaction],
        `T1 read ${readAs(key, elements)} before it appended ${inWords(elements[future] ?? null)} itself`,
      );
    } else if (!agrees(known, ids)) {
      findings.report(
        'internal',
        key,
        [transaction],
        `T1 read ${readAs(key, elements)}, and by its own earlier steps the list ${known.isWhole ? 'is' : 'ends with'} [${known.ids.join(' ')}]`,
      );
    }
    known = { isWhole: true, ids };
    reads.push({ transaction, elements, ids });
  }
  return reads;
}

function agrees({ isWhole, ids: known }: Known, ids: readonly string[]): boolean {
  const skipped = ids.length - known.length;
  if (isWhole ? skipped !== 0 : skipped < 0) return false;
  return known.every((id, place) => id === ids[skipped + place]);
}

function judgeRead({ key, writes }: SharedObject, read: ListRead, findings: Findings): void {
  const { transaction: reader, elements, ids } = read;
  const seen = new Set<string>();
  const aborted = new Set<Transaction>();
  for (const [place, id] of ids.entries()) {
    const element = inWords(elements[place] ?? null);
    if (seen.has(id)) {
      const says = `T1 read ${readAs(key, elements)}: ${element} is in it twice`;
      findings.report('duplicate-elements', key, [reader], says);
    }
    seen.add(id);
    const [write] = writes.get(id) ?? [];
    if (write?.transaction.outcome !== 'fail' || aborted.has(write.transaction)) continue;
    aborted.add(write.transaction);
    findings.report(
      'G1a',
      key,
      [write.transaction, reader],
      `T1 appended ${element} to ${inWords(key)} and was aborted`,
      `T2 read ${readAs(key, elements)}`,
    );
  }
  const last = ids.at(-1);
  const [write] = last === undefined ? [] : (writes.get(last) ?? []);
  if (write === undefined || write.isFinal || write.transaction === reader) return;
  if (write.transaction.outcome === 'fail') return;
  findings.report(
    'G1b',
    key,
    [write.transaction, reader],
    `T1 appended ${inWords(write.value)} to ${inWords(key)}, and then appended to it again`,
    `T2 read ${readAs(key, elements)}, the list in between`,
  );
}

function notAList({ returnLine, line }: Transaction, key: Value, value: Value): HistoryError {
  return new HistoryError(
    returnLine ?? line,
    `${inWords(key)} is appended to, so a read of it gives a list, and not ${inWords(value)}`,
  );
}
