/** A mutex: held by one at most. It does not ask who releases it. */
import type { Model } from '../model.ts';

const acquire = {
  words: 'acquire',
  reads: false,
  step: (held: boolean) => (held ? undefined : true),
};

const release = {
  words: 'release',
  reads: false,
  step: (held: boolean) => (held ? false : undefined),
};

export const mutex: Model<boolean> = {
  id: 'mutex',
  says: 'a mutex with acquire (lock) and release (unlock)',
  functions: ['acquire', 'lock', 'release', 'unlock'],
  initial: (value) => value === true,
  actionOf: ({ f }) => (f === 'acquire' || f === 'lock' ? acquire : release),
  keyOf: String,
  inWords: (held) => (held ? 'is held' : 'is free'),
};
