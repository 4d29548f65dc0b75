import * as z from 'zod';
import { commandsAreAnswered, multiCluster } from '../../sims/paxos/multi/cluster.ts';
import { within } from '../../src/check/expected.ts';
import { counter } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, times } from '../../src/words/numbers.ts';
import { cut, mend } from '../../src/world/fault.ts';
import { aboutLog, client } from './log-common.ts';
import { drawStorm } from './storm.ts';

const params = z.object({
  servers: whole(3, 9, 3, 'servers'),
  clients: whole(1, 8, 4, 'clients that read and write, with one request at a time each'),
  faults: whole(0, 500, 30, 'random faults injected'),
});

const faultsEndMs = 4_000;
const restMs = 2_000;
const cutOffMs = 600;

export default scenario({
  ...aboutLog,
  id: 'paxos/log',
  asks: 'Servers agree on a log of commands, while leaders crash, are cut off and outbid each other. Do all servers apply the same log, and do clients see a single machine?',
  claims: ['paxos-multi-needed'],
  code: [
    'sims/paxos/multi/leader.ts#recoverable',
    'sims/paxos/multi/leader.ts#onAccepted',
    'sims/paxos/multi/learner.ts#learn',
  ],
  params,
  swarm: { faults: [0, 80] },
  durationMs: () => faultsEndMs + restMs,
  network: () => ({ latencyMs: uniform(1, 15) }),
  plan: ({ servers, faults }, random) => [
    ...Array.from({ length: servers - 1 }, (_, place) => [
      { atMs: cutOffMs, fault: cut('n1', `n${place + 2}`) },
      { atMs: cutOffMs, fault: cut(`n${place + 2}`, 'n1') },
      { atMs: cutOffMs + 1_000, fault: mend('n1', `n${place + 2}`) },
      { atMs: cutOffMs + 1_000, fault: mend(`n${place + 2}`, 'n1') },
    ]).flat(),
    ...drawStorm(random, {
      nodes: Array.from({ length: servers }, (_, place) => `n${place + 1}`),
      faults,
      fromMs: cutOffMs + 1_100,
      untilMs: faultsEndMs,
    }),
  ],
  metrics: {
    commands: counter('commands', 'that were answered'),
    slots: counter('slots', 'that were filled'),
    elections: counter('elections', 'won by a server'),
    recovered: counter('slots', 'that new leaders proposed again'),
    noOps: counter('slots', 'filled with no-ops'),
  },
  build({ world, rules, params: { servers, clients }, metrics }) {
    const cluster = multiCluster(world, rules, [
      {
        servers,
        diskMs: uniform(1, 3),
        election: { leastMs: 100, mostMs: 250 },
        heartbeatMs: 40,
        keepsBallot: true,
        firstLeads: true,
        // The last client only reads, and asks n1 as long as it answers.
        clients: Array.from({ length: clients + 1 }, (_, place) => ({
          ...client,
          first: place === clients ? 1 : (place % servers) + 1,
          keys: 2,
          reads: place === clients ? 1 : 0.4,
          fromMs: 300,
          untilMs: faultsEndMs + 1_200,
          thinkMs: 25,
          retryMs: 150,
          timeoutMs: 1_000,
        })),
      },
    ]);
    world.at(faultsEndMs + restMs - 1, () => {
      for (const { judge } of cluster.logs) {
        metrics.slots.add(judge.slots);
        metrics.elections.add(judge.elections);
        metrics.recovered.add(judge.recovered);
        metrics.noOps.add(judge.noOps);
      }
      metrics.commands.add(cluster.history.filter(({ type }) => type === 'ok').length);
    });
    return cluster;
  },
  goals: () => [commandsAreAnswered(restMs - 100)],
  expect: () => [
    within('elections', 'leaders', { atLeast: 2 }).says(
      'elections won: a leader that crashes or is cut off is replaced',
    ),
    within(
      ({ slots, commands }: Readonly<Record<'slots' | 'commands', { value: number }>>) =>
        slots.value - commands.value,
      'slots-enough',
      { atLeast: 0 },
    ).says(
      'filled log slots minus answered commands: at least 0, as each answered command has its own slot',
      'paxos-multi-needed',
    ),
  ],
  tells: ({ params: { servers }, metrics: { commands, slots, elections, recovered, noOps } }) =>
    'All servers apply the same log: each slot is a Paxos instance, a slot is applied once every earlier one is, and a new leader first recovers what acceptors may have chosen. ' +
    `${counted(servers, 'server')} apply one log of ${inDigits(slots.value)} slots, and a single machine could have ` +
    `given all ${inDigits(commands.value)} answers. Servers became leader ${times(elections.value)}; new leaders proposed ` +
    `${counted(recovered.value, 'slot')} again, ${noOps.value} of them as no-ops.`,
});

// Left out: snapshots and membership changes. A leader's log is sent slot by slot, however long it
// is.
