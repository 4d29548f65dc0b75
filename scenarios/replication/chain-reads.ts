import * as z from 'zod';
import { addChain, type Chain, operate } from '../../sims/replication/chain/cluster.ts';
import { replication } from '../../sims/replication/replication.ts';
import type { ReplicationSubject } from '../../sims/replication/subject.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { constant, uniform } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';

const params = z.object({
  nodes: whole(2, 9, 3, 'nodes in the chain'),
  readMs: whole(1, 50, 2, 'time a node takes to serve one read'),
  durationMs: whole(100, 10_000, 300, 'how long clients read'),
});

const linkMs = 0.3;
/** Enough for every node to have a read in service and others queued. */
const readersPerNode = 4;

interface TwoChains extends ReplicationSubject {
  readonly any: Chain;
  readonly tail: Chain;
}

// Two chains with the same clients. In one they read from the tail, as in chain replication; in the
// other each reads from its own node.
export default scenario({
  id: 'replication/chain-reads',
  sim: replication,
  asks: 'In a chain of replicas, either only the tail answers reads, or any node without uncommitted versions does. How much read throughput does the second gain?',
  claims: [],
  code: ['sims/replication/chain/node.ts#read', 'sims/replication/chain/node.ts#askTail'],
  params,
  durationMs: (p) => p.durationMs,
  network: () => ({ latencyMs: uniform(linkMs - 0.1, linkMs) }),
  metrics: {
    tail: counter('reads', 'answered, if only the tail answers'),
    any: counter('reads', 'answered, if every node answers'),
  },
  build({ world, rules, params: { nodes, readMs, durationMs }, metrics }): TwoChains {
    const options = { nodes, readMs: constant(readMs), timeoutMs: 1_000 };
    const add = (name: 'any' | 'tail'): Chain => {
      const chain = addChain(world, rules, { ...options, name: `${name}/` });
      for (let place = 0; place < nodes * readersPerNode; place++) {
        const asked = chain.nodes[name === 'tail' ? nodes - 1 : place % nodes] ?? '';
        const reads = function* (node: ServerContext): Process<void> {
          for (;;) yield* operate(chain, node, asked, null, 10 * durationMs);
        };
        const caller = client('client', (node) => node.spawn(reads(node)));
        world.addServer(`${name}/c${place + 1}`, caller);
      }
      return chain;
    };
    const [any, tail] = [add('any'), add('tail')];
    world.at(durationMs - 0.001, () => {
      metrics.any.add(any.reads);
      metrics.tail.add(tail.reads);
    });
    return { ...any, any, tail, rows: () => [...any.rows(), ...tail.rows()] };
  },
  invariants: [],
  goals: ({ nodes }) => [
    sometimes(
      'all-nodes-read',
      'every chain answers reads',
      ({ any, tail }: TwoChains) => any.reads > nodes && tail.reads > 1,
    ),
  ],
  // Each answering node is busy from the first read to the end.
  expect: ({ nodes, readMs, durationMs }) => {
    const most = durationMs / readMs;
    const least = (durationMs - 2 * linkMs) / readMs - 1;
    return [
      within('tail', 'one-node', { atLeast: least, atMost: most }).says(
        `reads answered in ${durationMs} ms if only the tail answers, ${readMs} ms each: the capacity of one node`,
      ),
      within('any', 'n-nodes', { atLeast: nodes * least, atMost: nodes * most }).says(
        `reads answered in ${durationMs} ms if all ${nodes} nodes answer: ${nodes} times as many, as long as nothing is written`,
      ),
    ];
  },
  tells: ({ params: { nodes, durationMs }, metrics: { any, tail } }) =>
    `A chain in which any node without an uncommitted version answers reads gives ${inDigits((any.value ?? 0) / (tail.value ?? 1))} times as many with ${nodes} nodes: ${any.value} reads in ${durationMs} ms if every node answers, ${tail.value} if only the tail does. The gain shrinks with writes: a node that holds an uncommitted version must first ask the tail which one is committed. Here nothing is written meanwhile.`,
});

// Left out: concurrent writes, which make items dirty and send their reads to the tail, and
// failures in the chain.
