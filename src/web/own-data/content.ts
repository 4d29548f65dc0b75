/** The bytes of a file that was dropped on the page, inflated as they come if they are gzip. */
import { InputError } from '../../lab/input-error.ts';

const gzipMark = [0x1f, 0x8b];

/** Throws InputError if the gzip data is damaged. */
export async function* contentOf(
  file: Blob & { readonly name?: string },
): AsyncGenerator<Uint8Array> {
  const head = new Uint8Array(await file.slice(0, gzipMark.length).arrayBuffer());
  const isGzip = gzipMark.every((byte, place) => head[place] === byte);
  const stream = isGzip
    ? file.stream().pipeThrough(new DecompressionStream('gzip'))
    : file.stream();
  const reader = stream.getReader();
  for (;;) {
    const chunk = await reader.read().catch(() => {
      const what = isGzip ? 'its gzip data is damaged' : 'the browser does not let it';
      throw new InputError(`${file.name ?? 'The file'} cannot be read: ${what}.`);
    });
    if (chunk.done) return;
    yield chunk.value;
  }
}
