/** Trace notes of WARS trials. */
import { rounded } from '../../../src/words/numbers.ts';

export interface PbsNotes {
  /** The last trial of a batch. */
  trial: { trial: number; commitMs: number; freshAfterMs: number };
  'version-trial': { trial: number; latest: number; found: number };
}

const ms = (value: number): string => `${Number(value.toPrecision(3))} ms`;

export const pbsWords = {
  trial: ({ trial, commitMs, freshAfterMs }: PbsNotes['trial']) =>
    `trial ${rounded(trial)}: the write is committed after ${ms(commitMs)}; ` +
    (freshAfterMs === 0
      ? 'a read that begins then is fresh'
      : `a read is fresh if it begins ${ms(freshAfterMs)} after that`),
  'version-trial': ({ trial, latest, found }: PbsNotes['version-trial']) =>
    `trial ${rounded(trial)}: a read finds version ${found} of ${latest}`,
};
