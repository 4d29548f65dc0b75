import * as z from 'zod';
import {
  type BalancingCluster,
  balancingCluster,
  hostId,
  plainBalancing,
} from '../../sims/traffic/balancing/cluster.ts';
import { busyOnArrival } from '../../sims/traffic/balancing/formulas.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { log } from '../../src/kernel/elementary.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, inTenths, percent } from '../../src/words/numbers.ts';
import { aboutBalancing, allEnded, missed } from './balancing-kit.ts';

const params = z.object({
  times: whole(4, 10, 8, 'how many times as fast as the others the large host is'),
  load: real(0.6, 0.9, 0.8, 'load, as a share of the total capacity of all hosts'),
});
type Params = z.output<typeof params>;

const small = 2;
const smallWorkMs = 80;
const requests = 600;

const weightsOf = ({ times }: Params) => [1, 1, times];
const weightSum = ({ times }: Params) => small + times;
/** Requests that arrive in the time that a small host takes for one. */
const perWork = (p: Params) => p.load * weightSum(p);
const lastsWorks = (p: Params) => requests / perWork(p);
/** A small host’s load under round robin, as a multiple of its capacity. */
const overload = (p: Params) => perWork(p) / (small + 1);

/** Backlog of both small hosts under round robin: random arrivals minus random departures. */
function piledUp(p: Params): { atLeast: number; atMost: number } {
  const mean = small * (overload(p) - 1) * lastsWorks(p);
  const deviation = Math.sqrt(small * (overload(p) + 1) * lastsWorks(p));
  // They are idle now and then at first, which costs a few requests.
  return { atLeast: mean - 6 * deviation, atMost: mean + 6 * deviation + 20 };
}

/** Of three hosts, one comparison in three is between the small ones, and one of them gets that request. */
function piledUpByTwo(p: Params): { atLeast: number; atMost: number } {
  const arrivals = (perWork(p) / 3) * lastsWorks(p);
  const served = small * lastsWorks(p);
  const least = arrivals - served - 6 * Math.sqrt(arrivals + served);
  return { atLeast: Math.max(0, least), atMost: piledUp(p).atMost };
}

/** By weight, each host gets every k-th request: a length that one run in 10^9 exceeds. */
const longest = (p: Params): number =>
  small * Math.ceil(1 + log(missed) / log(busyOnArrival(weightSum(p), p.load)));

/**
 * With the fewest open requests, all hosts are busy from three requests on, and longer queues are
 * rarer by a factor of the load; two thirds of the requests are at the small ones.
 */
const longestByFewest = ({ load }: Params): number =>
  small + Math.ceil((2 / 3) * (small + 1 + log(missed) / log(load)));

const arms = ['inTurn', 'byWeight', 'leastConnections', 'twoChoices'] as const;
type Arm = (typeof arms)[number];

interface Subject extends BalancingSubject {
  readonly clusters: readonly BalancingCluster[];
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/unequal-hosts',
  asks: 'One of three hosts is eight times as fast as the others. How do requests spread by round robin, by weight, by least connections, and by two random choices?',
  claims: [],
  code: [
    'sims/traffic/balancing/policies.ts#leastBusy',
    'sims/traffic/balancing/policies.ts#byWeight',
    'sims/traffic/balancing/pool.ts#join',
  ],
  params,
  durationMs: (p) => 40 * smallWorkMs * lastsWorks(p),
  metrics: {
    inTurn: gauge('requests', 'open at the small hosts at the last request, by round robin'),
    byWeight: gauge('requests', 'open at the small hosts at the last request, by weight'),
    leastConnections: gauge('requests', 'open at the small hosts, by the fewest open requests'),
    twoChoices: gauge('requests', 'open at the small hosts, by the less busy of two'),
    large: gauge('requests', 'of the large host, by weight'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<BalancingLaw>();
    const add = (arm: Arm): BalancingCluster => {
      const name = arm === 'byWeight' ? undefined : arm;
      const policy = {
        inTurn: 'round-robin',
        byWeight: 'weighted',
        leastConnections: 'least-connections',
        twoChoices: 'two-choices',
      } as const;
      const cluster = balancingCluster(
        world,
        rules,
        {
          ...plainBalancing,
          ...(name === undefined ? {} : { name }),
          policy: policy[arm],
          hosts: small + 1,
          weights: arm === 'byWeight' ? weightsOf(p) : [1, 1, 1],
          perSecond: (1_000 * perWork(p)) / smallWorkMs,
          requests,
          timeoutMs: 1e9,
          host: (number) => ({
            servers: 1,
            workMs: exponential(smallWorkMs / must(weightsOf(p)[number - 1], 'weight')),
          }),
        },
        { breaches, events: { sends: () => judge(arm, cluster) } },
      );
      return cluster;
    };
    const judge = (arm: Arm, { total, counts, balancer }: BalancingCluster) => {
      const name = arm === 'byWeight' ? undefined : arm;
      if (total.sent === requests) {
        const open = [1, 2].map((number) => balancer.pool.host(hostId(number, name)).open);
        metrics[arm].set(open.reduce((sum, each) => sum + each, 0));
      }
      if (arm !== 'byWeight') return;
      for (const [place, weight] of weightsOf(p).entries()) {
        const { sent } = must(counts.get(hostId(place + 1)), 'counts of the host');
        const share = (total.sent * weight) / weightSum(p);
        if (place === small) metrics.large.set(sent);
        if (Math.abs(sent - share) > 2)
          breaches.report(
            'shares-by-capacity',
            `host ${place + 1} got ${sent} of ${counted(total.sent, 'request')}, and its share is ${inTenths(share)}`,
          );
      }
    };
    const clusters = arms.map(add);
    return { breaches, clusters, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [allEnded<Subject>()],
  expect: (p) => [
    within('large', 'large', {
      atLeast: (requests * p.times) / weightSum(p) - 2,
      atMost: (requests * p.times) / weightSum(p) + 2,
    }).says('requests to the large host by weight: its share of the capacity'),
    within('inTurn', 'in-turn', piledUp(p)).says(
      'open at the small hosts by round robin: arrivals minus capacity',
    ),
    within('byWeight', 'by-weight', { atLeast: 0, atMost: longest(p) }).says(
      'open at the small hosts by weight: the queues of equally loaded hosts',
    ),
    within('leastConnections', 'least-connections', {
      atLeast: 0,
      atMost: longestByFewest(p),
    }).says(
      'open at the small hosts by the fewest open requests: no more, though it knows no weights',
    ),
    within('twoChoices', 'two-choices', piledUpByTwo(p)).says(
      'open at the small hosts by two random choices: at least a third of the requests, less what they serve',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `Use weights by capacity, or least connections, which needs none: it left ${inDigits(m.leastConnections.value ?? 0)} requests open at the two small hosts, because a slow host has more of them open and so gets fewer new ones; weights left ${inDigits(m.byWeight.value ?? 0)}. ` +
    `By round robin each small host gets a third of the requests, ${percent(overload(p), 0)} of its capacity, and ${inDigits(m.inTurn.value ?? 0)} of ${inDigits(requests)} had piled up there at the end. ` +
    `Two random choices left ${inDigits(m.twoChoices.value ?? 0)}: one comparison in three is between the two small hosts, ${percent(perWork(p) / 3 / small, 0)} of what they can serve. ` +
    `By weight (weighted round robin) the large host got ${inDigits(m.large.value ?? 0)} requests.`,
});

// Left out: wrong weights, and hosts whose speed changes.
