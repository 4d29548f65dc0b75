/** Puts a chain of replicas, its master and its clients into a world. */
import { Breaches } from '../../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../../src/check/goal.ts';
import { finalInvariant, type Invariant, unknown } from '../../../src/check/invariant.ts';
import type { HistoryEvent } from '../../../src/check/linearizability/history.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { registerVerdict } from '../abd/cluster.ts';
import { note } from '../notes.ts';
import { type ReplicationSubject, stateRow } from '../subject.ts';
import { type ChainNodeOptions, chainNode } from './node.ts';
import type { ChainRules } from './rules.ts';

export interface ChainOptions extends Omit<ChainNodeOptions, 'nodes'> {
  /** Prefix of its nodes’ names, if a world has several chains. */
  readonly name?: string;
  readonly nodes: number;
}

export interface Chain extends ReplicationSubject {
  readonly servers: readonly Node[];
  readonly events: HistoryEvent[];
  /** The nodes that the master believes to be up, from head to tail; clients look them up here. */
  nodes: readonly NodeId[];
  reads: number;
  writes: number;
  /** Unanswered writes, which may take effect. */
  openWrites: number;
  failedReads: number;
}

export function addChain(
  world: World,
  rules: ChainRules,
  { name = '', nodes: count, ...own }: ChainOptions,
): Chain {
  const nodes = Array.from({ length: count }, (_, place) => `${name}n${place + 1}`);
  const server = chainNode(rules, { ...own, nodes });
  const servers = nodes.map((id) => world.addServer(id, server));
  const counts = { reads: 0, writes: 0, openWrites: 0, failedReads: 0 };
  const rows = () => servers.map(stateRow);
  return { servers, nodes, events: [], ...counts, breaches: new Breaches<never>(), rows };
}

/**
 * It pings every node and removes those that do not answer from the chain. In this model it is
 * never wrong and never fails.
 */
export function addMaster(world: World, chain: Chain, everyMs: number): void {
  const watch = function* (node: ServerContext): Process<void> {
    for (;;) {
      yield* node.sleep(everyMs);
      for (const id of chain.nodes) {
        if (yield* answers(node, id, { chain: 'ping' }, everyMs)) continue;
        chain.nodes = chain.nodes.filter((other) => other !== id);
        note(node, { kind: 'shortens-chain', failed: id, left: chain.nodes.join(', ') });
        for (const left of chain.nodes) node.send(left, { chain: 'nodes', nodes: chain.nodes });
      }
    }
  };
  world.addServer(
    'master',
    client('master', (node) => node.spawn(watch(node))),
  );
}

function* answers(
  node: ServerContext,
  id: NodeId,
  request: object,
  timeoutMs: number,
): Process<boolean> {
  try {
    yield* node.call(id, request, { timeoutMs });
    return true;
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    return false;
  }
}

/** One operation of a client, recorded in the history. */
export function* operate(
  chain: Chain,
  node: ServerContext,
  to: NodeId,
  value: string | null,
  timeoutMs: number,
): Process<void> {
  const event = { process: `${chain.events.length}`, f: value === null ? 'read' : 'write' };
  chain.events.push({ ...event, type: 'invoke', value });
  const request = value === null ? { chain: 'read' } : { chain: 'write', value };
  try {
    const answer = yield* node.call<string | null | true>(to, request, { timeoutMs });
    const seen = answer === true ? value : answer;
    chain.events.push({ ...event, type: 'ok', value: seen });
    if (value === null) {
      chain.reads += 1;
      note(node, { kind: 'chain-read-ends', value: seen });
    } else {
      chain.writes += 1;
      note(node, { kind: 'chain-write-ends', value });
    }
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    chain.events.push({ ...event, type: value === null ? 'fail' : 'info', value });
    if (value === null) chain.failedReads += 1;
    else chain.openWrites += 1;
  }
}

export const chainInvariants: readonly Invariant<Chain>[] = [
  finalInvariant<Chain>(
    'chain-linearizable',
    'clients saw results of the object that a single machine could have produced',
    ({ events }) => {
      const verdict = registerVerdict(events);
      if (verdict === 'unknown') return unknown('the search for an order gave up');
      return verdict === 'linearizable' ? undefined : 'no order explains what clients saw';
    },
  ),
  finalInvariant<Chain>(
    'chain-writes-end',
    'at the end every write that reached a live node is committed',
    ({ servers }) => {
      const torn = servers.find(({ state }) => ((state as { dirty?: number })?.dirty ?? 0) > 0);
      return torn && `${torn.self} has uncommitted writes`;
    },
  ),
];

export const chainWritesAnswered = (writes: number): Goal<Chain> =>
  sometimes(
    'every-write-is-over',
    'every write was acknowledged, or given up by its client',
    ({ writes: ended, openWrites }) => ended + openWrites === writes,
  );
