/** The scenarios of fan-out, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const fanoutWing: WingEntry = {
  id: 'fanout',
  title: 'Real-time fan-out: timelines, gateways, streams',
  scenarios: [
    {
      id: 'fanout/missed-events',
      asks: 'A phone and a tablet lose their connections, and a laptop is opened meanwhile. Which events do they miss?',
      load: () => import('./missed-events.ts'),
    },
    {
      id: 'fanout/lost-post',
      asks: 'A service acknowledges posts and crashes. Does it lose one that its author believes to be safe?',
      load: () => import('./lost-post.ts'),
    },
    {
      id: 'fanout/three-timelines',
      asks: 'Posts are pushed to followers, looked up when they read, or both by the number of followers. Do all show the same timeline, and what does each cost?',
      load: () => import('./three-timelines.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/fanout/fanout.ts')).fanout,
    killers: (await import('./killers.ts')).fanoutKillers,
    explorations: (await import('./explorations.ts')).fanoutExplorations,
    stories: (await import('./exploration-stories.ts')).fanoutStories,
  }),
};
