/**
 * The binary encoding (Avro specification 1.12, Binary Encoding): no names, no types, no separators. Only who has the
 * schema of the writer can read it. Longs are safe integers here.
 */
import { must } from '../../../src/kernel/must.ts';
import { bytesOf, charactersOf, decodedText, encodedText } from './text.ts';
import { branchName, type Primitive, type Type, type Value } from './types.ts';
import { Unreadable } from './unreadable.ts';

/** Items that take no bytes could be as many as a damaged count says. */
const itemsMax = 100_000;

const view = new DataView(new ArrayBuffer(8));

/** Whether a value is of that simple type. */
export function holds(type: Type, value: Value): boolean {
  switch (type.kind) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
      return Number.isInteger(value) && (value as number) === ((value as number) | 0);
    case 'long':
      return Number.isSafeInteger(value);
    case 'float':
    case 'double':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'bytes':
      return typeof value === 'string' && bytesOf(value).every((byte) => byte <= 0xff);
    case 'fixed':
      return holds({ kind: 'bytes' }, value) && (value as string).length === type.size;
    case 'enum':
      return type.symbols.includes(value as string);
    default:
      return false;
  }
}

/** Throws Unreadable if the value is not of that type. */
export function encoded(type: Type, value: Value): readonly number[] {
  const bytes: number[] = [];
  write(type, value, bytes);
  return bytes;
}

function write(type: Type, value: Value, to: number[]): void {
  switch (type.kind) {
    case 'array': {
      const items = value as readonly Value[];
      if (items.length > 0) writeLong(items.length, to);
      for (const item of items) write(type.items, item, to);
      writeLong(0, to);
      return;
    }
    case 'map': {
      const entries = Object.entries(value as { readonly [name: string]: Value });
      if (entries.length > 0) writeLong(entries.length, to);
      for (const [key, one] of entries) {
        writeBytes(encodedText(key), to);
        write(type.values, one, to);
      }
      writeLong(0, to);
      return;
    }
    case 'union': {
      const { branch, place, inner } = chosen(type.branches, value);
      writeLong(place, to);
      write(branch, inner, to);
      return;
    }
    case 'record': {
      const fields = value as { readonly [name: string]: Value };
      for (const { name, type: own } of type.fields) {
        write(own, must(fields[name], `value of ${name}`), to);
      }
      return;
    }
    default:
      if (!holds(type, value)) {
        throw new Unreadable(`${JSON.stringify(value)} is not of type ${branchName(type)}`);
      }
      writeSimple(type, value, to);
  }
}

function writeSimple(type: Type, value: Value, to: number[]): void {
  if (type.kind === 'boolean') to.push(value ? 1 : 0);
  else if (type.kind === 'int' || type.kind === 'long') writeLong(value as number, to);
  else if (type.kind === 'float') {
    view.setFloat32(0, value as number, true);
    to.push(...inView(4));
  } else if (type.kind === 'double') {
    view.setFloat64(0, value as number, true);
    to.push(...inView(8));
  } else if (type.kind === 'string') writeBytes(encodedText(value as string), to);
  else if (type.kind === 'bytes') writeBytes(bytesOf(value as string), to);
  else if (type.kind === 'fixed') to.push(...bytesOf(value as string));
  else if (type.kind === 'enum') writeLong(type.symbols.indexOf(value as string), to);
}

const inView = (length: number): number[] =>
  Array.from({ length }, (_, place) => view.getUint8(place));

function writeBytes(bytes: readonly number[], to: number[]): void {
  writeLong(bytes.length, to);
  to.push(...bytes);
}

/** Zig-zag, then seven bits a byte from the lowest: numbers near 0 of either sign are short. */
function writeLong(value: number, to: number[]): void {
  let left = BigInt(value) * 2n;
  if (value < 0) left = -left - 1n;
  for (; left > 0x7fn; left >>= 7n) to.push(Number(left & 0x7fn) | 0x80);
  to.push(Number(left));
}

/** The branch that a value of a union names. Throws Unreadable if there is none of that name. */
export function chosen(branches: readonly Type[], value: Value) {
  const [name, inner] =
    value === null ? (['null', null] as const) : must(Object.entries(value)[0], 'name of a branch');
  const place = branches.findIndex((branch) => branchName(branch) === name);
  const branch = branches[place];
  if (branch === undefined) throw new Unreadable(`the union has no branch ${name}`);
  return { branch, place, inner: inner as Value };
}

/** Throws Unreadable if the bytes are no value of that type, or are more than one. */
export function decoded(type: Type, bytes: readonly number[]): Value {
  const reader = new Reader(bytes);
  const value = reader.value(type);
  if (reader.at < bytes.length) throw new Unreadable('bytes are left over');
  return value;
}

class Reader {
  at = 0;
  readonly #bytes: readonly number[];

  constructor(bytes: readonly number[]) {
    this.#bytes = bytes;
  }

  value(type: Type): Value {
    switch (type.kind) {
      case 'array':
        return this.#blocks(() => this.value(type.items));
      case 'map':
        return Object.fromEntries(
          this.#blocks(() => [decodedText(this.#take(this.#long())), this.value(type.values)]),
        );
      case 'union': {
        const branch = this.#listed(type.branches, 'branch');
        const value = this.value(branch);
        return branch.kind === 'null' ? null : { [branchName(branch)]: value };
      }
      case 'record': {
        const read = type.fields.map((field) => [field.name, this.value(field.type)] as const);
        return Object.fromEntries(read);
      }
      case 'enum':
        return this.#listed(type.symbols, 'symbol');
      case 'fixed':
        return charactersOf(this.#take(type.size));
      default:
        return this.#primitive(type.kind);
    }
  }

  #primitive(kind: Primitive): Value {
    if (kind === 'null') return null;
    if (kind === 'boolean') return this.#take(1)[0] === 1;
    if (kind === 'string') return decodedText(this.#take(this.#long()));
    if (kind === 'bytes') return charactersOf(this.#take(this.#long()));
    if (kind === 'int' || kind === 'long') return this.#long();
    const bytes = this.#take(kind === 'float' ? 4 : 8);
    for (const [place, byte] of bytes.entries()) view.setUint8(place, byte);
    return kind === 'float' ? view.getFloat32(0, true) : view.getFloat64(0, true);
  }

  #take(length: number): readonly number[] {
    const end = this.at + length;
    if (length < 0 || end > this.#bytes.length) throw new Unreadable('the bytes end too early');
    const taken = this.#bytes.slice(this.at, end);
    this.at = end;
    return taken;
  }

  #long(): number {
    let [value, shift] = [0n, 0n];
    for (let more = true; more; shift += 7n) {
      const byte = this.#take(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      more = byte >= 0x80;
    }
    const signed = Number(value % 2n === 0n ? value / 2n : -(value + 1n) / 2n);
    if (!Number.isSafeInteger(signed)) throw new Unreadable('an integer is beyond 2^53');
    return signed;
  }

  #listed<Item>(list: readonly Item[], what: string): Item {
    const place = this.#long();
    const item = list[place];
    if (item === undefined) throw new Unreadable(`there is no ${what} ${place}`);
    return item;
  }

  /** Items in blocks, each with its count before it; a negative one has its length in bytes after it. */
  #blocks<Item>(one: () => Item): Item[] {
    const items: Item[] = [];
    for (let count = this.#long(); count !== 0; count = this.#long()) {
      if (count < 0) this.#long();
      if (items.length + Math.abs(count) > itemsMax) throw new Unreadable('too many items');
      for (let item = 0; item < Math.abs(count); item++) items.push(one());
    }
    return items;
  }
}
