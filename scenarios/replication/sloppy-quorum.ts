import * as z from 'zod';
import {
  addQuorumClient,
  allQuorumInvariants,
  type QuorumCluster,
  quorumCluster,
  replicaNames,
  ringOf,
} from '../../sims/replication/quorum/cluster.ts';
import { type Coordinator, reasonOf } from '../../sims/replication/quorum/coordinator.ts';
import { replication } from '../../sims/replication/replication.ts';
import { exactly } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { heal, partition } from '../../src/world/fault.ts';
import type { ServerContext } from '../../src/world/server.ts';

const params = z.object({
  writes: whole(1, 500, 10, 'writes during the cut, each followed by a read on the other side'),
  standIns: whole(
    2,
    6,
    2,
    'other nodes, besides the three replicas, that the writer still reaches',
  ),
});
type Params = z.output<typeof params>;

const key = 'cart';
const cutMs = 200;
const everyMs = 200;
const endMs = ({ writes }: Params): number => cutMs + (writes + 2) * everyMs + 1_000;
const stores = ['strict/', 'sloppy/'] as const;

/** The writer keeps one replica and the stand-ins, the reader the other two replicas. */
function sides(name: string, { standIns }: Params): readonly [writer: string[], reader: string[]] {
  const [first = '', second = '', third = '', ...others] = ringOf(
    replicaNames(name, 3 + standIns),
  ).nodesFor(key);
  return [
    [`${name}writer`, first, ...others],
    [`${name}reader`, second, third],
  ];
}

function* tries(operation: Process<unknown>): Process<void> {
  try {
    yield* operation;
  } catch (failure) {
    reasonOf(failure);
  }
}

const writer = ({ writes }: Params) =>
  function* (coordinator: Coordinator, node: ServerContext): Process<void> {
    const first = yield* coordinator.put(key, 'before the cut');
    for (let place = 1; place <= writes; place++) {
      yield* node.sleep(cutMs + place * everyMs - node.now());
      yield* tries(coordinator.put(key, `write ${place}`, { follows: first.count }));
    }
  };

const reader = ({ writes }: Params) =>
  function* (coordinator: Coordinator, node: ServerContext): Process<void> {
    for (let place = 1; place <= writes; place++) {
      yield* node.sleep(cutMs + place * everyMs + everyMs / 2 + 25 - node.now());
      yield* tries(coordinator.get(key));
    }
  };

// Two stores side by side with the same cut: in one a hint at a stand-in counts as an
// acknowledgement, as in Dynamo and Riak.
export default scenario({
  id: 'replication/sloppy-quorum',
  sim: replication,
  asks: 'With hinted handoff, as in Dynamo, any three nodes can accept a write. Does R + W > N still guarantee that a read sees it?',
  claims: [],
  code: [
    'sims/replication/quorum/coordinator.ts#write',
    'sims/replication/quorum/ring.ts#nodesFor',
  ],
  params,
  durationMs: endMs,
  network: () => ({ latencyMs: uniform(0.5, 1.5) }),
  plan(p) {
    const [writers, readers] = [0, 1].map((side) =>
      stores.flatMap((name) => sides(name, p)[side] ?? []),
    );
    return [
      { atMs: cutMs, fault: partition(writers ?? [], readers ?? []) },
      { atMs: endMs(p) - 1_000, fault: heal() },
    ];
  },
  metrics: {
    strictWrites: gauge('writes', 'acknowledged during the cut, if only replicas count'),
    strictStale: gauge('reads', 'that missed one of those writes'),
    sloppyWrites: gauge('writes', 'acknowledged during the cut, if hints count'),
    sloppyStale: gauge('reads', 'that missed one of those writes'),
  },
  build({ world, rules, params: p, metrics }) {
    const [strict, sloppy] = stores.map((name) => {
      const switches = name === 'strict/' ? rules : { ...rules, 'only-home-replicas-count': false };
      const cluster = quorumCluster(world, switches, {
        name,
        nodes: 3 + p.standIns,
        antiEntropyEveryMs: 0,
      });
      addQuorumClient(world, cluster, `${name}writer`, writer(p));
      addQuorumClient(world, cluster, `${name}reader`, reader(p));
      return cluster;
    }) as [QuorumCluster, QuorumCluster];
    world.at(endMs(p) - 1, () => {
      for (const [cluster, name] of [
        [strict, 'strict'],
        [sloppy, 'sloppy'],
      ] as const) {
        // One was written before the cut.
        metrics[`${name}Writes`].set(cluster.parts.judge.writes - 1);
        metrics[`${name}Stale`].set(cluster.parts.judge.staleReads);
      }
    });
    // The sloppy store serves for comparison; only the other one is held to the laws.
    return { ...strict, rows: () => [...strict.rows(), ...sloppy.rows()] };
  },
  invariants: allQuorumInvariants,
  goals: ({ writes }) => [
    sometimes(
      'all-read',
      'every read of the strict store is answered',
      ({ parts: { judge } }: QuorumCluster) => judge.reads === writes,
    ),
  ],
  expect: ({ writes }) => [
    exactly(0, 'strictWrites', 'strict-refuses').says(
      'writes during the cut that a strict quorum acknowledges',
    ),
    exactly(0, 'strictStale', 'strict-is-fresh').says(
      'reads on the other side that miss an acknowledged write, with a strict quorum',
    ),
    exactly(writes, 'sloppyWrites', 'sloppy-takes-all').says(
      'writes during the cut that a sloppy quorum acknowledges: all of them',
    ),
    exactly(writes, 'sloppyStale', 'sloppy-is-stale').says(
      'reads on the other side that miss an acknowledged write, with a sloppy quorum: all of them',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    'A sloppy quorum counts stand-ins in place of replicas that it cannot reach, and reads do not ask these: ' +
    `of ${p.writes} writes during the cut it acknowledged ${m.sloppyWrites.value}, on one replica and with ` +
    `hints at stand-ins, and ${m.sloppyStale.value} reads on the other side missed them, although R + W > N. ` +
    'A stand-in hands its hint over once the replica is reachable again (hinted handoff), so a sloppy quorum ' +
    'makes writes available and durable, but not visible at once. ' +
    `With a strict quorum, for which only the key’s three replicas count, ${m.strictWrites.value} writes were acknowledged and ` +
    `${m.strictStale.value} reads were stale.`,
});

// Left out: reads that ask the stand-ins too, and a hint whose holder crashes.
