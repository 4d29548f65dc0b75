/** Reads logs of requests: access logs, CSV, JSON Lines, a time on each line. */
import { InputError } from '../../lab/input-error.ts';
import type { ChunkReader } from '../input/chunk-reader.ts';
import { type Delimiter, delimiterNames, delimiterOf, fieldsOf } from '../input/delimited.ts';
import { isJsonObject, jsonFrom } from '../input/json.ts';
import { lineReader } from '../input/lines.ts';
import { columnNamed, usualTimes } from '../input/named-columns.ts';
import { rowsMaxDefault } from '../input/records.ts';
import { timeFrom } from '../input/times.ts';
import { type RequestLog, type Row, requestsFrom } from './requests.ts';

export interface RequestLogOptions {
  /** The columns of the time, the key and the cost, as the user named them. */
  readonly time?: string | undefined;
  readonly key?: string | undefined;
  readonly cost?: string | undefined;
  readonly rowsMax?: number;
}

const usualKeys = [
  'key',
  'client',
  'client_ip',
  'clientip',
  'ip',
  'remote_addr',
  'remote_ip',
  'user',
  'user_id',
  'userid',
  'api_key',
  'account',
  'tenant',
  'host',
];

/** A reader of one format: the row of a line, undefined for a line without one. */
interface Format {
  readonly name: string;
  readonly timeName: string;
  readonly keyName: string | undefined;
  readonly costName: string | undefined;
  readonly rowOf: (text: string, line: number) => Row | undefined;
  /** Whether the line that showed the format holds names, and no request. */
  readonly hasHeader: boolean;
}

/** Memory: the rows. Throws InputError. */
export function requestLogReader(options: RequestLogOptions = {}): ChunkReader<RequestLog> {
  const { rowsMax = rowsMaxDefault } = options;
  let format: Format | undefined;
  const rows: Row[] = [];
  const unread: number[] = [];
  const take = (text: string, line: number, { rowOf }: Format) => {
    const row = rowOf(text, line);
    if (row === undefined) unread.push(line);
    else rows.push(row);
    if (rows.length > rowsMax) {
      throw new InputError(
        `It has more than ${rowsMax} requests: raise --rows-max to read them all.`,
      );
    }
  };
  return lineReader({
    onLine(text, line) {
      if (text.trim() === '' || text.startsWith('#')) return;
      const isFirst = format === undefined;
      format ??= formatOf(text, options);
      if (!(isFirst && format.hasHeader)) take(text, line, format);
    },
    onEnd(encoding) {
      const { name = 'text', timeName = 'time', keyName, costName } = format ?? {};
      return requestsFrom({ rows, unread, format: name, timeName, keyName, costName, encoding });
    },
  });
}

function formatOf(text: string, options: RequestLogOptions): Format {
  if (text.trimStart().startsWith('{')) return jsonLines(text, options);
  if (accessLine.test(text)) return accessLog(options);
  if (plainRow(text, 1) !== undefined) return plainLines(options);
  const delimiter = delimiterOf(text);
  return table(fieldsOf(text, delimiter) ?? [text], delimiter, options);
}

/** `192.0.2.1 - ann [29/Nov/2026:16:20:00 +0000] "GET / HTTP/1.1" 200 5`: common and combined. */
const accessLine = /^(\S+) \S+ (.*?) \[([^\]]+)\] "/;

function accessLog({ key, time, cost }: RequestLogOptions): Format {
  const places = { address: 1, user: 2 };
  if (time !== undefined || cost !== undefined)
    throw new InputError('An access log has one time and no cost: leave out --time and --cost.');
  const place = columnNamed('--key', key, Object.keys(places), ['address']);
  const group = place === 1 ? places.user : places.address;
  return {
    name: 'access log',
    timeName: 'time in brackets',
    keyName: group === places.user ? 'user' : 'address',
    costName: undefined,
    hasHeader: false,
    rowOf(text, line) {
      const match = accessLine.exec(text);
      return match === null
        ? undefined
        : { time: match[3] ?? '', key: match[group] ?? '', cost: undefined, line };
    },
  };
}

function table(names: readonly string[], delimiter: Delimiter, options: RequestLogOptions): Format {
  const time = columnNamed('--time', options.time, names, usualTimes);
  if (time === undefined) {
    throw new InputError(
      `None of its columns is a time by its name: say which with --time. There are ${names.join(', ')}.`,
    );
  }
  const key = columnNamed('--key', options.key, names, usualKeys);
  const cost = columnNamed('--cost', options.cost, names, ['cost']);
  return {
    name: `CSV, ${delimiterNames[delimiter]}`,
    timeName: names[time] ?? '',
    keyName: key === undefined ? undefined : names[key],
    costName: cost === undefined ? undefined : names[cost],
    hasHeader: true,
    rowOf(text, line) {
      const fields = fieldsOf(text, delimiter);
      if (fields === undefined || fields.length !== names.length) return undefined;
      return {
        time: fields[time] ?? '',
        key: key === undefined ? '' : (fields[key] ?? ''),
        cost: cost === undefined ? undefined : fields[cost],
        line,
      };
    },
  };
}

/** The first object shows which members there are. */
function jsonLines(first: string, options: RequestLogOptions): Format {
  const names = Object.keys(objectOf(first) ?? {});
  const time = columnNamed('--time', options.time, names, usualTimes);
  if (time === undefined) {
    throw new InputError(
      'None of the members of its first object is a time by its name: say which with --time.',
    );
  }
  const nameOf = (place: number | undefined) => (place === undefined ? undefined : names[place]);
  const timeName = names[time] ?? '';
  const keyName = nameOf(columnNamed('--key', options.key, names, usualKeys));
  const costName = nameOf(columnNamed('--cost', options.cost, names, ['cost']));
  return {
    name: 'JSON Lines',
    timeName,
    keyName,
    costName,
    hasHeader: false,
    rowOf(text, line) {
      const object = objectOf(text);
      if (object === undefined || !Object.hasOwn(object, timeName)) return undefined;
      const member = (name: string | undefined) =>
        name !== undefined && Object.hasOwn(object, name) ? String(object[name]) : undefined;
      return {
        time: member(timeName) ?? '',
        key: member(keyName) ?? '',
        cost: costName === undefined ? undefined : (member(costName) ?? ''),
        line,
      };
    },
  };
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = jsonFrom(text);
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** `1795498587.123 192.0.2.1`: a time, and a key if there is more. */
function plainLines({ time, key, cost }: RequestLogOptions): Format {
  const named = [time, key, cost].find((name) => name !== undefined);
  if (named !== undefined) throw new InputError(`It has no header with a column "${named}".`);
  return {
    name: 'a time on each line',
    timeName: 'time',
    keyName: 'the word behind the time, if any',
    costName: undefined,
    hasHeader: false,
    rowOf: plainRow,
  };
}

function plainRow(text: string, line: number): Row | undefined {
  const whole = text.trim();
  if (timeFrom(whole) !== undefined) return { time: whole, key: '', cost: undefined, line };
  const [, time = '', key = ''] = /^(.*?)[\s,;]+(\S+)$/.exec(whole) ?? [];
  return timeFrom(time) === undefined ? undefined : { time, key, cost: undefined, line };
}
