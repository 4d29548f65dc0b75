/** The rules of sagas. */

const sagas = 'Garcia-Molina and Salem, Sagas, SIGMOD 1987';
const richardson = 'Richardson, Microservices Patterns, 2018';

export const sagaRules = {
  'compensate-in-reverse': {
    protects: 'undone-in-reverse',
    source: `${sagas}, §2`,
    because: 'a step is undone while a later one that was built on it still stands',
  },
  'compensation-is-retried': {
    protects: 'every-saga-ends',
    source: `${sagas}, §6`,
    because: 'after one failed compensation a reservation stays for ever',
  },
  'compensation-is-idempotent': {
    protects: 'nothing-undone-twice',
    source: `${richardson}, §4.3.2 Compensatable transactions`,
    because: 'a compensation whose reply was lost is repeated, and refunds again',
  },
  'undo-blocks-late-step': {
    protects: 'conserved',
    source: `${sagas}, §4`,
    because: 'a step that arrives after its own compensation takes effect, and is never undone',
  },
  'step-key': {
    protects: 'nothing-done-twice',
    source: 'Helland, Life beyond Distributed Transactions, CIDR 2007, §4',
    because: 'a step whose reply was lost is repeated, and charges again',
  },
  'pivot-last': {
    protects: 'no-regret',
    source: `${richardson}, §4.3.1 Pivot transaction`,
    because: 'a step that cannot be undone runs before one that can still be refused',
  },
  'semantic-lock': {
    protects: 'no-dirty-read',
    source: `${richardson}, §4.3.3 Semantic lock`,
    because: 'a customer is turned away for a reservation that is released a moment later',
  },
  'park-after-retries': {
    protects: 'every-saga-ends',
    source: 'Hohpe and Woolf, Enterprise Integration Patterns, 2003, Dead Letter Channel',
    because: 'a compensation that can never succeed is retried for ever, and nothing reports it',
  },
  'sweeper-watches': {
    protects: 'every-saga-ends',
    source: `${richardson}, §4.2.1 Choreography-based sagas`,
    because: 'one event is lost, and every participant waits for another to continue',
  },
  'sweeper-asks-before-acting': {
    protects: 'no-undo-of-complete',
    source: 'Helland, Life beyond Distributed Transactions, CIDR 2007, §5',
    because: 'a complete saga is undone because its last event is late',
  },
  'early-event-waits': {
    protects: 'same-state-for-any-order',
    source: `${richardson}, §3.2.4 Message ordering`,
    because: 'an event that overtakes its predecessor is then overwritten by it',
  },
} as const;

type SagaRule = keyof typeof sagaRules;
export type SagaRules = Readonly<Record<SagaRule, boolean>>;
