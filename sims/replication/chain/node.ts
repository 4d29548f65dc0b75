/**
 * A node of a chain of replicas that holds one object (van Renesse and Schneider, OSDI 2004), read
 * as in CRAQ (Terrace and Freedman, ATC 2009): writes go from head to tail, and commit there; any
 * node answers reads, and asks the tail if it has versions that it does not know to be committed.
 */
import type { Distribution } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { Station } from '../../../src/world/station.ts';
import { note } from '../notes.ts';
import type { ChainMessage, ChainRequest, Write } from './messages.ts';
import type { ChainRules } from './rules.ts';

interface Memory {
  nodes: readonly NodeId[];
  /** The committed version, and those after it: the object is clean if there are none. */
  committed: Write | null;
  dirty: Write[];
  readonly news: Signal;
  readonly station: Station;
}

export interface ChainNodeOptions {
  readonly nodes: readonly NodeId[];
  readonly readMs: Distribution;
  readonly timeoutMs: number;
}

const noTail = new Refusal('the tail does not answer');
const wrongNode = new Refusal('not the right node of the chain');

interface ChainParts {
  readonly rules: ChainRules;
  readonly timeoutMs: number;
}

export function chainNode(
  rules: ChainRules,
  { nodes, readMs, timeoutMs }: ChainNodeOptions,
): Server<Memory, ChainRequest> {
  const parts: ChainParts = { rules, timeoutMs };
  return {
    kind: 'chain-node',
    start: (node) => {
      const station = new Station(node, { servers: 1, serviceMs: readMs });
      return { nodes, committed: null, dirty: [], news: new Signal(), station };
    },
    serve(memory, request, _from, node) {
      switch (request.chain) {
        case 'ping':
          return true;
        case 'version':
          // A node that has not heard of the tail’s failure does not know what is committed.
          if (!isTail(memory, node)) throw wrongNode;
          return versionOf(memory.committed);
        case 'read':
          return read(parts, memory, node);
        case 'write':
          if (memory.nodes[0] !== node.self) throw wrongNode;
          return write(parts, memory, request.value, node);
      }
    },
    receive(memory, said, from, node) {
      const message = said as ChainMessage;
      switch (message.chain) {
        case 'update':
          return update(memory, { version: message.version, value: message.value }, from, node);
        case 'committed':
          return commit(memory, message.version, node);
        case 'nodes':
          return change(parts, memory, message.nodes, node);
      }
    },
    shown: ({ committed, dirty }) => ({ committed: versionOf(committed), dirty: dirty.length }),
  };
}

function* read(parts: ChainParts, memory: Memory, node: ServerContext): Process<string | null> {
  yield* memory.station.serve();
  const newest = memory.dirty.at(-1);
  if (newest === undefined || isTail(memory, node)) return memory.committed?.value ?? null;
  if (!parts.rules['dirty-read-asks-tail']) return newest.value;
  note(node, { kind: 'asks-tail', newest: newest.version, rule: 'dirty-read-asks-tail' });
  const version = yield* askTail(parts, memory, node);
  // A version committed in the meantime is newer still, and this read is not over yet.
  const { committed, dirty } = memory;
  if (version <= versionOf(committed)) return committed?.value ?? null;
  return dirty.find((held) => held.version === version)?.value ?? null;
}

function* askTail(
  { timeoutMs }: ChainParts,
  { nodes }: Memory,
  node: ServerContext,
): Process<number> {
  const tail = nodes.at(-1) ?? node.self;
  try {
    return yield* node.call<number>(tail, { chain: 'version' }, { timeoutMs });
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    throw noTail;
  }
}

function* write(
  { rules }: ChainParts,
  memory: Memory,
  value: string,
  node: ServerContext,
): Process<true> {
  const version = newestOf(memory) + 1;
  accept(memory, { version, value }, node);
  while (rules['tail-acknowledges'] && versionOf(memory.committed) < version) {
    yield* memory.news.wait();
  }
  return true;
}

function update(memory: Memory, sent: Write, from: NodeId, node: ServerContext): void {
  const newest = newestOf(memory);
  if (sent.version === newest + 1) return accept(memory, sent, node);
  // An earlier update is missing.
  if (sent.version > newest) return;
  // It is sent again, because a failed node may have taken its acknowledgement with it.
  const version = versionOf(memory.committed);
  if (sent.version <= version) say(from, { chain: 'committed', version }, node);
}

function accept(memory: Memory, own: Write, node: ServerContext): void {
  memory.dirty.push(own);
  if (isTail(memory, node)) commit(memory, own.version, node);
  else say(successorOf(memory, node), { chain: 'update', ...own }, node);
}

function change(
  { rules }: ChainParts,
  memory: Memory,
  left: readonly NodeId[],
  node: ServerContext,
): void {
  const before = [predecessorOf(memory, node), successorOf(memory, node)];
  memory.nodes = left;
  const [predecessor, successor] = [predecessorOf(memory, node), successorOf(memory, node)];
  const version = versionOf(memory.committed);
  if (predecessor !== before[0]) say(predecessor, { chain: 'committed', version }, node);
  if (successor === before[1]) return;
  if (successor === undefined) commitAsTail(rules, memory, node);
  else if (rules['resends-to-new-successor']) resend(memory, successor, node);
}

function commitAsTail(rules: ChainRules, memory: Memory, node: ServerContext): void {
  if (!rules['new-tail-commits'] || memory.dirty.length === 0) return;
  const version = newestOf(memory);
  note(node, { kind: 'commits-as-tail', version, rule: 'new-tail-commits' });
  commit(memory, version, node);
}

function resend({ dirty }: Memory, to: NodeId, node: ServerContext): void {
  const rule = 'resends-to-new-successor';
  if (dirty.length > 0) note(node, { kind: 'resends', to, writes: dirty.length, rule });
  for (const own of dirty) say(to, { chain: 'update', ...own }, node);
}

function commit(memory: Memory, version: number, node: ServerContext): void {
  const upTo = memory.dirty.filter((held) => held.version <= version);
  if (upTo.length === 0) return;
  memory.committed = upTo.at(-1) ?? null;
  memory.dirty = memory.dirty.slice(upTo.length);
  memory.news.fire();
  say(predecessorOf(memory, node), { chain: 'committed', version }, node);
}

function say(to: NodeId | undefined, message: ChainMessage, node: ServerContext): void {
  if (to !== undefined) node.send(to, message);
}

const versionOf = (write: Write | null): number => write?.version ?? 0;
const newestOf = ({ committed, dirty }: Memory): number =>
  dirty.at(-1)?.version ?? versionOf(committed);
const isTail = ({ nodes }: Memory, { self }: ServerContext): boolean => nodes.at(-1) === self;
const predecessorOf = ({ nodes }: Memory, { self }: ServerContext): NodeId | undefined =>
  nodes[nodes.indexOf(self) - 1];
const successorOf = ({ nodes }: Memory, { self }: ServerContext): NodeId | undefined =>
  nodes[nodes.indexOf(self) + 1];
