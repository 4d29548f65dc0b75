/** The scenarios of estimation, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const estimationWing: WingEntry = {
  id: 'estimation',
  title: 'Estimation: figures on the back of an envelope, held to simulations',
  scenarios: [
    {
      id: 'estimation/daily-load',
      asks: 'A million users do ten things a day each. How many requests a second is that on average, and at the peak?',
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
      asks: 'The hit ratio of a cache falls from 95% to 90%. How much does the database’s load grow?',
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
      asks: 'A hundred shards get 100,000 requests a second. Is a capacity of 1,000 each enough?',
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
      asks: 'A request makes five parallel calls, each in time 99% of the time. How often is the request in time?',
      load: () => import('./parallel-calls.ts'),
    },
    {
      id: 'estimation/photo-service',
      asks: 'A photo service gets 1,000 uploads a second of half a megabyte each. How much does it store over the years, and how many 10 Gb/s links does it need?',
      load: () => import('./photo-service.ts'),
    },
    {
      id: 'estimation/redundancy',
      asks: 'Two copies are each up 99% of the time. Is the system up 99.99% of the time?',
      load: () => import('./redundancy.ts'),
    },
    {
      id: 'estimation/load-of-retries',
      asks: 'Half of the attempts fail, and each call is tried up to three times. How much load reaches the server?',
      load: () => import('./load-of-retries.ts'),
    },
    {
      id: 'estimation/bloom-filter',
      asks: 'Does a Bloom filter for a year of URLs, 36.5 billion, fit in a few GB?',
      load: () => import('./bloom-filter.ts'),
    },
    {
      id: 'estimation/chained-services',
      asks: 'Three dependencies are each up 99.9% of the time. Do their downtimes multiply?',
      load: () => import('./chained-services.ts'),
    },
    {
      id: 'estimation/chat-storage',
      asks: 'A chat gets a billion messages of 200 bytes a day. How much does it store in a year?',
      load: () => import('./chat-storage.ts'),
    },
    {
      id: 'estimation/complexity',
      asks: 'How does the number of operations grow when the data doubles, and when it grows a hundredfold?',
      load: () => import('./complexity.ts'),
    },
    {
      id: 'estimation/costs',
      asks: 'What do a million language model calls a day cost at $0.03 per 1,000 tokens, and what does an outage of three minutes cost?',
      load: () => import('./costs.ts'),
    },
    {
      id: 'estimation/error-budget',
      asks: 'How much downtime does an availability such as 99.99% allow in a month and in a year? 30 minutes are spent: how much of the budget is left?',
      load: () => import('./error-budget.ts'),
    },
    {
      id: 'estimation/first-request',
      asks: 'A user is 150 ms away. How long does the first request take, and how long the next one?',
      load: () => import('./first-request.ts'),
    },
    {
      id: 'estimation/growing-array',
      asks: 'A growing array copies itself now and then. Does that show in the P99 of appends?',
      load: () => import('./growing-array.ts'),
    },
    {
      id: 'estimation/latency-table',
      asks: 'Do the ratios and bandwidths that people quote follow from the latencies that they quote?',
      load: () => import('./latency-table.ts'),
    },
    {
      id: 'estimation/mesh-hops',
      asks: 'A request passes five services of a mesh. How much time and memory do the proxies add?',
      load: () => import('./mesh-hops.ts'),
    },
    {
      id: 'estimation/recovery-time',
      asks: 'A person needs half an hour to repair a failure. Can the system reach five nines?',
      load: () => import('./recovery-time.ts'),
    },
    {
      id: 'estimation/scaling-up',
      asks: 'A database at 80% of 4 processors moves to 16. Does it get four times the headroom?',
      load: () => import('./scaling-up.ts'),
    },
    {
      id: 'estimation/short-codes',
      asks: 'Short URLs get seven random base62 characters. How soon do two collide?',
      load: () => import('./short-codes.ts'),
    },
    {
      id: 'estimation/sketches',
      asks: 'How wrong are HyperLogLog, Count-Min, a cuckoo filter and a reservoir sample?',
      load: () => import('./sketches.ts'),
    },
    {
      id: 'estimation/servers-needed',
      asks: 'A service gets tens of thousands of requests a second, and each takes some time. How many servers does it need?',
      load: () => import('./servers-needed.ts'),
    },
    {
      id: 'estimation/tweet-storage',
      asks: 'Twitter gets 500 million tweets a day, and one in ten has a photo. How much does it store in five years, and what takes most of it?',
      load: () => import('./tweet-storage.ts'),
    },
    {
      id: 'estimation/video-bandwidth',
      asks: 'A video site has 100 million viewers a day, and each watches for an hour at 5 Mb/s. How much bandwidth does it need, and what dominates it?',
      load: () => import('./video-bandwidth.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/estimation/estimation.ts')).estimation,
    killers: (await import('./killers.ts')).estimationKillers,
  }),
};
