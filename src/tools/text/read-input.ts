/** What `lab text` is given: an editing trace in JSON, or updates of Yjs, binary or in base64. */
import { isValid, toUint8Array } from 'js-base64';
import { type EditingTrace, TraceError } from '../../../sims/crdt/text/editing-trace.ts';
import { InputError } from '../../lab/input-error.ts';
import { shown } from '../../words/shown.ts';
import type { ChunkReader } from '../input/chunk-reader.ts';
import { Decoder } from '../input/decoder.ts';
import { parseTrace } from './read-trace.ts';

export type TextInput =
  | { readonly trace: EditingTrace }
  | { readonly updates: readonly Uint8Array[]; readonly format: string };

/** Throws InputError for bytes that are no text, TraceError for what is neither. Memory: the input, several times. */
export function textInputReader(): ChunkReader<TextInput> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    push(bytes) {
      length += bytes.length;
      chunks.push(bytes.slice());
    },
    end() {
      const whole = new Uint8Array(length);
      let at = 0;
      for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.length;
      }
      return inputOf(whole);
    },
  };
}

function inputOf(bytes: Uint8Array): TextInput {
  const text = decoded(bytes);
  if (text instanceof InputError) {
    if (looksLikeText(bytes)) throw text;
    return { updates: [bytes], format: 'an update of Yjs, binary' };
  }
  if (/^\s*[{["]/.test(text)) return inputOfJson(text);
  const lines = text.split(/\s+/).filter((line) => line !== '');
  if (lines.length > 0 && lines.every(isHex)) return hexUpdates(lines);
  if (lines.length > 0 && lines.every(isBase64)) return base64Updates(lines);
  // A short update can be valid UTF-8.
  if (!looksLikeText(bytes)) return { updates: [bytes], format: 'an update of Yjs, binary' };
  throw new TraceError(`it is not JSON, and not an update of Yjs. ${accepted}`);
}

const accepted =
  'Read are editing traces in JSON, and updates of Yjs: binary, in base64 or hexadecimal, or a JSON list of them';

function inputOfJson(text: string): TextInput {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new TraceError(`it is not JSON: ${shown((error as Error).message)}. ${accepted}`);
  }
  const list = typeof data === 'string' ? [data] : data;
  if (!Array.isArray(list)) return { trace: parseTrace(data) };
  if (list.length > 0 && list.every((each) => typeof each === 'string' && isHex(each))) {
    return hexUpdates(list);
  }
  if (list.length > 0 && list.every((each) => typeof each === 'string' && isBase64(each))) {
    return base64Updates(list);
  }
  if (list.length > 0 && list.every(isBytes)) {
    return {
      updates: list.map((each) => Uint8Array.from(each)),
      format: 'updates of Yjs, lists of bytes',
    };
  }
  if (isBytes(list))
    return { updates: [Uint8Array.from(list)], format: 'an update of Yjs, a list of bytes' };
  throw new TraceError(`it is not an editing trace: it is a list. ${accepted}`);
}

function base64Updates(texts: readonly string[]): TextInput {
  return { updates: texts.map((each) => toUint8Array(each)), format: 'updates of Yjs, base64' };
}

/** As a database shows its bytes: `\\x01…`, `0x01…` or the digits alone. */
const hex = /^(?:\\x|0x)?((?:[\da-f]{2}){6,})$/i;

/** Digits of base64 are hexadecimal by chance in less than one of a million texts that are so long. */
const isHex = (text: string): boolean => hex.test(text);

function hexUpdates(texts: readonly string[]): TextInput {
  const updates = texts.map((text) => {
    const digits = hex.exec(text)?.[1] ?? '';
    return Uint8Array.from({ length: digits.length / 2 }, (_, place) =>
      Number.parseInt(digits.slice(2 * place, 2 * place + 2), 16),
    );
  });
  return { updates, format: 'updates of Yjs, hexadecimal' };
}

function isBase64(text: string): boolean {
  return (
    text.length >= 4 && text.length % 4 !== 1 && /^[\w+/-]+={0,2}$/.test(text) && isValid(text)
  );
}

function isBytes(value: unknown): value is number[] {
  const isByte = (each: unknown) =>
    Number.isInteger(each) && (each as number) >= 0 && (each as number) < 256;
  return Array.isArray(value) && value.length > 1 && value.every(isByte);
}

function decoded(bytes: Uint8Array): string | InputError {
  const decoder = new Decoder();
  try {
    return decoder.push(bytes) + decoder.end();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** JSON begins with a bracket; a binary update has bytes that no text has. */
function looksLikeText(bytes: Uint8Array): boolean {
  const controls = bytes.subarray(0, 64).filter((byte) => byte < 9 || (byte > 13 && byte < 32));
  return controls.length === 0;
}
