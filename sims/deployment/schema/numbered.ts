/**
 * Messages whose fields have numbers instead of names (Protocol Buffers documentation, Encoding). Of the types there are
 * unsigned integers up to 2^53 and strings; left out are repeated fields, groups and nested messages.
 */
import type { DeploymentRules } from '../rules.ts';
import { decodedText, encodedText } from './text.ts';
import { Unreadable } from './unreadable.ts';

export interface NumberedField {
  readonly number: number;
  readonly name: string;
  readonly type: 'uint64' | 'string';
}

export type NumberedValues = Readonly<Record<string, number | string>>;

/** How the value of a field is found in the bytes: a number that says where it ends, or a length and as many bytes. */
const varintType = 0;
const lengthType = 2;
const wireType = { uint64: varintType, string: lengthType } as const;

/** A field that is 0 or empty is not written: a reader takes these for what is missing. */
export function encodedNumbered(
  fields: readonly NumberedField[],
  values: NumberedValues,
): readonly number[] {
  const bytes: number[] = [];
  for (const { number, name, type } of fields) {
    const value = values[name];
    if (value === undefined || value === 0 || value === '') continue;
    writeVarint(number * 8 + wireType[type], bytes);
    if (typeof value === 'number') writeVarint(value, bytes);
    else {
      const text = encodedText(value);
      writeVarint(text.length, bytes);
      bytes.push(...text);
    }
  }
  return bytes;
}

/** Throws Unreadable. The last value of a number counts; one of another wire type is as unknown as its number would be. */
export function decodedNumbered(
  fields: readonly NumberedField[],
  bytes: readonly number[],
  rules: Pick<DeploymentRules, 'skip-unknown-numbers'>,
): NumberedValues {
  const values: Record<string, number | string> = {};
  for (const { name, type } of fields) values[name] = type === 'string' ? '' : 0;
  let at = 0;
  while (at < bytes.length) {
    const tag = varint();
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire !== varintType && wire !== lengthType) {
      throw new Unreadable(`field ${number} has wire type ${wire}`);
    }
    const value = wire === varintType ? varint() : text(varint());
    const field = fields.find((one) => one.number === number && wireType[one.type] === wire);
    if (field !== undefined) values[field.name] = value;
    else if (!rules['skip-unknown-numbers']) throw new Unreadable(`field ${number} is unknown`);
  }
  return values;

  function varint(): number {
    let [value, scale] = [0, 1];
    for (; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Unreadable('the bytes end too early');
      value += (byte & 0x7f) * scale;
      if (!Number.isSafeInteger(value)) throw new Unreadable('an integer is beyond 2^53');
      if (byte < 0x80) return value;
    }
  }

  function text(length: number): string {
    if (at + length > bytes.length) throw new Unreadable('the bytes end too early');
    at += length;
    return decodedText(bytes.slice(at - length, at));
  }
}

function writeVarint(value: number, to: number[]): void {
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) to.push((left % 128) + 128);
  to.push(left);
}

/** Why the compiler refuses a schema; undefined if it does not. Reserved are the numbers of fields that were deleted. */
export function reusedNumber(
  next: readonly NumberedField[],
  deleted: readonly number[],
  rules: Pick<DeploymentRules, 'deleted-numbers-are-reserved'>,
): string | undefined {
  if (!rules['deleted-numbers-are-reserved']) return undefined;
  const reused = next.find(({ number }) => deleted.includes(number));
  return reused && `${reused.name} uses number ${reused.number}, which is reserved`;
}
