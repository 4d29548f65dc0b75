/**
 * Histories: what clients asked for and what they were told, as Jepsen records it.
 *
 * An event is an invocation, or what came of it: `ok`, it took effect; `fail`, it did not; `info`,
 * nobody knows. A process has one operation open at a time, and after `info` it never acts again,
 * for that operation may still take effect.
 */
import { keyOf, type Value } from './value.ts';

export interface HistoryEvent {
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  /** Clients are numbered. Whoever has a name, such as `nemesis`, is no client and is skipped. */
  readonly process: number | string;
  /** What is done: `read`, `cas`, `enqueue`… */
  readonly f: string;
  /** Undefined where the event has none, null where it has nil. */
  readonly value?: Value | undefined;
  /** The object it is done to, where the history is of several. */
  readonly key?: Value | undefined;
  readonly timeNs?: number | undefined;
  /** Where it was read, counted from 1. */
  readonly line?: number | undefined;
}

/** An invocation together with what came of it. */
export interface Operation {
  /** Its place among the operations of the history, from 0. */
  readonly id: number;
  readonly process: number;
  readonly f: string;
  readonly key: Value | undefined;
  /** The value it was invoked with. */
  readonly input: Value | undefined;
  /** The value that `ok` came back with; undefined while the operation is pending. */
  readonly output: Value | undefined;
  /** Where in the history it was invoked, and where it returned: Infinity for a pending one. */
  readonly calledAt: number;
  readonly returnedAt: number;
  readonly line: number | undefined;
  readonly returnLine: number | undefined;
}

export interface Operations {
  /** Those that took effect, or may have, in the order of their invocations. */
  readonly operations: readonly Operation[];
  /** How many failed: they did not happen, and are left out. */
  readonly failed: number;
  /** How many events were not of a client. */
  readonly skippedEvents: number;
}

/** What is wrong with a history, and in which line of the text that it was read from. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  readonly line: number | undefined;
  readonly reason: string;

  constructor(line: number | undefined, reason: string) {
    super(line === undefined ? reason : `line ${line}: ${reason}`);
    this.line = line;
    this.reason = reason;
  }
}

interface Open {
  readonly event: HistoryEvent;
  readonly calledAt: number;
  readonly id: number;
}

/** Is the operation pending for ever: nobody knows whether it took effect, or when? */
export function isPending({ returnedAt }: Operation): boolean {
  return returnedAt === Infinity;
}

/** Pairs invocations with what came of them. Throws HistoryError. */
export function operationsOf(events: readonly HistoryEvent[]): Operations {
  const open = new Map<number, Open>();
  const crashed = new Map<number, HistoryEvent>();
  const operations: (Operation | undefined)[] = [];
  let failed = 0;
  let skippedEvents = 0;
  for (const [place, event] of events.entries()) {
    const { process, type, line } = event;
    if (typeof process !== 'number') {
      skippedEvents += 1;
      continue;
    }
    const invocation = open.get(process);
    const crash = crashed.get(process);
    // Jepsen lets a process say something of its own accord, such as that it crashed.
    if (type === 'info' && invocation === undefined) {
      skippedEvents += 1;
      continue;
    }
    if (crash !== undefined) {
      throw new HistoryError(
        line,
        `process ${process} acts again after its ${crash.f} ended with info${inLine(crash)}: that ${crash.f} may still be under way, so its client needs a new process number`,
      );
    }
    if (type === 'invoke') {
      if (invocation !== undefined) {
        const { event: other } = invocation;
        throw new HistoryError(
          line,
          `process ${process} invokes ${event.f} while its ${other.f}${inLine(other)} is still open: a process has one operation open at a time`,
        );
      }
      open.set(process, { event, calledAt: place, id: operations.length });
      operations.push(undefined);
      continue;
    }
    if (invocation === undefined) {
      throw new HistoryError(
        line,
        `process ${process} reports ${type} of a ${event.f} that it did not invoke`,
      );
    }
    if (invocation.event.f !== event.f) {
      throw new HistoryError(
        line,
        `process ${process} reports ${type} of a ${event.f}, but what it invoked${inLine(invocation.event)} is a ${invocation.event.f}`,
      );
    }
    open.delete(process);
    if (type === 'fail') failed += 1;
    else if (type === 'ok') operations[invocation.id] = completed(invocation, event, place);
    else {
      crashed.set(process, invocation.event);
      operations[invocation.id] = pending(invocation);
    }
  }
  for (const invocation of open.values()) operations[invocation.id] = pending(invocation);
  return {
    operations: operations.filter((operation) => operation !== undefined),
    failed,
    skippedEvents,
  };
}

function pending({ event, calledAt, id }: Open): Operation {
  const { process, f, key, value, line } = event;
  return {
    id,
    process: process as number,
    f,
    key,
    input: value,
    output: undefined,
    calledAt,
    returnedAt: Infinity,
    line,
    returnLine: undefined,
  };
}

function completed(invocation: Open, { value, key, line }: HistoryEvent, at: number): Operation {
  const called = pending(invocation);
  return {
    ...called,
    key: called.key ?? key,
    output: value,
    returnedAt: at,
    returnLine: line,
  };
}

function inLine({ line }: HistoryEvent): string {
  return line === undefined ? '' : ` in line ${line}`;
}

/**
 * The operations of each key by themselves, in the order in which the keys first occur. A history
 * is linearizable where it is for each key (locality: Herlihy and Wing 1990, Theorem 1), and many
 * short searches cost less than a long one (P-compositionality: Horn and Kroening 2015).
 */
export function byKey(operations: readonly Operation[]): Map<string, Operation[]> {
  const partitions = new Map<string, Operation[]>();
  for (const operation of operations) {
    const key = operation.key === undefined ? '' : keyOf(operation.key);
    const partition = partitions.get(key);
    if (partition === undefined) partitions.set(key, [operation]);
    else partition.push(operation);
  }
  return partitions;
}
