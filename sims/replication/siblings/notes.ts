/** Trace notes of the nodes of a store of siblings. */
import { counted } from '../../../src/words/numbers.ts';

export interface SiblingNotes {
  'takes-write': { key: string; write: string; dot: number; replaced: number; kept: number };
  'drops-concurrent': { key: string; dropped: number };
  'finds-siblings': { key: string; writes: readonly string[]; rule: 'concurrent-writes-are-kept' };
  'merges-siblings': { key: string; write: string; merged: number; rule: 'write-carries-context' };
}

export const siblingWords = {
  'takes-write': ({ key, write, dot, replaced, kept }: SiblingNotes['takes-write']) =>
    `accepts ${write} of ${key} as its event ${dot}` +
    (replaced === 0 ? '' : `, replacing ${counted(replaced, 'version')}`) +
    (kept === 0 ? '' : `, as a sibling of ${counted(kept, 'version')}`),
  'drops-concurrent': ({ key, dropped }: SiblingNotes['drops-concurrent']) =>
    `drops ${counted(dropped, 'write')} of ${key} that the last writer had not seen`,
  'finds-siblings': ({ key, writes }: SiblingNotes['finds-siblings']) =>
    `finds ${counted(writes.length, 'sibling')} of ${key}: ${writes.join(', ')}`,
  'merges-siblings': ({ key, write, merged }: SiblingNotes['merges-siblings']) =>
    `writes ${write} of ${key} with the context of ${counted(merged, 'sibling')}`,
};
