/** What an id says that was made from the time: every layout that it fits, exactly. */
import {
  type IdFields,
  type IdLayout,
  type IdLayoutName,
  idLayouts,
  unpack,
} from '../../../sims/clocks/ids/layout.ts';
import { survivesJson } from '../../../sims/clocks/ids/length.ts';
import { idFrom } from '../../../sims/clocks/ids/text.ts';
import { uuidFrom } from '../../../sims/clocks/ids/uuid.ts';
import { must } from '../../kernel/must.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { dateOf } from '../../words/civil.ts';
import { shown } from '../../words/shown.ts';
import { timeFrom } from '../input/times.ts';

export interface DecodedId {
  readonly value: string;
  /** One for each layout that fits; never empty. */
  readonly readings: readonly Reading[];
  readonly forgotten: string;
}

export interface Reading {
  /** `twitter`, `uuidv7`, `ulid`. */
  readonly layout: string;
  readonly says: string;
  readonly time: Moment | undefined;
  /** From the most significant bit on. */
  readonly fields: readonly Field[];
  readonly source: string;
}

/** When the id was made: as exact as its clock. */
export interface Moment {
  /** In UTC: `2022-02-22 19:22:22.0000000`. */
  readonly at: string;
  /** Since 1970, in decimal digits. */
  readonly unixMs: string;
}

export interface Field {
  readonly name: string;
  readonly bits: number;
  /** In decimal digits: it may be too large for a double. */
  readonly value: string;
  /** As many hex digits as its bits take. */
  readonly hex: string;
}

const kinds: Readonly<Record<Exclude<IdLayoutName, 'uuidv7'>, string>> = {
  twitter: 'a Snowflake of Twitter’s (X)',
  discord: 'a Snowflake of Discord’s',
  instagram: 'an id of Instagram’s',
  sonyflake: 'a Sonyflake',
  ulid: 'a ULID',
  ksuid: 'a KSUID',
  objectid: 'an ObjectId of MongoDB’s',
};
type Kind = keyof typeof kinds;

const numbers: readonly Kind[] = ['twitter', 'discord', 'instagram', 'sonyflake'];

