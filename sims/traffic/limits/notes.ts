/** What limiters and their clients write into the trace. */
import { counted, inDigits } from '../../../src/words/numbers.ts';
import type { LimitRequest } from './request.ts';

export interface LimitNotes {
  admits: { key: string; remaining: number; delayMs: number };
  /** `retryAfterMs` is null if it would never be admitted. */
  /** One of several gateways, which knows no more of the limit. */
  'lets-through': { key: string };
  'turns-away': { key: string };
  /** A partition, or the whole table, is at its capacity. */
  throttles: { item: string; partition: number };
  refuses: { key: string; retryAfterMs: number | null };
}

export const limitWords = {
  'lets-through': ({ key }: LimitNotes['lets-through']) => `admits ${key}`,
  'turns-away': ({ key }: LimitNotes['turns-away']) => `refuses ${key}: 429`,
  throttles: ({ item, partition }: LimitNotes['throttles']) =>
    `throttles a write of ${item} on partition ${partition}`,
  admits: ({ key, remaining, delayMs }: LimitNotes['admits']) =>
    `admits ${key}${delayMs > 0 ? ` after ${inDigits(delayMs)} ms` : ''}, and would ${counted(remaining, 'more request')}`,
  refuses: ({ key, retryAfterMs }: LimitNotes['refuses']) =>
    retryAfterMs === null
      ? `refuses ${key} for good`
      : `refuses ${key}: 429, Retry-After ${inDigits(retryAfterMs)} ms`,
};

export function limitMessageInWords(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  if ('status' in message) return String(message.status);
  if ('do' in message) return String(message.do);
  if ('item' in message) return `write ${message.item}`;
  if (!('key' in message && 'cost' in message)) return undefined;
  const { key, cost } = message as LimitRequest;
  return cost === 1 ? `request of ${key}` : `request of ${key}, cost ${cost}`;
}
