import * as z from 'zod';
import {
  type GossipCluster,
  gossipCluster,
  gossiperId,
} from '../../sims/replication/gossip/cluster.ts';
import {
  missedByRumour,
  pittelRounds,
  quantilesOf,
  residue,
  roundsToAll,
} from '../../sims/replication/gossip/formulas.ts';
import {
  type GossipLaw,
  type GossipSubject,
  gossipInvariants,
} from '../../sims/replication/gossip/laws.ts';
import { replication } from '../../sims/replication/replication.ts';
import { stateRow } from '../../sims/replication/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, inPercent, inTenths } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { inDataCentre } from './common.ts';

const params = z.object({
  nodes: whole(10, 200, 100, 'nodes; one of them knows the update at first, and one is down'),
  k: whole(1, 6, 3, 'a node stops telling the rumour when k of those it told knew it'),
  lossShare: real(0, 0.2, 0.02, 'of the messages are lost'),
});
type Params = z.output<typeof params>;

const arms = ['push', 'pull', 'push-pull'] as const;
type Arm = (typeof arms)[number];
const waysOf = (arm: Arm) => ({ pushes: arm !== 'pull', pulls: arm !== 'push' });

const roundMs = 10;
/** By then every rumour has ended; the node that was down comes back, and anti-entropy begins. */
const antiEntropyFrom = 150;
const endRound = antiEntropyFrom + 60;
const epidemicOf = ({ nodes, lossShare }: Params) => ({ nodes, down: 1, loss: lossShare });
/** How often a right run is refused, on either side of each bound. */
const missedBy = 1e-6;

interface Subject extends GossipSubject {
  readonly clusters: Readonly<Record<Arm | 'rumour', GossipCluster>>;
}

export default scenario({
  id: 'replication/gossip',
  sim: replication,
  invariants: gossipInvariants,
  asks: 'One of many nodes knows an update, and nodes gossip with random partners. How many rounds until every node knows it, how many messages does that take, and how many never learn it?',
  claims: [],
  code: [
    'sims/replication/gossip/node.ts#GossipNode',
    'sims/replication/gossip/formulas.ts#learnersOf',
    'sims/replication/gossip/formulas.ts#missedByRumour',
  ],
  params,
  durationMs: () => (endRound + 1) * roundMs,
  network: ({ lossShare }) => ({ ...inDataCentre(), loss: lossShare }),
  plan: ({ nodes }) => [
    ...[...arms, 'rumour' as const].map((arm) => ({
      atMs: 1,
      fault: crash(gossiperId(arm, nodes)),
    })),
    {
      atMs: antiEntropyFrom * roundMs - 1,
      fault: restart(gossiperId('rumour', nodes)),
    },
  ],
  metrics: {
    ...gaugePer(arms, 'rounds', 'rounds', (arm) => `until all nodes that are up know it, ${arm}`),
    ...gaugePer(arms, 'messages', 'messages', (arm) => `until then, ${arm}`),
    missed: gauge('nodes', 'that are up and that the rumour never reaches'),
    told: gauge('messages', 'of the rumour, feedback included'),
    unknowing: gauge('nodes', 'that do not know it in the end'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<GossipLaw>();
    const start = (spreading: Arm | 'rumour') =>
      gossipCluster(world, rules, {
        spreading,
        nodes: p.nodes,
        up: p.nodes - 1,
        roundMs,
        k: p.k,
        antiEntropyFrom,
      });
    const clusters = {
      push: start('push'),
      pull: start('pull'),
      'push-pull': start('push-pull'),
      rumour: start('rumour'),
    };
    world.at(antiEntropyFrom * roundMs - 2, () => {
      for (const arm of arms) {
        const { lastRound, messages } = clusters[arm];
        metrics[`${arm}.messages`].set(messages);
        if (lastRound !== undefined) metrics[`${arm}.rounds`].set(lastRound);
      }
      const missed = p.nodes - 1 - clusters.rumour.knownUp;
      metrics.missed.set(missed);
      metrics.told.set(clusters.rumour.messages);
      if (missed > quantilesOf(missedByRumour(p.k, epidemicOf(p)), missedBy).atMost)
        breaches.report('rumour-misses-few', `the rumour misses ${missed} nodes`);
      const last = clusters['push-pull'].lastRound ?? Infinity;
      const { atMost } = roundsToAll(epidemicOf(p), waysOf('push-pull'), missedBy);
      if (last > atMost)
        breaches.report(
          'all-know-soon',
          `push-pull takes ${last} rounds, and ${atMost} should be enough`,
        );
    });
    world.at(endRound * roundMs, () => {
      const unknowing = p.nodes - clusters.rumour.known;
      metrics.unknowing.set(unknowing);
      if (unknowing > 0)
        breaches.report(
          'every-node-learns',
          `${counted(unknowing, 'node does', 'nodes do')} not know the rumour in the end`,
        );
    });
    return { breaches, clusters, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [
    sometimes<Subject>('spreads', 'most nodes hear the rumour', ({ clusters: { rumour } }) => {
      return rumour.knownUp > rumour.options.up / 2;
    }),
  ],
  expect: (p) => [
    ...arms.map((arm) => {
      const { atLeast, atMost } = roundsToAll(epidemicOf(p), waysOf(arm), missedBy);
      return within(`${arm}.rounds`, `${arm}-rounds`, { atLeast, atMost }).says(
        `rounds of gossip until all nodes that are up know the update, by ${arm}`,
      );
    }),
    within('missed', 'residue', quantilesOf(missedByRumour(p.k, epidemicOf(p)), missedBy)).says(
      'nodes that never hear a rumour that its tellers stop telling',
    ),
    within('unknowing', 'all-learn', { atMost: 0 }).says(
      'nodes that do not know the update in the end, after anti-entropy',
    ),
  ],
  tells: ({ params: p, metrics: m }) => {
    const count = (value: number | undefined) => inDigits(value ?? 0);
    return (
      `In each round every node talks to a random partner, so the number that know an update doubles at first, and rounds grow with log n: ${count(m['push-pull.rounds'].value)} for ${inDigits(p.nodes)} nodes if partners exchange both ways (push-pull), ${count(m['push.rounds'].value)} by push alone and ${count(m['pull.rounds'].value)} by pull alone. ` +
      `Push alone needs about log2 n + ln n = ${inTenths(pittelRounds(p.nodes))} rounds, because it finds the last nodes only by chance. ` +
      `A rumour that each node stops telling once ${inDigits(p.k)} of the nodes it told knew it cost ${count(m.told.value)} messages and missed ${count(m.missed.value)} nodes (${inPercent(Number(residue(p.k).toPrecision(2)))} expected). ` +
      `Neither those nor a node that was down ever hear it, so replicas also compare at random now and then (anti-entropy), after which ${count(m.unknowing.value)} did not know it.\n\n` +
      plainTable([
        ['', 'rounds', 'mean by the exact sum', 'messages'],
        ...arms.map((arm) => [
          arm,
          count(m[`${arm}.rounds`].value),
          inTenths(roundsToAll(epidemicOf(p), waysOf(arm), missedBy).mean),
          count(m[`${arm}.messages`].value),
        ]),
      ])
    );
  },
});

// Left out: many updates at once, which make the traffic of pull worth its price; partners that are
// near; and Karp's counters, with which push-pull stops by itself after O(n ln ln n) messages.
