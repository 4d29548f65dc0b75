import { z } from 'zod';
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
  fastMs: real(0, 60_000, 2_000, 'how far the clock of one coordinator is ahead'),
  writes: whole(1, 1_000, 100, 'writes of the other coordinator'),
  everyMs: real(20, 10_000, 50, 'from one of them to the next'),
});
type Params = z.output<typeof params>;

const key = 'profile';
const startMs = 100;

/** Its write begins at the end of its wait, and the fast one was written at the start. */
const hiddenByClock = ({ fastMs, writes, everyMs }: Params): number =>
  Math.min(writes, Math.ceil(fastMs / everyMs) - (fastMs === 0 ? 0 : 1));

const endMs = ({ writes, everyMs }: Params): number => startMs + (writes + 2) * everyMs + 200;

// Two stores side by side: one takes versions from the coordinator’s clock, as Cassandra does; one counts.
export default scenario({
  id: 'replication/fast-clock',
  sim: replication,
  asks: 'Last writer wins, by the clocks of the coordinators, and one clock is two seconds fast. How many acknowledged writes of the others are never seen?',
  claims: [],
  params,
  durationMs: endMs,
  network: () => ({ latencyMs: uniform(0.5, 1.5) }),
  plan: ({ fastMs }) =>
    ['counts/fast', 'clocks/fast'].map((id) => ({ atMs: 0, fault: clockJump(id, fastMs) })),
  metrics: {
    hiddenByCounts: gauge('writes', 'acknowledged and never seen, with versions that count'),
    hiddenByClocks: gauge('writes', 'acknowledged and never seen, with versions from clocks'),
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
    // The store of clocks is there to be compared with: only the other one is held to the laws.
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
    none('hiddenByCounts', 'none-hidden-by-counts').says('writes hidden, if versions count'),
    exactly(hiddenByClock(p), 'hiddenByClocks', 'hidden-by-clocks').says(
      'writes hidden, if versions are clocks: those that begin within the lead',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `${counted(m.hiddenByClocks.value ?? 0, 'acknowledged write')} of ${p.writes}: a clock that is ${inSeconds(p.fastMs)} fast hides all that the others write until theirs have caught up, and no client is told. ` +
    `Versions that count on from what a quorum holds hide none, for one more round trip a write.`,
});

// Left out: clocks that are slow, whose writes are hidden themselves, and versions by which concurrent writes are both kept.
