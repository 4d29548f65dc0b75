/** Messages in a stream: a header of four digits says how long the payload is. */
import type { IoRules } from './rules.ts';

export const headerBytes = 4;
/** What four digits can say. */
export const payloadMost = 9_999;

export function frameOf(payload: string): string {
  if (payload.length > payloadMost)
    throw new RangeError(`${payload.length} bytes do not fit a frame`);
  return String(payload.length).padStart(headerBytes, '0') + payload;
}

/** Finds the messages in what the reads return. */
export class FrameReader {
  readonly #rules: IoRules;
  #rest = '';

  constructor(rules: IoRules) {
    this.#rules = rules;
  }

  /** The messages that this read completes. What begins another message is kept for the next read. */
  push(bytes: string): string[] {
    if (!this.#rules['reads-are-not-messages']) return [bytes.slice(headerBytes)];
    this.#rest += bytes;
    const messages: string[] = [];
    while (this.#rest.length >= headerBytes) {
      const end = headerBytes + Number(this.#rest.slice(0, headerBytes));
      if (this.#rest.length < end) break;
      messages.push(this.#rest.slice(headerBytes, end));
      this.#rest = this.#rest.slice(end);
    }
    return messages;
  }
}
