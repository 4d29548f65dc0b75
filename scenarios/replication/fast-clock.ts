import * as z from 'zod';
import {
  addQuorumClient,
  allQuorumInvariants,
  type QuorumCluster,
  quorumCluster,
} from '../../sims/replication/quorum/cluster.ts';
import type { Coordinator } from '../../sims/replication/quorum/coordinator.ts';
import { replication } from '../../sims/replication/replication.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inSeconds } from '../../src/words/numbers.ts';
import { clockJump } from '../../src/world/fault.ts';
import type { ServerContext } from '../../src/world/server.ts';

const params = z.object({
  fastMs: real(0, 60_000, 2_000, 'how far one coordinator’s clock is ahead'),
  writes: whole(1, 1_000, 100, 'writes of the other coordinator'),
  everyMs: real(20, 10_000, 50, 'time from one of them to the next'),
});
type Params = z.output<typeof params>;

const key = 'profile';
const startMs = 100;

/** A write begins at the end of its wait; the fast coordinator wrote at the start. */
const hiddenByClock = ({ fastMs, writes, everyMs }: Params): number =>
  Math.min(writes, Math.ceil(fastMs / everyMs) - (fastMs === 0 ? 0 : 1));

const endMs = ({ writes, everyMs }: Params): number => startMs + (writes + 2) * everyMs + 200;

// Two stores side by side: one takes versions from the coordinator’s clock, as Cassandra does; the
// other counts versions.
export default scenario({
  id: 'replication/fast-clock',
  sim: replication,
  asks: 'Last writer wins by the coordinators’ clocks, and one clock is two seconds fast. How many acknowledged writes of the other coordinator are never seen?',
  claims: [],
  code: [
    'sims/replication/quorum/coordinator.ts#nextVersion',
    'sims/replication/quorum/versions.ts#isNewer',
  ],
  params,
  durationMs: endMs,
  network: () => ({ latencyMs: uniform(0.5, 1.5) }),
  plan: ({ fastMs }) =>
    ['counts/fast', 'clocks/fast'].map((id) => ({ atMs: 0, fault: clockJump(id, fastMs) })),
  metrics: {
    hiddenByCounts: gauge('writes', 'acknowledged but never seen, with counted versions'),
    hiddenByClocks: gauge('writes', 'acknowledged but never seen, with clock versions'),
  },
  build({ world, rules, params: p, metrics }) {
    const writeOnce = function* (coordinator: Coordinator): Process<void> {
      yield* coordinator.put(key, 'fast');
    };
    const writeAll = function* (coordinator: Coordinator, node: ServerContext): Process<void> {
      yield* node.sleep(startMs);
      for (let place = 1; place <= p.writes; place++) {
        const beganMs = node.now();
        yield* coordinator.put(key, `honest-${place}`);
        yield* node.sleep(beganMs + p.everyMs - node.now());
      }
    };
    const [counts, clocks] = ([rules, { ...rules, 'version-not-from-clock': false }] as const).map(
      (switches, place) => {
        const name = place === 0 ? 'counts/' : 'clocks/';
        const cluster = quorumCluster(world, switches, { name, nodes: 3, antiEntropyEveryMs: 0 });
        addQuorumClient(world, cluster, `${name}fast`, function* (coordinator, node) {
          yield* node.sleep(startMs - 50);
          yield* writeOnce(coordinator);
        });
        addQuorumClient(world, cluster, `${name}honest`, writeAll);
        return cluster;
      },
    ) as [QuorumCluster, QuorumCluster];
    world.at(endMs(p) - 1, () => {
      metrics.hiddenByCounts.set(counts.parts.judge.hiddenWrites);
      metrics.hiddenByClocks.set(clocks.parts.judge.hiddenWrites);
    });
    // The store of clocks serves for comparison; only the other one is held to the laws.
    return { ...counts, rows: () => [...counts.rows(), ...clocks.rows()] };
  },
  invariants: allQuorumInvariants,
  goals: ({ writes }) => [
    sometimes(
      'all-written',
      'every write is acknowledged',
      ({ parts: { judge } }: QuorumCluster) => judge.writes === writes + 1,
    ),
  ],
  expect: (p) => [
    none('hiddenByCounts', 'none-hidden-by-counts').says(
      `acknowledged writes, of ${p.writes}, that are never seen, if versions are counted up from what a quorum holds`,
    ),
    exactly(hiddenByClock(p), 'hiddenByClocks', 'hidden-by-clocks').says(
      `acknowledged writes, of ${p.writes}, that are never seen, if versions come from the clocks: those within the ${p.fastMs} ms that the other clock is ahead`,
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `With last writer wins, ${counted(m.hiddenByClocks.value ?? 0, 'acknowledged write')} of ${p.writes} are never seen: ` +
    `a clock that is ${inSeconds(p.fastMs)} fast hides everything that the other coordinator writes until its clock has ` +
    'caught up, and no client is told. Counting up from the version that a quorum holds hides none, at the price of one more ' +
    'round trip per write.',
});

// Left out: slow clocks, whose own writes are hidden, and versions with which concurrent writes are
// both kept.
