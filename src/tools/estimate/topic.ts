/** A topic of `estimate`: keys with units and defaults, the figures that follow, and what is forgotten on the way. */
import type { EstimationRule } from '../../../sims/estimation/rules.ts';
import type { RandomStreams } from '../../kernel/random.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { type Dimension, quantityOf, saysOf } from './dimension.ts';
import { type Figure, inWords, type Shown } from './figure.ts';

/** A key that can be given. */
export interface Key {
  readonly dimension: Dimension;
  /** As it would be typed. */
  readonly byDefault: string;
  readonly says: string;
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
}

type Range = Partial<Pick<Key, 'min' | 'max' | 'isWhole'>>;

const key =
  (dimension: Dimension, usual: Range = {}) =>
  (byDefault: string, says: string, range: Range = {}): Key => ({
    ...{ dimension, byDefault, says, min: 0, max: Number.MAX_VALUE, isWhole: false },
    ...usual,
    ...range,
  });

/** Makers of keys, by dimension. */
export const keys = {
  count: key('count'),
  whole: key('count', { isWhole: true, min: 1, max: Number.MAX_SAFE_INTEGER }),
  bytes: key('bytes'),
  time: key('time'),
  share: key('share', { max: 1 }),
  rate: key('rate'),
  bandwidth: key('bandwidth'),
  money: key('money'),
  distance: key('distance'),
};

export type Keys = Readonly<Record<string, Key>>;
export type Values<Of extends Keys> = { readonly [Name in keyof Of]: number };

/** A simulation beside the formula. */
export interface Check {
  /** What was simulated, with its size. */
  readonly says: string;
  readonly shown: Shown;
  readonly predicted: number;
  readonly measured: number;
  /** In which the measurement lies but for four runs in 10,000 at most, if the formula is right. */
  readonly low: number;
  readonly high: number;
}

interface Forgotten {
  readonly says: string;
  /** The rule of the wing that shows it, if one does. */
  readonly rule?: EstimationRule;
}

export interface Topic<Of extends Keys = Keys> {
  readonly id: string;
  readonly asks: string;
  readonly keys: Of;
  /** Why the values do not go together, in a sentence. */
  readonly refuses?: (values: Values<Of>) => string | undefined;
  readonly figures: (values: Values<Of>) => readonly Figure[];
  readonly assumes: readonly string[];
  readonly forgotten: (values: Values<Of>) => Forgotten;
  /** Where chance is involved. */
  readonly check?: (values: Values<Of>, random: RandomStreams) => Check;
  /** The scenario that tells more. */
  readonly scenario?: string;
}

/** A topic whose keys matter only to itself. */
// biome-ignore lint/suspicious/noExplicitAny: each topic has keys of its own
export type AnyTopic = Topic<any>;

export const topic = <const Of extends Keys>(definition: Topic<Of>): Topic<Of> => definition;

export interface Given {
  readonly name: string;
  readonly value: number;
  /** As it was written. */
  readonly text: string;
}

/** All keys, from `key=value` words. A word without = goes on with the value before it. Throws InputError. */
export function givenFrom(of: AnyTopic, words: readonly string[]): readonly Given[] {
  const given = new Map<string, string>();
  for (const { name, value } of pairsFrom(of, words)) {
    if (given.has(name)) throw new InputError(`${name} is given twice.`);
    given.set(name, value);
  }
  return Object.entries(of.keys as Keys).map(([name, wanted]) => {
    const text = given.get(name) ?? wanted.byDefault;
    return { name, value: inRange(name, text, wanted), text };
  });
}

function pairsFrom(of: AnyTopic, words: readonly string[]): { name: string; value: string }[] {
  const pairs: { name: string; value: string }[] = [];
  for (const word of words) {
    const at = word.indexOf('=');
    const last = pairs.at(-1);
    if (at === -1 && last !== undefined) last.value += ` ${word}`;
    else if (at === -1) throw new InputError(`"${word}" is not key=value.`, helpOf(of));
    else pairs.push({ name: word.slice(0, at), value: word.slice(at + 1) });
  }
  for (const { name } of pairs) {
    if (Object.hasOwn(of.keys, name)) continue;
    throw unknownChoice('key', name, Object.keys(of.keys), `${of.id} has ${namesOf(of)}.`);
  }
  return pairs;
}

const namesOf = (of: AnyTopic): string => Object.keys(of.keys).join(', ');

export const helpOf = ({ id }: AnyTopic) => ({
  says: 'See its keys with',
  words: `estimate ${id} --help`,
});

function inRange(name: string, text: string, { dimension, min, max, isWhole }: Key): number {
  const value = quantityOf(name, text, dimension);
  if (isWhole && !Number.isInteger(value)) {
    throw new InputError(`${name} must be a whole number, not "${text}".`);
  }
  if (value >= min && value <= max) return value;
  const isShare = dimension === 'share' && value > 1 && max === 1;
  if (isShare)
    throw new InputError(`${name} takes ${saysOf('share')}: "${text}" is more than all.`);
  const [least, most] = [inWords(min, dimension), inWords(max, dimension)];
  throw new InputError(
    max === Number.MAX_VALUE || max === Number.MAX_SAFE_INTEGER
      ? `${name} must be at least ${least}, not "${text}".`
      : `${name} must be from ${least} to ${most}, not "${text}".`,
  );
}
