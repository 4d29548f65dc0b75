/**
 * Porcupine's operations and events in JSON, as Go writes `[]porcupine.Operation` and
 * `[]porcupine.Event` (https://github.com/anishathalye/porcupine, model.go): the input and the output
 * of its own models of a key-value store, a register and etcd. Names may begin with a small letter.
 */

import { HistoryError, type Operation } from '../../check/linearizability/history.ts';
import { inWords, isList, type Value } from '../../check/linearizability/value.ts';
import { must } from '../../kernel/must.ts';
import { type Fields, fieldsOf } from './jepsen-event.ts';

type Time = number | bigint;

/** An operation as it is kept: flat, because half a million of them are. */
interface Recorded {
  readonly process: number | string;
  readonly f: string;
  readonly key: Value | undefined;
  readonly input: Value;
  readonly isOfEtcd: boolean;
  readonly line: number;
  readonly call: Time;
  /** Undefined while it has not returned. */
  return: Time | undefined;
  returnLine: number | undefined;
  answer: Answer;
}

export interface PorcupineHistory {
  readonly operations: readonly Operation[];
  /** Every cas that came back with the answer that the value differed. */
  readonly refused: readonly Operation[];
  /** What its model holds at first, if that is not what ours does. */
  readonly initial: Value | undefined;
}

export function isPorcupine(fields: Fields): boolean {
  const names = new Set([...fields.keys()].map((name) => name.toLowerCase()));
  return ['call', 'input'].every((name) => names.has(name)) || isEvent(names);
}

function isEvent(names: { has: (name: string) => boolean }): boolean {
  return ['kind', 'value', 'id'].every((name) => names.has(name));
}

export class PorcupineReader {
  readonly #recorded: Recorded[] = [];
  readonly #byId = new Map<string, Recorded>();
  /** Each key once, so that operations on one share its text. */
  readonly #keys = new Map<Value, Value>();
  #initial: Value | undefined;
  #events = 0;

  get size(): number {
    return this.#recorded.length;
  }

  /** Throws HistoryError. */
  push(value: Value, line: number): void {
    const fields = withSmallNames(fieldsOf(value, line));
    if (isEvent(fields)) this.#event(fields, line);
    else this.#operation(fields, line);
  }

