/** The scenarios of deployment, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const deploymentWing: WingEntry = {
  id: 'deployment',
  title: 'Deployment: schema changes, bisection, rollbacks, message formats',
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
  ],
  load: async () => ({
    sim: (await import('../../sims/deployment/deployment.ts')).deployment,
    killers: (await import('./killers.ts')).deploymentKillers,
  }),
};
