/**
 * A batch of records in Kafka's format, and compressed with gzip as a producer does it: all records of a batch in one
 * stream, behind a header that stays as it is (Apache Kafka documentation, 5.3 Message Format; KIP-98).
 */
import { gunzipSync, gzipSync } from 'fflate/browser';

/** From the base offset to the number of records: not compressed. */
export const batchHeaderBytes = 61;
/** Header and trailer of a gzip stream (RFC 1952, section 2.3). */
export const gzipBytes = 18;
/** A block that is stored as it is (RFC 1951, section 3.2.4): three bits, up to the next byte, and its length twice. */
export const storedBlockBytes = 5;

/** The records of a batch, of these values, without keys or headers, each a ms after the one before. */
export function encodeRecords(values: readonly Uint8Array[]): Uint8Array {
  const bytes: number[] = [];
  for (const [offset, value] of values.entries()) {
    const record: number[] = [0];
    pushVarint(record, offset);
    pushVarint(record, offset);
    // No key.
    pushVarint(record, -1);
    pushVarint(record, value.length);
    for (const byte of value) record.push(byte);
    pushVarint(record, 0);
    pushVarint(bytes, record.length);
    for (const byte of record) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** Zigzag, then seven bits a byte, the lowest first (Protocol Buffers, Encoding). */
export function pushVarint(bytes: number[], value: number): void {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

/** No time in the header, and a table of a fixed size: the same bytes for the same records. */
export const compress = (records: Uint8Array): Uint8Array =>
  gzipSync(records, { level: 6, mem: 3, mtime: 0 });

export const decompress = (compressed: Uint8Array): Uint8Array => gunzipSync(compressed);
