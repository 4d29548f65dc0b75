/**
 * Histories: what clients asked for and what they were told, as Jepsen records it.
 *
 * An event is an invocation, or what came of it: `ok`, it took effect; `fail`, it did not; `info`,
 * it is not known. A process has one operation open at a time, and after `info` it never acts again,
 * for that operation may still take effect.
 */
import { isPair, keyOf, type Value } from './value.ts';

/** A client: Jepsen numbers them, others give them names. The nemesis is not a client. */
export type Process = number | string;

export interface HistoryEvent {
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly process: Process;
  /** What is done: `read`, `cas`, `enqueue`… */
  readonly f: string;
  /** Undefined where the event has none, null where it has nil. */
  readonly value?: Value | undefined;
  /** The object it is done to, where the history is of several. */
  readonly key?: Value | undefined;
  readonly timeNs?: number | undefined;
  /** Why it failed or is not known. */
  readonly error?: Value | undefined;
  /** Where it was read, counted from 1. */
  readonly line?: number | undefined;
}

/** An invocation together with what came of it. */
export interface Operation {
  /** Its place among the operations of the history, from 0. */
  readonly id: number;
  readonly process: Process;
  readonly f: string;
  readonly key: Value | undefined;
  /** The value it was invoked with. */
  readonly input: Value | undefined;
  /** The value that `ok` came back with; undefined while the operation is pending. */
  readonly output: Value | undefined;
  /** It came back with the answer that its condition did not hold: a failed cas, if that is definite. */
  readonly refused?: true;
  /** Where in the history it was invoked, and where it returned: Infinity for a pending one. */
  readonly calledAt: number;
  readonly returnedAt: number;
  readonly line: number | undefined;
  readonly returnLine: number | undefined;
}

export interface Operations {
  /** Those that took effect, or may have, in the order of their invocations. */
  readonly operations: readonly Operation[];
  /**
   * Every cas that failed and gives no other reason than the value it found. In Jepsen's reading it
   * did not happen, like all that failed; in Porcupine's model of etcd it says that the value differed.
   */
  readonly refused: readonly Operation[];
  /** How many failed, these included: they did not happen. */
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

/** Is the operation pending for ever: it is not known whether it took effect, or when? */
export function isPending({ returnedAt }: Operation): boolean {
  return returnedAt === Infinity;
}

/** Pairs invocations with what came of them. Throws HistoryError. */
export function operationsOf(events: Iterable<HistoryEvent>): Operations {
  const pairing = new Pairing();
  for (const event of events) pairing.push(event);
  return pairing.end();
}

/** The same event by event, so that a history of any length can be read without keeping its events. */
export class Pairing {
  readonly #open = new Map<Process, Open>();
  readonly #crashed = new Map<Process, HistoryEvent>();
  readonly #operations: (Operation | undefined)[] = [];
  readonly #refused: Operation[] = [];
  #events = 0;
  #failed = 0;
  #skippedEvents = 0;

  /** How many operations it holds. */
  get size(): number {
    return this.#operations.length;
  }

  /** Throws HistoryError for what a process cannot have done. */
  push(event: HistoryEvent): void {
    const { process, type } = event;
    const place = this.#events++;
    const invocation = this.#open.get(process);
    // Jepsen lets a process say something of its own accord, such as that it crashed.
    if (isNemesis(process) || (type === 'info' && invocation === undefined)) {
      this.#skippedEvents += 1;
      return;
    }
    const crash = this.#crashed.get(process);
    if (crash !== undefined) {
      throw new HistoryError(
        event.line,
        `process ${process} acts again after its ${crash.f} ended with info${inLine(crash)}: that ${crash.f} may still be under way, so its client needs a new process number`,
      );
    }
    if (type !== 'invoke') {
      this.#complete(invocationOf(event, invocation), event, place);
      return;
    }
    if (invocation !== undefined) {
      const { event: other } = invocation;
      throw new HistoryError(
        event.line,
        `process ${process} invokes ${event.f} while its ${other.f}${inLine(other)} is still open: a process has one operation open at a time`,
      );
    }
    this.#open.set(process, { event, calledAt: place, id: this.#operations.length });
    this.#operations.push(undefined);
  }

  end(): Operations {
    for (const invocation of this.#open.values()) {
      this.#operations[invocation.id] = pending(invocation);
    }
    return {
      operations: this.#operations.filter((operation) => operation !== undefined),
      refused: this.#refused,
      failed: this.#failed,
      skippedEvents: this.#skippedEvents,
    };
  }

  #complete(invocation: Open, event: HistoryEvent, place: number): void {
    const { process, type } = event;
    this.#open.delete(process);
    if (type === 'info') {
      this.#crashed.set(process, invocation.event);
      this.#operations[invocation.id] = pending(invocation);
    } else if (type === 'ok') {
      this.#operations[invocation.id] = completed(invocation, event, place);
    } else {
      this.#fail(invocation, event, place);
    }
  }

  #fail(invocation: Open, event: HistoryEvent, place: number): void {
    this.#failed += 1;
    if (event.f !== 'cas' || saysWhyNot(event)) return;
    const called = completed(invocation, event, place);
    this.#refused.push({ ...called, output: undefined, refused: true });
  }
}

/** Jepsen's nemesis, which injects faults. */
export function isNemesis(process: Process): boolean {
  return typeof process === 'string' && process.startsWith('nemesis');
}

/** Reasons for which a cas fails without having compared anything. */
const otherReasons =
  /time.?d?.?out|timeout|conn|refused|reset|closed|unavailable|unreachable|leader|network|socket|down/i;

/**
 * Did it fail for another reason than the value that it found? A log of Jepsen has the reason where
 * the pair of values stands otherwise.
 */
function saysWhyNot({ value = null, error = null }: HistoryEvent): boolean {
  const reasons = isPair(value) ? [error] : [value, error];
  return reasons.some((reason) => reason !== null && otherReasons.test(keyOf(reason)));
}

function invocationOf({ process, type, f, line }: HistoryEvent, invocation: Open | undefined) {
  if (invocation === undefined) {
    throw new HistoryError(
      line,
      `process ${process} reports ${type} of a ${f} that it did not invoke`,
    );
  }
  const { event } = invocation;
  if (event.f === f) return invocation;
  throw new HistoryError(
    line,
    `process ${process} reports ${type} of a ${f}, but what it invoked${inLine(event)} is a ${event.f}`,
  );
}

function pending({ event, calledAt, id }: Open): Operation {
  const { process, f, key, value, line } = event;
  return {
    id,
    process,
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
 * is linearizable if it is for each key (locality: Herlihy and Wing 1990, Theorem 1), and many
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
