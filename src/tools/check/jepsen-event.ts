/** Jepsen's events: maps with type, process and f, and the lines of its log (`3 :ok :read 5`). */
import {
  HistoryError,
  type HistoryEvent,
  type Process,
} from '../../check/linearizability/history.ts';
import { inWords, isList, type Value } from '../../check/linearizability/value.ts';
import { valuesFromEdn } from './edn.ts';

const types = ['invoke', 'ok', 'fail', 'info'] as const;

/** Process, type, function and what follows, at the end of a line. */
const logLine = /(?:^|\s)(:?[\w-]+)\s+:(invoke|ok|fail|info)\s+:([^\s]+)(.*)$/;

export type Fields = ReadonlyMap<string, Value>;

/** The entries of a map by the names of their keys. Throws HistoryError for what is not a map. */
export function fieldsOf(value: Value, line: number): Fields {
  if (typeof value !== 'object' || value === null || isList(value) || !('map' in value)) {
    throw new HistoryError(line, `an event is a map, and not ${inWords(value)}`);
  }
  const fields = new Map<string, Value>();
  for (const [key, of] of value.map) {
    const name = nameOf(key);
    if (name !== undefined) fields.set(name, of);
  }
  return fields;
}

/** Throws HistoryError. */
export function eventOf(fields: Fields, line: number): HistoryEvent {
  const needed = (name: string): Value => {
    const field = fields.get(name) ?? null;
    if (field !== null) return field;
    throw new HistoryError(line, `the event has no ${name}; it needs type, process and f`);
  };
  const time = fields.get('time');
  return {
    type: typeOf(nameOf(needed('type')), line),
    process: processOf(needed('process'), line),
    f: functionOf(needed('f'), line),
    value: fields.get('value'),
    key: fields.get('key'),
    timeNs: typeof time === 'number' ? time : undefined,
    error: fields.get('error'),
    line,
  };
}

/** The event of a line of the log; undefined for a line that is about something else. */
export function eventOfLogLine(content: string, line: number): HistoryEvent | undefined {
  const [, process, type, f, rest = ''] = logLine.exec(content.trimEnd()) ?? [];
  if (process === undefined || type === undefined || f === undefined) return undefined;
  const event = { type: typeOf(type, line), process: processOf(process, line), f, line };
  // The nemesis says in prose what it did.
  if (typeof event.process === 'string') return event;
  const [value, error] = rest.trim().split('\t');
  return { ...event, value: firstValueIn(value, line), error: error?.trim() };
}

function firstValueIn(text: string | undefined, line: number): Value | undefined {
  return text === undefined || text === '' ? undefined : valuesFromEdn(text, line)[0];
}

function typeOf(text: string | undefined, line: number): HistoryEvent['type'] {
  const type = types.find((known) => known === text);
  if (type !== undefined) return type;
  throw new HistoryError(line, `the type is ${text}; it should be one of ${types.join(', ')}`);
}

function processOf(value: Value, line: number): Process {
  if (typeof value === 'number') return value;
  const text = nameOf(value);
  if (text === undefined) throw new HistoryError(line, `a process is not ${inWords(value)}`);
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function functionOf(value: Value, line: number): string {
  const text = nameOf(value);
  if (text === undefined) throw new HistoryError(line, `an f is a name, and not ${inWords(value)}`);
  return text;
}

/** A keyword or a text as text, without the colon. */
export function nameOf(value: Value): string | undefined {
  if (typeof value === 'string') return value.startsWith(':') ? value.slice(1) : value;
  if (typeof value === 'object' && value !== null && 'keyword' in value) return value.keyword;
  return undefined;
}
