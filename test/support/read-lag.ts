/** A text as `lag` reads it, in chunks that cut lines and characters. */
import { readFrom } from '../../src/tools/input/chunk-reader.ts';
import { type LagReaderOptions, lagReader } from '../../src/tools/lag/reader.ts';
import type { Samples } from '../../src/tools/lag/samples.ts';

const chunkBytes = 8191;

export function readLag(text: string, options: LagReaderOptions = {}): Samples {
  const bytes = new TextEncoder().encode(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, place) =>
    bytes.subarray(place * chunkBytes, (place + 1) * chunkBytes),
  );
  return readFrom(chunks, lagReader(options));
}
