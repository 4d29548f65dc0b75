/** What the nodes of idempotency keys write into the trace. */
export interface IdempotencyNotes {
  reserves: { key: string };
  replays: { key: string; status: number };
  /** A request is refused because another with its key is at work, or was of another body. */
  conflict: { key: string; status: number; rule: 'key-in-flight-blocks' | 'key-binds-request' };
  effect: { of: string; intent: number };
  finishes: { key: string; status: number };
  answered: { intent: number; status: number };
  unanswered: { intent: number };
}

export const idempotencyWords = {
  reserves: ({ key }: IdempotencyNotes['reserves']) => `reserves the key ${key}`,
  replays: ({ key, status }: IdempotencyNotes['replays']) =>
    `has the answer to ${key} already: ${status}`,
  conflict: ({ key, status }: IdempotencyNotes['conflict']) =>
    status === 409 ? `is at work on ${key}: 409` : `has ${key} with another request: ${status}`,
  effect: ({ of, intent }: IdempotencyNotes['effect']) => `makes the ${of} of intent ${intent}`,
  finishes: ({ key, status }: IdempotencyNotes['finishes']) =>
    `stores the answer to ${key}: ${status}`,
  answered: ({ intent, status }: IdempotencyNotes['answered']) =>
    `is answered ${status} for intent ${intent}`,
  unanswered: ({ intent }: IdempotencyNotes['unanswered']) => `gets no answer for intent ${intent}`,
};
