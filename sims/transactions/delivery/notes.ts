/** Trace notes of the nodes of delivery. */
export interface DeliveryNotes {
  /** A transaction has committed. */
  commits: { order: number | null; event: number | null; id: number };
  /** The broker has stored a record. */
  appends: { event: number; offset: number };
  marks: { position: number };
  /** A consumer applies an event. */
  applies: { event: number };
  repeat: { event: number; rule: 'dedup-with-effect-atomic' };
  'gives-up': { order: number; why: string };
  updates: { id: number; version: number };
}

const orNothing = (name: string, id: number | null) => (id === null ? [] : [`${name} ${id}`]);

export const deliveryWords = {
  commits: ({ order, event, id }: DeliveryNotes['commits']) =>
    `commits ${[...orNothing('order', order), ...orNothing('event', event)].join(' and ')} as row ${id}`,
  appends: ({ event, offset }: DeliveryNotes['appends']) =>
    `appends event ${event} at offset ${offset}`,
  marks: ({ position }: DeliveryNotes['marks']) => `marks everything up to ${position} as sent`,
  applies: ({ event }: DeliveryNotes['applies']) => `applies event ${event}`,
  repeat: ({ event }: DeliveryNotes['repeat']) => `has applied event ${event} before`,
  updates: ({ id, version }: DeliveryNotes['updates']) =>
    `applies update ${id}, version ${version}`,
  'gives-up': ({ order, why }: DeliveryNotes['gives-up']) => `gives up order ${order}: ${why}`,
};
