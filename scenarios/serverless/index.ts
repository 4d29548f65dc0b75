/** The scenarios of serverless, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const serverlessWing: WingEntry = {
  id: 'serverless',
  title: 'Serverless: cold starts, bursts and limits of functions',
  scenarios: [
    {
      id: 'serverless/sparse-requests',
      asks: 'A function gets six requests an hour and is kept for ten minutes. How many requests start it anew?',
      load: () => import('./sparse-requests.ts'),
    },
    {
      id: 'serverless/provisioned',
      asks: 'Twenty requests a second of 200 ms: how many provisioned instances leave one request in twenty cold?',
      load: () => import('./provisioned.ts'),
    },
    {
      id: 'serverless/burst',
      asks: 'Three thousand requests come at once to a function with no instance. How many are served?',
      load: () => import('./burst.ts'),
    },
    {
      id: 'serverless/concurrency-limit',
      asks: 'A thousand concurrent executions of 200 ms: how many requests a second is that, and what happens beyond?',
      load: () => import('./concurrency-limit.ts'),
    },
    {
      id: 'serverless/starved-function',
      asks: 'A batch takes all thousand executions of the account. What does the checkout notice?',
      load: () => import('./starved-function.ts'),
    },
    {
      id: 'serverless/database-connections',
      asks: 'Five hundred requests come at once, and the database allows a hundred connections. What happens?',
      load: () => import('./database-connections.ts'),
    },
    {
      id: 'serverless/visibility-timeout',
      asks: 'A message is visible again after 30 seconds, and the function may run for 45. How often does it run twice?',
      load: () => import('./visibility-timeout.ts'),
    },
    {
      id: 'serverless/shared-state',
      asks: 'A function counts its requests in a global variable, and two instances serve. What does the counter say?',
      load: () => import('./shared-state.ts'),
    },
    {
      id: 'serverless/runtimes',
      asks: 'How long does a cold start take in Rust, Python and Java, and who notices?',
      load: () => import('./runtimes.ts'),
    },
    {
      id: 'serverless/aws-arithmetic',
      asks: 'What follows from 10,000 parts, a minimum charge of 128 KB and a failover of two minutes?',
      load: () => import('./aws-arithmetic.ts'),
    },
    {
      id: 'serverless/lost-events',
      asks: 'A function is invoked asynchronously, and one run in five fails. What becomes of the events?',
      load: () => import('./lost-events.ts'),
    },
    {
      id: 'serverless/poison-message',
      asks: 'One message in fifty always fails, and a function takes ten at a time. What becomes of the other nine?',
      load: () => import('./poison-message.ts'),
    },
    {
      id: 'serverless/break-even',
      asks: 'When do functions cost more than a fleet of servers?',
      load: () => import('./break-even.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/serverless/serverless.ts')).serverless,
    killers: (await import('./killers.ts')).serverlessKillers,
  }),
};
