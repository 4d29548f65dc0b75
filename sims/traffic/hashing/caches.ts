/**
 * An application, its cache nodes and the database behind them. The caches keep their rows on disk,
 * so a redeploy does not empty them.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { shuffled } from '../../../src/kernel/random.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { note } from '../notes.ts';
import { stateRow, type TrafficSubject } from '../subject.ts';
import type { HashingLaw } from './laws.ts';
import { byModulo } from './modulo.ts';
import { mixed } from './murmur3.ts';
import type { HashingRules } from './rules.ts';
import { byRing, type OwnerOf } from './schemes.ts';

export interface CacheOptions {
  readonly caches: number;
  readonly keys: number;
  /** Between two passes over all keys: long enough for a restart. */
  readonly pauseMs: number;
}

/** Misses in each pass over all keys. */
export interface Passes {
  cold: number;
  warm: number;
  grown: number;
  redeployed: number;
}

type CacheRequest = { readonly key: number; readonly row?: number };

const cacheServer: Server<Map<number, number>, CacheRequest, { key: number; row: number }> = {
  kind: 'cache',
  start: (_node, { journal }) => new Map(journal.map(({ key, row }) => [key, row])),
  serve(rows, { key, row }, _from, node) {
    if (row === undefined) return rows.get(key) ?? null;
    rows.set(key, row);
    node.persist({ key, row });
    return 'stored';
  },
  shown: (rows) => ({ rows: rows.size }),
};

const databaseServer: Server<{ reads: number }, { readonly key: number }> = {
  kind: 'database',
  start: () => ({ reads: 0 }),
  serve(memory, { key }) {
    memory.reads += 1;
    return key * 10;
  },
  shown: ({ reads }) => ({ reads }),
};

const cacheId = (cache: number) => `cache-${cache + 1}`;

export interface CacheCluster extends TrafficSubject {
  readonly passes: Passes;
  done: boolean;
}

/** `redeploy` restarts the caches; it is called before the last pass. */
export function cacheCluster(
  world: World,
  rules: HashingRules,
  options: CacheOptions,
  { breaches, redeploy }: { breaches: Breaches<HashingLaw>; redeploy: () => void },
): CacheCluster {
  const ids = Array.from({ length: options.caches + 1 }, (_, cache) => cacheId(cache));
  for (const id of ids) world.addServer(id, cacheServer);
  world.addServer('database', databaseServer);
  const cluster: CacheCluster = {
    breaches,
    passes: { cold: 0, warm: 0, grown: 0, redeployed: 0 },
    done: false,
    rows: () => world.nodes.map(stateRow),
  };
  const newcomer = must(ids.at(-1), 'cache that is added');
  world.addServer(
    'app',
    client('app', (node) => node.spawn(readAll(node))),
  );
  return cluster;

  function* readAll(node: ServerContext): Process<void> {
    yield* pass(node, 'cold', ownerAmong(ids.slice(0, -1), 1));
    yield* pass(node, 'warm', ownerAmong(ids.slice(0, -1), 1));
    note(node, { kind: 'ring-grows', nodes: ids.length });
    yield* pass(node, 'grown', ownerAmong(ids, 1), ([, at]) => at === newcomer);
    redeploy();
    yield* node.sleep(options.pauseMs);
    note(node, { kind: 'redeploys', nodes: ids.length });
    yield* pass(node, 'redeployed', ownerAmong(ids, 2), () => false);
    cluster.done = true;
  }

  /** Reads every key once, in random order; `may` tells which misses the law allows. */
  function* pass(
    node: ServerContext,
    name: keyof Passes,
    ownerOf: OwnerOf,
    may: (miss: readonly [key: number, at: string]) => boolean = () => true,
  ): Process<void> {
    const keys = Array.from({ length: options.keys }, (_, key) => key);
    for (const key of shuffled(node.stream('keys'), keys)) {
      const at = ownerOf(mixed(key));
      const found = yield* node.call<number | null>(at, { key });
      if (found !== null) continue;
      cluster.passes[name] += 1;
      note(node, { kind: 'misses', key, at });
      if (!may([key, at]))
        breaches.report(
          'only-changed-node-moves',
          `cache ${at} is asked for key ${key} and does not have it, although its node has not changed`,
        );
      const row = yield* node.call<number>('database', { key });
      yield* node.call(at, { key, row });
    }
  }

  /** What the app hashes: names stay, but addresses change with each deployment. */
  function ownerAmong(caches: readonly string[], deployment: number): OwnerOf {
    const hashed = rules['node-keeps-its-name'] ? caches : caches.map(addressOf(deployment));
    const place = rules['owner-ignores-node-count'] ? byRing : byModulo;
    const owner = place(hashed);
    return (hash) => must(caches[hashed.indexOf(owner(hash))], 'cache behind the hashed name');
  }
}

const addressOf = (deployment: number) => (_id: string, cache: number) =>
  `10.0.${deployment}.${cache + 1}:11211`;
