/** Functions as the lab knows them. */
import type { Sim } from '../../src/check/sim.ts';
import { serverlessInvariants } from './invariants.ts';
import { serverlessNotes } from './notes.ts';
import { type ServerlessRule, serverlessRules } from './rules.ts';
import { viewOf } from './view.ts';

export const serverless: Sim<ServerlessRule> = {
  id: 'serverless',
  title: 'Serverless: cold starts, bursts and limits of functions',
  about:
    'Instances of a function start when a request finds none that is idle, and expire when they are idle for too long. ' +
    'Cold starts and throttles in closed form, limits of AWS Lambda as published in 2025, and what goes wrong behind a ' +
    'function: connections, messages, state.',
  sources: [
    'AWS Lambda developer guide, 2025',
    'Shahrad et al., Serverless in the Wild, USENIX ATC 2020',
    'maxday/lambda-perf, 2024-10-23 and 2026-08-22',
  ],
  rules: serverlessRules,
  invariants: serverlessInvariants,
  files: [
    'rules.ts',
    'account.ts',
    'counter.ts',
    'start-rate.ts',
    'instances.ts',
    'laws.ts',
    'notes.ts',
    'study.ts',
    'invariants.ts',
    'messages.ts',
    'published.ts',
    'view.ts',
    'warming.ts',
    'asynchronous.ts',
    'batches.ts',
    'aws.ts',
    'costs.ts',
  ],
  notes: serverlessNotes,
  arrowText: () => undefined,
  view: viewOf,
};
