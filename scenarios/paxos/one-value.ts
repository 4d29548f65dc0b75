import * as z from 'zod';
import { synodCluster, valueIsChosen } from '../../sims/paxos/synod/cluster.ts';
import { exactly } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import type { Plan } from '../../src/world/plan.ts';
import { drawStorm } from './storm.ts';
import { aboutSynod, propose } from './synod-common.ts';
import { troubleMs, troubleOf } from './synod-troubles.ts';

const params = z.object({
  choices: whole(1, 200, 12, 'values to be chosen, each by its own servers'),
  servers: whole(2, 9, 3, 'servers per choice'),
  faults: whole(0, 2_000, 150, 'random faults injected'),
});
type Params = z.output<typeof params>;

const faultsEndMs = 3_000;
const restMs = 3_000;
/** How often a user asks some server of a choice to propose its own value. */
const askEveryMs = 40;

const serverOf = (choice: number, number: number) => `c${choice + 1}/n${number}`;

const beginsMs = ({ choices }: Params, choice: number) => (choice * faultsEndMs) / 2 / choices;

function asks(p: Params, choice: number, stream: RandomStream): Plan {
  const startMs = beginsMs(p, choice) + troubleMs(choice);
  return Array.from({ length: (faultsEndMs + 500 - startMs) / askEveryMs }, (_, ask) =>
    propose(
      startMs + ask * askEveryMs,
      serverOf(choice, randomInteger(stream, 1, p.servers)),
      `v${ask}`,
    ),
  );
}

const nodesOf = ({ choices, servers }: Params) =>
  Array.from({ length: choices * servers }, (_, place) => {
    const choice = Math.floor(place / servers);
    return serverOf(choice, (place % servers) + 1);
  });

export default scenario({
  ...aboutSynod,
  id: 'paxos/one-value',
  asks: 'Any server may propose its own value at any time, while servers crash and messages are lost, duplicated and delayed. Is more than one value ever learned?',
  claims: ['paxos-multi-needed'],
  code: [
    'sims/paxos/synod/proposer.ts#safeValue',
    'sims/paxos/synod/acceptor.ts#onAccept',
    'sims/paxos/quorum.ts#quorumOf',
  ],
  params,
  swarm: { choices: [1, 30], faults: [0, 400] },
  durationMs: () => faultsEndMs + restMs,
  network: () => ({ latencyMs: uniform(1, 40) }),
  plan: (p, random) => [
    ...Array.from({ length: p.choices }, (_, place) => [
      ...troubleOf(place, {
        n1: serverOf(place, 1),
        n2: serverOf(place, 2),
        n3: serverOf(place, Math.min(3, p.servers)),
        beginsMs: beginsMs(p, place),
      }),
      ...asks(p, place, random.stream('proposers')),
    ]).flat(),
    ...drawStorm(random, {
      nodes: nodesOf(p),
      faults: p.faults,
      fromMs: 0,
      untilMs: faultsEndMs,
    }),
  ],
  metrics: {
    chosen: counter('values', 'that were chosen'),
    ballots: counter('ballots', 'of all choices'),
    outbid: counter('ballots', 'given up for a higher one'),
    longestMs: gauge('ms', 'longest time until a value was learned'),
  },
  build({ world, rules, params: { choices, servers }, metrics }) {
    const cluster = synodCluster(
      world,
      rules,
      Array.from({ length: choices }, (_, place) => ({
        name: `c${place + 1}`,
        servers,
        retryMs: 300,
        backoffMs: 120,
        diskMs: uniform(1, 5),
      })),
    );
    world.at(faultsEndMs + restMs - 1, () => {
      for (const { judge } of cluster.choices) {
        const { value, learnedAtMs = 0, ballots, outbid } = judge;
        if (value !== undefined) metrics.chosen.add();
        metrics.ballots.add(ballots);
        metrics.outbid.add(outbid);
        metrics.longestMs.set(Math.max(metrics.longestMs.value ?? 0, learnedAtMs));
      }
    });
    return cluster;
  },
  goals: () => [valueIsChosen(restMs - 500)],
  expect: ({ choices }) => [
    exactly(choices, 'chosen', 'all-chosen').says(
      'choices that end with a value, and only one',
      'paxos-multi-needed',
    ),
  ],
  tells: ({ params: { choices }, metrics: { chosen, ballots, outbid } }) =>
    'Only one value is ever chosen: any two majorities share an acceptor, which tells a later proposer what it has accepted, and that proposer must propose this value again. ' +
    `${chosen.value} of ${counted(choices, 'choice')} ended with a value, and with one value only. ` +
    `That took ${inDigits(ballots.value)} ballots, ${inDigits(outbid.value)} of which were given up for a higher one. ` +
    'A log of many values takes one Paxos instance per entry.',
});

// Left out: disks that are lost for good: an acceptor that forgets what it has accepted must not come back under its old name.
