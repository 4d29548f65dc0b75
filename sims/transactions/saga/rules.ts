/** The rules of sagas. */

const sagas = 'Garcia-Molina and Salem, Sagas, SIGMOD 1987';
const richardson = 'Richardson, Microservices Patterns, 2018';

export const sagaRules = {
  'compensate-in-reverse': {
    protects: 'undone-in-reverse',
    source: `${sagas}, §2`,
    because: 'a step is undone while a later one, which was built on it, still stands',
  },
  'compensation-is-retried': {
    protects: 'every-saga-ends',
    source: `${sagas}, §6`,
    because: 'a compensation that fails once leaves what was reserved reserved for ever',
  },
  'compensation-is-idempotent': {
    protects: 'nothing-undone-twice',
    source: `${richardson}, §4.3.2 Compensatable transactions`,
    because: 'a compensation whose answer was lost is repeated, and refunds again',
  },
  'undo-blocks-late-step': {
    protects: 'conserved',
    source: `${sagas}, §4`,
    because: 'a step that arrives after its own compensation takes effect, and nothing undoes it',
  },
  'step-key': {
    protects: 'nothing-done-twice',
    source: 'Helland, Life beyond Distributed Transactions, CIDR 2007, §4',
    because: 'a step whose answer was lost is repeated, and charges again',
  },
  'pivot-last': {
    protects: 'no-regret',
    source: `${richardson}, §4.3.1 Pivot transaction`,
    because: 'what cannot be undone is done before a step that can still be refused',
  },
  'semantic-lock': {
    protects: 'no-dirty-read',
    source: `${richardson}, §4.3.3 Semantic lock`,
    because: 'a customer is turned away for a reservation that is given back a moment later',
  },
  'park-after-retries': {
    protects: 'every-saga-ends',
    source: 'Hohpe and Woolf, Enterprise Integration Patterns, 2003, Dead Letter Channel',
    because: 'a compensation that can never succeed is tried for ever, and nobody is told',
  },
  'sweeper-watches': {
    protects: 'every-saga-ends',
    source: `${richardson}, §4.2.1 Choreography-based sagas`,
    because: 'one event is lost, and every participant waits for another to go on',
  },
  'sweeper-asks-before-acting': {
    protects: 'no-undo-of-complete',
    source: 'Helland, Life beyond Distributed Transactions, CIDR 2007, §5',
    because: 'a saga whose last event is late is complete, and is undone',
  },
  'early-event-waits': {
    protects: 'same-state-for-any-order',
    source: `${richardson}, §3.2.4 Message ordering`,
    because: 'an event that overtakes its predecessor is overwritten by it',
  },
} as const;

type SagaRule = keyof typeof sagaRules;
export type SagaRules = Readonly<Record<SagaRule, boolean>>;
