/** Trace notes of id generators. */
export interface IdNotes {
  /** That many ids, with the first and the last of them, in digits. */
  'gives-ids': { count: number; first: string; last: string };
  'sequence-spent': { rule: 'wait-for-next-ms' };
  'clock-is-back': { byMs: number; does: string; rule: 'refuse-while-clock-is-back' };
  reserves: { untilMs: number; rule: 'last-ms-is-durable' };
  'leases-node-id': { nodeId: number; rule: 'node-id-is-leased' };
  'loses-node-id': { nodeId: number; rule: 'node-id-is-leased' };
  /** Number of generators of a fleet that share a node id with another. */
  'shares-node-ids': { twice: number; rule: 'node-id-is-leased' };
  /** A filter claims that a new id was made before. */
  'takes-for-known': { id: string };
  'hands-out-keys': { batch: number; to: string; rule: 'batch-is-taken-once' };
  refused: { reason: string };
}

export const idWords = {
  'gives-ids': ({ count, first, last }: IdNotes['gives-ids']) =>
    count === 1 ? `gives out ${first}` : `gives out ${count} ids, ${first} to ${last}`,
  'sequence-spent': () => 'has spent the sequence of this millisecond, and waits for the next',
  'clock-is-back': ({ byMs, does }: IdNotes['clock-is-back']) =>
    `finds its clock ${Math.round(byMs)} ms back, and ${does}`,
  reserves: ({ untilMs }: IdNotes['reserves']) => `records that it may use times up to ${untilMs}`,
  'leases-node-id': ({ nodeId }: IdNotes['leases-node-id']) => `has leased the node id ${nodeId}`,
  'loses-node-id': ({ nodeId }: IdNotes['loses-node-id']) =>
    `may no longer use the node id ${nodeId}`,
  'shares-node-ids': ({ twice }: IdNotes['shares-node-ids']) =>
    `has ${twice} generators that share a node id with another`,
  'takes-for-known': ({ id }: IdNotes['takes-for-known']) =>
    `takes the new id ${id} for one that was made before`,
  'hands-out-keys': ({ batch, to }: IdNotes['hands-out-keys']) =>
    `hands out batch ${batch} to ${to}`,
  refused: ({ reason }: IdNotes['refused']) => `gets no id: ${reason}`,
};
