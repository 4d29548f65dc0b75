import * as z from 'zod';
import {
  addQuorumClient,
  allQuorumInvariants,
  type QuorumCluster,
  quorumCluster,
} from '../../sims/replication/quorum/cluster.ts';
import { reasonOf } from '../../sims/replication/quorum/coordinator.ts';
import { replication } from '../../sims/replication/replication.ts';
import { none } from '../../src/check/expected.ts';
import { eventually } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inSeconds } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';

const params = z.object({
  keys: whole(1, 200, 8, 'keys deleted while a replica is down'),
  graceMs: real(200, 100_000, 1_000, 'how long tombstones are kept at least'),
  downMs: real(100, 100_000, 3_000, 'how long one replica is down'),
});
type Params = z.output<typeof params>;

const crashMs = 500;
const restMs = 3_000;
const readEveryMs = 250;
const restartMs = ({ downMs }: Params): number => crashMs + downMs;
const endMs = (p: Params): number => restartMs(p) + p.graceMs * 1.5 + restMs;
const down = 'n3';
const keyOf = (place: number) => `session-${place}`;

/** Whether nothing is left of the keys, not even a tombstone. */
const isForgotten = ({ nodes, itemsAt }: QuorumCluster, keys: number): boolean =>
  nodes.every(({ self }) =>
    Array.from({ length: keys }, (_, place) => itemsAt(self)[keyOf(place)]).every(
      (item) => item === undefined,
    ),
  );

// Keys are written everywhere, a replica crashes, the keys are deleted at the other two, and the
// replica comes back with the old values.
export default scenario({
  id: 'replication/deleted-key',
  sim: replication,
  asks: 'Keys are deleted while a replica is down, and it comes back after the minimum age of tombstones. Does it bring the deleted keys back?',
  claims: [],
  code: ['sims/replication/quorum/replica.ts#forgetTombstones'],
  params,
  durationMs: endMs,
  network: () => ({ latencyMs: uniform(0.5, 1.5) }),
  plan: (p) => [
    { atMs: crashMs, fault: crash(down) },
    { atMs: restartMs(p), fault: restart(down) },
  ],
  metrics: {
    back: gauge('keys', 'deleted, but back at some replica at the end'),
    readBack: gauge('reads', 'that found a deleted key'),
    tombstones: gauge('tombstones', 'kept by the other two when the replica comes back'),
  },
  build({ world, rules, params: p, metrics }) {
    const cluster = quorumCluster(world, rules, {
      nodes: 3,
      keepsHints: false,
      antiEntropyEveryMs: 200,
      treeDepth: 3,
      graceMs: p.graceMs,
    });
    const places = Array.from({ length: p.keys }, (_, place) => place);
    let readBack = 0;
    addQuorumClient(world, cluster, 'client', function* (coordinator, node) {
      for (const place of places) yield* coordinator.put(keyOf(place), 'signed in');
      yield* node.sleep(crashMs + 50 - node.now());
      for (const place of places) yield* coordinator.put(keyOf(place), null);
      for (;;) {
        yield* node.sleep(readEveryMs);
        try {
          const item = yield* coordinator.get(keyOf(Math.round(node.now() / readEveryMs) % p.keys));
          if (item !== undefined && item.value !== null) readBack += 1;
        } catch (failure) {
          reasonOf(failure);
        }
      }
    });
    world.at(restartMs(p) - 1, () => {
      const kept = places.flatMap((place) =>
        cluster.nodes.filter(({ self }) => cluster.itemsAt(self)[keyOf(place)]?.value === null),
      );
      metrics.tombstones.set(kept.length);
    });
    world.at(endMs(p) - 1, () => {
      const back = places.filter((place) =>
        cluster.nodes.some(
          ({ self }) => (cluster.itemsAt(self)[keyOf(place)]?.value ?? null) !== null,
        ),
      );
      metrics.back.set(back.length);
      metrics.readBack.set(readBack);
    });
    return cluster;
  },
  invariants: allQuorumInvariants,
  goals: (p) => [
    eventually(
      'tombstones-are-forgotten',
      'at the end no replica holds a tombstone any more',
      p.graceMs * 1.5 + restMs - 100,
      (cluster: QuorumCluster) => isForgotten(cluster, p.keys),
    ),
  ],
  expect: () => [
    none('back', 'none-back').says('deleted keys that have a value again in the end'),
    none('readBack', 'none-read').says('reads that found the old value of a deleted key'),
  ],
  tells: ({ params: p, metrics: m }) =>
    'A replica that returns late brings no deleted key back if the others forget a tombstone only after comparing with every replica: ' +
    `it was down for ${inSeconds(p.downMs)}, longer than the ${inSeconds(p.graceMs)} for which tombstones are kept at least, ` +
    `and the other two still had ${counted(m.tombstones.value ?? 0, 'tombstone')}. ` +
    'By age alone they would have forgotten it, and anti-entropy would have spread the old value.',
});

// Left out: a replica that never comes back; its tombstones would be kept until it is removed from
// the ring.
