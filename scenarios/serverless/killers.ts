/** For each rule, a run that shows what happens without it. */
import type { ServerlessRule } from '../../sims/serverless/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const killer = (name: string) => ({ scenario: `serverless/${name}`, seed: '1' });

export const serverlessKillers: Killers<ServerlessRule> = {
  'keep-warm': killer('sparse-requests'),
  'one-request-per-instance': killer('burst'),
  'burst-limit-refills': killer('burst'),
  'reserved-concurrency': killer('starved-function'),
  'concurrency-below-downstream': killer('database-connections'),
  'visibility-outlives-function': killer('visibility-timeout'),
  'report-batch-failures': killer('poison-message'),
  'dead-letter-after-receives': killer('poison-message'),
  'failures-have-a-destination': killer('lost-events'),
  'memory-times-duration': killer('break-even'),
  'fleet-carries-the-peak': killer('break-even'),
  'state-not-in-instance': killer('shared-state'),
};
