/** What the nodes of queues write into the trace. */

export interface QueueNotes {
  /** So many wait for the first time: said at each doubling. */
  'longest-line': { waiting: number };
}

export const queueWords = {
  'longest-line': ({ waiting }: QueueNotes['longest-line']) =>
    `has ${waiting} waiting for the first time`,
};
