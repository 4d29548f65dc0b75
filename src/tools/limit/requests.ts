/** The requests of a log: when each came, whose it is, what it costs. */
import { InputError } from '../../lab/input-error.ts';
import { counted } from '../../words/numbers.ts';
import { timesFrom } from '../input/clock.ts';
import type { Encoding } from '../input/decoder.ts';
import { leftOut } from '../input/left-out.ts';
import type { Understood } from '../input/understood.ts';

export interface LoggedRequest {
  /** Since 1970, or since midnight if the log has no dates; cut to whole ms. */
  readonly atMs: number;
  readonly key: string;
  readonly cost: number;
  readonly line: number;
}

export interface RequestLog {
  /** In the order of their times; of lines, if they came at once. */
  readonly requests: readonly LoggedRequest[];
  readonly understood: Understood;
  /** What had to be assumed or left out, in sentences. */
  readonly remarks: readonly string[];
}

/** A line of the log, its time not yet understood. */
export interface Row {
  readonly time: string;
  readonly key: string;
  readonly cost: string | undefined;
  readonly line: number;
}

interface Read {
  readonly rows: readonly Row[];
  /** Lines that hold no request, by number. */
  readonly unread: readonly number[];
  readonly format: string;
  readonly timeName: string;
  readonly keyName: string | undefined;
  readonly costName: string | undefined;
  readonly encoding: Encoding;
}

/** Throws InputError if it has no request. O(n log n). */
export function requestsFrom(read: Read): RequestLog {
  const { rows, unread, format, timeName, keyName, costName, encoding } = read;
  const cells = rows.map(({ time, line }) => ({ text: time, line }));
  const times = timesFrom(cells, { heading: timeName });
  const left = [...unread];
  const requests = rows.flatMap(({ key, cost, line }, place): LoggedRequest[] => {
    const ms = times.ms[place];
    const price = cost === undefined ? 1 : Number(cost);
    if (ms !== undefined && Number.isSafeInteger(price) && price >= 0 && cost !== '')
      return [{ atMs: Math.floor(ms), key, cost: price, line }];
    left.push(line);
    return [];
  });
  if (requests.length === 0) {
    throw new InputError(
      'No line of it is a request with a time. It reads access logs, CSV with a header, JSON Lines, or a time on each line.',
    );
  }
  const late = requests.filter(({ atMs }, place) => atMs < (requests[place - 1]?.atMs ?? atMs));
  requests.sort((one, other) => one.atMs - other.atMs || one.line - other.line);
  return {
    requests,
    understood: {
      format: `${format}, ${encoding}`,
      facts: [
        { name: 'time', value: `${timeName}: ${times.understood}` },
        { name: 'key', value: keyName ?? 'none: one limit for all requests' },
        ...(costName === undefined ? [] : [{ name: 'cost', value: costName }]),
      ],
    },
    remarks: [
      ...times.assumptions,
      ...(left.length === 0 ? [] : [leftOut(left, 'a time or a whole cost')]),
      ...(late.length === 0
        ? []
        : [`${counted(late.length, 'line')} out of order: sorted by time, as the requests came.`]),
      ...(requests.every(({ atMs }) => atMs % 1000 === 0)
        ? ['Times are whole seconds: requests of one second are taken as if they came at once.']
        : []),
    ],
  };
}
