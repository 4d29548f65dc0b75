/**
 * Bytes to text, exactly: UTF-8, or UTF-16 behind its byte order mark. What is not valid is refused
 * with its place, because a replacement character would quietly change names and figures.
 *
 * UTF-8 is RFC 3629 (section 4: no overlong forms, no surrogates, nothing above U+10FFFF). The
 * platform's TextDecoder accepts and refuses the same bytes, but does not say where.
 */
import { must } from '../../kernel/must.ts';
import { InputError } from '../../lab/input-error.ts';

export type Encoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE';

/** How many code units are turned into a string at once: an argument list has a limit. */
const unitsMax = 8192;

/** Memory: 16 KiB, whatever the input's length. */
export class Decoder {
  #encoding: Encoding | undefined;
  /** The first bytes, until they tell the encoding: at most 3. */
  #head: number[] = [];
  #byteOffset = 0;
  #line = 1;
  #lastWasCarriageReturn = false;

  /** UTF-8: what the sequence has so far, how many bytes it still needs, and the next byte's range. */
  #codePoint = 0;
  #bytesNeeded = 0;
  #lower = 0x80;
  #upper = 0xbf;
  #sequenceOffset = 0;
  /** UTF-16: the first byte of a unit, and a high surrogate that waits for the low one. */
  #firstByte: number | undefined;
  #highSurrogateOffset: number | undefined;

  readonly #units = new Uint16Array(unitsMax);
  #unitCount = 0;
  #text = '';

  /** Undefined until the first bytes told it; UTF-8 if there is no byte order mark. */
  get encoding(): Encoding | undefined {
    return this.#encoding;
  }

