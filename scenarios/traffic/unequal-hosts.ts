import { z } from 'zod';
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
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { aboutBalancing, allEnded, missed } from './balancing-kit.ts';

const params = z.object({
  times: whole(4, 10, 8, 'how many times as fast as the others the large host is'),
  load: real(0.6, 0.9, 0.8, 'share of what all hosts together can work off'),
});
type Params = z.output<typeof params>;

const small = 2;
const smallWorkMs = 80;
const requests = 600;

const weightsOf = ({ times }: Params) => [1, 1, times];
const weightSum = ({ times }: Params) => small + times;
/** Requests that come while a small host works one off. */
const perWork = (p: Params) => p.load * weightSum(p);
const lastsWorks = (p: Params) => requests / perWork(p);
/** What a small host gets in turn with the others, as a multiple of what it can work off. */
const overload = (p: Params) => perWork(p) / (small + 1);

/** What piles up at both small hosts in turn: what comes less what they do, both at random. */
function piledUp(p: Params): { atLeast: number; atMost: number } {
  const mean = small * (overload(p) - 1) * lastsWorks(p);
  const deviation = Math.sqrt(small * (overload(p) + 1) * lastsWorks(p));
  // They are idle now and then at first: a few requests more.
  return { atLeast: mean - 6 * deviation, atMost: mean + 6 * deviation + 20 };
}

/** By weight, each gets every so many-th request: a length that one run in 10^9 exceeds. */
const longest = (p: Params): number =>
  small * Math.ceil(1 + Math.log(missed) / Math.log(busyOnArrival(weightSum(p), p.load)));

/** By the fewest open, all are busy from three on, and longer queues are rarer by the load; two thirds are at the small ones. */
const longestByFewest = ({ load }: Params): number =>
  small + Math.ceil((2 / 3) * (small + 1 + Math.log(missed) / Math.log(load)));

const arms = ['inTurn', 'byWeight', 'leastConnections'] as const;
type Arm = (typeof arms)[number];

interface Subject extends BalancingSubject {
  readonly clusters: readonly BalancingCluster[];
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/unequal-hosts',
  asks: 'One of three hosts is eight times as fast as the others. What do they get in turn, by weight, and by the fewest open requests?',
  claims: [],
  params,
  durationMs: (p) => 40 * smallWorkMs * lastsWorks(p),
  metrics: {
    inTurn: gauge('requests', 'open at the small hosts at the last request, in turn'),
    byWeight: gauge('requests', 'open at the small hosts at the last request, by weight'),
    leastConnections: gauge('requests', 'open at the small hosts, by the fewest open'),
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
          breaches.report('shares-by-capacity', `host ${place + 1} has ${sent} of ${total.sent}`);
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
    }).says('requests of the large host by weight: its share of the capacity'),
    within('inTurn', 'in-turn', piledUp(p)).says(
      'in turn: what comes to the small hosts less what they work off',
    ),
    within('byWeight', 'by-weight', { atLeast: 0, atMost: longest(p) }).says(
      'by weight: queues of hosts that are busy as all are',
    ),
    within('leastConnections', 'least-connections', {
      atLeast: 0,
      atMost: longestByFewest(p),
    }).says('by the fewest open: no longer, though it knows no weights'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `In turn each small host gets a third of the requests, ${percent(overload(p), 0)} of what it can work off, and ${inDigits(m.inTurn.value ?? 0)} of ${inDigits(requests)} have piled up at the two by the last. ` +
    `By weight the large host gets ${inDigits(m.large.value ?? 0)}, and ${inDigits(m.byWeight.value ?? 0)} are open at the small ones. By the fewest open requests it is ${inDigits(m.leastConnections.value ?? 0)}: a slow host has more of them open, and gets fewer.`,
});

// Left out: weights that are wrong, and hosts whose speed changes.
