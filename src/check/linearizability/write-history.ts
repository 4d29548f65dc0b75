/** Histories as texts, one event a line: for Jepsen, Knossos and `lab check`. */
import type { HistoryEvent } from './history.ts';
import { asEdn, asJson, type Value } from './value.ts';

/** EDN, one map a line, as in Jepsen's history.edn. */
export function toHistoryEdn(events: readonly HistoryEvent[]): string {
  return events.map((event, place) => `${asEdn(asMap(event, place))}\n`).join('');
}

/** JSON Lines with the same keys. */
export function toHistoryJson(events: readonly HistoryEvent[]): string {
  return events.map((event, place) => `${asJson(asMap(event, place))}\n`).join('');
}

function asMap({ type, process, f, key, value, timeNs }: HistoryEvent, index: number): Value {
  const who = typeof process === 'string' ? { keyword: process } : process;
  const fields: [string, Value | undefined][] = [
    ['index', index],
    ['time', timeNs],
    ['type', { keyword: type }],
    ['process', who],
    ['f', { keyword: f }],
    ['key', key],
    ['value', value],
  ];
  return {
    map: fields.flatMap(([name, of]) =>
      of === undefined ? [] : [[{ keyword: name }, of] as const],
    ),
  };
}
