/** Quantities with units, as people write them in estimates: `100M/day`, `500B`, `3 years`, `150ms`, `1Gb/s`. */

import { pow } from '../../kernel/elementary.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { numberFrom } from '../input/numbers.ts';

/** What a number is of; each has one base unit, in which values are kept. */
export type Dimension =
  | 'count'
  | 'bytes'
  | 'time'
  | 'share'
  | 'rate'
  | 'bandwidth'
  | 'money'
  | 'distance';

type Scales = ReadonlyMap<string, number>;

/** `1000 k thousand`: a scale, and the spellings of its unit. */
const scales = (...lines: readonly string[]): Scales =>
  new Map(
    lines.flatMap((line) => {
      const [scale, ...names] = line.split(' ');
      return names.map((name): [string, number] => [name, Number(scale)]);
    }),
  );

/** `B` means a billion only where it cannot mean bytes. */
const counts = scales('1e3 k K thousand', '1e6 M million', '1e9 G B bn billion', '1e12 T trillion');
const bytes = scales(
  ...['1 B byte bytes', '1e3 kB KB', '1e6 MB', '1e9 GB', '1e12 TB', '1e15 PB', '1e18 EB'],
  ...['1024 KiB', '1048576 MiB', '1073741824 GiB', '1099511627776 TiB', '1125899906842624 PiB'],
);
const bits = scales(
  '0.125 b bit bits',
  '125 kb kbit',
  '125e3 Mb Mbit',
  '125e6 Gb Gbit',
  '125e9 Tb Tbit',
);
/** In ms. A year is 365 days and a month a twelfth of it, in every step of an estimate. */
const times = scales(
  ...['1e-6 ns', '1e-3 us µs μs', '1 ms', '1e3 s sec second seconds', '6e4 min minute minutes'],
  ...['36e5 h hr hour hours', '864e5 d day days', '6048e5 w week weeks'],
  ...['2628e6 month months', '31536e6 y yr year years'],
);
const perSecond = scales('1 rps qps tps');
const linkRates = scales(
  '125 kbps',
  '125e3 Mbps',
  '125e6 Gbps',
  '125e9 Tbps',
  '1e6 MBps',
  '1e9 GBps',
);
const shares = scales('0.01 % percent', '1e-3 permille');
const distances = scales('1e-3 m', '1 km', '1.609344 mi mile miles');

interface Kind {
  readonly units: Scales;
  /** Units over a time: `/day`, `per second`. */
  readonly over?: Scales;
  /** Whether a number alone says enough. */
  readonly isPlain: boolean;
  readonly says: string;
}

const none: Scales = new Map();
const kinds: Readonly<Record<Dimension, Kind>> = {
  count: { units: counts, isPlain: true, says: 'a count such as 1000, 100M or 2^32' },
  bytes: { units: bytes, isPlain: false, says: 'bytes such as 500B, 2kB or 1TiB' },
  time: { units: times, isPlain: false, says: 'a time such as 150ms, 30 days or 3 years' },
  share: { units: shares, isPlain: true, says: 'a share such as 99.9% or 0.999' },
  rate: {
    units: perSecond,
    over: counts,
    isPlain: false,
    says: 'a rate such as 100M/day or 1200/s',
  },
  bandwidth: {
    units: linkRates,
    over: new Map([...bytes, ...bits]),
    isPlain: false,
    says: 'bytes or bits over a time such as 125MB/s or 1Gb/s',
  },
  money: { units: scales('1 USD $ dollars'), isPlain: true, says: 'an amount such as $0.03' },
  distance: { units: distances, isPlain: false, says: 'a distance such as 5570km' },
};

export const saysOf = (dimension: Dimension): string => kinds[dimension].says;

/** The value in the base unit: ms, bytes, a share of 1, per second, bytes a second, km. Throws InputError. */
export function quantityOf(key: string, text: string, dimension: Dimension): number {
  const { units, over, isPlain, says } = kinds[dimension];
  const trimmed = text.trim().replace(/^\$/, dimension === 'money' ? '' : '$');
  const [, amount = '', rest = ''] =
    /^([+-]?[\d.,_]+(?:e[+-]?\d+)?(?:\^\d+)?)\s*(.*)$/i.exec(trimmed) ?? [];
  const number = numberOf(amount);
  if (number === undefined) throw new InputError(`${key} takes ${says}, not "${text}".`);
  if (rest === '') {
    if (isPlain) return number;
    throw new InputError(`${key}=${text} has no unit: ${key} takes ${says}.`);
  }
  const [, what = '', time] = /^(.*?)\s*(?:\/|\bper\b)\s*(.*)$/.exec(rest) ?? [undefined, rest];
  if (time === undefined) {
    const scale = units.get(what);
    if (scale !== undefined) return number * scale;
    throw wrongUnit(key, text, what, dimension);
  }
  if (over === undefined) throw wrongUnit(key, text, rest, dimension);
  const scale = what === '' && dimension === 'rate' ? 1 : over.get(what);
  if (scale === undefined) throw wrongUnit(key, text, what, dimension);
  const [, times1 = '', unit = ''] = /^([\d.]*)\s*(.*)$/.exec(time) ?? [];
  const spanMs = times.get(unit);
  if (spanMs === undefined) {
    throw unknownChoice('unit of time', unit, [...times.keys()], `${key} takes ${says}.`);
  }
  const spans = times1 === '' ? 1 : Number(times1);
  if (!(spans > 0)) throw new InputError(`${key} takes ${says}, not "${text}".`);
  return (number * scale * 1_000) / (spanMs * spans);
}

/** `1,000`, `1_000`, `1e6`, `62^7`; undefined if it is none of these. */
function numberOf(text: string): number | undefined {
  const [, base = '', exponent] = /^([^^]+)(?:\^(\d{1,4}))?$/.exec(text) ?? [];
  const plain = numberFrom(base);
  if (plain === undefined) return undefined;
  const number = exponent === undefined ? plain : pow(plain, Number(exponent));
  return Number.isFinite(number) ? number : undefined;
}

/** The unit is one of another dimension, or of none. */
function wrongUnit(key: string, text: string, unit: string, dimension: Dimension): InputError {
  const { units, over = none, says } = kinds[dimension];
  const whole = text.trim();
  for (const [other, { units: others }] of Object.entries(kinds) as [Dimension, Kind][]) {
    if (other !== dimension && others.has(unit)) {
      return new InputError(`${key} takes ${says}; "${whole}" is ${nounOf[other]}.`);
    }
  }
  if (dimension === 'bytes' && bits.has(unit)) {
    return new InputError(`${key} takes ${says}; "${whole}" is bits, and a byte has eight.`);
  }
  if (/\/|\bper\b/.test(unit) || /\/|\bper\b/.test(whole)) {
    if (over.size === 0) return new InputError(`${key} takes ${says}; "${whole}" is a rate.`);
  }
  return unknownChoice('unit', unit, [...units.keys(), ...over.keys()], `${key} takes ${says}.`);
}

const nounOf: Readonly<Record<Dimension, string>> = {
  count: 'a count',
  bytes: 'an amount of bytes',
  time: 'a time',
  share: 'a share',
  rate: 'a rate',
  bandwidth: 'a bandwidth',
  money: 'an amount of money',
  distance: 'a distance',
};
