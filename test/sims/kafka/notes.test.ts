/** Goal: what the newer notes of Kafka say is what happened, with what it is decided by. */
import { expect, test } from 'vitest';
import { type KafkaNote, kafkaNotes } from '../../../sims/kafka/notes.ts';

const partition = 'orders-0';

const said: readonly (readonly [KafkaNote, string | undefined])[] = [
  [
    {
      kind: 'sends-again',
      partition,
      records: 3,
      attempt: 1,
      error: 'REQUEST_TIMED_OUT',
      rule: undefined,
    },
    'sends 3 records to orders-0 again, attempt 2: REQUEST_TIMED_OUT',
  ],
  [
    { kind: 'tries-again', partition, offset: 7, attempt: 2, rule: 'retry-in-place' },
    'fails on offset 7 of orders-0, and retries it (attempt 3)',
  ],
  [
    { kind: 'tries-again', partition, offset: 7, attempt: 2, rule: undefined },
    'fails on offset 7 of orders-0, and retries it after later ones (attempt 3)',
  ],
  [{ kind: 'polls', records: 20, partitions: 2 }, undefined],
  [{ kind: 'lag-sample', group: 'billing', lag: 5, status: 'OK', rule: undefined }, undefined],
];

test.each(said)('%o is told in words, or is routine', (note, words) => {
  expect(kafkaNotes.inWords(note)).toBe(words);
});
