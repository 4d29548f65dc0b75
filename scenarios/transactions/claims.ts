/** What people say about transactions, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const transactionsClaims: Claims = {
  // Deliveries.
  'q2-dual-write-diverges': {
    says: 'Writing to two stores one after the other leaves them different if a crash comes between the two writes.',
    verdict: 'confirmed',
  },
  'q2-outbox-atomic': {
    says: 'With an outbox, a row and its event are either both stored or both absent.',
    verdict: 'confirmed',
  },
  'q2-cdc-no-outbox-table': {
    says: 'Change data capture replaces the outbox table.',
    verdict: 'depends',
    instead:
      'Both are equally safe at every crash point, but capture on its own exposes your tables’ schema to other services. An outbox table, which capture can read just as well, keeps the event separate from the schema.',
  },
  'q2-consumer-must-be-idempotent': {
    says: 'Consumers must tolerate events that arrive twice.',
    verdict: 'confirmed',
  },
  'rest-put-idempotent-patch-not': {
    says: 'PUT replaces the whole resource and may be repeated; PATCH changes a part of it.',
    verdict: 'depends',
    instead:
      'A PATCH that merges fields may be repeated as well; one that adds may not. And a repeatable PUT is not safe in any order: a late copy overwrites a newer value unless versions are compared.',
  },
  'q4-dedupe-client': {
    says: 'At-least-once delivery is enough if the client recognises a notification by its id.',
    verdict: 'confirmed',
  },
  'q22-feed-1-5s': {
    says: 'An update takes 1 to 5 s from an outbox through Kafka to the regional stores.',
    verdict: 'depends',
    instead:
      'It depends on how often each stage polls: the lag is about half of the sum of the intervals on average, and at most their sum. Stages that poll every 50 ms take less than 0.15 s.',
  },
  // Idempotency keys.
  'one-idempotency-window': {
    says: 'A client’s key and a result stored for a limited time make retries safe by construction.',
    verdict: 'depends',
    instead:
      'Only within that time, and only if the key is reserved before the work and each effect commits together with its recovery point. If the result is stored only at the end, 12 of 24 crash points do the work twice. A retry after the key has expired is a new request.',
  },
  // Sagas.
  'q18-nonidempotent-double-charge': {
    says: 'A retried charge charges twice unless its key names the saga and the step.',
    verdict: 'confirmed',
  },
  'q18-semantic-rollback': {
    says: 'What cannot be undone can only be corrected afterwards.',
    verdict: 'confirmed',
  },
  'q18-compensation-fails': {
    says: 'A compensation that fails leaves reservations behind; it is retried until it succeeds.',
    verdict: 'depends',
    instead:
      'Until it succeeds or runs out of retries: one that can never succeed has to be parked for a person to resolve.',
  },
  'q18-saga-no-isolation': {
    says: 'A saga is only eventually consistent: others see effects that it may still undo.',
    verdict: 'confirmed',
  },
  'q18-choreography-stalls': {
    says: 'Without an orchestrator a lost event silently stops a saga; a sweeper with a timeout repairs that.',
    verdict: 'confirmed',
  },
  'q18-sweeper-60s': {
    says: 'Undoing orders after 60 s brings the number of stuck orders to zero.',
    verdict: 'depends',
    instead:
      'Only if the sweeper asks before it acts, and a step that arrives after its compensation is refused. The sweeper also undoes orders that were merely late.',
  },
  'q18-out-of-order-events': {
    says: 'Events from several partitions arrive in any order; a state machine makes their order irrelevant.',
    verdict: 'confirmed',
  },
  // Event sourcing.
  'q19-replay-gives-state': {
    says: 'The current state is the replay of all events, and a past state is the replay of the events up to that point.',
    verdict: 'confirmed',
  },
  'q19-snapshots-bound-replay': {
    says: 'A snapshot every N events limits a replay to N events.',
    verdict: 'depends',
    instead:
      'To N plus the events appended before the due snapshot is stored: with a snapshot every 10 events and six handlers, at most 15.',
  },
  'q19-4000-per-user': {
    says: 'An event store with 2 billion events of 500,000 users has 4,000 events per user, and rebuilding its projections takes 4 hours.',
    verdict: 'depends',
    instead:
      'The division is right. Four hours for all of them means 139,000 events a second, replayed sequentially on one machine. Accounts are independent, so k machines take a k-th of the time.',
  },
  'q19-1000-updates-costly': {
    says: 'Event sourcing is the wrong choice for 1,000 updates a second on one entity, because replaying 1,000 events to load its state is too expensive.',
    verdict: 'depends',
    instead:
      'It depends on how often the entity is loaded, and on snapshots. A command that replays up to 1,000 events takes 3.7 ms, so 1,000 a second are more than three machines can do. With a snapshot every 16 events one machine is busy for a fifth of the time.',
  },
  'pat-outbox-vs-event-sourcing': {
    says: 'An outbox adds a table of events next to the state; event sourcing keeps events as the only state.',
    verdict: 'confirmed',
  },
  'pat-cqrs-eventual': {
    says: 'Reading a projection instead of the events makes reads eventually consistent.',
    verdict: 'confirmed',
  },
  'q19-upcasters': {
    says: 'A chain of upcasters reads events of old versions.',
    verdict: 'confirmed',
  },
  'q19-optional-fields-compatible': {
    says: 'Optional fields are compatible, and removing a field is safe.',
    verdict: 'depends',
    instead:
      'Optional fields are, in both directions. Removing a required field is safe only for new readers: old readers that still need it cannot read the new events.',
  },
  // Atomic commit.
  'q18-2pc-short-only': {
    says: 'Two-phase commit suits short transactions at one site under one authority.',
    verdict: 'depends',
    instead:
      'It is atomic at every crash point and over any distance. Its cost is waiting: locks in doubt last as long as the coordinator is down, and a commit holds its locks for two messages and two forced writes. A replicated coordinator does not block.',
  },
  // Isolation.
  'db-postgres-serializable': {
    says: 'PostgreSQL gives ACID transactions with serializable consistency.',
    verdict: 'depends',
    instead:
      'Only if you ask for it: the default is read committed, which loses updates and allows write skew. SERIALIZABLE prevents both, at the price of transactions that fail and must be retried.',
  },
  'q16-rmw-lost-update': {
    says: 'Read-modify-write loses updates unless the write expects the version that was read.',
    verdict: 'confirmed',
  },
  'q16-race-check-then-insert': {
    says: 'Checking whether a row exists before inserting it is a race: it fails only when two clients check at once, and a unique constraint prevents it.',
    verdict: 'confirmed',
  },
  'rest-patch-avoids-null-out': {
    says: 'PATCH leaves the fields that it does not name alone; PUT wipes them.',
    verdict: 'confirmed',
  },
};