  /** The text of the next bytes. Throws InputError with line and byte offset. O(bytes). */
  push(bytes: Uint8Array): string {
    let start = 0;
    while (this.#encoding === undefined && start < bytes.length) {
      this.#head.push(must(bytes[start], 'byte of the chunk'));
      start += 1;
      if (this.#head.length === 4) this.#begin();
    }
    if (this.#encoding !== undefined) this.#decode(bytes, start);
    return this.#taken();
  }

  /** What the last bytes still give. Throws InputError if a character is cut short. */
  end(): string {
    if (this.#encoding === undefined) this.#begin();
    if (this.#bytesNeeded > 0) throw this.#refusal(this.#sequenceOffset);
    if (this.#firstByte !== undefined) throw this.#refusal(this.#byteOffset - 1);
    if (this.#highSurrogateOffset !== undefined) throw this.#refusal(this.#highSurrogateOffset);
    return this.#taken();
  }

  /** Four bytes, or all there are, tell the encoding. */
  #begin(): void {
    const [first, second, third, fourth] = this.#head;
    const isUtf32 = third === 0 && fourth === 0 && first === 0xff && second === 0xfe;
    if (isUtf32 || (first === 0 && second === 0 && third === 0xfe && fourth === 0xff)) {
      throw new InputError('The input is UTF-32. Save it as UTF-8, or as UTF-16 with its mark.');
    }
    let markLength = 0;
    this.#encoding = 'UTF-8';
    if (first === 0xff && second === 0xfe) [this.#encoding, markLength] = ['UTF-16LE', 2];
    else if (first === 0xfe && second === 0xff) [this.#encoding, markLength] = ['UTF-16BE', 2];
    else if (first === 0xef && second === 0xbb && third === 0xbf) markLength = 3;
    else if ((first === 0) !== (second === 0) && (third === 0) !== (fourth === 0)) {
      throw new InputError(
        'The input looks like UTF-16 without its byte order mark. Save it as UTF-8, or with the mark.',
      );
    }
    const head = Uint8Array.from(this.#head.slice(markLength));
    this.#head = [];
    this.#byteOffset = markLength;
    this.#decode(head, 0);
  }

  #decode(bytes: Uint8Array, start: number): void {
    if (this.#encoding === 'UTF-8') this.#decodeUtf8(bytes, start);
    else this.#decodeUtf16(bytes, start, this.#encoding === 'UTF-16LE');
  }

  #decodeUtf8(bytes: Uint8Array, start: number): void {
    for (let at = start; at < bytes.length; at += 1) {
      const byte = must(bytes[at], 'byte of the chunk');
      if (this.#bytesNeeded > 0) {
        if (byte < this.#lower || byte > this.#upper) throw this.#refusal(this.#sequenceOffset);
        this.#lower = 0x80;
        this.#upper = 0xbf;
        this.#codePoint = (this.#codePoint << 6) | (byte & 0x3f);
        this.#bytesNeeded -= 1;
        if (this.#bytesNeeded === 0) this.#addCodePoint(this.#codePoint);
      } else if (byte < 0x80) this.#addUnit(byte);
      else this.#beginSequence(byte);
      this.#byteOffset += 1;
    }
  }

  /** RFC 3629, section 4: the table of well-formed byte sequences. */
  #beginSequence(byte: number): void {
    this.#sequenceOffset = this.#byteOffset;
    if (byte >= 0xc2 && byte <= 0xdf) this.#bytesNeeded = 1;
    else if (byte >= 0xe0 && byte <= 0xef) this.#bytesNeeded = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) this.#bytesNeeded = 3;
    else throw this.#refusal(this.#byteOffset);
    this.#codePoint = byte & (0x3f >> this.#bytesNeeded);
    if (byte === 0xe0) this.#lower = 0xa0;
    if (byte === 0xed) this.#upper = 0x9f;
    if (byte === 0xf0) this.#lower = 0x90;
    if (byte === 0xf4) this.#upper = 0x8f;
  }

  #decodeUtf16(bytes: Uint8Array, start: number, isLittleEndian: boolean): void {
    for (let at = start; at < bytes.length; at += 1) {
      const byte = must(bytes[at], 'byte of the chunk');
      this.#byteOffset += 1;
      if (this.#firstByte === undefined) {
        this.#firstByte = byte;
        continue;
      }
      const unit = isLittleEndian ? this.#firstByte | (byte << 8) : (this.#firstByte << 8) | byte;
      this.#firstByte = undefined;
      const isLow = unit >= 0xdc00 && unit <= 0xdfff;
      if (this.#highSurrogateOffset !== undefined && !isLow) {
        throw this.#refusal(this.#highSurrogateOffset);
      }
      if (this.#highSurrogateOffset === undefined && isLow) {
        throw this.#refusal(this.#byteOffset - 2);
      }
      const isHigh = unit >= 0xd800 && unit <= 0xdbff;
      this.#highSurrogateOffset = isHigh ? this.#byteOffset - 2 : undefined;
      this.#addUnit(unit);
    }
  }

  #addCodePoint(codePoint: number): void {
    if (codePoint < 0x10000) return this.#addUnit(codePoint);
    this.#addUnit(0xd800 + ((codePoint - 0x10000) >> 10));
    this.#addUnit(0xdc00 + ((codePoint - 0x10000) & 0x3ff));
  }

  #addUnit(unit: number): void {
    if (unit === 0x0d || (unit === 0x0a && !this.#lastWasCarriageReturn)) this.#line += 1;
    this.#lastWasCarriageReturn = unit === 0x0d;
    if (this.#unitCount === unitsMax) this.#flush();
    this.#units[this.#unitCount] = unit;
    this.#unitCount += 1;
  }

  #flush(): void {
    const units = this.#units.subarray(0, this.#unitCount) as unknown as number[];
    this.#text += String.fromCharCode.apply(undefined, units);
    this.#unitCount = 0;
  }

  #taken(): string {
    this.#flush();
    const text = this.#text;
    this.#text = '';
    return text;
  }

  #refusal(byteOffset: number): InputError {
    return new InputError(
      `Line ${this.#line}, byte offset ${byteOffset}: the bytes there are not ${this.#encoding}. Accepted are UTF-8, and UTF-16 with its byte order mark.`,
    );
  }
}
