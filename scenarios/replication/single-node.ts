import * as z from 'zod';
import {
  addQuorumClient,
  allQuorumInvariants,
  type QuorumCluster,
  quorumCluster,
} from '../../sims/replication/quorum/cluster.ts';
import { type Coordinator, reasonOf } from '../../sims/replication/quorum/coordinator.ts';
import { replication } from '../../sims/replication/replication.ts';
import { none, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { hypot, pow } from '../../src/kernel/elementary.ts';
import type { Process } from '../../src/kernel/process.ts';
import { chance, pick, type RandomStream } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, percent } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import type { Plan } from '../../src/world/plan.ts';
import type { ServerContext } from '../../src/world/server.ts';
import { inDataCentre } from './common.ts';

const params = z.object({
  upMs: real(50, 100_000, 180, 'mean time until the node fails'),
  downMs: real(5, 100_000, 20, 'mean time until the node is up again'),
  clients: whole(1, 20, 2, 'clients that read and write'),
  spanMs: real(1_000, 100_000, 20_000, 'how long clients read and write'),
});
type Params = z.output<typeof params>;

const everyMs = 50;
const timeoutMs = 10;
const keys = ['cart', 'name'];

const availability = ({ upMs, downMs }: Params): number => upMs / (upMs + downMs);

/**
 * The fraction of time that the node is up, if both times are exponential and it has failed often
 * (Cox, Renewal Theory, §7.4).
 */
const deviation = ({ upMs, downMs, spanMs }: Params): number =>
  Math.sqrt((2 * pow(upMs * downMs, 2)) / (pow(upMs + downMs, 3) * spanMs));

function drawFailures({ upMs, downMs, spanMs }: Params, stream: RandomStream): Plan {
  const [up, down] = [sampler(exponential(upMs), stream), sampler(exponential(downMs), stream)];
  const plan = [];
  for (let atMs = up(); atMs < spanMs; atMs += up()) {
    plan.push({ atMs, fault: crash('n1') });
    atMs += down();
    plan.push({ atMs, fault: restart('n1') });
  }
  return plan;
}

function* usesStore(coordinator: Coordinator, node: ServerContext, spanMs: number): Process<void> {
  const random = node.stream('operations');
  while (node.now() < spanMs) {
    yield* node.sleep(2 * everyMs * random());
    const key = pick(random, keys);
    try {
      if (chance(random, 0.5)) yield* coordinator.get(key);
      else yield* coordinator.put(key, `${node.self} at ${node.now()}`);
    } catch (failure) {
      reasonOf(failure);
    }
  }
}

// A quorum store with one node, which is the home of every key; its journal survives a crash.
export default scenario({
  id: 'replication/single-node',
  sim: replication,
  asks: 'A store is a single node, which fails now and then. Is it consistent, and how often does it answer?',
  claims: ['q11-single-node-consistent'],
  code: ['sims/replication/quorum/replica.ts#write', 'sims/replication/quorum/memory.ts#recovered'],
  params,
  durationMs: ({ spanMs }) => spanMs + 200,
  network: inDataCentre,
  plan: (p, random) => drawFailures(p, random.stream('plan')),
  metrics: {
    reads: gauge('reads', 'answered'),
    writes: gauge('writes', 'acknowledged'),
    stale: gauge('reads', 'that missed an acknowledged write'),
    answered: gauge('share', 'of all operations that were answered'),
  },
  build({ world, rules, params: p, metrics }) {
    const cluster = quorumCluster(world, rules, {
      nodes: 1,
      replicas: 1,
      timeoutMs,
      keepsHints: false,
      antiEntropyEveryMs: 0,
    });
    for (let place = 1; place <= p.clients; place++)
      addQuorumClient(world, cluster, `c${place}`, (coordinator, node) =>
        usesStore(coordinator, node, p.spanMs),
      );
    const { judge } = cluster.parts;
    world.at(p.spanMs + 199, () => {
      const answered = judge.reads + judge.writes;
      metrics.reads.set(judge.reads);
      metrics.writes.set(judge.writes);
      metrics.stale.set(judge.staleReads);
      metrics.answered.set(answered / (answered + judge.failedReads + judge.failedWrites));
    });
    return cluster;
  },
  invariants: allQuorumInvariants,
  goals: () => [
    sometimes(
      'some-fail',
      'an operation is not answered',
      ({ parts: { judge } }: QuorumCluster) => judge.failedReads + judge.failedWrites > 0,
    ),
  ],
  expect: (p) => [
    none('stale', 'consistent').says(
      'reads that missed a write acknowledged before they began',
      'q11-single-node-consistent',
    ),
    within('answered', 'as-available-as-the-node', answeredBound(p)).says(
      'share of operations answered: mean time up / (mean time up + mean time down), give or take five standard deviations',
      'q11-single-node-consistent',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `A single node is consistent: none of ${counted(m.reads.value ?? 0, 'read')} missed one of ` +
    `${counted(m.writes.value ?? 0, 'acknowledged write')}, because there is only one copy, and it is on disk before the ` +
    `acknowledgement. The store answered ${percent(m.answered.value)} of the operations; its node is up ` +
    `${percent(availability(p))} of the time and cannot answer more: consistency without a second copy costs availability.`,
});

function answeredBound(p: Params) {
  const share = availability(p);
  const operations = (p.clients * p.spanMs) / (everyMs + timeoutMs);
  const both = hypot(deviation(p), Math.sqrt((share * (1 - share)) / operations));
  // An operation in progress when the node fails is lost too: a write takes two round trips and the
  // disk, 3 ms at most.
  const underWay = 3 / p.upMs;
  return { atLeast: share * (1 - underWay) - 5 * both, atMost: Math.min(1, share + 5 * both) };
}

// Left out: a disk that is lost for good, and all data with it, which is what a second copy is for.
