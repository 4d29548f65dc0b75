/** What generators of ids write into the trace. */
export interface IdNotes {
  /** So many ids, the first and the last of them, in digits. */
  'gives-ids': { count: number; first: string; last: string };
  'sequence-spent': { rule: 'wait-for-next-ms' };
  'clock-is-back': { byMs: number; does: string; rule: 'refuse-while-clock-is-back' };
  reserves: { untilMs: number; rule: 'last-ms-is-durable' };
  'leases-node-id': { nodeId: number; rule: 'node-id-is-leased' };
  'loses-node-id': { nodeId: number; rule: 'node-id-is-leased' };
  /** So many generators of a fleet have a node id that another has as well. */
  'shares-node-ids': { twice: number; rule: 'node-id-is-leased' };
  /** A filter says of a new id that it was made before. */
  'takes-for-known': { id: string };
  refused: { reason: string };
}

export const idWords = {
  'gives-ids': ({ count, first, last }: IdNotes['gives-ids']) =>
    count === 1 ? `gives out ${first}` : `gives out ${count} ids, ${first} to ${last}`,
  'sequence-spent': () => 'has spent the sequence of this millisecond, and waits for the next',
  'clock-is-back': ({ byMs, does }: IdNotes['clock-is-back']) =>
    `finds its clock ${Math.round(byMs)} ms back, and ${does}`,
  reserves: ({ untilMs }: IdNotes['reserves']) => `writes that it may use times up to ${untilMs}`,
  'leases-node-id': ({ nodeId }: IdNotes['leases-node-id']) => `has the node id ${nodeId} for now`,
  'loses-node-id': ({ nodeId }: IdNotes['loses-node-id']) =>
    `may not use the node id ${nodeId} any more`,
  'shares-node-ids': ({ twice }: IdNotes['shares-node-ids']) =>
    `sees ${twice} of its generators with the node id of another`,
  'takes-for-known': ({ id }: IdNotes['takes-for-known']) =>
    `takes the new id ${id} for one that was made before`,
  refused: ({ reason }: IdNotes['refused']) => `gets no id: ${reason}`,
};
