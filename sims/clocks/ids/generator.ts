/** The server that gives out snowflakes: it has a node id as long as its lease lasts. */
import type { Process } from '../../../src/kernel/process.ts';
import { randomInteger } from '../../../src/kernel/random.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { bitsOfField, idLayouts, pack } from './layout.ts';
import type { IdParts } from './parts.ts';
import type { LeaseRequest } from './registry.ts';
import { Snowflakes, type Taken } from './snowflake.ts';

const layout = idLayouts.twitter;
const sequenceBits = bitsOfField(layout, 'sequence');
const nodeIdBits = bitsOfField(layout, 'workerId');

/** What the clocks of the world show at 0: 2023-11-14 22:13:20 UTC. */
export const originMs = 1_700_000_000_000;

interface Memory {
  readonly snowflakes: Snowflakes;
  /** Undefined while it has no lease. */
  nodeId: number | undefined;
  /** The request for a lease that was granted last. */
  lease: number;
  /** Written and durable: times up to this may be used. */
  writtenMs: number;
  durableMs: number;
  readonly epochMs: number;
}

/** Times up to this were or may have been used. */
interface Reserved {
  readonly untilMs: number;
}

type Node = ServerContext<Reserved>;

const wallMs = (node: Node): number => originMs + node.now();

export interface IdRequest {
  readonly do: 'ids';
  readonly count: number;
}

export function generator(parts: IdParts): Server<Memory, IdRequest, Reserved> {
  const { rules, nodeIds, whenBack, startsBelow, fixedNodeId } = parts;

  return {
    kind: 'generator',
    start(node, { journal }) {
      const lastMs = rules['last-ms-is-durable'] ? (journal.at(-1)?.untilMs ?? 0) : 0;
      const starts = node.stream('sequence-start');
      const startOf = () => randomInteger(starts, 0, startsBelow - 1);
      const memory: Memory = {
        snowflakes: new Snowflakes(rules, { sequenceBits, whenBack, startOf }, lastMs),
        nodeId: fixedNodeId(node.self),
        lease: 0,
        writtenMs: lastMs,
        durableMs: lastMs,
        epochMs: rules['epoch-is-fixed'] ? layout.epochMs : Math.floor(wallMs(node)),
      };
      if (memory.nodeId !== undefined) return memory;
      if (rules['node-id-is-leased']) node.spawn(leasing(parts, memory, node));
      else memory.nodeId = randomInteger(node.stream('node-id'), 0, nodeIds - 1);
      return memory;
    },
    *serve(memory, { count }, _from, node) {
      const ids: bigint[] = [];
      while (ids.length < count) ids.push(yield* next(parts, memory, node));
      note(node, { kind: 'gives-ids', count, first: `${ids[0]}`, last: `${ids.at(-1)}` });
      return ids.map(String);
    },
    shown: ({ nodeId, durableMs }) => ({ nodeId: nodeId ?? 'none', reservedMs: durableMs }),
  };
}

function* next(parts: IdParts, memory: Memory, node: Node): Process<bigint> {
  const { rules, judge } = parts;
  for (;;) {
    const { nodeId } = memory;
    if (nodeId === undefined) throw new Refusal('no node id');
    const taken = memory.snowflakes.take(wallMs(node));
    if ('noneUntilMs' in taken) {
      yield* nothing(parts, taken, node);
      continue;
    }
    if (rules['last-ms-is-durable']) yield* reserve(parts, taken.ms, memory, node);
    // The lease may have ended during the disk write.
    if (memory.nodeId !== nodeId) continue;
    const id = pack(layout, {
      time: BigInt(taken.ms - memory.epochMs),
      datacenterId: BigInt(nodeId >> nodeIdBits),
      workerId: BigInt.asUintN(nodeIdBits, BigInt(nodeId)),
      sequence: BigInt(taken.sequence),
    });
    judge.issues(id, node.self, parts.trueMs());
    return id;
  }
}

function* nothing(
  { whenBack }: IdParts,
  { noneUntilMs, because }: Extract<Taken, { noneUntilMs: number }>,
  node: Node,
): Process<void> {
  const waitMs = noneUntilMs - wallMs(node);
  const isRefused = because === 'back' && whenBack === 'refuse';
  if (because === 'spent') note(node, { kind: 'sequence-spent', rule: 'wait-for-next-ms' });
  else {
    const does = isRefused ? 'refuses' : 'waits';
    const rule = 'refuse-while-clock-is-back';
    note(node, { kind: 'clock-is-back', byMs: waitMs, does, rule });
  }
  if (isRefused) throw new Refusal('clock is back');
  yield* node.sleep(waitMs);
}

/** A record at most every `reserveMs`, before the first of these times is used. */
function* reserve({ reserveMs }: IdParts, ms: number, memory: Memory, node: Node): Process<void> {
  if (ms <= memory.durableMs) return;
  if (ms > memory.writtenMs) {
    memory.writtenMs = ms + reserveMs;
    node.persist({ untilMs: memory.writtenMs });
    note(node, { kind: 'reserves', untilMs: memory.writtenMs, rule: 'last-ms-is-durable' });
  }
  const { writtenMs } = memory;
  yield* node.durable();
  memory.durableMs = Math.max(memory.durableMs, writtenMs);
}

/**
 * A lease counts from before it was requested, in durations of the generator’s own clock rather
 * than its time of day.
 */
function* leasing(parts: IdParts, memory: Memory, node: Node): Process<void> {
  const { leaseMs } = parts;
  const request: LeaseRequest = { do: 'lease', life: `${node.self} ${wallMs(node)}` };
  for (let asked = 1; ; asked++) {
    node.spawn(ending(parts, asked, memory, node));
    try {
      const nodeId = yield* node.call<number>('registry', request, { timeoutMs: leaseMs / 3 });
      if (memory.nodeId !== nodeId)
        note(node, { kind: 'leases-node-id', nodeId, rule: 'node-id-is-leased' });
      memory.nodeId = nodeId;
      memory.lease = asked;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
    }
    yield* node.sleep(leaseMs / 3);
  }
}

function* ending({ leaseMs }: IdParts, asked: number, memory: Memory, node: Node): Process<void> {
  yield* node.sleep(leaseMs * (1 - driftAllowed));
  const { nodeId } = memory;
  if (memory.lease !== asked || nodeId === undefined) return;
  note(node, { kind: 'loses-node-id', nodeId, rule: 'node-id-is-leased' });
  memory.nodeId = undefined;
}

/** How much the registry’s clock may gain on that of a generator. */
const driftAllowed = 0.01;