  #operation(fields: Fields, line: number): void {
    const call = timeIn(fields, 'call', line);
    const end = timeIn(fields, 'return', line);
    if (call === undefined) throw new HistoryError(line, 'the operation has no Call');
    if (end !== undefined && end < call) {
      throw new HistoryError(line, `the operation returns at ${end}, before its call at ${call}`);
    }
    const recorded = this.#called(fields, 'input', call, line);
    if (end !== undefined) returned(recorded, fields.get('output'), end, line);
  }

  /** Events have no time: they are in the order in which they happened. */
  #event(fields: Fields, line: number): void {
    const kind = inWords(fields.get('kind') ?? null).replace(/^"|"$/g, '');
    const id = inWords(fields.get('id') ?? null);
    const open = this.#byId.get(id);
    const at = this.#events++;
    if (['false', '0', 'call', 'CallEvent'].includes(kind)) {
      if (open !== undefined) throw new HistoryError(line, `the id ${id} is called twice`);
      this.#byId.set(id, this.#called(fields, 'value', at, line));
    } else if (['true', '1', 'return', 'ReturnEvent'].includes(kind)) {
      if (open === undefined)
        throw new HistoryError(line, `the id ${id} returns and was not called`);
      if (open.return !== undefined) throw new HistoryError(line, `the id ${id} returns twice`);
      returned(open, fields.get('value'), at, line);
    } else {
      throw new HistoryError(
        line,
        `the Kind is ${kind}; it should be false (call) or true (return)`,
      );
    }
  }

  #called(fields: Fields, inputName: string, call: Time, line: number): Recorded {
    const input = inputFields(fields.get(inputName) ?? null, line);
    // Porcupine's register holds 0 at first.
    if (typeof input.get('op') === 'boolean') this.#initial = 0;
    const called = callOf(input, line);
    const recorded: Recorded = {
      process: clientIn(fields, line),
      f: called.f,
      key: this.#shared(called.key),
      input: called.input,
      isOfEtcd: input.has('arg1'),
      line,
      call,
      return: undefined,
      returnLine: undefined,
      answer: pending,
    };
    this.#recorded.push(recorded);
    return recorded;
  }

  #shared(key: Value | undefined): Value | undefined {
    if (typeof key !== 'string') return key;
    const known = this.#keys.get(key);
    if (known === undefined) this.#keys.set(key, key);
    return known ?? key;
  }

  /** O(n log n). */
  end(): PorcupineHistory {
    const { order, calledAt, returnedAt } = placesOf(this.#recorded);
    const [operations, refused]: [Operation[], Operation[]] = [[], []];
    for (const id of order) {
      const { process, f, key, input, line, returnLine, answer } = must(
        this.#recorded[id],
        'recorded operation',
      );
      const call = {
        id,
        process,
        f,
        key,
        input,
        calledAt: must(calledAt[id], 'time of the call'),
        line,
      };
      if (answer === pending) {
        operations.push({
          ...call,
          output: undefined,
          returnedAt: Infinity,
          returnLine: undefined,
        });
        continue;
      }
      const done = { ...call, returnedAt: must(returnedAt[id], 'time of the return'), returnLine };
      if (answer === refusedAnswer) refused.push({ ...done, output: undefined, refused: true });
      else operations.push({ ...done, output: answer });
    }
    return { operations, refused, initial: this.#initial };
  }
}

function returned(open: Recorded, output: Value | undefined, at: Time, line: number): void {
  open.return = at;
  open.returnLine = line;
  open.answer = answerOf(open, output ?? null, line);
}

interface Places {
  /** The operations in the order of their calls. */
  readonly order: readonly number[];
  readonly calledAt: Float64Array;
  readonly returnedAt: Float64Array;
}

/** Operations that touch at one time are concurrent, so calls come before returns. */
function placesOf(recorded: readonly Recorded[]): Places {
  const ends = new Uint32Array(2 * recorded.length);
  let count = 0;
  for (const [id, { return: end }] of recorded.entries()) {
    ends[count++] = 2 * id;
    if (end !== undefined) ends[count++] = 2 * id + 1;
  }
  const timeOf = (end: number): Time => {
    const { call, return: returned = call } = must(recorded[end >> 1], 'recorded operation');
    return end % 2 === 1 ? returned : call;
  };
  const sorted = ends.subarray(0, count).sort((a, b) => {
    const [timeOfA, timeOfB] = [timeOf(a), timeOf(b)];
    if (timeOfA !== timeOfB) return timeOfA < timeOfB ? -1 : 1;
    return (a % 2) - (b % 2) || a - b;
  });
  const order: number[] = [];
  const calledAt = new Float64Array(recorded.length);
  const returnedAt = new Float64Array(recorded.length);
  for (const [place, end] of sorted.entries()) {
    if (end % 2 === 0) order.push(end >> 1);
    (end % 2 === 1 ? returnedAt : calledAt)[end >> 1] = place;
  }
  return { order, calledAt, returnedAt };
}

function timeIn(fields: Fields, name: string, line: number): Time | undefined {
  const time = fields.get(name) ?? null;
  if (time === null) return undefined;
  if (typeof time === 'number' || typeof time === 'bigint') return time;
  throw new HistoryError(line, `${name} must be a number, and not ${inWords(time)}`);
}

/** Porcupine asks for clients only to draw them; several operations of one may be open. */
function clientIn(fields: Fields, line: number): number | string {
  const client = fields.get('clientid') ?? 0;
  if (typeof client === 'number' || typeof client === 'string') return client;
  throw new HistoryError(line, `ClientId must be a number, and not ${inWords(client)}`);
}

function inputFields(input: Value, line: number): Fields {
  if (typeof input === 'object' && input !== null && 'map' in input) {
    return withSmallNames(fieldsOf(input, line));
  }
  throw new HistoryError(line, `${notRead}: its Input is ${inWords(input)}`);
}

const notRead =
  'this operation is of a model that is not read. Read are Input {Op, Key, Value} of a key-value store (Op 0 get, 1 put, 2 append, or these words), {Op, Arg1, Arg2} of etcd (0 read, 1 write, 2 cas) and {Op, Value} of a register (true get, false put)';

const numbered = ['get', 'put', 'append'];
const numberedOfEtcd = ['read', 'write', 'cas'];
const words = new Map([
  ...[...numbered, ...numberedOfEtcd, 'delete'].map((name) => [name, name] as const),
  ['set', 'put'],
  ['compareandswap', 'cas'],
]);

type Call = Pick<Recorded, 'f' | 'key' | 'input'>;

function callOf(input: Fields, line: number): Call {
  if ((input.get('version') ?? 0) !== 0) {
    throw new HistoryError(line, `${notRead}. A put with a Version is a conditional one`);
  }
  const key = input.get('key');
  const f = functionOf(input, key);
  if (f === undefined) {
    throw new HistoryError(line, `${notRead}: its Op is ${inWords(input.get('op') ?? null)}`);
  }
  const [first, second] = [
    input.get('arg1') ?? input.get('from') ?? input.get('old') ?? input.get('expected'),
    input.get('arg2') ?? input.get('to') ?? input.get('new') ?? input.get('value'),
  ];
  if (f === 'cas') return { f, key, input: [first ?? null, second ?? null] };
  const isRead = f === 'get' || f === 'read';
  return { f, key, input: isRead ? null : (input.get('value') ?? first ?? null) };
}

function functionOf(input: Fields, key: Value | undefined): string | undefined {
  const op = input.get('op');
  if (typeof op === 'boolean') return op ? 'read' : 'write';
  if (typeof op === 'string') return words.get(op.toLowerCase());
  if (typeof op !== 'number') return undefined;
  if (key !== undefined) return numbered[op];
  return input.has('arg1') || op < 2 ? numberedOfEtcd[op] : undefined;
}

/** Its answer is not known, which leaves an operation pending. */
const pending = Symbol('pending');
/** The condition of a cas did not hold. */
const refusedAnswer = Symbol('refused');
type Answer = Value | typeof pending | typeof refusedAnswer;

/** What came back. */
function answerOf({ f, isOfEtcd }: Recorded, output: Value, line: number): Answer {
  const isRead = f === 'get' || f === 'read';
  if (output === null) return isRead || f === 'cas' ? pending : null;
  if (typeof output !== 'object' || isList(output) || !('map' in output)) return output;
  const fields = withSmallNames(fieldsOf(output, line));
  const tellsExistence = fields.get('exists') ?? fields.get('found');
  if (fields.get('unknown') === true || isError(fields.get('err'))) return pending;
  if (f === 'cas') return fields.get('ok') === false ? refusedAnswer : null;
  // In the model of etcd, `ok` is the answer of a cas only. Elsewhere it says whether a call succeeded.
  const tellsSuccess = !isOfEtcd && tellsExistence === undefined;
  if (tellsSuccess && fields.get('ok') === false) return pending;
  if (!isRead) return null;
  if (tellsExistence === false || fields.get('err') === 'ErrNoKey') return null;
  return fields.get('value') ?? null;
}

function isError(error: Value | undefined): boolean {
  return error !== undefined && error !== null && !['', 'OK', 'ErrNoKey'].includes(String(error));
}

function withSmallNames(fields: Fields): Fields {
  return new Map([...fields].map(([name, value]) => [name.toLowerCase(), value]));
}
