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
    {
      id: 'fanout/long-polling',
      asks: 'Events come at random, now and then several at once. How much later are they by long polling than on a stream?',
      load: () => import('./long-polling.ts'),
    },
    {
      id: 'fanout/lost-packet',
      asks: 'A packet is lost. Which messages wait for it: all on the connection, those of its stream, or none?',
      load: () => import('./lost-packet.ts'),
    },
    {
      id: 'fanout/seventh-tab',
      asks: 'Each tab of a site opens an event stream. From how many tabs on does the site hang, with HTTP/1.1 and with HTTP/2?',
      load: () => import('./seventh-tab.ts'),
    },
    {
      id: 'fanout/cross-server',
      asks: 'Users are connected to one of several servers. How does a message find the right one, and what does it cost the others?',
      load: () => import('./cross-server.ts'),
    },
    {
      id: 'fanout/reconnect-storm',
      asks: 'A load balancer restarts, and every connection ends. What do the reconnecting clients do to it, with and without jitter?',
      load: () => import('./reconnect-storm.ts'),
    },
    {
      id: 'fanout/silent-loss',
      asks: 'A router forgets a connection and tells neither end. When do client and server notice, and how long is the user shown online?',
      load: () => import('./silent-loss.ts'),
    },
    {
      id: 'fanout/slow-client',
      asks: 'A client reads slower than values come. What does the server hold, what is lost, and does the client end with the right values?',
      load: () => import('./slow-client.ts'),
    },
    {
      id: 'fanout/removed-member',
      asks: 'Members are removed from a channel, and their connections stay open. Which messages do they still get?',
      load: () => import('./removed-member.ts'),
    },
    {
      id: 'fanout/same-millisecond',
      asks: 'Several posts have the same time, and a timeline is read in pages while new ones come. Is each post seen once?',
      load: () => import('./same-millisecond.ts'),
    },
    {
      id: 'fanout/connection-servers',
      asks: 'A million clients hold a connection each. How many servers is that, and is there room if one of them fails?',
      load: () => import('./connection-servers.ts'),
    },
    {
      id: 'fanout/hybrid-threshold',
      asks: 'Posts of authors with few followers are pushed, and those of celebrities read. From how many followers on is an author a celebrity?',
      load: () => import('./hybrid-threshold.ts'),
    },
    {
      id: 'fanout/last-follower',
      asks: 'An author with ten million followers posts. When does the last of them have the post, and how long do other posts wait behind it?',
      load: () => import('./last-follower.ts'),
    },
    {
      id: 'fanout/push-campaign',
      asks: 'A push notification goes to ten million users, and its sender crashes on the way. How does no user get it twice, and none is left out?',
      load: () => import('./push-campaign.ts'),
    },
    {
      id: 'fanout/unread-count',
      asks: 'An app shows the number of unread messages. Two devices read, messages arrive meanwhile, and requests are retried: how is the badge never wrong?',
      load: () => import('./unread-count.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/fanout/fanout.ts')).fanout,
    killers: (await import('./killers.ts')).fanoutKillers,
    explorations: (await import('./explorations.ts')).fanoutExplorations,
    stories: (await import('./exploration-stories.ts')).fanoutStories,
  }),
};
