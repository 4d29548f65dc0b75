/** The scenarios of deployment, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const deploymentWing: WingEntry = {
  id: 'deployment',
  title: 'Deployment: schema changes, flags, bisection, rollbacks, HTTP caches',
  scenarios: [
    {
      id: 'deployment/rename-column',
      asks: 'A column is renamed while instances are deployed and rolled back one by one. In which steps does no statement fail and no reader see an old value, whatever the order?',
      load: () => import('./rename-column.ts'),
    },
    {
      id: 'deployment/shared-database',
      asks: 'A release renames a column and is rolled back later. How many requests fail with a rolling deployment, and how many with blue-green?',
      load: () => import('./shared-database.ts'),
    },
    {
      id: 'deployment/bisect',
      asks: 'One of 1,000 commits brought a defect. How many tests find it, and how often is the wrong one named if the test is flaky?',
      load: () => import('./bisect.ts'),
    },
    {
      id: 'deployment/force-push',
      asks: 'Two developers rewrite one branch and push by force. Which of --force, --force-with-lease and --force-if-includes never overwrites what the other has pushed?',
      load: () => import('./force-push.ts'),
    },
    {
      id: 'deployment/roll-back-or-wait',
      asks: 'After a release the errors look high. Is it cheaper to roll back at once, to look once more, or to stay?',
      load: () => import('./roll-back-or-wait.ts'),
    },
    {
      id: 'deployment/edge-cache',
      asks: 'A shared HTTP cache stands before a site. Which requests does it answer, and does any user get what belongs to another?',
      load: () => import('./edge-cache.ts'),
    },
    {
      id: 'deployment/event-schemas',
      asks: 'The schema of a topic changes, and its producers and consumers are upgraded one by one. Which side goes first, and who can still read all that was written?',
      load: () => import('./event-schemas.ts'),
    },
    {
      id: 'deployment/flag-off',
      asks: 'A feature behind a flag fails, and the flag is switched off. When does the last instance know, and does a flag that is off protect from everything?',
      load: () => import('./flag-off.ts'),
    },
    {
      id: 'deployment/two-flags',
      asks: 'Two feature flags are each on for some of the users. Do the same users get both, and does anyone’s variant change when a flag goes to more users?',
      load: () => import('./two-flags.ts'),
    },
    {
      id: 'deployment/field-numbers',
      asks: 'Protobuf fields have numbers. A field is renamed, deleted, or its number is used again: what do new readers make of old messages, and old readers of new ones?',
      load: () => import('./field-numbers.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/deployment/deployment.ts')).deployment,
    killers: (await import('./killers.ts')).deploymentKillers,
  }),
};
