import * as z from 'zod';
import {
  addChain,
  addMaster,
  chainInvariants,
  chainWritesAnswered,
  operate,
} from '../../sims/replication/chain/cluster.ts';
import { replication } from '../../sims/replication/replication.ts';
import { within } from '../../src/check/expected.ts';
import { counter } from '../../src/check/metric.ts';
import { constant, uniform } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import type { Process } from '../../src/kernel/process.ts';
import { pick } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import { client, type ServerContext } from '../../src/world/server.ts';

const params = z.object({
  nodes: whole(4, 9, 5, 'nodes of the chain; head, middle and tail fail in this order'),
  writes: whole(10, 200, 60, 'writes, one every few milliseconds'),
  readers: whole(1, 8, 3, 'clients that read from any node'),
});
type Params = z.output<typeof params>;

const linkMsMax = 5;
const writeEveryMs = 10;
const pingMs = 20;
const timeoutMs = 200;
const spanMs = ({ writes }: Params): number => writes * writeEveryMs;
const endMs = (p: Params): number => spanMs(p) + 1_000;

export default scenario({
  id: 'replication/chain-failures',
  sim: replication,
  asks: 'The head of a chain of replicas fails, then a middle node, then the tail, while clients write and read anywhere. Does the chain behave like a single machine?',
  claims: [],
  code: [
    'sims/replication/chain/node.ts#update',
    'sims/replication/chain/node.ts#change',
    'sims/replication/chain/node.ts#commitAsTail',
  ],
  params,
  durationMs: endMs,
  network: () => ({ latencyMs: uniform(1, linkMsMax), ordered: true }),
  plan: (p) => [
    { atMs: spanMs(p) * 0.25 + 3, fault: crash('n1') },
    { atMs: spanMs(p) * 0.5 + 3, fault: crash(`n${Math.ceil((p.nodes + 1) / 2)}`) },
    // The last write is in flight.
    { atMs: spanMs(p) + 3, fault: crash(`n${p.nodes}`) },
  ],
  metrics: {
    writes: counter('writes', 'acknowledged'),
    openWrites: counter('writes', 'without an answer: they may or may not take effect'),
    reads: counter('reads', 'answered'),
    failedReads: counter('reads', 'of a node that had failed, or while the tail had'),
  },
  build({ world, rules, params: p, metrics }) {
    const chain = addChain(world, rules, { nodes: p.nodes, readMs: constant(0.1), timeoutMs: 20 });
    addMaster(world, chain, pingMs);
    const writes = function* (node: ServerContext): Process<void> {
      for (let place = 1; place <= p.writes; place++) {
        yield* node.sleep(writeEveryMs);
        const head = must(chain.nodes[0], 'the head');
        node.spawn(operate(chain, node, head, `v${place}`, timeoutMs));
      }
    };
    const reads = function* (node: ServerContext): Process<void> {
      const random = node.stream('nodes');
      while (node.now() < spanMs(p) + 2 * timeoutMs) {
        yield* node.sleep(5);
        yield* operate(chain, node, pick(random, chain.nodes), null, 50);
      }
    };
    world.addServer(
      'writer',
      client('writer', (node) => node.spawn(writes(node))),
    );
    for (let place = 1; place <= p.readers; place++) {
      world.addServer(
        `reader${place}`,
        client('reader', (node) => node.spawn(reads(node))),
      );
    }
    world.at(endMs(p) - 1, () => {
      for (const name of ['writes', 'openWrites', 'reads', 'failedReads'] as const)
        metrics[name].add(chain[name]);
    });
    return chain;
  },
  invariants: chainInvariants,
  goals: ({ writes }) => [chainWritesAnswered(writes)],
  expect: ({ nodes, writes }) => {
    // A round of pings to all nodes, one of them unanswered, and the pause between rounds; plus
    // whatever was on its way to the tail and back.
    const longestMs = 2 * (2 * linkMsMax * nodes) + 2 * pingMs + linkMsMax;
    return [
      within('openWrites', 'head-only', { atLeast: 1, atMost: longestMs / writeEveryMs + 1 }).says(
        `writes, of ${writes}, that got no answer: those sent to the failed head until the master has noticed`,
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    'A chain behaves like a single machine: writes enter at the head and pass from node to node to the tail, which commits them, so whatever the tail has ' +
    'every node before it has too, and a failed node is cut out of the chain. ' +
    `One order explains ${counted(m.reads.value ?? 0, 'read')} of any node and ${m.writes.value} of ${p.writes} ` +
    `writes. ${counted(m.openWrites.value ?? 0, 'write')} went to the failed head, and ` +
    `${counted(m.failedReads.value ?? 0, 'read')} to a failed node or through the failed tail; failures in the middle or at ` +
    'the tail lose no write.',
});

// Left out: a slow node taken for failed, a node that joins at the tail, and a master that fails.
