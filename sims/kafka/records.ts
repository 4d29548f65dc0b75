/**
 * Every record that was ever sent, in columns: a record is a number, and each field is one array.
 * That keeps millions of records cheap.
 */
import { must } from '../../src/kernel/must.ts';
import { murmur2OfText } from './producer/murmur2.ts';

export type RecordId = number;
export type KeyId = number;

/** For records without a key. */
export const noKey: KeyId = -1;

/** A control record, which ends a transaction: it has an offset, but no consumer sees it. */
export const marker: RecordId = -1;

/** Where a record was that compaction has removed: the offset stays, and leads to the next record. */
export const compacted: RecordId = -2;

export interface Records {
  /** The texts of the keys and their hashes, by KeyId. */
  readonly keys: string[];
  readonly hashes: number[];
  // By RecordId:
  readonly key: KeyId[];
  /** Its index among the records of its key, or of its producer if it has no key: from 0. */
  readonly turn: number[];
  readonly sentAtMs: number[];
  readonly producer: number[];
  /** Its index among the records that its producer sent to its partition: from 0. */
  readonly sequence: number[];
  /** Bits of `Fate`. */
  readonly fate: number[];
  readonly turnsOfKey: number[];
}

export const Fate = {
  /** The producer was told that it is written. */
  acknowledged: 1,
  /** Its transaction was aborted. */
  aborted: 2,
  /** It fails for every consumer. */
  poison: 4,
  /** It was in a log, and no log holds it any more. */
  lost: 8,
  /** It has no value: in a compacted topic it deletes its key. */
  tombstone: 16,
  /** A cleaner has removed it from a log. */
  compacted: 32,
} as const;

export const noRecords = (): Records => ({
  keys: [],
  hashes: [],
  key: [],
  turn: [],
  sentAtMs: [],
  producer: [],
  sequence: [],
  fate: [],
  turnsOfKey: [],
});

export function addKey(records: Records, text: string): KeyId {
  records.keys.push(text);
  records.hashes.push(murmur2OfText(text));
  records.turnsOfKey.push(0);
  return records.keys.length - 1;
}

/** `prefix-0`, `prefix-1`… */
export const addKeys = (records: Records, prefix: string, count: number): KeyId[] =>
  Array.from({ length: count }, (_, place) => addKey(records, `${prefix}-${place}`));

/** A new record. O(1). */
export function addRecord(
  records: Records,
  key: KeyId,
  producer: number,
  sequence: number,
  nowMs: number,
): RecordId {
  const turn = key === noKey ? sequence : must(records.turnsOfKey[key], 'turns of the key');
  if (key !== noKey) records.turnsOfKey[key] = turn + 1;
  records.key.push(key);
  records.turn.push(turn);
  records.sentAtMs.push(nowMs);
  records.producer.push(producer);
  records.sequence.push(sequence);
  records.fate.push(0);
  return records.key.length - 1;
}

export const has = (records: Records, id: RecordId, fate: number): boolean =>
  (must(records.fate[id], 'fate of the record') & fate) !== 0;

export function mark(records: Records, id: RecordId, fate: number): void {
  records.fate[id] = must(records.fate[id], 'fate of the record') | fate;
}
