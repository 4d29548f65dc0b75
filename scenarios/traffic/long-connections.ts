import * as z from 'zod';
import type { Connecting } from '../../sims/traffic/connections/clients.ts';
import {
  type ConnectionCluster,
  connectionCluster,
} from '../../sims/traffic/connections/cluster.ts';
import {
  newShare,
  pinnedShare,
  reconnectsAtMost,
  requestsOver,
} from '../../sims/traffic/connections/formulas.ts';
import { jitterShare } from '../../sims/traffic/connections/host.ts';
import {
  type ConnectionLaw,
  type ConnectionSubject,
  connectionInvariants,
} from '../../sims/traffic/connections/laws.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { exp } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles, type CountRange } from '../../src/statistics/binomial-quantiles.ts';
import { poissonBounds } from '../../src/statistics/poisson-quantiles.ts';
import { counted, inDigits, inSeconds } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { missed } from './balancing-kit.ts';
import { aboutTraffic } from './common.ts';

const params = z.object({
  clients: whole(20, 1_000, 100, 'clients, each with one connection'),
  hosts: whole(2, 20, 4, 'hosts at first'),
  added: whole(1, 20, 4, 'hosts that join'),
  leaving: whole(0, 19, 0, 'hosts that leave at that time'),
  maxAgeSeconds: real(60, 86_400, 300, 'maximum age of a connection, where it has one'),
  callSeconds: real(0.1, 30, 3, 'mean duration of a call'),
  graceSeconds: real(1, 86_400, 60, 'for calls in flight when their connection ends'),
  requests: whole(300, 10_000, 300, 'requests counted before the maximum age, and after it'),
});
type Params = z.output<typeof params>;

const says = {
  connection: 'a host for each connection',
  request: 'a host for each request',
  addresses: 'clients choose, with a maximum age',
  aged: 'each connection, with a maximum age',
} as const;
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];
const connectingOf = (arm: Arm): Connecting => (arm === 'aged' ? 'connection' : arm);
const hasAge = (arm: Arm) => arm === 'addresses' || arm === 'aged';

/** Hosts change after a fifth of the age; all later times are shares of it too. */
const changeShare = 0.2;
const ageMs = ({ maxAgeSeconds }: Params) => 1_000 * maxAgeSeconds;
/** The first age ends in a tenth before and after the maximum: counting keeps clear of it. */
const countFromMs = (p: Params) => [changeShare * ageMs(p) + 100, 1.12 * ageMs(p)];
const countUntilMs = (p: Params) => [(1 - jitterShare) * ageMs(p), 1.8 * ageMs(p)];
const perMs = (p: Params) => p.requests / (0.5 * ageMs(p));

/** Share of the requests to the new hosts that each arm should have, and whether clients decide it. */
const shareOf = (arm: Arm, when: 'before' | 'after', p: Params) => {
  if (arm === 'request') return newShare(p);
  if (when === 'after' && hasAge(arm)) return newShare(p);
  // A host that leaves ends a connection of every client that has one to each host.
  if (arm === 'addresses') return p.leaving > 0 ? newShare(p) : 0;
  return pinnedShare(p);
};

/** Clients with one connection each differ from one another; others are alike. */
function boundsOf(arm: Arm, when: 'before' | 'after', p: Params, missedBy = 1e-6): CountRange {
  const share = shareOf(arm, when, p);
  return arm === 'request' || arm === 'addresses'
    ? binomialQuantiles(p.requests, share, missedBy)
    : requestsOver({ clients: p.clients, share }, p.requests, missedBy);
}

/** A call in flight goes on for longer than the grace period with e^(-grace / mean). */
const cutOffOf = (p: Params) =>
  p.clients *
  ((1_000 * perMs(p)) / p.clients) *
  p.callSeconds *
  exp(-p.graceSeconds / p.callSeconds);

interface Subject extends ConnectionSubject {
  readonly clusters: Readonly<Record<Arm, ConnectionCluster>>;
}

