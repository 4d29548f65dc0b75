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
    {
      id: 'fanout/bytes-per-event',
      asks: 'How many bytes does one event cost besides its payload: by polling, long polling, server-sent events, WebSocket?',
      load: () => import('./bytes-per-event.ts'),
    },
    {
      id: 'fanout/polling',
      asks: 'A dashboard polls every 30 s instead of having each change pushed. How late is it, and what does that save?',
      load: () => import('./polling.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/fanout/fanout.ts')).fanout,
    killers: (await import('./killers.ts')).fanoutKillers,
    explorations: (await import('./explorations.ts')).fanoutExplorations,
    stories: (await import('./exploration-stories.ts')).fanoutStories,
  }),
};
