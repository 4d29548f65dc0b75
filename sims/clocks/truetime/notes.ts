/** Trace notes of shards. */
export interface TruetimeNotes {
  prepares: { transaction: number; timestampMs: number };
  'picks-timestamp': { transaction: number; timestampMs: number; rule: 'timestamp-from-latest' };
  'waits-out': { transaction: number; forMs: number; rule: 'commit-wait' };
  commits: { transaction: number; timestampMs: number };
  'reads-at': { timestampMs: number; saw: number };
  'waits-for-safe-time': { timestampMs: number; rule: 'read-at-safe-time' };
}

const ms = (value: number) => value.toFixed(3);

export const truetimeWords = {
  prepares: ({ transaction, timestampMs }: TruetimeNotes['prepares']) =>
    `prepares transaction ${transaction} at ${ms(timestampMs)}`,
  'picks-timestamp': ({ transaction, timestampMs }: TruetimeNotes['picks-timestamp']) =>
    `gives transaction ${transaction} the timestamp ${ms(timestampMs)}`,
  'waits-out': ({ transaction, forMs }: TruetimeNotes['waits-out']) =>
    `waited ${ms(forMs)} ms until the timestamp of transaction ${transaction} had passed for certain`,
  commits: ({ transaction, timestampMs }: TruetimeNotes['commits']) =>
    `commits transaction ${transaction} at ${ms(timestampMs)}`,
  'reads-at': ({ timestampMs, saw }: TruetimeNotes['reads-at']) =>
    `reads at ${ms(timestampMs)}: ${saw} transactions`,
  'waits-for-safe-time': ({ timestampMs }: TruetimeNotes['waits-for-safe-time']) =>
    `cannot read at ${ms(timestampMs)} yet`,
};
