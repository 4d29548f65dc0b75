/** Trace notes of a database without commit wait. */
export interface UncertaintyNotes {
  'writes-value': { value: number; timestampMs: number };
  'reads-value': { value: number; timestampMs: number };
  /** A value is in the window after the read’s timestamp. */
  'read-restarts': { fromMs: number; toMs: number; rule: 'uncertain-read-restarts' };
  /** A write whose timestamp is no later than that of an existing version. */
  'pushes-write': { fromMs: number; toMs: number; rule: 'write-too-old-is-pushed' };
  'node-stops': { offMs: number; rule: 'node-outside-bound-stops' };
}

const at = (timestampMs: number) => timestampMs.toFixed(3);

export const uncertaintyWords = {
  'writes-value': ({ value, timestampMs }: UncertaintyNotes['writes-value']) =>
    `writes value ${value} at ${at(timestampMs)}`,
  'reads-value': ({ value, timestampMs }: UncertaintyNotes['reads-value']) =>
    `reads at ${at(timestampMs)}: value ${value}`,
  'read-restarts': ({ fromMs, toMs }: UncertaintyNotes['read-restarts']) =>
    `finds a value of ${at(toMs)}, perhaps older than its read of ${at(fromMs)}: reads again at ${at(toMs)}`,
  'pushes-write': ({ fromMs, toMs }: UncertaintyNotes['pushes-write']) =>
    `has a later version than ${at(fromMs)}: writes at ${at(toMs)} instead`,
  'node-stops': ({ offMs }: UncertaintyNotes['node-stops']) =>
    `is ${Math.abs(offMs).toFixed(1)} ms off from at least half of the others, and stops`,
};