export default scenario({
  ...aboutTraffic,
  invariants: connectionInvariants,
  id: 'traffic/long-connections',
  asks: 'Clients keep one gRPC connection each through a balancer, and more hosts are added. How many requests do the new hosts get?',
  claims: [],
  code: [
    'sims/traffic/connections/front.ts#forward',
    'sims/traffic/connections/host.ts#HostConnections',
    'sims/traffic/connections/clients.ts#Clients',
  ],
  params: params
    .refine(({ leaving, hosts }) => leaving < hosts, {
      path: ['leaving'],
      error: 'one of the hosts must stay',
    })
    .refine(({ callSeconds, maxAgeSeconds }) => 20 * callSeconds <= maxAgeSeconds, {
      path: ['callSeconds'],
      error: 'a call may last a twentieth of the maximum age at most',
    }),
  durationMs: (p) => 1.8 * ageMs(p) + 40_000 * p.callSeconds,
  metrics: {
    ...gaugePer(arms, 'before', 'requests', (arm) => `to new hosts before the age, ${says[arm]}`),
    ...gaugePer(arms, 'after', 'requests', (arm) => `to new hosts after the age, ${says[arm]}`),
    cutOff: gauge('calls', 'cut off because their connection ends'),
    busiest: gauge('connections', 'that reach their age in the same twentieth of it'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<ConnectionLaw>();
    const start = (arm: Arm) => {
      const options = {
        ...p,
        name: arm,
        connecting: connectingOf(arm),
        perSecond: 1_000 * perMs(p),
        untilMs: 1.8 * ageMs(p),
        callMs: exponential(1_000 * p.callSeconds),
        maxAgeMs: hasAge(arm) ? ageMs(p) : undefined,
        graceMs: 1_000 * p.graceSeconds,
        changeAtMs: changeShare * ageMs(p),
        countFromMs: countFromMs(p),
      };
      return connectionCluster(world, rules, options, breaches);
    };
    const clusters = {
      connection: start('connection'),
      request: start('request'),
      addresses: start('addresses'),
      aged: start('aged'),
    };
    (['before', 'after'] as const).forEach((when, at) => {
      world.at(countUntilMs(p)[at] ?? 0, () => {
        for (const arm of arms) {
          const toNew = clusters[arm].counts[at]?.toNew ?? 0;
          metrics[`${arm}.${when}`].set(toNew);
          judge(arm, when, toNew);
        }
      });
    });
    world.at(1.8 * ageMs(p) + 39_000 * p.callSeconds, () => {
      const busiest = Math.max(0, ...Object.values(clusters.aged.reachedAge));
      metrics.busiest.set(busiest);
      metrics.cutOff.set(clusters.aged.cutOff);
      if (busiest > reconnectsAtMost(p.clients, missed))
        breaches.report(
          'reconnects-are-spread',
          `${busiest} of ${p.clients} clients reconnect at once`,
        );
    });
    return { breaches, clusters, rows: () => world.nodes.map(stateRow) };

    function judge(arm: Arm, when: 'before' | 'after', toNew: number): void {
      const isLater = when === 'after' && hasAge(arm);
      if (arm !== 'request' && !isLater) return;
      const { atLeast, atMost } = boundsOf(arm, when, p, missed);
      if (toNew >= atLeast && toNew <= atMost) return;
      const law = isLater ? 'new-hosts-share-after-the-age' : 'new-hosts-share-at-once';
      breaches.report(law, `new hosts got ${toNew} of ${p.requests} requests (${says[arm]})`);
    }
  },
  goals: (p) => [
    sometimes<Subject>('all-counted', 'so many requests were counted each time', ({ clusters }) =>
      arms.every((arm) => clusters[arm].counts.every(({ all }) => all === p.requests)),
    ),
    sometimes<Subject>('all-reconnected', 'every client connected again', ({ clusters }) => {
      const reached = clusters.aged.reachedAge.reduce((sum, count) => sum + count, 0);
      return reached >= p.clients;
    }),
  ],
  expect: (p) => [
    ...arms.flatMap((arm) => [
      within(`${arm}.before`, `${arm}-before`, boundsOf(arm, 'before', p)).says(
        `requests of ${p.requests} to the new hosts before the maximum age, ${says[arm]}`,
      ),
      within(`${arm}.after`, `${arm}-after`, boundsOf(arm, 'after', p)).says(
        `requests of ${p.requests} to the new hosts after it, ${says[arm]}`,
      ),
    ]),
    within('busiest', 'spread', {
      atLeast: p.clients / (p.leaving === 0 ? 5 : 9),
      atMost: reconnectsAtMost(p.clients, missed),
    }).says('connections that reach their age in the same twentieth: a quarter, by its jitter'),
    within('cutOff', 'cut-off', {
      atLeast: poissonBounds(cutOffOf(p)).atLeast,
      atMost: poissonBounds(cutOffOf(p) * (p.leaving === 0 ? 1 : 2)).atMost,
    }).says('calls cut off: those in flight that last longer than the grace period'),
  ],
  tells: ({ params: p, metrics: m }) => {
    const value = (name: `${Arm}.${'before' | 'after'}`) => inDigits(m[name].value ?? 0);
    const noneOr = (count: number) => (count === 0 ? 'none' : inDigits(count));
    const change = `${counted(p.added, 'new host')} joined the ${p.hosts}${p.leaving === 0 ? '' : ` and ${p.leaving} of them left`}`;
    return (
      `If the balancer chooses a host for each connection (layer 4, such as a Kubernetes Service), the new hosts get ${noneOr(m['connection.before'].value ?? 0)} of ${inDigits(p.requests)} requests, because HTTP/2 keeps one connection open, and all its calls go to one host. So balance per request: in a layer 7 proxy (the new hosts got ${value('request.before')} of ${inDigits(p.requests)} requests) or in the client (client-side balancing), and set a maximum age for connections. ` +
      `${change}; with a maximum age of ${inSeconds(ageMs(p))} clients connect again, and the new hosts got ${value('aged.before')} of ${inDigits(p.requests)} requests before that age, and ${value('aged.after')} after it. ` +
      `Client-side balancing needs that age too: gRPC clients look up the addresses again only when a connection ends, so the new hosts got ${value('addresses.before')} of ${inDigits(p.requests)} before that age, and ${value('addresses.after')} after it. ` +
      `A jitter of ±10% spreads the ages (${inDigits(m.busiest.value ?? 0)} of ${inDigits(p.clients)} clients reconnected in the busiest ${inSeconds(ageMs(p) / 20)} instead of all), ` +
      `and each connection ends with a GOAWAY and ${inSeconds(1_000 * p.graceSeconds)} of grace for calls in flight, of which ${inDigits(m.cutOff.value ?? 0)} were cut off.\n\n` +
      plainTable([
        ['the balancer chooses', 'before the age', 'closed form', 'after it', 'closed form'],
        ...arms.map((arm) => [
          says[arm],
          value(`${arm}.before`),
          inDigits(Math.round(p.requests * shareOf(arm, 'before', p))),
          value(`${arm}.after`),
          inDigits(Math.round(p.requests * shareOf(arm, 'after', p))),
        ]),
      ])
    );
  },
});

// Left out: streams without an end, which keep the old connection until the grace period is over;
// round robin, with which shares are exact; and name services that push new addresses, as xDS does.
