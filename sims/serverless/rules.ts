/** The rules of functions, each with what goes wrong without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const lambda = 'AWS Lambda developer guide, 2025';

export const serverlessRules = defineRules('serverless', {
  'keep-warm': {
    protects: 'warm-after-quiet',
    source: 'Shahrad et al., Serverless in the Wild, USENIX ATC 2020, §2',
    because:
      'an instance that is idle for longer than it is kept is gone, and the next request starts one',
  },
  'one-request-per-instance': {
    protects: 'one-at-a-time',
    source: `${lambda}, Understanding function scaling, concurrency`,
    because: 'requests that share an instance share its memory, and the burst starts too few',
  },
  'burst-limit-refills': {
    protects: 'throttled-as-published',
    source: `${lambda}, Lambda scaling behavior, concurrency scaling rate`,
    because: 'a thousand more instances come once for all, and not every ten seconds',
  },
  'reserved-concurrency': {
    protects: 'no-function-starves',
    source: `${lambda}, Configuring reserved concurrency, account`,
    because: 'one function takes all that the account has, and the others are throttled',
  },
  'concurrency-below-downstream': {
    protects: 'database-survives',
    source: `${lambda}, Using Lambda with Amazon RDS, connections`,
    because:
      'instances need more connections than the database has, because each opens one of its own',
  },
  'visibility-outlives-function': {
    protects: 'effect-once',
    source: `${lambda}, Using Lambda with Amazon SQS, visibility timeout`,
    because: 'a message that becomes visible while it is worked on is worked on again',
  },
  'report-batch-failures': {
    protects: 'effect-once',
    source: `${lambda}, Using Lambda with Amazon SQS, reporting batch item failures`,
    because: 'one message that fails brings the whole batch back, and the others are done again',
  },
  'dead-letter-after-receives': {
    protects: 'poison-is-bounded',
    source: 'Amazon SQS developer guide, 2025, dead-letter queues, maxReceiveCount',
    because: 'a message that always fails is run until it is too old to keep',
  },
  'failures-have-a-destination': {
    protects: 'no-event-is-lost',
    source: `${lambda}, Asynchronous invocation, retaining records`,
    because: 'an event that fails is lost: the caller has its 202, and nothing else knows of it',
  },
  'memory-times-duration': {
    protects: 'bill-is-as-estimated',
    source: 'AWS Lambda pricing, 2025: requests and GB-seconds',
    because: 'only the requests are counted, which are the smaller part of the bill',
  },
  'fleet-carries-the-peak': {
    protects: 'fleet-not-overrun',
    source: 'Beyer et al., Site Reliability Engineering, 2016, chapter 18',
    because:
      'servers for the mean of the day look cheaper than functions, and are overloaded at noon',
  },
  'state-not-in-instance': {
    protects: 'same-answer',
    source:
      'Hellerstein et al., Serverless Computing: One Step Forward, Two Steps Back, CIDR 2019, §3',
    because: 'a request looks in vain for what another one left in a global variable',
  },
});

export type ServerlessRules = RulesOf<typeof serverlessRules>;
export type ServerlessRule = keyof ServerlessRules;
