/** Numbers with their units, as monitoring systems print them: `12 ms`, `1m30s`, `5 MiB`, `3%`, `1.2K`. */
import { must } from '../../kernel/must.ts';
import { type DecimalMark, numberFrom } from './numbers.ts';

export type Dimension = 'time' | 'bytes' | 'share' | 'rate' | 'count';

export interface Quantity {
  /** In the base unit of its dimension: ms, bytes, a share of 1, per second, 1. */
  readonly value: number;
  readonly dimension: Dimension;
  /** The unit as it was written; empty if there was none. */
  readonly unit: string;
}

interface Unit {
  readonly dimension: Dimension;
  readonly scale: number;
}

const spellings: readonly (readonly [Dimension, number, string])[] = [
  ['time', 1e-6, 'ns nanosecond nanoseconds'],
  ['time', 1e-3, 'us \u00b5s \u03bcs microsecond microseconds'],
  ['time', 1, 'ms msec millis millisecond milliseconds'],
  ['time', 1000, 's sec secs second seconds'],
  ['time', 60_000, 'm min mins minute minutes'],
  ['time', 3_600_000, 'h hr hrs hour hours'],
  ['time', 86_400_000, 'd day days'],
  ['time', 604_800_000, 'w week weeks'],
  ['bytes', 1, 'B byte bytes'],
  ['bytes', 1e3, 'kB KB'],
  ['bytes', 1e6, 'MB'],
  ['bytes', 1e9, 'GB'],
  ['bytes', 1e12, 'TB'],
  ['bytes', 2 ** 10, 'KiB'],
  ['bytes', 2 ** 20, 'MiB'],
  ['bytes', 2 ** 30, 'GiB'],
  ['bytes', 2 ** 40, 'TiB'],
  ['share', 0.01, '% percent'],
  ['rate', 1, '/s req/s reqps rps ops/s qps wps iops c/s'],
  ['rate', 1 / 60, '/min req/m rpm ops/m opm'],
  ['count', 1e3, 'k K'],
  ['count', 1e6, 'M Mil'],
  ['count', 1e9, 'G Bil'],
];

const units: ReadonlyMap<string, Unit> = new Map(
  spellings.flatMap(([dimension, scale, names]) =>
    names.split(' ').map((name): [string, Unit] => [name, { dimension, scale }]),
  ),
);

/** Undefined if the text is not a number with at most one known unit, or a duration of Go. */
export function quantityFrom(text: string, decimal: DecimalMark = 'point'): Quantity | undefined {
  const trimmed = text.trim();
  const plain = numberFrom(trimmed, decimal);
  if (plain !== undefined) return { value: plain, dimension: 'count', unit: '' };
  const [, amount = '', name = ''] = /^(.*[\d.,])\s*([^\d\s.,]+)$/.exec(trimmed) ?? [];
  const unit = units.get(name);
  const value = numberFrom(amount, decimal);
  if (unit !== undefined && value !== undefined) {
    return { value: value * unit.scale, dimension: unit.dimension, unit: name };
  }
  return durationFrom(trimmed);
}

/** `1h2m3.5s`: every unit at most once, the larger one first (Go, time.ParseDuration). */
function durationFrom(text: string): Quantity | undefined {
  const part = '(?:(\\d+(?:\\.\\d+)?)UNIT)?';
  const names = ['d', 'h', 'm', 's', 'ms'];
  const pattern = new RegExp(
    `^${names.map((name) => part.replace('UNIT', `${name}(?![a-z])`)).join('\\s?')}$`,
  );
  const amounts = pattern.exec(text)?.slice(1);
  if (amounts === undefined || amounts.every((amount) => amount === undefined)) return undefined;
  const value = amounts.reduce((sum, amount = '0', place) => {
    return (
      sum + Number(amount) * (units.get(must(names[place], 'name of the quantity'))?.scale ?? 0)
    );
  }, 0);
  return { value, dimension: 'time', unit: 's' };
}
