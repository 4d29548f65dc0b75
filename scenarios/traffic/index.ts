/** The scenarios of traffic, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const trafficWing: WingEntry = {
  id: 'traffic',
  title: 'Traffic: rate limits, hashing, balancing',
  scenarios: [
    {
      id: 'traffic/window-edge',
      asks: 'A client may send so many requests a minute. It sends them all just before a minute ends, and as many when the next begins. How many does each limiter admit within one second?',
      load: () => import('./window-edge.ts'),
    },
    {
      id: 'traffic/burst-then-rate',
      asks: 'A client rests for a minute, and then sends faster than its limit. How many pass at once, and how many in the long run?',
      load: () => import('./burst-then-rate.ts'),
    },
    {
      id: 'traffic/smoothing',
      asks: 'A burst comes at once. What does a leaky bucket let through to the service, and when, as a meter and as a queue?',
      load: () => import('./smoothing.ts'),
    },
    {
      id: 'traffic/hot-partition',
      asks: 'One item of a table gets most of the writes, and the table has capacity to spare. How many of them are throttled, with fixed shares, with adaptive capacity, and with a suffix that spreads the item?',
      load: () => import('./hot-partition.ts'),
    },
    {
      id: 'traffic/query-cost',
      asks: 'Clients of a GraphQL API send as many queries each, one flat, one with nested lists, one five lists deep. How much do they get of the database under a limit of requests, and of query cost?',
      load: () => import('./query-cost.ts'),
    },
    {
      id: 'traffic/shared-limit',
      asks: 'Several gateways enforce one limit: each for itself, each its share, by news of one another, or by a store. How many requests do they admit of a flood over all of them, and of one over a single gateway?',
      load: () => import('./shared-limit.ts'),
    },
    {
      id: 'traffic/add-a-node',
      asks: 'A cluster gets one more node, and then loses its first. How many keys move with hash mod n, a ring, rendezvous, jump, and Maglev?',
      load: () => import('./add-a-node.ts'),
    },
    {
      id: 'traffic/balancer-fails-too',
      asks: 'A balancer in front of one host, or of two: does it make the service more available, or is it one more thing that fails?',
      load: () => import('./balancer-fails-too.ts'),
    },
    {
      id: 'traffic/balls-into-bins',
      asks: 'As many requests as hosts come at once, each to a random host, or to the emptier of two. How many does the busiest get?',
      load: () => import('./balls-into-bins.ts'),
    },
    {
      id: 'traffic/black-hole',
      asks: 'One of several hosts fails every request at once, and the balancer sends each request to the host with the fewest open. How many requests fail?',
      load: () => import('./black-hole.ts'),
    },
    {
      id: 'traffic/broken-host-returns',
      asks: 'Outlier detection ejects a host that fails, and lets it return. How often, if it stays broken? And what happens if all hosts fail at once?',
      load: () => import('./broken-host-returns.ts'),
    },
    {
      id: 'traffic/cache-grows',
      asks: 'An app reads through a few cache nodes. One is added, and later all are redeployed at new addresses. How many reads go to the database?',
      load: () => import('./cache-grows.ts'),
    },
    {
      id: 'traffic/dead-host',
      asks: 'A host dies without a word, and the balancer checks each host every ten seconds. How long does it go on sending requests there, and how many fail?',
      load: () => import('./dead-host.ts'),
    },
    {
      id: 'traffic/deep-checks',
      asks: 'Most hosts fail their health checks, because the check asks a service that is down and that requests can do without. What does the balancer do?',
      load: () => import('./deep-checks.ts'),
    },
    {
      id: 'traffic/hot-key',
      asks: 'A hash ring divides the keys evenly, and one key is asked for far more often than the others. Is the load even?',
      load: () => import('./hot-key.ts'),
    },
    {
      id: 'traffic/lost-copies',
      asks: 'Each key has its copies on the next nodes of the ring, and one node fewer than there are copies is lost for ever. Which keys are gone?',
      load: () => import('./lost-copies.ts'),
    },
    {
      id: 'traffic/new-host',
      asks: 'A new host joins, cold, and the balancer sends each request to the host with the fewest open. How much does it get in its first seconds?',
      load: () => import('./new-host.ts'),
    },
    {
      id: 'traffic/old-loads',
      asks: 'A balancer sees how long the queues were at the last report, not how long they are. Does it still pay to choose the shortest?',
      load: () => import('./old-loads.ts'),
    },
    {
      id: 'traffic/redis-slots',
      asks: 'A Redis cluster gets another master. How many of its 16,384 slots move, and how often is a client sent on?',
      load: () => import('./redis-slots.ts'),
    },
    {
      id: 'traffic/ring-points',
      asks: 'Nodes stand on a hash ring with one point each, or with many. How even are their shares?',
      load: () => import('./ring-points.ts'),
    },
    {
      id: 'traffic/rolling-deploy',
      asks: 'Hosts are redeployed one after the other while requests come in. How many requests are cut off?',
      load: () => import('./rolling-deploy.ts'),
    },
    {
      id: 'traffic/sticky-sessions',
      asks: 'Sessions live in the memory of a host. Users are sent there by a hash of their address, or by a cookie, and one host is added. How many sessions are lost?',
      load: () => import('./sticky-sessions.ts'),
    },
    {
      id: 'traffic/supermarket',
      asks: 'Requests go to a random host, or to the shorter of two or three random queues. How long does a request take?',
      load: () => import('./supermarket.ts'),
    },
    {
      id: 'traffic/uneven-work',
      asks: 'One server has a line before it. Requests take equally long, or some take far longer than others, and the mean is the same. How long do they wait?',
      load: () => import('./uneven-work.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/traffic/traffic.ts')).traffic,
    killers: (await import('./killers.ts')).trafficKillers,
  }),
};
