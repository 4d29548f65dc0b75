/** The scenarios of estimation, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const estimationWing: WingEntry = {
  id: 'estimation',
  title: 'Estimation: a counter, to be replaced',
  scenarios: [
    {
      id: 'estimation/daily-load',
      asks: 'A million users do ten things a day each. How many requests a second is that, and how many at the peak?',
      load: () => import('./daily-load.ts'),
    },
    {
      id: 'estimation/url-shortener',
      asks: 'A URL shortener gets 100 million new URLs a day. How much does it store, and how many requests does it serve?',
      load: () => import('./url-shortener.ts'),
    },
    {
      id: 'estimation/black-friday',
      asks: 'The system is at 60% of its capacity, and five times the load is expected. How much capacity does it need?',
      load: () => import('./black-friday.ts'),
    },
    {
      id: 'estimation/cache-misses',
      asks: 'The hit ratio of a cache falls from 95% to 90%. What does the database notice?',
      load: () => import('./cache-misses.ts'),
    },
    {
      id: 'estimation/disk-units',
      asks: 'How far apart are a TB and a TiB, and a day and 100,000 seconds?',
      load: () => import('./disk-units.ts'),
    },
    {
      id: 'estimation/growth',
      asks: 'The load grows by 10% a month. How much is that in a year?',
      load: () => import('./growth.ts'),
    },
    {
      id: 'estimation/hot-shard',
      asks: 'A hundred shards get 100,000 requests a second. Is 1,000 each enough?',
      load: () => import('./hot-shard.ts'),
    },
    {
      id: 'estimation/lost-node',
      asks: 'Three nodes are each 70% busy. Can the system lose one?',
      load: () => import('./lost-node.ts'),
    },
    {
      id: 'estimation/mean-timeout',
      asks: 'A timeout is set to twice the mean latency. How many requests does it cut off?',
      load: () => import('./mean-timeout.ts'),
    },
    {
      id: 'estimation/merged-percentiles',
      asks: 'Two servers report their P99. Is the mean of the two the P99 of all requests?',
      load: () => import('./merged-percentiles.ts'),
    },
    {
      id: 'estimation/parallel-calls',
      asks: 'A request makes five calls in parallel, each in time 99% of the time. How often is the request in time?',
      load: () => import('./parallel-calls.ts'),
    },
    {
      id: 'estimation/photo-service',
      asks: 'A photo service takes 1,000 uploads a second of half a megabyte. How many 10 Gb/s links and how many disks does it need?',
      load: () => import('./photo-service.ts'),
    },
    {
      id: 'estimation/redundancy',
      asks: 'Two copies are each up 99% of the time. Is the system up 99.99%?',
      load: () => import('./redundancy.ts'),
    },
    {
      id: 'estimation/retries-in-load',
      asks: 'Half of the attempts fail and each call is tried three times. How much load reaches the server?',
      load: () => import('./retries-in-load.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/estimation/estimation.ts')).estimation,
    killers: (await import('./killers.ts')).estimationKillers,
  }),
};
