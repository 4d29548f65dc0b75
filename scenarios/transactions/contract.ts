/**
 * What an API owes a repeated request with the same key: the rows of a table, from Stripe’s
 * reference and the IETF draft.
 */
import type { Asked } from '../../sims/transactions/idempotency/cluster.ts';
import { hourMs } from '../../sims/transactions/idempotency/database.ts';
import type { CardMood } from '../../sims/transactions/idempotency/parts.ts';

const minuteMs = 60_000;

/** One row of the contract: two requests, both answers, and what has been charged in the end. */
export interface Case {
  readonly says: string;
  readonly first: Partial<Asked>;
  /** What differs in the second request; undefined if nothing does. */
  readonly second: Partial<Asked> | undefined;
  /** The second request asks for a different operation. */
  readonly isOther: boolean;
  readonly laterMs: number;
  readonly mood: CardMood;
  readonly answers: string;
  readonly charges: number;
}

const typical = { first: {}, second: {}, isOther: false, laterMs: 5_000, mood: 'charges' } as const;

/** For keys that are kept this many hours. */
export const contract = (hours: number): readonly Case[] => [
  {
    ...typical,
    says: 'same key, same body: the first answer is repeated',
    answers: '201 then 201',
    charges: 1,
  },
  {
    ...typical,
    says: 'same key, different body: refused',
    second: { amount: 30 },
    isOther: true,
    answers: '201 then 422',
    charges: 1,
  },
  {
    ...typical,
    says: 'first request still in progress: conflict until it is done',
    laterMs: 1,
    second: { untilAnswered: true },
    answers: '201 then 409, 409, 409, 409, 201',
    charges: 1,
  },
  {
    ...typical,
    says: 'a declined card stays declined under its key',
    mood: 'declines-first',
    answers: '402 then 402',
    charges: 0,
  },
  {
    ...typical,
    says: 'a server error after the work began is repeated too',
    mood: 'breaks-first',
    answers: '500 then 500',
    charges: 0,
  },
  {
    ...typical,
    says: 'a rejected parameter is not stored, so the request can be corrected',
    first: { amount: -1 },
    second: { amount: 20 },
    answers: '400 then 201',
    charges: 1,
  },
  {
    ...typical,
    says: 'another account’s identical key is a different key',
    second: { account: 'bob' },
    isOther: true,
    answers: '201 then 201',
    charges: 2,
  },
  {
    ...typical,
    says: 'no key: refused',
    first: { key: undefined },
    second: undefined,
    answers: '400',
    charges: 0,
  },
  {
    ...typical,
    says: 'a key of 256 characters: refused',
    first: { key: 'k'.repeat(256) },
    second: undefined,
    answers: '400',
    charges: 0,
  },
  {
    ...typical,
    says: 'shortly before the key expires: the first answer',
    laterMs: hours * hourMs - minuteMs,
    answers: '201 then 201',
    charges: 1,
  },
  {
    ...typical,
    says: 'after the key has expired: charged again',
    laterMs: hours * hourMs + minuteMs,
    second: { isLate: true },
    answers: '201 then 201',
    charges: 2,
  },
];
