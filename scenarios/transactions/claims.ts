/** What is said of transactions, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const transactionsClaims: Claims = {
  // Deliveries.
  'q2-dual-write-diverges': {
    says: 'Writing to two stores one after the other leaves them different if a crash comes in between.',
    verdict: 'confirmed',
  },
  'q2-outbox-atomic': {
    says: 'With an outbox the row and its event are both there or both not.',
    verdict: 'confirmed',
  },
  'q2-cdc-no-outbox-table': {
    says: 'Change data capture takes the place of the outbox table.',
    verdict: 'depends',
    instead:
      'It is as safe at every crash point. But others then read the rows of your tables: an outbox table, which capture can read just as well, keeps the event apart from the schema.',
  },
  'q2-consumer-must-be-idempotent': {
    says: 'Consumers must stand events that come twice.',
    verdict: 'confirmed',
  },
  'rest-put-idempotent-patch-not': {
    says: 'PUT replaces the whole and may be repeated; PATCH changes a part.',
    verdict: 'depends',
    instead:
      'A PATCH that merges fields may be repeated as well, one that adds may not. And a PUT that may be repeated is not safe in any order: a late copy overwrites a newer value, unless versions are compared.',
  },
  'q4-dedupe-client': {
    says: 'Delivery at least once is enough if the client knows a notification by its id.',
    verdict: 'confirmed',
  },
  'q22-feed-1-5s': {
    says: 'From an outbox over Kafka to the stores of the regions takes 1 to 5 s.',
    verdict: 'depends',
    instead:
      'On how often each stage looks: about half of the sum of the intervals on average, and their sum at most. Stages that look each 50 ms take less than 0.15 s.',
  },
  // Idempotency keys.
  'one-idempotency-window': {
    says: 'A key of the client and a stored result for a limited time make retries safe by construction.',
    verdict: 'depends',
    instead:
      'Within that time, and if the key is reserved before the work and each effect is in one transaction with its recovery point. A result that is only stored at the end leaves 12 of 24 crash points that do the work twice; a retry after the key was dropped is a new request.',
  },
  // Sagas.
  'q18-nonidempotent-double-charge': {
    says: 'A charge that is tried again charges twice unless it carries the saga and the step as a key.',
    verdict: 'confirmed',
  },
  'q18-semantic-rollback': {
    says: 'What cannot be undone can only be corrected.',
    verdict: 'confirmed',
  },
  'q18-compensation-fails': {
    says: 'A compensation that fails leaves reservations behind: it is tried again until it succeeds.',
    verdict: 'depends',
    instead:
      'Until it succeeds or has been tried often enough: one that can never succeed has to be parked, where a person finds it.',
  },
  'q18-saga-no-isolation': {
    says: 'A saga is consistent only in the end: others see what it may still give back.',
    verdict: 'confirmed',
  },
  'q18-choreography-stalls': {
    says: 'Without an orchestrator a lost event stops a saga in silence, and a sweeper with a timeout mends that.',
    verdict: 'confirmed',
  },
  'q18-sweeper-60s': {
    says: 'Undoing after 60 s takes orders that are stuck to none.',
    verdict: 'depends',
    instead:
      'If the sweeper asks first, and a step that comes after it was undone finds so. It also undoes what was only late.',
  },
  'q18-out-of-order-events': {
    says: 'Events of several partitions come in any order: a state machine makes their order not matter.',
    verdict: 'confirmed',
  },
  // Event sourcing.
  'q19-replay-gives-state': {
    says: 'The state is the replay of all events, and a past state the replay up to then.',
    verdict: 'confirmed',
  },
  'q19-snapshots-bound-replay': {
    says: 'A snapshot each N events bounds a replay to N.',
    verdict: 'depends',
    instead:
      'Up to the appends that come in before the snapshot that is due is stored: with a snapshot each 10 events, and six handlers, 15 at most.',
  },
  'q19-4000-per-user': {
    says: 'An event store with 2 billion events of 500,000 users has 4,000 events of each, and to rebuild its projections takes 4 hours.',
    verdict: 'depends',
    instead:
      'The division is right. 4 hours for all of it are 139,000 events a second: what one machine replays one after another. Accounts are independent of each other, so k machines take a k-th.',
  },
  'q19-1000-updates-costly': {
    says: 'Event sourcing is the wrong choice for 1,000 updates a second of one entity: to replay 1,000 events for its state is too expensive.',
    verdict: 'depends',
    instead:
      'On how often it is loaded, and on snapshots. A command that replays up to 1,000 events takes 3.7 ms, so 1,000 a second are more than three machines can do; with a snapshot each 16 events one machine is busy for a fifth of the time.',
  },
  'pat-outbox-vs-event-sourcing': {
    says: 'An outbox adds a table of events beside the state; event sourcing keeps events as the only state.',
    verdict: 'confirmed',
  },
  'pat-cqrs-eventual': {
    says: 'A projection that is read instead of the events makes reads consistent only in the end.',
    verdict: 'confirmed',
  },
  'q19-upcasters': {
    says: 'Chains of upcasters read events of old versions.',
    verdict: 'confirmed',
  },
  'q19-optional-fields-compatible': {
    says: 'Optional fields are compatible, and removing a field is safe.',
    verdict: 'depends',
    instead:
      'Optional fields are, both ways. Removing a required field is safe for new readers only: those that still need it cannot read the new events.',
  },
  // Atomic commit.
  'q18-2pc-short-only': {
    says: 'Two-phase commit is right for short transactions at one site under one control.',
    verdict: 'depends',
    instead:
      'It is atomic at every crash point and over any distance. What it costs is waiting: locks in doubt last as long as the coordinator is down, and a commit holds them for two messages and two forced writes. A coordinator that is itself replicated does not block.',
  },
  // Isolation.
  'db-postgres-serializable': {
    says: 'PostgreSQL gives ACID transactions with serializable consistency.',
    verdict: 'depends',
    instead:
      'Only if you ask for it: the default is read committed, which loses updates and lets write skew through. SERIALIZABLE prevents both, and some transactions then fail and must be begun again.',
  },
  'q16-rmw-lost-update': {
    says: 'Read, change and write back loses updates, unless the write expects the version that was read.',
    verdict: 'confirmed',
  },
  'q16-race-check-then-insert': {
    says: 'Looking whether a row is there before inserting it is a race: it goes wrong only if two ask at once, and a unique constraint ends it.',
    verdict: 'confirmed',
  },
  'rest-patch-avoids-null-out': {
    says: 'PATCH does not wipe the fields that it leaves out, as PUT does.',
    verdict: 'confirmed',
  },
};
