/**
 * Histories from texts: EDN or JSON, one event a line or one list of events, or the log of a Jepsen
 * run with its lines `3 :ok :read 5`.
 */
import { valueFromEdn } from './edn.ts';
import { type Form, formsOf, topForms } from './forms.ts';
import { HistoryError, type HistoryEvent } from './history.ts';
import { valueFromJson } from './json.ts';
import { inWords, isList, type Value } from './value.ts';

export type HistoryFormat = 'edn' | 'json' | 'log';

export interface HistoryText {
  readonly format: HistoryFormat;
  readonly events: readonly HistoryEvent[];
  /** Lines of a log that are about something else. */
  readonly otherLines: number;
}

const types = ['invoke', 'ok', 'fail', 'info'] as const;

/** Process, type, function and what follows, at the end of a line. */
const logLine = /(?:^|\s)(:?[\w-]+)\s+:(invoke|ok|fail|info)\s+:([^\s]+)(.*)$/;

/** The format of a text; undefined where it is none of them. */
export function formatOf(text: string): HistoryFormat | undefined {
  const isJson = /^[\s[]*\{\s*"(?:[^"\\]|\\.)*"\s*:\s*(?:["\d[{-]|true|false|null)/;
  if (isJson.test(text)) return 'json';
  const firstLine = text.split('\n').find((line) => !/^\s*(?:;.*)?$/.test(line));
  if (firstLine !== undefined && /^\s*[[({#]/.test(firstLine)) return 'edn';
  return text.split('\n').some((line) => logLine.test(line)) ? 'log' : undefined;
}

/** Throws HistoryError. */
export function readHistory(text: string): HistoryText {
  const format = formatOf(text);
  switch (format) {
    case 'edn':
      return { format, events: eventsFrom(formsOf(text, format), valueFromEdn), otherLines: 0 };
    case 'json':
      return { format, events: eventsFrom(formsOf(text, format), valueFromJson), otherLines: 0 };
    case 'log':
      return fromLog(text);
    case undefined:
      throw new HistoryError(
        1,
        'this is no history: it should be EDN or JSON, a map for each event, such as {:process 0, :type :invoke, :f :read, :value nil}, or the log of a Jepsen run',
      );
  }
}

function eventsFrom(forms: readonly Form[], valueIn: (form: Form) => Value): HistoryEvent[] {
  return forms.map((form) => eventOf(valueIn(form), form.line));
}

function eventOf(value: Value, line: number): HistoryEvent {
  if (typeof value !== 'object' || value === null || isList(value) || !('map' in value)) {
    throw new HistoryError(line, `an event is a map, and not ${inWords(value)}`);
  }
  const fields = new Map(value.map.map(([key, of]) => [textOf(key), of]));
  const [type, process, f] = ['type', 'process', 'f'].map((name) => {
    const field = fields.get(name);
    if (field === undefined || field === null) {
      throw new HistoryError(line, `the event has no ${name}; it needs type, process and f`);
    }
    return field;
  });
  const time = fields.get('time');
  return {
    type: typeOf(textOf(type as Value), line),
    process: processOf(process as Value, line),
    f: functionOf(f as Value, line),
    value: fields.get('value'),
    key: fields.get('key'),
    timeNs: time === undefined || time === null ? undefined : Number(time),
    line,
  };
}

function fromLog(text: string): HistoryText {
  const events: HistoryEvent[] = [];
  let otherLines = 0;
  for (const [place, content] of text.split('\n').entries()) {
    const line = place + 1;
    const [, process, type, f, rest = ''] = logLine.exec(content.trimEnd()) ?? [];
    if (process !== undefined && type !== undefined && f !== undefined) {
      const event = { type: typeOf(type, line), process: processOf(process, line), f, line };
      const isClient = typeof event.process === 'number';
      events.push(isClient ? { ...event, value: firstValueIn(rest, line) } : event);
    } else if (content.trim() !== '') {
      otherLines += 1;
    }
  }
  return { format: 'log', events, otherLines };
}

/** What went wrong may follow the value. */
function firstValueIn(text: string, line: number): Value | undefined {
  const [value] = text.trim().split('\t');
  if (value === undefined || value === '') return undefined;
  try {
    const [form] = topForms(value, 'edn');
    return form === undefined ? undefined : valueFromEdn(form);
  } catch (error) {
    throw new HistoryError(line, error instanceof HistoryError ? error.reason : String(error));
  }
}

function typeOf(text: string | undefined, line: number): HistoryEvent['type'] {
  const type = types.find((known) => known === text);
  if (type !== undefined) return type;
  throw new HistoryError(line, `the type is ${text}; it should be one of ${types.join(', ')}`);
}

function processOf(value: Value, line: number): number | string {
  if (typeof value === 'number') return value;
  const text = textOf(value);
  if (text === undefined) throw new HistoryError(line, `a process is no ${inWords(value)}`);
  return /^\d+$/.test(text) ? Number(text) : text;
}

function functionOf(value: Value, line: number): string {
  const text = textOf(value);
  if (text === undefined) throw new HistoryError(line, `an f is a name, and not ${inWords(value)}`);
  return text;
}

/** A keyword or a text as text, without the colon. */
function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value.replace(/^:/, '');
  if (typeof value === 'object' && value !== null && 'keyword' in value) return value.keyword;
  return undefined;
}
