/**
 * The failover manager: it grants the primary a lease, and when that expires makes the most
 * complete replica the primary of the next epoch. (Patroni with its store, Orchestrator, a majority
 * of Sentinels; here one machine stands for a group that agrees.)
 */
import { all } from '../../../src/kernel/combinators.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import {
  isAtLeast,
  type ManagerRequest,
  type NodeRequest,
  type Position,
  type PrepareReply,
} from './messages.ts';
import type { PrimaryParts } from './parts.ts';

/** Undefined while it is looking for a new primary. */
interface Office {
  readonly epoch: number;
  readonly primary: NodeId | undefined;
}

interface Memory {
  office: Office;
  /** By its own clock. */
  leaseUntilMs: number;
}

type Context = ServerContext<Office>;

interface Candidate {
  readonly node: NodeId;
  readonly has: Position;
}

/** What the steps of a failover receive. */
interface Manager {
  readonly parts: PrimaryParts;
  readonly memory: Memory;
  readonly node: Context;
}

export function managerServer(parts: PrimaryParts): Server<Memory, ManagerRequest, Office> {
  const { options, firstPrimary } = parts;
  return {
    kind: 'manager',
    start(node, { journal }) {
      const office = journal.at(-1) ?? { epoch: 1, primary: firstPrimary };
      // A lease may have been granted just before a crash.
      const memory = { office, leaseUntilMs: node.now() + options.leaseMs };
      node.spawn(watching({ parts, memory, node }));
      return memory;
    },
    serve(memory, request, from, node) {
      const { epoch, primary } = memory.office;
      if (request.do === 'where') return primary ?? null;
      if (request.epoch !== epoch || from !== primary) throw new Refusal('NOT-PRIMARY');
      memory.leaseUntilMs = node.now() + options.leaseMs;
      return true;
    },
    shown: ({ office: { epoch, primary } }) => ({ epoch, primary: primary ?? null }),
  };
}

function* watching(manager: Manager): Process<void> {
  const { memory, node } = manager;
  for (;;) {
    const leftMs = memory.leaseUntilMs - node.now();
    if (leftMs > 0) yield* node.sleep(leftMs);
    else yield* failOver(manager);
  }
}

function* failOver(manager: Manager): Process<void> {
  const { parts, memory, node } = manager;
  const { epoch: last, primary } = memory.office;
  const epoch = primary === undefined ? last : last + 1;
  if (primary !== undefined) note(node, { kind: 'lease-over', epoch: last });
  memory.office = { epoch, primary: undefined };
  node.persist(memory.office);
  yield* node.durable();
  const heard = yield* hear(manager, epoch);
  const needed = neededFor(parts);
  if (heard.length < needed) {
    note(node, {
      kind: 'hears-too-few',
      ...{ heard: heard.length, needed, rule: 'failover-hears-enough' },
    });
    yield* node.sleep(parts.options.hearMs);
    return;
  }
  yield* promote(manager, mostComplete(parts, heard), epoch);
}

/**
 * A write acknowledged by k replicas is on k + 1 of n nodes, so any n - k nodes include one of
 * them.
 */
function neededFor({ rules, options: { acks, nodes } }: PrimaryParts): number {
  if (!rules['failover-hears-enough'] || acks === 0) return 1;
  return nodes - acks;
}

/** Every node promises to accept nothing of an older epoch, and reports how far its log goes. */
function* hear({ parts, node }: Manager, epoch: number): Process<Candidate[]> {
  const { nodeIds, options } = parts;
  const answers = yield* all(nodeIds.map((id) => ask(node, id, epoch, options.hearMs)));
  return answers.filter((answer) => answer !== undefined);
}

function* ask(
  node: Context,
  id: NodeId,
  epoch: number,
  timeoutMs: number,
): Process<Candidate | undefined> {
  const request: NodeRequest = { prepare: epoch };
  try {
    const { has } = yield* node.call<PrepareReply>(id, request, { timeoutMs });
    return { node: id, has };
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    return undefined;
  }
}

function mostComplete({ rules }: PrimaryParts, heard: readonly Candidate[]): Candidate {
  const [first, ...others] = heard;
  let best = must(first, 'node that was heard');
  if (!rules['failover-prefers-most-complete']) return best;
  const isAsComplete = (a: Position, b: Position) =>
    rules['complete-by-epoch-first'] ? isAtLeast(a, b) : a.lsn >= b.lsn;
  for (const other of others) if (!isAsComplete(best.has, other.has)) best = other;
  return best;
}

function* promote({ parts, memory, node }: Manager, chosen: Candidate, epoch: number) {
  const { leaseMs, hearMs } = parts.options;
  memory.office = { epoch, primary: chosen.node };
  memory.leaseUntilMs = node.now() + leaseMs;
  node.persist(memory.office);
  yield* node.durable();
  note(node, {
    kind: 'promotes',
    ...{ node: chosen.node, epoch, lsn: chosen.has.lsn, rule: 'failover-prefers-most-complete' },
  });
  const request: NodeRequest = { promote: epoch };
  while (node.now() < memory.leaseUntilMs) {
    try {
      yield* node.call(chosen.node, request, { timeoutMs: hearMs });
      return;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      if (failure instanceof Refusal) return;
    }
  }
}
