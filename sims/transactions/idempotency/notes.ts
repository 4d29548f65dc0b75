/** Trace notes of the nodes of idempotency keys. */
export interface IdempotencyNotes {
  reserves: { key: string };
  replays: { key: string; status: number };
  /** A request is refused because another with its key is in progress, or had a different body. */
  conflict: { key: string; status: number; rule: 'key-in-flight-blocks' | 'key-binds-request' };
  effect: { of: string; intent: number };
  finishes: { key: string; status: number };
  answered: { intent: number; status: number };
  unanswered: { intent: number };
}

export const idempotencyWords = {
  reserves: ({ key }: IdempotencyNotes['reserves']) => `reserves the key ${key}`,
  replays: ({ key, status }: IdempotencyNotes['replays']) =>
    `already has the answer to ${key}: ${status}`,
  conflict: ({ key, status }: IdempotencyNotes['conflict']) =>
    status === 409
      ? `is still working on ${key}: 409`
      : `knows ${key} from a different request: ${status}`,
  effect: ({ of, intent }: IdempotencyNotes['effect']) => `makes the ${of} of intent ${intent}`,
  finishes: ({ key, status }: IdempotencyNotes['finishes']) =>
    `stores the answer to ${key}: ${status}`,
  answered: ({ intent, status }: IdempotencyNotes['answered']) =>
    `is answered ${status} for intent ${intent}`,
  unanswered: ({ intent }: IdempotencyNotes['unanswered']) => `gets no answer for intent ${intent}`,
};
