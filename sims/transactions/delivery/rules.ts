/** The rules of publishing what a database has stored. */

const outbox = 'Richardson, Microservices Patterns, 2018, §3.3 Transactional messaging';

export const deliveryRules = {
  'event-in-same-transaction': {
    protects: 'published-iff-committed',
    source: `${outbox}, Transactional outbox`,
    because: 'a crash between the two transactions leaves an order without an event',
  },
  'relay-marks-after-publish': {
    protects: 'published-iff-committed',
    source: `${outbox}, Polling publisher`,
    because: 'an event that is marked but not yet published is lost in a crash',
  },
  'relay-reads-in-commit-order': {
    protects: 'published-iff-committed',
    source: 'PostgreSQL 17 documentation, §9.27 pg_snapshot_xmin',
    because: 'a row whose transaction was slow becomes visible behind the last id, and is skipped',
  },
  'dedup-with-effect-atomic': {
    protects: 'effect-once',
    source: 'Helland, Life beyond Distributed Transactions, CIDR 2007, §4',
    because: 'after a crash between the effect and the record of its id, the effect happens again',
  },
  'offset-after-effect': {
    protects: 'event-has-effect',
    source: 'Kafka documentation, §4.6 Message Delivery Semantics',
    because: 'an event that is acknowledged but not yet applied is lost in a crash',
  },
  'dedup-outlives-redelivery': {
    protects: 'effect-once',
    source: 'Amazon SQS developer guide, Exactly-once processing, deduplication interval',
    because: 'an event is redelivered after its id was forgotten, and takes effect again',
  },
  'version-guards-value': {
    protects: 'newest-stays',
    source: 'RFC 9110 §13.1.1 If-Match',
    because: 'a late copy of an older update overwrites a newer value',
  },
} as const;

type DeliveryRule = keyof typeof deliveryRules;
export type DeliveryRules = Readonly<Record<DeliveryRule, boolean>>;
