import * as z from 'zod';
import { emptyFigures, hotKeyRouter } from '../../sims/traffic/hashing/hot-keys.ts';
import type { HashingLaw } from '../../sims/traffic/hashing/laws.ts';
import { mixed } from '../../sims/traffic/hashing/murmur3.ts';
import { Ring } from '../../sims/traffic/hashing/ring.ts';
import { stateRow, type TrafficSubject } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { aboutHashing, missed, namesOf } from './hashing-kit.ts';

const params = z.object({
  nodes: whole(2, 100, 10, 'nodes on the ring'),
  keys: whole(10, 100_000, 2_000, 'keys, the k-th requested 1 / k^exponent as often as the first'),
  exponent: real(0, 2, 1, 'exponent of that Zipf law'),
  excess: real(0.05, 10, 0.25, 'how far a node may exceed the mean, with bounded loads'),
});
type Params = z.output<typeof params>;

const requests = 2_000;
const pointsEach = 1_000;
/** Requests in progress at a time: about `inWorkEach` per node. */
const workMs = 100;
const inWorkEach = 20;

const ringOf = ({ nodes }: Params) => new Ring(namesOf('node', nodes), pointsEach);

/** Each node’s share of the requests, by the keys that it owns; and the first key’s share alone. */
function demandOf(p: Params): { hottest: number; firstKey: number } {
  const ring = ringOf(p);
  const demand = new Map<string, number>();
  let all = 0;
  for (let key = 1; key <= p.keys; key++) {
    const weight = pow(key, -p.exponent);
    const owner = ring.ownerOf(mixed(key));
    demand.set(owner, (demand.get(owner) ?? 0) + weight);
    all += weight;
  }
  return { hottest: Math.max(...demand.values()) / all, firstKey: 1 / all };
}

interface Subject extends TrafficSubject {
  readonly figures: Readonly<Record<'plain' | 'bounded', ReturnType<typeof emptyFigures>>>;
}

export default scenario({
  ...aboutHashing,
  id: 'traffic/hot-key',
  asks: 'A hash ring divides the keys evenly, but one key is requested far more often than the others. Is the load even?',
  claims: ['pat-consistent-hash-even'],
  code: [
    'sims/traffic/hashing/bounded.ts#assign',
    'sims/traffic/hashing/bounded.ts#capacityOf',
    'sims/traffic/hashing/hot-keys.ts#route',
  ],
  params,
  durationMs: ({ nodes }) => (1.5 * requests * workMs) / (inWorkEach * nodes) + 2 * workMs,
  metrics: {
    plain: gauge('requests', 'of the node that got most'),
    bounded: gauge('requests', 'of the node that got most, with bounded loads'),
    spilled: gauge('requests', 'passed on to a node that does not own their key'),
    plainWorst: gauge('means', 'in progress at the busiest node at most'),
    boundedWorst: gauge('means', 'in progress at the busiest node at most, with bounded loads'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<HashingLaw>();
    const figures = { plain: emptyFigures(), bounded: emptyFigures() };
    const common = {
      ring: ringOf(p),
      keys: p.keys,
      exponent: p.exponent,
      requests,
      perSecond: (1_000 * inWorkEach * p.nodes) / workMs,
      workMs,
    };
    const bound = { rules, excess: p.excess, breaches };
    world.addServer('plain', hotKeyRouter(common, figures.plain));
    world.addServer('bounded', hotKeyRouter({ ...common, bound }, figures.bounded));
    world.at((1.5 * requests * workMs) / (inWorkEach * p.nodes) + workMs, () => {
      metrics.plain.set(Math.max(...figures.plain.got.values()));
      metrics.bounded.set(Math.max(...figures.bounded.got.values()));
      metrics.spilled.set(figures.bounded.spilled);
      metrics.plainWorst.set(figures.plain.worst);
      metrics.boundedWorst.set(figures.bounded.worst);
    });
    return { breaches, figures, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [
    sometimes<Subject>(
      'all-placed',
      'all requests are placed, on both rings',
      ({ figures: { plain, bounded } }) => plain.placed + bounded.placed === 2 * requests,
    ),
  ],
  expect: (p) => [
    within('plain', 'hottest', binomialQuantiles(requests, demandOf(p).hottest, missed)).says(
      `requests of ${inDigits(requests)} that the busiest node gets: those for its keys`,
      'pat-consistent-hash-even',
    ),
    // With at least five requests per node, at most one whole request above the bound.
    within('boundedWorst', 'bounded', { atLeast: 1, atMost: 1 + p.excess + 0.2 }).says(
      'most requests in progress at a node with bounded loads, as a multiple of the mean',
    ),
  ],
  tells: ({ params: p, metrics: m }) => {
    const { firstKey } = demandOf(p);
    return (
      `No: the first key alone gets ${percent(firstKey)} of all requests, while a fair share is ${percent(1 / p.nodes)}; its ` +
      `node got ${percent((m.plain.value ?? 0) / requests)}, and had up to ${(m.plainWorst.value ?? 0).toFixed(1)} times the mean ` +
      'in progress. More points do not help, because a key is in one place. ' +
      `With loads bounded to ${inDigits(1 + p.excess)} times the mean it was ${percent((m.bounded.value ?? 0) / requests)} and ` +
      `${(m.boundedWorst.value ?? 0).toFixed(1)} times; ${percent((m.spilled.value ?? 0) / requests)} of the requests were passed ` +
      'on to a node that does not own their key, where a cache must be filled first.'
    );
  },
});

// Left out: a hot key that is written to, which a second node cannot take over.
