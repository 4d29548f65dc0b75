/** For each rule, a run that shows what happens without it. */
import type { TransactionsRule } from '../../sims/transactions/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const everyCrash = { scenario: 'transactions/crash-at-every-point', seed: '1' };
const slowTransaction = { scenario: 'transactions/slow-transaction', seed: '1' };
const commitFaults = { scenario: 'transactions/commit-under-faults', seed: '1' };
const paxosFaults = { ...commitFaults, params: { protocol: 'paxos' } };
const eventStreams = { scenario: 'transactions/event-streams', seed: '1' };
const inbox = { scenario: 'transactions/inbox', seed: '1' };
const keyCrash = { scenario: 'transactions/idempotency-crash', seed: '1' };
const sagaCrash = { scenario: 'transactions/saga-crash', seed: '1' };
const sagaCompensation = { scenario: 'transactions/saga-compensation', seed: '1' };
const choreography = { scenario: 'transactions/saga-choreography', seed: '1' };
const keyContract = { scenario: 'transactions/key-contract', seed: '1' };
const everyOrder = { scenario: 'transactions/isolation-levels', seed: '1' };
const jobQueue = { scenario: 'transactions/job-queue', seed: '1' };
const lostUpdate = { scenario: 'transactions/lost-update', seed: '1' };

export const transactionsKillers: Killers<TransactionsRule> = {
  // Deliveries.
  'event-in-same-transaction': everyCrash,
  'relay-marks-after-publish': everyCrash,
  'relay-reads-in-commit-order': slowTransaction,
  'dedup-with-effect-atomic': inbox,
  'offset-after-effect': inbox,
  'dedup-outlives-redelivery': { scenario: 'transactions/dedup-window', seed: '1' },
  'version-guards-value': { scenario: 'transactions/repeated-messages', seed: '1' },

  // Idempotency keys.
  'retry-keeps-key': keyCrash,
  'key-binds-request': keyContract,
  'key-scoped-to-account': keyContract,
  'key-in-flight-blocks': keyContract,
  'failures-are-stored': keyContract,
  'refusals-are-not-stored': keyContract,
  'recovery-point-with-effect': keyCrash,
  'provider-gets-key': keyCrash,
  'key-outlives-retries': keyContract,

  // Sagas.
  'compensate-in-reverse': sagaCrash,
  'compensation-is-retried': sagaCompensation,
  'compensation-is-idempotent': sagaCrash,
  'undo-blocks-late-step': choreography,
  'step-key': sagaCrash,
  'pivot-last': sagaCrash,
  'semantic-lock': { scenario: 'transactions/saga-seat', seed: '1' },
  'park-after-retries': sagaCompensation,
  'sweeper-watches': choreography,
  'sweeper-asks-before-acting': choreography,
  'early-event-waits': { scenario: 'transactions/event-order', seed: '1' },

  // Atomic commit.
  'vote-is-logged-before-sent': commitFaults,
  'decision-is-logged-before-sent': commitFaults,
  'commit-needs-every-vote': commitFaults,
  'prepared-waits': commitFaults,
  'coordinator-forgets-after-acks': commitFaults,
  'recovery-asks-coordinator': commitFaults,
  'acceptance-is-logged-before-sent': { ...paxosFaults, seed: '2' },
  'promise-refuses-older-ballot': { ...paxosFaults, seed: '10' },
  'leader-adopts-accepted-vote': paxosFaults,
  'decision-needs-quorum': paxosFaults,

  // Event sourcing.
  'append-expects-version': eventStreams,
  'snapshot-holds-its-version': eventStreams,
  'position-with-projection': eventStreams,
  'replay-has-no-effects': eventStreams,
  'upcast-old-events': { scenario: 'transactions/schema-versions', seed: '1' },
  // Isolation.
  'writer-waits-for-writer': everyOrder,
  'reads-only-committed': everyOrder,
  'recheck-after-wait': lostUpdate,
  'one-snapshot': everyOrder,
  'snapshot-reads-without-locks': { scenario: 'transactions/long-reader', seed: '1' },
  'vacuum-spares-open-snapshots': { scenario: 'transactions/long-reader', seed: '1' },
  'first-updater-wins': everyOrder,
  'reader-finds-newer-version': everyOrder,
  'writer-finds-reader': everyOrder,
  'predicates-are-locked': everyOrder,
  'reads-outlive-commit': everyOrder,
  'pivot-aborts': everyOrder,
  'reads-take-locks': everyOrder,
  'locks-until-commit': everyOrder,
  'deadlock-is-broken': everyOrder,
  'lock-in-one-order': { scenario: 'transactions/lock-order', seed: '1' },
  'claim-locks-row': jobQueue,
  'claim-skips-locked': jobQueue,
  'idle-transaction-ends': jobQueue,
  'insert-waits-for-twin': { scenario: 'transactions/check-then-insert', seed: '1' },
  'update-expects-version': lostUpdate,
  'retry-reads-again': lostUpdate,
};
