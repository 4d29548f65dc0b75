/** What is said of crdt, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const crdtClaims: Claims = {
  'crdt-gcounter-max-sum': {
    says: 'A G-Counter merges by the maximum per replica and reads as the sum.',
    verdict: 'confirmed',
  },
  'crdt-state-merge-aci': {
    says: 'A merge that is commutative, associative and idempotent is immune to loss, duplication and reordering.',
    verdict: 'confirmed',
  },
  'top-crdts-merge-uncoordinated': {
    says: 'Replicas of a CRDT converge without asking one another first.',
    verdict: 'confirmed',
  },
  'crdt-metadata-grows-with-replicas': {
    says: 'A counter keeps an entry for every replica that ever counted.',
    verdict: 'confirmed',
  },
  'crdt-pncounter-two-gcounters': {
    says: 'A PN-Counter is two G-Counters: increments minus decrements.',
    verdict: 'confirmed',
  },
  'crdt-pncounter-inventory': {
    says: 'A PN-Counter fits an inventory.',
    verdict: 'refuted',
    instead: 'Concurrent sales take it below zero: it fits counts that may be negative.',
  },
  'crdt-no-balance-invariant': {
    says: 'No CRDT keeps a balance from going negative.',
    verdict: 'depends',
    instead:
      'A PN-Counter does not; a bounded counter does, and refuses sales for which the replica holds no rights.',
  },
  'crdt-orset-add-wins': {
    says: 'If an add and a remove are concurrent, an OR-Set keeps the element.',
    verdict: 'confirmed',
  },
  'crdt-lww-clock-skew-example': {
    says: 'With last writer wins, the write with the fast clock beats a later one.',
    verdict: 'confirmed',
  },
  'crdt-lww-drops-concurrent': {
    says: 'An LWW register drops one of two concurrent writes, and no writer is told.',
    verdict: 'confirmed',
  },
  'crdt-no-timestamp-more-robust': {
    says: 'Types without timestamps lose nothing to clock skew; LWW does.',
    verdict: 'confirmed',
  },
  'crdt-gset-union': { says: 'A G-Set merges by union and only grows.', verdict: 'confirmed' },
  'crdt-mv-keeps-all': {
    says: 'An MV-Register keeps all concurrent values.',
    verdict: 'confirmed',
  },
  'aws-dynamo-gt-lww-attribute': {
    says: 'DynamoDB global tables decide between writers attribute by attribute.',
    verdict: 'refuted',
    instead:
      'Their documentation says item by item: of two changes to different fields one is lost.',
  },
  'crdt-dynamodb-uses-crdts': {
    says: 'DynamoDB global tables resolve conflicts with rich CRDTs.',
    verdict: 'refuted',
    instead: 'Their documentation says last writer wins between whole items.',
  },
  'crdt-rga-ordered-list': {
    says: 'RGA keeps one order of a shared text on every replica.',
    verdict: 'confirmed',
  },
  'crdt-op-needs-at-least-once': {
    says: 'Operation-based types need delivery at least once.',
    verdict: 'depends',
    instead: 'That is necessary and not enough: a counter needs each operation in effect once.',
  },
  'crdt-op-lost-diverges': {
    says: 'One lost operation leaves replicas different for good.',
    verdict: 'confirmed',
  },
  'crdt-state-expensive-large': {
    says: 'Sending whole states gets expensive as they grow; operations and deltas stay small.',
    verdict: 'confirmed',
  },
  'crdt-orset-tombstones-need-gc': {
    says: 'An OR-Set fills up with tombstones that must be collected.',
    verdict: 'depends',
    instead:
      'Its tombstone form does, and may drop one when every replica has acknowledged the remove; the form with a version vector keeps none.',
  },
};
