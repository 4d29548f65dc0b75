import * as z from 'zod';
import { replication } from '../../sims/replication/replication.ts';
import {
  addSiblingClient,
  type SiblingCluster,
  siblingCluster,
  siblingInvariants,
} from '../../sims/replication/siblings/cluster.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';

const params = z.object({
  carts: whole(1, 200, 10, 'shopping carts'),
  clients: whole(1, 20, 3, 'clients that add an item to each cart at the same time'),
  nodes: whole(3, 9, 5, 'nodes of the ring; three of them hold a cart'),
});
type Params = z.output<typeof params>;

const everyMs = 100;
const endMs = ({ carts }: Params): number => (carts + 1) * everyMs;
const items = (siblings: readonly { readonly value: readonly string[] }[]): string[] => [
  ...new Set(siblings.flatMap(({ value }) => value)),
];

// Two stores side by side. All clients read the empty cart and add their item; then one of them
// reads again, and writes everything it has found as one cart.
export default scenario({
  id: 'replication/concurrent-carts',
  sim: replication,
  asks: 'Several clients add an item to the same shopping cart at once. Which items are lost with last-writer-wins, and which with version vectors?',
  claims: [],
  code: [
    'sims/replication/siblings/versions.ts#mergeSiblings',
    'sims/replication/siblings/versions.ts#clockOf',
  ],
  params,
  durationMs: endMs,
  network: () => ({ latencyMs: uniform(0.5, 1.5) }),
  metrics: {
    lostToLastWriter: gauge('items', 'acknowledged but lost, if the last writer wins'),
    lostToSiblings: gauge('items', 'acknowledged but lost, with version vectors'),
    siblings: gauge('versions', 'found by one read as siblings, at most'),
    afterMerge: gauge('versions', 'of all carts, after one write with their context'),
    entries: gauge('entries', 'in a cart’s version vector, at most'),
  },
  build({ world, rules, params: p, metrics }) {
    const run = (name: string, switches: typeof rules) => {
      const cluster = siblingCluster(world, switches, {
        name,
        nodes: p.nodes,
        replicas: 3,
        timeoutMs: 40,
      });
      const result = { lost: 0, versions: 0 };
      for (let place = 1; place <= p.clients; place++)
        addSiblingClient(world, cluster, `${name}c${place}`, function* (client, node) {
          for (let cart = 1; cart <= p.carts; cart++) {
            yield* node.sleep(cart * everyMs - node.now());
            const [key, item] = [`cart-${cart}`, `item-${place}`];
            // The slowest of these reads ends before the first write arrives.
            const read = yield* client.get(key);
            yield* node.sleep(cart * everyMs + 5 - node.now());
            yield* client.put(key, [...items(read), item], read);
            if (place > 1) continue;
            yield* node.sleep(cart * everyMs + 40 - node.now());
            const found = yield* client.get(key);
            yield* client.put(key, items(found), found);
            const merged = yield* client.get(key);
            result.versions += merged.length;
            result.lost += p.clients - items(merged).length;
          }
        });
      return { cluster, result };
    };
    const siblings = run('vectors/', rules);
    const lastWriter = run('clocks/', { ...rules, 'concurrent-writes-are-kept': false });
    const { judge } = siblings.cluster.parts;
    world.at(endMs(p) - 1, () => {
      metrics.lostToLastWriter.set(lastWriter.result.lost);
      metrics.lostToSiblings.set(siblings.result.lost);
      metrics.siblings.set(judge.mostSiblings);
      metrics.afterMerge.set(siblings.result.versions);
      metrics.entries.set(judge.mostEntries);
    });
    // The store of clocks serves for comparison; only the other one is held to the laws.
    const rows = () => [...siblings.cluster.rows(), ...lastWriter.cluster.rows()];
    return { ...siblings.cluster, rows };
  },
  invariants: siblingInvariants,
  goals: ({ carts, clients }) => [
    sometimes(
      'all-written',
      'every item is acknowledged, and so is every merged cart',
      ({ parts: { judge } }: SiblingCluster) => judge.writes === carts * (clients + 1),
    ),
  ],
  expect: (p) => [
    exactly(p.carts * (p.clients - 1), 'lostToLastWriter', 'last-writer-loses').says(
      'items lost from all carts if the last writer wins: all but one in each cart',
    ),
    none('lostToSiblings', 'siblings-lose-none').says(
      'items lost from all carts with version vectors',
    ),
    exactly(p.clients, 'siblings', 'a-sibling-each').says(
      'most siblings (concurrent versions) of one cart: one for each client',
    ),
    exactly(p.carts, 'afterMerge', 'one-after-merge').says(
      'versions of a cart after a write that carries the context of what was read: one',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `Last-writer-wins loses ${counted(m.lostToLastWriter.value ?? 0, 'item')} of ${p.carts * p.clients}: ` +
    'one write per cart survives, and no client learns of the loss. ' +
    `Version vectors lose none: the next read finds ${counted(m.siblings.value ?? 0, 'sibling')}, and a write with its ` +
    `context replaces them with one cart. A vector has at most ${counted(m.entries.value ?? 0, 'entry', 'entries')}, one per ` +
    'replica rather than one per client.',
});

// Left out: items removed from a cart, which come back if a client merges siblings as a union
// (Dynamo, §4.4).
