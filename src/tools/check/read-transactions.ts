/**
 * Histories of transactions, as Elle's workloads of list-append and read-write registers write them:
 * `{:process 0, :type :ok, :f :txn, :value [[:append :x 1] [:r :y [2]]]}`, in EDN or JSON, or the log
 * of a Jepsen run. An invocation may be missing, and so may f and process.
 */

import type { Outcome, Step, Transaction } from '../../check/isolation/transaction.ts';
import {
  HistoryError,
  type HistoryEvent,
  isNemesis,
  type Process,
} from '../../check/linearizability/history.ts';
import { inWords, isList, type Value } from '../../check/linearizability/value.ts';
import type { ChunkReader } from '../input/chunk-reader.ts';
import { Decoder, type Encoding } from '../input/decoder.ts';
import { EventReader, type TextFormat } from './event-reader.ts';
import { eventOf, fieldsOf, nameOf } from './jepsen-event.ts';
import { operationsMaxDefault, tooLong } from './read-history.ts';

export interface TransactionHistory {
  readonly transactions: readonly Transaction[];
  readonly format: TextFormat;
  readonly encoding: Encoding;
  /** Lines of a log that are about something else. */
  readonly otherLines: number;
  /** How many events were not of a client. */
  readonly skippedEvents: number;
}

/** Reads in one pass. Throws HistoryError with the line for what is wrong, and InputError for bytes that are no text. */
export function transactionReader(
  transactionsMax = operationsMaxDefault,
): ChunkReader<TransactionHistory> {
  const decoder = new Decoder();
  const reader = new TransactionReader(transactionsMax);
  return {
    push: (bytes) => reader.push(decoder.push(bytes)),
    end: () => {
      reader.push(decoder.end());
      return { ...reader.end(), encoding: decoder.encoding ?? 'UTF-8' };
    },
  };
}

interface Invocation {
  readonly event: HistoryEvent;
  readonly at: number;
  readonly id: number;
}

/** Elle's examples name no process where one event follows another. */
const unnamed = 'unnamed';

class TransactionReader {
  readonly #transactionsMax: number;
  readonly #events = new EventReader({
    value: (value, line) => this.#event(withDefaults(value, line)),
    logEvent: (event) => this.#event(event),
  });
  readonly #open = new Map<Process, Invocation>();
  readonly #transactions: (Transaction | undefined)[] = [];
  #places = 0;
  #skippedEvents = 0;

  constructor(transactionsMax: number) {
    this.#transactionsMax = transactionsMax;
  }

  push(text: string): void {
    this.#events.push(text);
  }

  end(): Omit<TransactionHistory, 'encoding'> {
    const format = this.#events.end();
    for (const open of this.#open.values()) this.#complete(open, undefined);
    return {
      transactions: this.#transactions.map((transaction) => transaction as Transaction),
      format,
      otherLines: this.#events.otherLines,
      skippedEvents: this.#skippedEvents,
    };
  }

  #event(event: HistoryEvent): void {
    const { process, type, line } = event;
    const at = this.#places++;
    const open = this.#open.get(process);
    // Jepsen lets a process say something of its own accord, such as that it crashed.
    const isRemark = type === 'info' && open === undefined && !isList(event.value);
    if (isNemesis(process) || isRemark) {
      this.#skippedEvents += 1;
      return;
    }
    if (type === 'invoke') {
      if (open !== undefined) throw stillOpen(event, open.event);
      stepsOf(event);
    }
    const invocation = open ?? { event, at, id: this.#transactions.length };
    if (open === undefined) this.#transactions.push(undefined);
    if (this.#transactions.length > this.#transactionsMax) {
      throw tooLong(line ?? 0, this.#transactionsMax);
    }
    if (type === 'invoke') {
      this.#open.set(process, invocation);
    } else {
      this.#open.delete(process);
      this.#complete(invocation, event, at);
    }
  }

  /** With what came of it; undefined if nothing did. */
  #complete({ event, at, id }: Invocation, ending: HistoryEvent | undefined, endedAt = 0): void {
    const outcome = ending === undefined ? 'info' : (ending.type as Outcome);
    const isAlone = event === ending;
    const told = outcome === 'ok' || !isList(event.value) ? (ending ?? event) : event;
    this.#transactions[id] = {
      id,
      process: event.process === unnamed ? undefined : event.process,
      outcome,
      steps: stepsOf(told),
      calledAt: isAlone ? -Infinity : at,
      returnedAt: outcome === 'info' ? Infinity : endedAt,
      line: event.line,
      returnLine: isAlone ? undefined : ending?.line,
    };
  }
}

function withDefaults(value: Value, line: number): HistoryEvent {
  const fields = new Map(fieldsOf(value, line));
  if ((fields.get('process') ?? null) === null) fields.set('process', unnamed);
  if ((fields.get('f') ?? null) === null) fields.set('f', 'txn');
  return eventOf(fields, line);
}

function stillOpen({ process, line }: HistoryEvent, open: HistoryEvent): HistoryError {
  const name = process === unnamed ? 'a transaction without a process' : `process ${process}`;
  return new HistoryError(
    line,
    `${name} invokes a transaction while its other one, in line ${open.line}, is still open: a process has one operation open at a time`,
  );
}

const functions: ReadonlyMap<string, Step['f']> = new Map<string, Step['f']>([
  ['r', 'read'],
  ['read', 'read'],
  ['w', 'write'],
  ['write', 'write'],
  ['append', 'append'],
]);

const example = '{:f :txn, :value [[:r :x nil] [:append :y 1]]}';

/** The operations of a transaction. Only those of one that is ok have to say what was read. */
function stepsOf({ type, f, value, line }: HistoryEvent): readonly Step[] {
  if (!isList(value)) {
    throw new HistoryError(
      line,
      `${type} ${f} ${inWords(value ?? null)} is not a transaction, and --consistency is about transactions: ${example}`,
    );
  }
  return value.map((step) => stepOf(step, type === 'ok', line));
}

function stepOf(step: Value, isOk: boolean, line: number | undefined): Step {
  const [name = null, key, value] = isList(step) ? step : [];
  const f = functions.get(nameOf(name) ?? '');
  const isWhole = f === 'read' ? !isOk || value !== undefined : value !== undefined;
  if (isList(step) && step.length <= 3 && f !== undefined && key !== undefined && isWhole) {
    return { f, key, value: value ?? null };
  }
  throw new HistoryError(
    line,
    `an operation of a transaction is [:r key value], [:w key value] or [:append key value], and not ${inWords(step)}`,
  );
}
