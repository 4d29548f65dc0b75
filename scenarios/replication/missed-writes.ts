import * as z from 'zod';
import { replicationNotes } from '../../sims/replication/notes.ts';
import {
  addQuorumClient,
  allQuorumInvariants,
  quorumCluster,
  replicasAgree,
} from '../../sims/replication/quorum/cluster.ts';
import { hashesCompared } from '../../sims/replication/quorum/merkle.ts';
import { homeOf } from '../../sims/replication/quorum/parts.ts';
import { replication } from '../../sims/replication/replication.ts';
import { exactly, none, some, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';

const params = z.object({
  by: z.enum(['hints', 'trees']).default('trees').describe('what brings the replica up to date'),
  keys: whole(1, 2_000, 100, 'keys in the store'),
  missed: whole(1, 200, 8, 'keys that are written while a replica is down'),
  treeDepth: whole(1, 12, 6, 'depth of the Merkle tree, which has 2^depth leaves'),
});
type Params = z.output<typeof params>;

const keyOf = (place: number) => `key-${place}`;
const placesOf = (count: number) => Array.from({ length: count }, (_, place) => place);
const missedKeys = ({ keys, missed }: Params) => placesOf(Math.min(keys, missed)).map(keyOf);
/** By then all keys are written, a few at a time. */
const crashMs = ({ keys }: Params): number => 200 + keys * 2;
const restartMs = (p: Params): number => crashMs(p) + 300 + missedKeys(p).length * 60;
const restMs = 1_500;
const down = 'n3';

// Three nodes, or a fourth that keeps hints; no read comes before the end, so no read repair takes
// place.
export default scenario({
  id: 'replication/missed-writes',
  sim: replication,
  asks: 'A replica was down while keys were written. How does it learn what it has missed, and how much has to be compared?',
  claims: [],
  code: [
    'sims/replication/quorum/merkle.ts#differing',
    'sims/replication/quorum/anti-entropy.ts#compareTrees',
  ],
  params,
  durationMs: (p) => restartMs(p) + restMs,
  network: () => ({ latencyMs: uniform(0.5, 1.5) }),
  plan: (p) => [
    { atMs: crashMs(p), fault: crash(down) },
    { atMs: restartMs(p), fault: restart(down) },
  ],
  metrics: {
    behind: gauge('keys', 'outdated at the replica when it came back'),
    stillBehind: gauge('keys', 'outdated at the replica at the end'),
    compared: gauge('hashes', 'compared in the first comparison that found a difference'),
    due: gauge('hashes', 'expected: the root, and two below each branch that differs'),
  },
  build({ world, rules, params: p, metrics }) {
    const isByHints = p.by === 'hints';
    const cluster = quorumCluster(world, rules, {
      nodes: isByHints ? 4 : 3,
      keepsHints: isByHints,
      repairsReads: false,
      antiEntropyEveryMs: isByHints ? 0 : 100,
      treeDepth: p.treeDepth,
    });
    addQuorumClient(world, cluster, 'client', function* (coordinator, node) {
      for (const place of placesOf(p.keys)) {
        node.spawn(coordinator.put(keyOf(place), 'old'));
        yield* node.sleep(2);
      }
      yield* node.sleep(crashMs(p) + 10 - node.now());
      for (const key of missedKeys(p)) {
        yield* coordinator.put(key, 'new');
        yield* node.sleep(5);
      }
    });
    const own = missedKeys(p).filter((key) => homeOf(cluster.parts, key).includes(down));
    const behind = () => own.filter((key) => cluster.itemsAt(down)[key]?.value !== 'new').length;
    replicationNotes.listen(world.trace, 'compares', ({ with: other, compared, keys }, by) => {
      if (keys > 0 && metrics.compared.value === undefined && (by === down || other === down))
        metrics.compared.set(compared);
    });
    world.at(restartMs(p) + 0.01, () => metrics.behind.set(behind()));
    world.at(restartMs(p) + restMs - 1, () => metrics.stillBehind.set(behind()));
    metrics.due.set(hashesCompared(own, p.treeDepth));
    return cluster;
  },
  invariants: allQuorumInvariants,
  goals: (p) => [replicasAgree(missedKeys(p), restMs - 200)],
  expect: (p) => [
    some('behind', 'is-behind').says('keys that the replica has missed while it was down'),
    none('stillBehind', 'catches-up').says('keys that the replica still misses in the end'),
    ...(p.by === 'trees'
      ? [
          exactly(missedKeys(p).length, 'behind', 'misses-all').says(
            'keys that the replica has missed: all that were written while it was down',
          ),
          within('compared', 'hashes-compared', {
            // A comparison that another node makes in the meantime may repair some keys.
            atLeast: 1 + 2 * p.treeDepth,
            atMost: hashesCompared(missedKeys(p), p.treeDepth),
          }).says(
            'hashes compared to find the missed keys: the root, and two below each branch that differs',
          ),
        ]
      : []),
  ],
  tells: ({ params: p, metrics: m }) =>
    p.by === 'hints'
      ? `A replica learns what it missed by hints: a stand-in kept ${counted(m.behind.value ?? 0, 'write')} for it, and delivered them as soon as it answered again. If the stand-in had crashed, they would be lost: here it keeps hints only in memory.`
      : `By anti-entropy: replicas compare Merkle trees, hashes of hashes, in the background, and exchange the keys that differ. It missed ${counted(m.behind.value ?? 0, 'key')} of ${inDigits(p.keys)}, and comparing ` +
        `${counted(m.compared.value ?? 0, 'hash', 'hashes')} found them: ` +
        `the root, and two below each branch that differs, at most 1 + 2 x ${p.treeDepth} per key. ` +
        `Replicas that agree compare one hash; without a tree they would compare ${inDigits(p.keys)}. Read repair alone would reach only keys that are read.`,
});

// Left out: building the trees, which reads every key, and read repair, which repairs only what is
// read.
