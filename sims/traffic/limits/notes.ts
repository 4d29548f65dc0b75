/** Trace notes of limiters and their clients. */
import { counted, inDigits } from '../../../src/words/numbers.ts';
import type { LimitReply, LimitRequest, StoreRequest, Write } from './request.ts';

export interface LimitNotes {
  admits: { key: string; remaining: number; delayMs: number };
  /** One of several gateways, which knows only its own part of the limit. */
  'lets-through': { key: string };
  'turns-away': { key: string };
  /** A partition, or the whole table, is at its capacity. */
  throttles: { item: string; partition: number };
  /** What arrived at an object store within a millisecond. */
  'serves-reads': { reads: number; refused: number };
  /** `retryAfterS` is null if it would never be admitted. */
  refuses: { key: string; retryAfterS: number | null };
}

export const limitWords = {
  'lets-through': ({ key }: LimitNotes['lets-through']) => `admits ${key}`,
  'turns-away': ({ key }: LimitNotes['turns-away']) => `refuses ${key}: 429`,
  throttles: ({ item, partition }: LimitNotes['throttles']) =>
    `throttles a write of ${item} on partition ${partition}`,
  'serves-reads': ({ reads, refused }: LimitNotes['serves-reads']) =>
    `gets ${counted(reads, 'read')}, and answers 503 to ${inDigits(refused)}`,
  admits: ({ key, remaining, delayMs }: LimitNotes['admits']) =>
    `admits ${key}${delayMs > 0 ? ` after ${inDigits(delayMs)} ms` : ''}, and would ${counted(remaining, 'more request')}`,
  refuses: ({ key, retryAfterS }: LimitNotes['refuses']) =>
    retryAfterS === null
      ? `refuses ${key} for good`
      : `refuses ${key}: 429, Retry-After ${inDigits(retryAfterS)} s`,
};

type LimitMessage = LimitRequest | LimitReply | StoreRequest | Write;

/** Undefined for messages of other parts. */
export function limitMessageInWords(message: unknown): string | undefined {
  if (!isOfLimits(message)) return undefined;
  if ('status' in message) return String(message.status);
  if ('do' in message) return message.do;
  if ('item' in message) return `write ${message.item}`;
  const { key, cost } = message;
  return cost === 1 ? `request of ${key}` : `request of ${key}, cost ${cost}`;
}

const storeRequests: readonly unknown[] = ['take', 'read', 'write'];

function isOfLimits(message: unknown): message is LimitMessage {
  if (typeof message !== 'object' || message === null) return false;
  if ('status' in message) return true;
  if ('do' in message) return storeRequests.includes(message.do);
  return 'partition' in message || ('key' in message && 'cost' in message);
}
