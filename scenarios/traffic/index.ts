/** The scenarios of traffic, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const trafficWing: WingEntry = {
  id: 'traffic',
  title: 'Traffic: limits, hashing, balancing, queues, gateways',
  scenarios: [
    {
      id: 'traffic/window-edge',
      asks: 'A client may send a number of requests a minute. It sends them all just before one minute ends, and again when the next begins. How many does each limiter admit within one second?',
      load: () => import('./window-edge.ts'),
    },
    {
      id: 'traffic/burst-then-rate',
      asks: 'A client rests for a minute, and then sends faster than its limit. How many requests pass at once, and how many in the long run?',
      load: () => import('./burst-then-rate.ts'),
    },
    {
      id: 'traffic/smoothing',
      asks: 'A burst arrives at once. What does a leaky bucket let through to the service, and when, as a meter and as a queue?',
      load: () => import('./smoothing.ts'),
    },
    {
      id: 'traffic/hot-partition',
      asks: 'One item of a table gets most of the writes, and the table has spare capacity. How many writes are throttled with fixed shares, with adaptive capacity, and with a suffix that spreads the item?',
      load: () => import('./hot-partition.ts'),
    },
    {
      id: 'traffic/query-cost',
      asks: 'Clients of a GraphQL API send the same number of queries: flat ones, nested lists, and lists five deep. How much of the database does each get under a request limit, and under a query cost limit?',
      load: () => import('./query-cost.ts'),
    },
    {
      id: 'traffic/shared-limit',
      asks: 'Several gateways enforce one limit: each on its own, each with a share, by telling one another, or through a store. How many requests do they admit in a flood over all of them, and in one over a single gateway?',
      load: () => import('./shared-limit.ts'),
    },
    {
      id: 'traffic/add-a-node',
      asks: 'A cluster gains one node, and later loses its first one. How many keys move with hash mod n, a ring, rendezvous, jump, and Maglev?',
      load: () => import('./add-a-node.ts'),
    },
    {
      id: 'traffic/balancer-fails-too',
      asks: 'A balancer stands in front of one host, or of two. Does it make the service more available, or is it one more thing that fails?',
      load: () => import('./balancer-fails-too.ts'),
    },
    {
      id: 'traffic/long-connections',
      asks: 'Clients keep one gRPC connection each through a balancer, and more hosts are added. How many requests do the new hosts get?',
      load: () => import('./long-connections.ts'),
    },
    {
      id: 'traffic/balls-into-bins',
      asks: 'As many requests as hosts arrive at once, each at a random host, or at the emptier of two. How many does the busiest host get?',
      load: () => import('./balls-into-bins.ts'),
    },
    {
      id: 'traffic/black-hole',
      asks: 'One of several hosts fails every request immediately, and the balancer sends each request to the host with the fewest open requests (least connections). How many requests fail?',
      load: () => import('./black-hole.ts'),
    },
    {
      id: 'traffic/broken-host-returns',
      asks: 'Outlier detection ejects a failing host, and later lets it return. How often does it return if it stays broken, and what happens if all hosts fail at once?',
      load: () => import('./broken-host-returns.ts'),
    },
    {
      id: 'traffic/cache-grows',
      asks: 'An app reads through a few cache nodes. One is added, and later all are redeployed at new addresses. How many reads go to the database?',
      load: () => import('./cache-grows.ts'),
    },
    {
      id: 'traffic/dead-host',
      asks: 'A host dies silently, and the balancer checks each host every ten seconds. How long does the balancer keep sending requests there, and how many fail?',
      load: () => import('./dead-host.ts'),
    },
    {
      id: 'traffic/deep-checks',
      asks: 'Most hosts fail their health checks, because the check asks a service that is down but that requests do not need. What does the balancer do?',
      load: () => import('./deep-checks.ts'),
    },
    {
      id: 'traffic/hot-key',
      asks: 'A hash ring divides the keys evenly, but one key is requested far more often than the others. Is the load even?',
      load: () => import('./hot-key.ts'),
    },
    {
      id: 'traffic/lost-copies',
      asks: 'Each key has copies on the next nodes of the ring, and one node fewer than there are copies is lost for ever. Which keys are lost?',
      load: () => import('./lost-copies.ts'),
    },
    {
      id: 'traffic/new-host',
      asks: 'A new host joins with cold caches, and the balancer sends each request to the host with the fewest open requests. How many does it get in its first seconds?',
      load: () => import('./new-host.ts'),
    },
    {
      id: 'traffic/old-loads',
      asks: 'A balancer knows how long the queues were at the last report, not how long they are now. Does choosing the shortest still pay?',
      load: () => import('./old-loads.ts'),
    },
    {
      id: 'traffic/redis-slots',
      asks: 'A Redis cluster gains a master. How many of its 16,384 slots move, and how often is a client redirected?',
      load: () => import('./redis-slots.ts'),
    },
    {
      id: 'traffic/ring-points',
      asks: 'Nodes have one point each on a hash ring, or many. How even are their shares?',
      load: () => import('./ring-points.ts'),
    },
    {
      id: 'traffic/rolling-deploy',
      asks: 'Hosts are redeployed one after the other while requests arrive. How many requests are cut off?',
      load: () => import('./rolling-deploy.ts'),
    },
    {
      id: 'traffic/sticky-sessions',
      asks: 'Sessions live in the memory of a host. Users reach it by a hash of their address, or by a cookie, and one host is added. How many sessions are lost?',
      load: () => import('./sticky-sessions.ts'),
    },
    {
      id: 'traffic/supermarket',
      asks: 'Requests go to a random host, or to the shortest of two or three random queues. How long does a request take?',
      load: () => import('./supermarket.ts'),
    },
    {
      id: 'traffic/shared-address',
      asks: 'An office is behind one address (NAT), and one of its users sends five requests a second. Which users does a per-address limit refuse, and which a per-user limit?',
      load: () => import('./shared-address.ts'),
    },
    {
      id: 'traffic/object-prefixes',
      asks: 'An object store serves 5,500 GET and 3,500 PUT a second for each key prefix. How many prefixes do 350,000 GET a second need?',
      load: () => import('./object-prefixes.ts'),
    },
    {
      id: 'traffic/unequal-hosts',
      asks: 'One of three hosts is eight times as fast as the others. How do requests spread by round robin, by weight, by least connections, and by two random choices?',
      load: () => import('./unequal-hosts.ts'),
    },
    {
      id: 'traffic/uneven-work',
      asks: 'One server has one line. Requests take equally long, or some take far longer than others, with the same mean. How long do they wait?',
      load: () => import('./uneven-work.ts'),
    },
    {
      id: 'traffic/one-line',
      asks: 'Several servers have a line each, or one line for all of them. How long does a request wait?',
      load: () => import('./one-line.ts'),
    },
    {
      id: 'traffic/no-room',
      asks: 'More requests arrive than the servers can serve. What does a bounded queue lose, what does an unbounded one cost, and what happens without any queue?',
      load: () => import('./no-room.ts'),
    },
    {
      id: 'traffic/pool-knee',
      asks: 'More and more requests share a connection pool. How does the wait for a connection grow, and what happens once the pool is exhausted?',
      load: () => import('./pool-knee.ts'),
    },
    {
      id: 'traffic/held-connections',
      asks: 'A dependency answers in five seconds instead of 50 ms. How many times as many connections do its calls hold?',
      load: () => import('./held-connections.ts'),
    },
    {
      id: 'traffic/next-bottleneck',
      asks: 'Requests pass through app servers and a database, and servers are added one by one. When does another server stop helping?',
      load: () => import('./next-bottleneck.ts'),
    },
    {
      id: 'traffic/pool-per-request',
      asks: 'A handler creates its connection pool inside itself, so each request has its own pool. How long until the database runs out of connections?',
      load: () => import('./pool-per-request.ts'),
    },
    {
      id: 'traffic/connection-proxy',
      asks: 'Many clients share a proxy’s few connections, from the beginning of a transaction to its end. How many connections does the database need?',
      load: () => import('./connection-proxy.ts'),
    },
    {
      id: 'traffic/queue-at-ten',
      asks: 'Ten requests a second go to a service, or to a queue from which a worker fetches them. What does the queue cost, and what is it good for?',
      load: () => import('./queue-at-ten.ts'),
    },
    {
      id: 'traffic/slow-parts',
      asks: 'One in a hundred answers is slow, and a request fans out to one, ten or a hundred servers. How many requests wait for a slow answer?',
      load: () => import('./slow-parts.ts'),
    },
    {
      id: 'traffic/slow-route',
      asks: 'One route is slow, and one request in twenty takes it. What do the mean and the 99th percentile of all requests show?',
      load: () => import('./slow-route.ts'),
    },
    {
      id: 'traffic/calls-in-turn',
      asks: 'A request needs three independent calls of 5 ms each. How long does it take if they run one after the other, and if they run at once?',
      load: () => import('./calls-in-turn.ts'),
    },
    {
      id: 'traffic/hedge-late',
      asks: 'If an answer is late, a second replica is asked, and the first answer counts. When should the second copy be sent: how much load does it add, and how much does it shorten the tail?',
      load: () => import('./hedge-late.ts'),
    },
    {
      id: 'traffic/tied-requests',
      asks: 'A copy of each request goes to every replica, and the first to begin cancels the others. How long does a request take, and how much work is done twice?',
      load: () => import('./tied-requests.ts'),
    },
    {
      id: 'traffic/gateway-errors',
      asks: 'A gateway passes requests on to servers that crash, answer garbage, are overloaded, hang, or are down. Which status does a client get: 502, 503 or 504?',
      load: () => import('./gateway-errors.ts'),
    },
    {
      id: 'traffic/idle-connections',
      asks: 'A gateway keeps connections to a server open. Which side should close them when they are idle, and why do a few unexplained 502s occur every day?',
      load: () => import('./idle-connections.ts'),
    },
    {
      id: 'traffic/gateway-timeout',
      asks: 'A gateway waits two seconds for a server. Which of them should give up first, and what does it cost if the gateway does?',
      load: () => import('./gateway-timeout.ts'),
    },
    {
      id: 'traffic/green-dashboard',
      asks: 'An API answers 200 with {"success": false} when a payment fails. What does the dashboard show?',
      load: () => import('./green-dashboard.ts'),
    },
    {
      id: 'traffic/accepted-jobs',
      asks: 'A request starts ten seconds of work. What does answering 202 at once gain, with a place to ask for the result, and what happens if that answer is lost?',
      load: () => import('./accepted-jobs.ts'),
    },
    {
      id: 'traffic/told-to-wait',
      asks: 'A client sends faster than its limit, and gets HTTP 429 with Retry-After. Does it finish earlier if it ignores the header, and what does that cost the API?',
      load: () => import('./told-to-wait.ts'),
    },
    {
      id: 'traffic/whole-seconds',
      asks: 'Retry-After is given in whole seconds. Does a rate limiter admit a client that comes back exactly then, and how much of its rate does the client lose?',
      load: () => import('./whole-seconds.ts'),
    },
    {
      id: 'traffic/resumable-upload',
      asks: 'A file of 5 GB is uploaded over a connection that breaks every two minutes. How much is sent in one PUT, and how much in parts that resume?',
      load: () => import('./resumable-upload.ts'),
    },
    {
      id: 'traffic/crawler',
      asks: 'A web crawler must not flood a host, and must not fetch a page twice. What limits its speed, and what does a Bloom filter for the URLs that it has seen cost?',
      load: () => import('./crawler.ts'),
    },
    {
      id: 'traffic/unequal-requests',
      asks: 'One request in ten takes ten times as long as the others. Round robin or least connections?',
      load: () => import('./unequal-requests.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/traffic/traffic.ts')).traffic,
    killers: (await import('./killers.ts')).trafficKillers,
  }),
};
