/**
 * Reads a file or a stream that arrives in pieces. Node pushes what it reads from a file or standard
 * input, a browser what a dropped file's stream yields: the reader is the same.
 */
export interface ChunkReader<Result> {
  /** The next bytes, cut anywhere. The reader keeps no reference to them. Throws InputError. */
  push(bytes: Uint8Array): void;
  /** Nothing more comes. Throws InputError if the input is cut short. */
  end(): Result;
}

/** Pushes every chunk, and ends. Throws InputError. */
export function readFrom<Result>(
  chunks: Iterable<Uint8Array>,
  reader: ChunkReader<Result>,
): Result {
  for (const bytes of chunks) reader.push(bytes);
  return reader.end();
}
