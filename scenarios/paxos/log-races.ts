import * as z from 'zod';
import { type MultiCluster, multiCluster } from '../../sims/paxos/multi/cluster.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { type Operations, scenario } from '../../src/lab/scenario.ts';
import { counted, times } from '../../src/words/numbers.ts';
import type { World } from '../../src/world/world.ts';
import { aboutLog } from './log-common.ts';

const putSchema = z.strictObject({
  kind: z.literal('put'),
  server: z.string().min(1),
  value: z.string().min(1),
  serial: z.int().min(1).describe('increases with each command of one server'),
});
type Put = z.infer<typeof putSchema>;

/** A user at the server itself, which receives the answer. */
const putOperations: Operations<MultiCluster> = {
  schema: putSchema,
  perform(_cluster, { server, value, serial }: Put, world: World) {
    const node = world.node(server);
    const command = { client: server, serial, f: 'put', key: 'k1', value } as const;
    if (node.life === 'up') {
      node.receive({ type: 'Request', command, seen: 0, sync: false }, server);
    }
  },
  refusal: ({ logs }, { server }: Put) =>
    logs.some(({ servers }) => servers.some(({ self }) => self === server))
      ? undefined
      : `There is no server ${server}.`,
  inWords: ({ server, value }: Put) => `${server} is asked to put ${value}`,
};

const params = z.object({
  servers: whole(1, 9, 3, 'servers'),
  commands: whole(1, 500, 40, 'commands, each at a random server'),
  latencyMsMax: whole(1, 200, 60, 'longest message delay'),
});
type Params = z.output<typeof params>;

const spanMs = ({ commands, latencyMsMax }: Params) => commands * latencyMsMax;
const endMs = (p: Params) => spanMs(p) + 10 * p.latencyMsMax;

export default scenario({
  ...aboutLog,
  operations: putOperations,
  id: 'paxos/log-races',
  asks: 'Servers of a log receive commands at the same time, each begins a ballot, and messages overtake one another. Does each slot get exactly one command?',
  claims: ['paxos-multi-needed'],
  code: [
    'sims/paxos/multi/leader.ts#recoverable',
    'sims/paxos/multi/acceptor.ts#onAccept',
    'sims/paxos/multi/learner.ts#learn',
  ],
  params,
  durationMs: endMs,
  network: ({ latencyMsMax }) => ({ latencyMs: uniform(1, latencyMsMax) }),
  plan(p, random) {
    const stream = random.stream('commands');
    return Array.from({ length: p.commands }, (_, place) => ({
      atMs: randomInteger(stream, 0, spanMs(p)),
      operation: {
        kind: 'put',
        server: `n${randomInteger(stream, 1, p.servers)}`,
        value: `v${place + 1}`,
        serial: place + 1,
      } satisfies Put,
    })).sort((a, b) => a.atMs - b.atMs);
  },
  metrics: {
    slots: counter('slots', 'that were filled'),
    elections: counter('elections', 'won by a server'),
    recovered: counter('slots', 'that new leaders proposed again'),
  },
  build({ world, rules, params: p, metrics }) {
    const cluster = multiCluster(world, rules, [
      {
        ...{ servers: p.servers, election: null, heartbeatMs: 1, keepsBallot: true },
        clients: [],
      },
    ]);
    world.at(endMs(p) - 1, () => {
      for (const { judge } of cluster.logs) {
        metrics.slots.add(judge.slots);
        metrics.elections.add(judge.elections);
        metrics.recovered.add(judge.recovered);
      }
    });
    return cluster;
  },
  goals: () => [
    sometimes('slot-is-chosen', 'a server has learned of a slot', ({ logs }: MultiCluster) =>
      logs.some(({ judge }) => judge.slots > 0),
    ),
  ],
  expect: ({ commands }) => [
    within('slots', 'no-slot-twice', { atLeast: 1, atMost: commands }).says(
      'log slots filled: at most one for each command',
    ),
  ],
  tells: ({ params: { commands }, metrics: { slots, elections, recovered } }) =>
    'Yes: for a slot that acceptors have filled, a higher ballot must propose the same command again. ' +
    `Of ${counted(commands, 'command')} ${slots.value} have their own slot, and the others were given up when a higher ` +
    `ballot came. Servers became leader ${times(elections.value)}, and proposed ${counted(recovered.value, 'slot')} again.`,
});

// Left out: a user that retries a command that was given up.
