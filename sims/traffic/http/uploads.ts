/**
 * Object storage that takes a file in parts, as S3 does: UploadPart for each number,
 * CompleteMultipartUpload for the object. A part is known by its checksum.
 */
import { utf8 } from '../../../src/kernel/utf8.ts';
import type { Server } from '../../../src/world/server.ts';
import { murmur3 } from '../hashing/murmur3.ts';
import { note } from '../notes.ts';
import type { HttpRules } from './rules.ts';

/** `checksum` is that of the bytes that arrived in a part, and in a list that of the client's file. */
export interface Part {
  readonly number: number;
  readonly checksum: number;
}

export type UploadRequest =
  | ({ readonly http: number; readonly do: 'part'; readonly file: string } & Part)
  | {
      readonly http: number;
      readonly do: 'complete';
      readonly file: string;
      readonly parts: readonly Part[];
    };

/** 400 with the numbers of the parts that are missing, or differ. */
export interface UploadAnswer {
  readonly status: 200 | 400;
  readonly wrong: readonly number[];
}

interface Memory {
  readonly uploads: Map<string, Part[]>;
  readonly objects: Set<string>;
}

export const checksumOf = (file: string, number: number): number =>
  murmur3(utf8(`${file}/${number}`));

export const uploadServer = (
  rules: HttpRules,
  completes: (file: string, checksums: readonly number[]) => void,
): Server<Memory, UploadRequest> => ({
  kind: 'storage',
  start: () => ({ uploads: new Map(), objects: new Set() }),
  serve({ uploads, objects }, request, _from, node): UploadAnswer {
    const stored = uploads.get(request.file) ?? [];
    uploads.set(request.file, stored);
    const taken: UploadAnswer = { status: 200, wrong: [] };
    if (request.do === 'part') {
      putPart(stored, request, rules);
      return taken;
    }
    if (objects.has(request.file)) return taken;
    const wrong = rules['complete-compares-checksums'] ? wrongOf(request.parts, stored) : [];
    if (wrong.length > 0) {
      note(node, { kind: 'refuses-parts', wrong, rule: 'complete-compares-checksums' });
      return { status: 400, wrong };
    }
    objects.add(request.file);
    // Whatever the order in which they came.
    const inOrder = stored.toSorted((a, b) => a.number - b.number);
    completes(
      request.file,
      inOrder.map(({ checksum }) => checksum),
    );
    return taken;
  },
  shown: ({ uploads, objects }) => ({
    parts: [...uploads.values()].reduce((sum, { length }) => sum + length, 0),
    objects: objects.size,
  }),
});

/** UploadPart: a part of the same number takes the place of the one before. */
function putPart(stored: Part[], { number, checksum }: Part, rules: HttpRules): void {
  const at = rules['number-names-the-part']
    ? stored.findIndex((part) => part.number === number)
    : -1;
  stored.splice(at < 0 ? stored.length : at, 1, { number, checksum });
}

/** Numbers of the parts of a list that are not stored with this checksum. */
const wrongOf = (parts: readonly Part[], stored: readonly Part[]): number[] => {
  const checksums = new Map(stored.map(({ number, checksum }) => [number, checksum]));
  return parts
    .filter(({ number, checksum }) => checksums.get(number) !== checksum)
    .map(({ number }) => number);
};
