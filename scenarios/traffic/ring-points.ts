import * as z from 'zod';
import { dividedService, divider } from '../../sims/traffic/hashing/divider.ts';
import { shareDeviation, shareRange } from '../../sims/traffic/hashing/formulas.ts';
import type { HashingLaw } from '../../sims/traffic/hashing/laws.ts';
import { stateRow, type TrafficSubject } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutHashing, missed } from './hashing-kit.ts';

const params = z.object({
  nodes: whole(10, 200, 100, 'nodes on the ring'),
  keys: whole(1_000, 1_000_000, 10_000, 'consecutive ids that the service stores'),
});

const pointCounts = ['1', '4', '10', '40', '100', '400', '1000'] as const;
const servicePoints = 100;

/**
 * The variance of a sample of shares: its relative standard deviation is √((2 + kurtosis) / nodes),
 * with the excess kurtosis of a gamma variable of shape `points`, 6 / points. Five of them on
 * either side.
 */
function deviationRange(nodes: number, points: number) {
  const spread = 5 * Math.sqrt((2 + 6 / points) / nodes);
  const deviation = shareDeviation(nodes, points);
  return {
    atLeast: deviation * Math.sqrt(Math.max(0, 1 - spread)),
    atMost: deviation * Math.sqrt(1 + spread),
  };
}

/**
 * As a multiple of the mean. Shares of a whole are negatively associated: all being small is less
 * probable than the product of their probabilities, and one being large less than the sum.
 */
const largestRange = (nodes: number, points: number) => ({
  atLeast: nodes * shareRange(nodes, points, pow(missed, 1 / nodes)).atLeast,
  atMost: nodes * shareRange(nodes, points, missed / nodes).atMost,
});

/** The most keys that a node of an even ring can have. */
function mostKeys(nodes: number, keys: number): number {
  const share = shareRange(nodes, servicePoints, missed / nodes).atMost;
  return binomialQuantiles(keys, share, missed / nodes).atMost;
}

interface Subject extends TrafficSubject {
  divided: number;
}

export default scenario({
  ...aboutHashing,
  id: 'traffic/ring-points',
  asks: 'Nodes have one point each on a hash ring, or many. How even are their shares?',
  claims: ['pat-consistent-hash-even'],
  code: [
    'sims/traffic/hashing/formulas.ts#shareDeviation',
    'sims/traffic/hashing/divider.ts#dividedService',
  ],
  params,
  durationMs: () => 10,
  metrics: {
    ...gaugePer(
      pointCounts,
      'deviation',
      'means',
      (points) => `k = ${points}: standard deviation of a share`,
    ),
    ...gaugePer(pointCounts, 'largest', 'means', (points) => `k = ${points}: the largest share`),
    busiest: gauge('keys', 'of the service’s busiest node'),
  },
  build({ world, rules, params: { nodes, keys }, metrics }): Subject {
    const breaches = new Breaches<HashingLaw>();
    const subject: Subject = { breaches, divided: 0, rows: () => world.nodes.map(stateRow) };
    for (const points of pointCounts) {
      const sees = ({ deviation, largest }: { deviation: number; largest: number }) => {
        metrics[`${points}.deviation`].set(deviation);
        metrics[`${points}.largest`].set(largest);
        subject.divided += 1;
      };
      world.addServer(`points-${points}`, divider({ nodes, points: Number(points), sees }));
    }
    const service = dividedService(rules, {
      nodes,
      points: servicePoints,
      ids: keys,
      sees(busiest) {
        metrics.busiest.set(busiest);
        const most = mostKeys(nodes, keys);
        if (busiest > most)
          breaches.report(
            'shares-within-bound',
            `a node holds ${busiest} of ${keys} keys, although with so many points per node at most ${most} are expected`,
          );
      },
    });
    world.addServer('service', service);
    return subject;
  },
  goals: () => [
    sometimes<Subject>(
      'all-divided',
      'every ring has been divided',
      ({ divided }) => divided === pointCounts.length,
    ),
  ],
  expect: ({ nodes, keys }) => [
    ...pointCounts.flatMap((points) => [
      within(
        `${points}.deviation` as const,
        `deviation-${points}`,
        deviationRange(nodes, Number(points)),
      ).says(
        `standard deviation of the nodes’ shares of keys with ${points} points per node, as a multiple of the mean share`,
        'pat-consistent-hash-even',
      ),
      within(
        `${points}.largest` as const,
        `largest-${points}`,
        largestRange(nodes, Number(points)),
      ).says(
        `largest share of keys of a node with ${points} points per node, as a multiple of the mean share`,
        'pat-consistent-hash-even',
      ),
    ]),
    within('busiest', 'busiest', { atLeast: keys / nodes, atMost: mostKeys(nodes, keys) }).says(
      `keys of ${inDigits(keys)} that the busiest node holds, if keys are consecutive ids`,
    ),
  ],
  tells: ({ params: { nodes, keys }, metrics }) =>
    `With one point for each of ${inDigits(nodes)} nodes the largest share is ${(metrics['1.largest'].value ?? 0).toFixed(1)} times the mean, with 100 points (virtual nodes) ${(metrics['100.largest'].value ?? 0).toFixed(2)} times, because a node’s arc is as long as chance makes it, and many points average it out. ` +
    `The shares of ${nodes} nodes with k points each differ by √((N - 1) / (Nk + 1)) of their mean, so four times as many points halve the difference. The service’s busiest node holds ${inDigits(metrics.busiest.value ?? 0)} of ${inDigits(keys)} keys (mean ${inDigits(keys / nodes)}).\n\n` +
    plainTable([
      ['points per node', 'deviation', 'expected', 'largest share / mean'],
      ...pointCounts.map((points) => [
        inDigits(Number(points)),
        percent(metrics[`${points}.deviation`].value),
        percent(shareDeviation(nodes, Number(points))),
        (metrics[`${points}.largest`].value ?? 0).toFixed(2),
      ]),
    ]),
});

// Left out: keys that are requested more often than others: see hot-key.
