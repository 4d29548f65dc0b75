/**
 * Porcupine's operations and events in JSON, as Go writes `[]porcupine.Operation` and
 * `[]porcupine.Event` (https://github.com/anishathalye/porcupine, model.go): the input and the output
 * of its own models of a key-value store, a register and etcd. Names may begin with a small letter.
 */
import { HistoryError, type Operation } from '../../check/linearizability/history.ts';
import { inWords, isList, type Value } from '../../check/linearizability/value.ts';
import { type Fields, fieldsOf } from './jepsen-event.ts';

type Time = number | bigint;

interface Recorded {
  readonly client: number | string;
  readonly input: Value;
  output: Value | undefined;
  readonly line: number;
  readonly call: Time;
  /** Undefined while it has not returned. */
  return: Time | undefined;
  returnLine: number | undefined;
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
    this.#recorded.push({
      client: clientIn(fields, line),
      input: fields.get('input') ?? null,
      output: fields.get('output'),
      ...{ line, call, return: end, returnLine: line },
    });
  }

  /** Events have no time: they are in the order in which they happened. */
  #event(fields: Fields, line: number): void {
    const kind = inWords(fields.get('kind') ?? null).replace(/^"|"$/g, '');
    const id = inWords(fields.get('id') ?? null);
    const open = this.#byId.get(id);
    const at = this.#events++;
    if (['false', '0', 'call', 'CallEvent'].includes(kind)) {
      if (open !== undefined) throw new HistoryError(line, `the id ${id} is called twice`);
      const input = fields.get('value') ?? null;
      const recorded: Recorded = {
        ...{ client: clientIn(fields, line), input, output: undefined },
        ...{ line, call: at, return: undefined, returnLine: undefined },
      };
      this.#byId.set(id, recorded);
      this.#recorded.push(recorded);
    } else if (['true', '1', 'return', 'ReturnEvent'].includes(kind)) {
      if (open === undefined)
        throw new HistoryError(line, `the id ${id} returns and was not called`);
      if (open.return !== undefined) throw new HistoryError(line, `the id ${id} returns twice`);
      open.output = fields.get('value');
      open.return = at;
      open.returnLine = line;
    } else {
      throw new HistoryError(
        line,
        `the Kind is ${kind}; it should be false (call) or true (return)`,
      );
    }
  }

  /** O(n log n). Throws HistoryError for an input or output of another shape. */
  end(): PorcupineHistory {
    const places = placesOf(this.#recorded);
    let initial: Value | undefined;
    const operations = this.#recorded.map((recorded, id): Operation => {
      const input = withSmallNames(inputFields(recorded));
      // Porcupine's register holds 0 at first.
      if (typeof input.get('op') === 'boolean') initial = 0;
      const { calledAt, returnedAt } = places[id] as Places;
      const call = callOf(input, recorded);
      const answer = answerOf(call.f, recorded, input.has('arg1'));
      return {
        ...{ id, process: recorded.client, calledAt, line: recorded.line, ...call },
        ...('pending' in answer
          ? { output: undefined, returnedAt: Infinity, returnLine: undefined }
          : { ...answer, returnedAt, returnLine: recorded.returnLine }),
      };
    });
    operations.sort((a, b) => a.calledAt - b.calledAt);
    return {
      operations: operations.filter(({ refused }) => !refused),
      refused: operations.filter(({ refused }) => refused),
      initial,
    };
  }
}

interface Places {
  calledAt: number;
  returnedAt: number;
}

/** Operations that touch at one time are concurrent, so calls come before returns. */
function placesOf(recorded: readonly Recorded[]): Places[] {
  const places = recorded.map(() => ({ calledAt: 0, returnedAt: Infinity }));
  const ends = recorded.flatMap((operation, id) => [
    { time: operation.call, id, isReturn: false },
    ...(operation.return === undefined ? [] : [{ time: operation.return, id, isReturn: true }]),
  ]);
  ends.sort((a, b) => {
    if (a.time !== b.time) return a.time < b.time ? -1 : 1;
    return Number(a.isReturn) - Number(b.isReturn);
  });
  for (const [place, { id, isReturn }] of ends.entries()) {
    (places[id] as Places)[isReturn ? 'returnedAt' : 'calledAt'] = place;
  }
  return places;
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

function inputFields({ input, line }: Recorded): Fields {
  if (typeof input === 'object' && input !== null && 'map' in input) return fieldsOf(input, line);
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

function callOf(input: Fields, { line }: Recorded): Pick<Operation, 'f' | 'key' | 'input'> {
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

type Answer = Pick<Operation, 'output' | 'refused'> | { readonly pending: true };

/** What came back. An answer that is not known leaves the operation pending. */
function answerOf(f: string, recorded: Recorded, isOfEtcd: boolean): Answer {
  const { output = null, return: end, line } = recorded;
  const isRead = f === 'get' || f === 'read';
  if (end === undefined || (output === null && (isRead || f === 'cas'))) return { pending: true };
  if (output === null) return { output: null };
  if (typeof output !== 'object' || isList(output) || !('map' in output)) return { output };
  const fields = withSmallNames(fieldsOf(output, line));
  const tellsExistence = fields.get('exists') ?? fields.get('found');
  if (fields.get('unknown') === true || isError(fields.get('err'))) return { pending: true };
  if (f === 'cas') {
    if (fields.get('ok') === false) return { output: undefined, refused: true };
    return { output: null };
  }
  // In the model of etcd, `ok` is the answer of a cas only. Elsewhere it says whether a call succeeded.
  const tellsSuccess = !isOfEtcd && tellsExistence === undefined;
  if (tellsSuccess && fields.get('ok') === false) return { pending: true };
  if (!isRead) return { output: null };
  if (tellsExistence === false || fields.get('err') === 'ErrNoKey') return { output: null };
  return { output: fields.get('value') ?? null };
}

function isError(error: Value | undefined): boolean {
  return error !== undefined && error !== null && !['', 'OK', 'ErrNoKey'].includes(String(error));
}

function withSmallNames(fields: Fields): Fields {
  return new Map([...fields].map(([name, value]) => [name.toLowerCase(), value]));
}