/** What each kind of id looks like; they are tried where that is so. */
const shapes: readonly { readonly looks: RegExp; readonly kinds: readonly Kind[] }[] = [
  { looks: /^\d{1,20}$/, kinds: numbers },
  { looks: /^\d\w{25}$/, kinds: ['ulid'] },
  { looks: /^\w{27}$/, kinds: ['ksuid'] },
  { looks: /^[\da-f]{24}$/i, kinds: ['objectid'] },
];
const uuid = /^(?:urn:uuid:)?\{?(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}?$/i;

/** Words: the id, and `epoch=<date or ms>` for Snowflakes of one's own. Throws InputError. */
export function decodedId([text = '', ...words]: readonly string[]): DecodedId {
  const epochMs = epochFrom(words);
  const readings = epochMs === undefined ? readingsOf(text) : [ownSnowflake(text, epochMs)];
  return { value: text, readings, forgotten: forgottenOf(text, readings) };
}

function readingsOf(text: string): Reading[] {
  if (uuid.test(text)) return [uuidReading(text)];
  const problems: string[] = [];
  const fitting = shapes
    .filter(({ looks }) => looks.test(text))
    .flatMap(({ kinds: tried }) => tried)
    .flatMap((kind) => {
      try {
        return [readingOf(kind, idLayouts[kind], unpack(idLayouts[kind], idFrom(kind, text)))];
      } catch (failure) {
        if (!(failure instanceof RangeError)) throw failure;
        problems.push(`it looks like ${kinds[kind]}, but ${failure.message}`);
        return [];
      }
    });
  if (fitting.length > 0) return fitting;
  const problem = problems.length === 1 ? problems[0] : undefined;
  throw new InputError(`"${shown(text)}" is not an id of a known kind: ${problem ?? known}.`);
}

const known =
  'a Snowflake is a whole number below 2^64, a UUID 32 hex digits, a ULID 26 characters, a KSUID 27, an ObjectId 24 hex digits';

function uuidReading(text: string): Reading {
  const { version, says, layout, fields, time } = uuidFrom(text);
  return {
    layout: version === undefined ? 'uuid' : `uuidv${version}`,
    says,
    time: time && momentOf(time.ticks, time.stepTicks),
    fields: fieldsOf(layout, fields),
    source: layout.source,
  };
}

function readingOf(name: Kind | 'snowflake', layout: IdLayout, fields: IdFields): Reading {
  const stepTicks = BigInt(layout.unitMs) * ticksOfMs;
  const { time = 0n } = fields;
  return {
    layout: name,
    says: name === 'snowflake' ? 'a Snowflake with Twitter’s bits and that epoch' : kinds[name],
    time: momentOf(time * stepTicks + BigInt(layout.epochMs) * ticksOfMs, stepTicks),
    fields: fieldsOf(layout, fields),
    source: layout.source,
  };
}

const fieldsOf = ({ fields: all }: Pick<IdLayout, 'fields'>, values: IdFields): Field[] =>
  all.map(({ name, bits }) => {
    const value = must(values[name], 'value of the field');
    const hex = value.toString(16).padStart(Math.ceil(bits / 4), '0');
    return { name, bits, value: value.toString(), hex };
  });

/** Of 100 ns, so that all clocks of ids are whole numbers of them. */
const ticksOfMs = 10_000n;
const ticksOfSecond = 1_000n * ticksOfMs;

function momentOf(ticks: bigint, stepTicks: bigint): Moment {
  const part = ((ticks % ticksOfSecond) + ticksOfSecond) % ticksOfSecond;
  const second = (ticks - part) / ticksOfSecond;
  const digits = stepTicks === 1n ? 7 : stepTicks < ticksOfSecond ? 3 : 0;
  const fraction = part.toString().padStart(7, '0').slice(0, digits);
  const partOfMs = ((ticks % ticksOfMs) + ticksOfMs) % ticksOfMs;
  const ms = (ticks - partOfMs) / ticksOfMs;
  const below =
    partOfMs === 0n ? '' : `.${partOfMs.toString().padStart(4, '0').replace(/0+$/, '')}`;
  return {
    at: `${dateOf(Number(second) * 1_000)}${fraction === '' ? '' : `.${fraction}`}`,
    unixMs: `${ms}${below}`,
  };
}

function ownSnowflake(text: string, epochMs: number): Reading {
  const layout: IdLayout = { ...idLayouts.twitter, epochMs };
  if (!/^\d{1,20}$/.test(text))
    throw new InputError(`An epoch is for Snowflakes, and "${shown(text)}" is not a number.`);
  try {
    return readingOf('snowflake', layout, unpack(layout, idFrom('twitter', text)));
  } catch (failure) {
    if (!(failure instanceof RangeError)) throw failure;
    throw new InputError(`This is no Snowflake: ${failure.message}.`);
  }
}

function epochFrom(words: readonly string[]): number | undefined {
  if (words.length === 0) return undefined;
  const [, key = '', text = ''] = /^([^=]*)=(.*)$/s.exec(words.join(' ')) ?? [];
  if (key === '')
    throw new InputError(`One id at a time: "${shown(words.join(' '))}" is one more.`);
  if (key !== 'epoch') throw unknownChoice('key', key, ['epoch'], 'id has epoch.');
  const time = timeFrom(text);
  if (time?.kind === 'instant' || time?.kind === 'local') return time.ms;
  if (time?.kind === 'epoch' && Number.isSafeInteger(time.value)) return time.value;
  throw new InputError(
    `epoch takes a date such as 2015-01-01 or ms since 1970, not "${shown(text)}".`,
  );
}

/** What a person who passes the id on may not think of. */
function forgottenOf(text: string, readings: readonly Reading[]): string {
  if (readings.length > 1 || readings[0]?.layout === 'snowflake') {
    const id = BigInt(text);
    const inJson = survivesJson(id)
      ? ''
      : ` And as a number of JSON, JavaScript reads it as ${Number(id)}: send it as text.`;
    return `The number alone does not say which service made it: the epoch and the bits do.${inJson}`;
  }
  const node = readings[0]?.fields.find(({ name }) => name === 'node');
  if (node !== undefined) {
    const isDrawn = (BigInt(node.value) >> 40n) % 2n === 1n;
    return isDrawn
      ? 'That the id tells everyone when it was made. The node is a random number: the multicast bit is set, which no network card has.'
      : `That the id tells everyone when it was made, and on which network card: ${node.hex.replace(/(..)(?!$)/g, '$1:')}.`;
  }
  return readings[0]?.time === undefined
    ? 'That it holds no time: as keys of a B-tree such ids land on random pages, and they cannot be sorted by age.'
    : 'That the id tells everyone when it was made; and that ids sort by time only as far as the clocks of their makers agree.';
}
