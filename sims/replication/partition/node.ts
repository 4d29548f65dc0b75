/**
 * A replica that answers requests in one of two ways. Strong: it asks a majority for the newest
 * version, and stores its answer at a majority (Attiya, Bar-Noy and Dolev, 1995). Eventual: it
 * answers from its own copy, and tells the others later; the write with the later version wins.
 */
import { all } from '../../../src/kernel/combinators.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { PartitionRules } from './rules.ts';

export interface Version {
  readonly value: number;
  readonly count: number;
  /** Breaks ties. */
  readonly writer: NodeId;
}

export interface ClientRequest {
  readonly key: string;
  /** Undefined for a read. */
  readonly write?: number;
  readonly isStrong: boolean;
}

type ReplicaRequest =
  | ClientRequest
  | { readonly query: string }
  | { readonly store: string; readonly version: Version };

interface Gossip {
  readonly versions: readonly (readonly [key: string, version: Version])[];
}

interface Memory {
  readonly versions: Map<string, Version>;
}

export interface ReplicaOptions {
  readonly replicaIds: readonly NodeId[];
  readonly timeoutMs: number;
  readonly gossipMs: number;
}

const unwritten: Version = { value: 0, count: 0, writer: '' };

export function isLater(a: Version, b: Version): boolean {
  return a.count > b.count || (a.count === b.count && a.writer > b.writer);
}

export function replicaServer(
  rules: PartitionRules,
  { replicaIds, timeoutMs, gossipMs }: ReplicaOptions,
): Server<Memory, ReplicaRequest> {
  const majority = Math.floor(replicaIds.length / 2) + 1;

  return {
    kind: 'replica',
    start(node) {
      const memory: Memory = { versions: new Map() };
      node.spawn(gossiping(memory, node));
      return memory;
    },
    serve(memory, request, _from, node) {
      if ('query' in request) return versionOf(memory, request.query);
      if ('store' in request) return keep(memory, request.store, request.version, node);
      const isStrong = request.isStrong || !rules['any-replica-answers'];
      return isStrong ? strong(memory, request, node) : eventual(memory, request, node);
    },
    receive(memory, message, _from, node) {
      for (const [key, version] of (message as Gossip).versions) keep(memory, key, version, node);
    },
    shown: ({ versions }) =>
      Object.fromEntries([...versions].map(([key, { value }]) => [key, value])),
  };

  function versionOf({ versions }: Memory, key: string): Version {
    return versions.get(key) ?? unwritten;
  }

  function keep(memory: Memory, key: string, version: Version, node: ServerContext): true {
    const own = versionOf(memory, key);
    if (own === version || (rules['later-version-wins'] && !isLater(version, own))) return true;
    memory.versions.set(key, version);
    if (own.count === version.count)
      note(node, { kind: 'overwrites', key, value: own.value, by: version.value });
    return true;
  }

  function eventual(memory: Memory, { key, write }: ClientRequest, node: ServerContext): number {
    const own = versionOf(memory, key);
    if (write === undefined) return own.value;
    const version = { value: write, count: own.count + 1, writer: node.self };
    memory.versions.set(key, version);
    for (const id of replicaIds) if (id !== node.self) node.send(id, gossipOf([[key, version]]));
    return write;
  }

  function* strong(
    memory: Memory,
    { key, write }: ClientRequest,
    node: ServerContext,
  ): Process<number> {
    const heard = yield* ask<Version>({ query: key }, () => versionOf(memory, key), node);
    checkMajority(key, heard.length, node);
    const newest = heard.reduce((a, b) => (isLater(b, a) ? b : a));
    const version =
      write === undefined ? newest : { value: write, count: newest.count + 1, writer: node.self };
    const request = { store: key, version };
    const stored = yield* ask<true>(request, () => keep(memory, key, version, node), node);
    checkMajority(key, stored.length, node);
    return version.value;
  }

  function checkMajority(key: string, heard: number, node: ServerContext): void {
    if (!rules['minority-refuses'] || heard >= majority) return;
    note(node, { kind: 'refuses-minority', key, heard, rule: 'minority-refuses' });
    throw new Refusal('UNAVAILABLE');
  }

  /** The answers of all that answer in time, including its own. */
  function* ask<Reply>(request: ReplicaRequest, own: () => Reply, node: ServerContext) {
    const others = replicaIds.filter((id) => id !== node.self);
    const answers = yield* all(others.map((id) => askOne<Reply>(id, request, node)));
    return [own(), ...answers.filter((answer) => answer !== undefined)];
  }

  function* askOne<Reply>(
    id: NodeId,
    request: ReplicaRequest,
    node: ServerContext,
  ): Process<Reply | undefined> {
    try {
      return yield* node.call<Reply>(id, request, { timeoutMs });
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      return undefined;
    }
  }

  /** Anti-entropy: what was lost in a partition comes with the next round. */
  function* gossiping(memory: Memory, node: ServerContext): Process<void> {
    for (;;) {
      yield* node.sleep(gossipMs);
      const all = [...memory.versions];
      for (const id of replicaIds)
        if (id !== node.self && all.length > 0) node.send(id, gossipOf(all));
    }
  }
}

const gossipOf = (versions: Gossip['versions']): Gossip => ({ versions });
