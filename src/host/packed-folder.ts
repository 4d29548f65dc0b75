/**
 * A folder of files in one that is compressed as a whole: files that resemble one another, as the built page's do,
 * take a quarter of what they would take one by one.
 *
 * Brotli (RFC 7932) of: the length of the list in four bytes, big-endian; the list as JSON, `[[path, length], …]`;
 * the files, one after the other.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

type List = readonly (readonly [path: string, length: number])[];

const lengthBytes = 4;

/** Files of the same name are put beside one another, because they are most alike. */
export function packFolder(folder: string): Uint8Array {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort((a, b) => Number(nameOf(a) > nameOf(b)) - Number(nameOf(a) < nameOf(b)));
  const contents = paths.map((path) => readFileSync(join(folder, path)));
  const list: List = paths.map((path, place) => [
    path.split(sep).join('/'),
    contents[place]?.length ?? 0,
  ]);
  const head = Buffer.from(JSON.stringify(list));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(head.length);
  const whole = Buffer.concat([length, head, ...contents]);
  return brotliCompressSync(whole, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: whole.length,
    },
  });
}

const nameOf = (path: string): string => path.split(sep).at(-1) ?? path;

/** The files by path, with `/` between folders. Throws on what `packFolder` did not write. */
export function unpackFolder(packed: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const whole = brotliDecompressSync(packed);
  let at = lengthBytes + whole.readUInt32BE(0);
  const list: List = JSON.parse(whole.toString('utf8', lengthBytes, at));
  return new Map(
    list.map(([path, length]) => {
      at += length;
      return [path, whole.subarray(at - length, at)];
    }),
  );
}
