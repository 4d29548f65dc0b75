/**
 * The bits of an id: its time first, so that ids sort by it, then what distinguishes ids of the
 * same moment. Packing and reading are exact, because an id has more bits than a double can hold.
 */
import { must } from '../../../src/kernel/must.ts';

/** Fields are listed from the most significant bit on; the first is the time. */
export interface IdLayout {
  readonly fields: readonly [IdField, ...IdField[]];
  /** The time's unit, and the moment from which it counts, in ms since 1970. */
  readonly unitMs: number;
  readonly epochMs: number;
  readonly source: string;
}

export interface IdField {
  readonly name: string;
  readonly bits: number;
  /** Constant in every id: a version, a variant. */
  readonly always?: bigint;
}

/** The value of each field, by name. */
export type IdFields = Readonly<Record<string, bigint>>;

const time = (bits: number): IdField => ({ name: 'time', bits });
const field = (name: string, bits: number): IdField => ({ name, bits });
const always = (name: string, bits: number, value: bigint): IdField => ({
  name,
  bits,
  always: value,
});

export const idLayouts = {
  twitter: {
    fields: [time(41), field('datacenterId', 5), field('workerId', 5), field('sequence', 12)],
    unitMs: 1,
    epochMs: 1_288_834_974_657,
    source: 'Twitter, Snowflake, IdWorker.scala, 2010',
  },
  discord: {
    fields: [time(42), field('workerId', 5), field('processId', 5), field('sequence', 12)],
    unitMs: 1,
    epochMs: 1_420_070_400_000,
    source: 'Discord API reference, Snowflakes',
  },
  instagram: {
    fields: [time(41), field('shardId', 13), field('sequence', 10)],
    unitMs: 1,
    epochMs: 1_314_220_021_721,
    source: 'Instagram, Sharding & IDs at Instagram, 2012',
  },
  sonyflake: {
    fields: [time(39), field('sequence', 8), field('machineId', 16)],
    unitMs: 10,
    epochMs: 1_409_529_600_000,
    source: 'Sony, Sonyflake, README, 2015',
  },
  uuidv7: {
    fields: [
      time(48),
      always('version', 4, 7n),
      field('randomA', 12),
      always('variant', 2, 2n),
      field('randomB', 62),
    ],
    unitMs: 1,
    epochMs: 0,
    source: 'RFC 9562 §5.7',
  },
  ulid: {
    fields: [time(48), field('randomness', 80)],
    unitMs: 1,
    epochMs: 0,
    source: 'ULID specification, Components',
  },
  ksuid: {
    fields: [time(32), field('payload', 128)],
    unitMs: 1_000,
    epochMs: 1_400_000_000_000,
    source: 'Segment, KSUID, README, 2017',
  },
  objectid: {
    fields: [time(32), field('process', 40), field('counter', 24)],
    unitMs: 1_000,
    epochMs: 0,
    source: 'MongoDB manual, ObjectId, BSON types',
  },
} as const satisfies Readonly<Record<string, IdLayout>>;

export type IdLayoutName = keyof typeof idLayouts;
export const idLayoutNames = Object.keys(idLayouts) as readonly IdLayoutName[];

export const bitsOf = ({ fields }: Pick<IdLayout, 'fields'>): number =>
  fields.reduce((sum, { bits }) => sum + bits, 0);

/** Width of a field. Throws RangeError if the layout does not have it. */
export function bitsOfField({ fields }: IdLayout, field: string): number {
  const found = fields.find(({ name }) => name === field);
  if (found === undefined) throw new RangeError(`the layout has no field "${field}"`);
  return found.bits;
}

/**
 * The id with these field values; constant fields may be left out. Throws RangeError for a value
 * that is missing or does not fit, and for a field that the layout does not have.
 */
export function pack({ fields }: IdLayout, values: IdFields): bigint {
  const unknown = Object.keys(values).find((key) => !fields.some(({ name }) => name === key));
  if (unknown !== undefined) throw new RangeError(`the layout has no field "${unknown}"`);
  return fields.reduce((id, { name, bits, always: constant }) => {
    const value = Object.hasOwn(values, name) ? values[name] : constant;
    if (value === undefined) throw new RangeError(`the field ${name} is missing`);
    if (constant !== undefined && value !== constant)
      throw new RangeError(`${name} is always ${constant}, not ${value}`);
    if (value < 0n || value >> BigInt(bits) !== 0n)
      throw new RangeError(`${name} has ${bits} bits: ${value} does not fit`);
    return (id << BigInt(bits)) | value;
  }, 0n);
}

/** The fields of an id. Throws RangeError if it is not an id of that layout. */
export function unpack(layout: Pick<IdLayout, 'fields'>, id: bigint): IdFields {
  if (id < 0n || id >> BigInt(bitsOf(layout)) !== 0n)
    throw new RangeError(`an id of this layout has ${bitsOf(layout)} bits: ${id} does not fit`);
  let rest = id;
  const values: Record<string, bigint> = {};
  for (const { name, bits, always: constant } of layout.fields.toReversed()) {
    const value = BigInt.asUintN(bits, rest);
    if (constant !== undefined && value !== constant)
      throw new RangeError(`${name} is ${value}, but an id of this layout has ${constant}`);
    values[name] = value;
    rest >>= BigInt(bits);
  }
  return Object.fromEntries(
    layout.fields.map(({ name }) => [name, must(values[name], 'value of the field')]),
  );
}

/** The moment that an id's time field stands for, in ms since 1970: exact below 2^53. */
export const msOf = ({ unitMs, epochMs }: IdLayout, { time: ticks = 0n }: IdFields): number =>
  Number(ticks) * unitMs + epochMs;

/** The time field of an id made at that moment. */
export const ticksAt = ({ unitMs, epochMs }: IdLayout, ms: number): bigint =>
  BigInt(Math.floor((ms - epochMs) / unitMs));

/** When the time field runs out, in ms since 1970. */
export const fullAtMs = ({ fields: [first], unitMs, epochMs }: IdLayout): number =>
  2 ** first.bits * unitMs + epochMs;
