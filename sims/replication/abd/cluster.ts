/**
 * Puts servers that replicate one register into a world; several registers may run side by side.
 */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import type { Exploration } from '../../../src/check/exploration.ts';
import { finalInvariant, type Invariant, unknown } from '../../../src/check/invariant.ts';
import {
  checkLinearizability,
  type LinearizabilityVerdict,
} from '../../../src/check/linearizability/check.ts';
import { type HistoryEvent, operationsOf } from '../../../src/check/linearizability/history.ts';
import { register } from '../../../src/check/linearizability/models/register.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Node } from '../../../src/world/node.ts';
import type { World } from '../../../src/world/world.ts';
import { replicationNotes } from '../notes.ts';
import { type ReplicationSubject, stateRow } from '../subject.ts';
import { abdExploration } from './exploration.ts';
import { emptyRegisterHistory, withAbdNote } from './history.ts';
import { type AbdLaw, abdLaws } from './laws.ts';
import type { Value } from './messages.ts';
import type { AbdNote } from './notes.ts';
import type { AbdRules } from './rules.ts';
import { abdServer } from './server.ts';

export function registerVerdict(events: readonly HistoryEvent[]): LinearizabilityVerdict {
  const { operations } = operationsOf(events);
  const limits = { nilReads: 'absent', triesMax: 200_000, bytesMax: 2 ** 26 } as const;
  return checkLinearizability(operations, register, limits).verdict;
}

/** What was done to one register, and what its users saw. */
export class RegisterRecord {
  readonly breaches = new Breaches<AbdLaw>();
  readonly events: HistoryEvent[] = [];
  reads = 0;
  writes = 0;
  /** Over all reads. */
  readRoundTrips = 0;
  /** Reads that saw a version older than that of an operation that had ended before they began. */
  staleReads = 0;
  #history = emptyRegisterHistory;
  readonly #open = new Map<NodeId, { readonly process: number; readonly write: Value }>();
  #operations = 0;

  hears(server: NodeId, note: AbdNote): void {
    const before = this.#history;
    this.#history = withAbdNote({ ...before, broken: {} }, server, note);
    for (const [law, how] of Object.entries(this.#history.broken)) {
      this.breaches.report(law as AbdLaw, how);
    }
    if (note.kind === 'begins-operation') this.#begins(server, note.write);
    if (note.kind === 'ends-operation') this.#ends(server, note);
  }

  /**
   * The verdict of the lab’s own checker, for everything that has ended and everything that still
   * may.
   */
  get linearizability() {
    return registerVerdict(this.events);
  }

  /** An operation interrupted by a crash stays open: it may still take effect. */
  #begins(server: NodeId, write: Value): void {
    const process = this.#operations++;
    this.#open.set(server, { process, write });
    const f = write === null ? 'read' : 'write';
    this.events.push({ type: 'invoke', process, f, value: write });
  }

  #ends(server: NodeId, note: AbdNote & { readonly kind: 'ends-operation' }): void {
    const { process, write } = must(this.#open.get(server), 'operation that ends');
    const f = write === null ? 'read' : 'write';
    this.events.push({ type: 'ok', process, f, value: note.value });
    if (!note.isRead) {
      this.writes += 1;
      return;
    }
    this.reads += 1;
    this.readRoundTrips += note.roundTrips;
    if (this.#history.broken['register-steps-forward'] !== undefined) this.staleReads += 1;
  }
}

export interface RegisterOptions {
  /** Prefix of its servers’ names, if a world has several registers. */
  readonly name?: string;
  readonly servers: number;
  readonly skipsAgreed: boolean;
}

export interface Register {
  readonly servers: readonly Node[];
  readonly record: RegisterRecord;
}

export interface RegisterSubject extends ReplicationSubject {
  readonly registers: readonly Register[];
  readonly exploration: Exploration;
}

export const serverNames = (servers: number, name = ''): NodeId[] =>
  Array.from({ length: servers }, (_, place) => `${name}n${place + 1}`);

export function addRegister(
  world: World,
  rules: AbdRules,
  { name = '', servers: count, skipsAgreed }: RegisterOptions,
): Register {
  const ids = serverNames(count, name);
  const server = abdServer(rules, { servers: ids, skipsAgreed });
  const servers = ids.map((id) => world.addNode(id, server, { diskMs: constant(0) }));
  const record = new RegisterRecord();
  world.trace.on('note', ({ node = '', detail }) => {
    if (ids.includes(node) && replicationNotes.holds(detail)) {
      record.hears(node, detail as AbdNote);
    }
  });
  return { servers, record };
}

/** The first register is held to the laws; the others serve for comparison. */
export function registerSubject(registers: readonly [Register, ...Register[]]): RegisterSubject {
  return {
    registers,
    breaches: registers[0].record.breaches,
    exploration: abdExploration,
    rows: () => registers.flatMap(({ servers }) => servers.map(stateRow)),
  };
}

const linearizable = finalInvariant<RegisterSubject>(
  'register-linearizable',
  'users saw results of the register that a single machine could have produced',
  ({ registers }) => {
    const verdict = must(registers[0], 'the register').record.linearizability;
    if (verdict === 'unknown') return unknown('the search for an order gave up');
    return verdict === 'linearizable' ? undefined : 'no order explains what users saw';
  },
);

export const abdInvariants: readonly Invariant<RegisterSubject>[] = [
  linearizable,
  ...Object.values(watched(abdLaws, ({ breaches }: RegisterSubject) => breaches)),
];
