/**
 * What idempotency keys promise, and the judge that checks it. The system does not depend on it.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { times } from '../../../src/words/numbers.ts';

export const idempotencyLaws = {
  'one-effect-per-intent': 'one client intent takes effect once, if it is retried within a day',
  'answer-fits-request': 'an answer belongs to the request that it answers',
  'same-answer': 'a request that has run gets the same answer whenever it is repeated',
  'refused-can-be-corrected':
    'a key whose requests were all refused before they ran can still be used',
} as const;

export type IdempotencyLaw = keyof typeof idempotencyLaws;

export interface Answer {
  /** An HTTP status. */
  readonly status: number;
  /** The intent that the answer belongs to. */
  readonly intent: number;
}

/** One operation that a client wants done once. */
export interface Intent {
  readonly id: number;
  readonly account: string;
  readonly endpoint: string;
  /** Undefined if the client sends no key. */
  readonly key: string | undefined;
  readonly amount: number;
}

export const effects = ['rides', 'charges'] as const;
export type Effect = (typeof effects)[number];

export class IdempotencyJudge {
  readonly #breaches: Breaches<IdempotencyLaw>;
  readonly #breaks: readonly IdempotencyLaw[];
  readonly #effects: Record<Effect, Map<number, number>> = { rides: new Map(), charges: new Map() };
  readonly #answers = new Map<string, number>();
  /** By account and key: the request that has run under it. */
  readonly #ran = new Set<string>();
  /** Retried so late that no promise applies. */
  readonly #late = new Set<number>();

  constructor(breaches: Breaches<IdempotencyLaw>, breaks: readonly IdempotencyLaw[]) {
    this.#breaches = breaches;
    this.#breaks = breaks;
  }

  asksLate(intent: number): void {
    this.#late.add(intent);
    this.#answers.delete(String(intent));
  }

  runs({ account, key }: Pick<Intent, 'account' | 'key'>): void {
    this.#ran.add(`${account} ${key}`);
  }

  does(effect: Effect, intent: number): void {
    const count = this.count(effect, intent) + 1;
    this.#effects[effect].set(intent, count);
    if (count > 1 && !this.#late.has(intent))
      this.#report(
        'one-effect-per-intent',
        `the ${effect === 'rides' ? 'ride of intent' : 'card for intent'} ${intent} is ${effect === 'rides' ? 'booked' : 'charged'} ${times(count)}`,
      );
  }

  count(effect: Effect, intent: number): number {
    return this.#effects[effect].get(intent) ?? 0;
  }

  answers({ id, account, key }: Intent, { status, intent }: Answer): void {
    if (status === 422 && !this.#ran.has(`${account} ${key}`))
      this.#report(
        'refused-can-be-corrected',
        `the request of intent ${id} is refused as a misuse of its key, although no request with that key has run`,
      );
    if ([400, 409, 422].includes(status)) return;
    if (intent !== id)
      this.#report(
        'answer-fits-request',
        `the request of intent ${id} gets the answer to another request, of intent ${intent}`,
      );
    const before = this.#answers.get(String(id));
    if (before !== undefined && before !== status)
      this.#report(
        'same-answer',
        `the request of intent ${id} is answered ${before}, but its repeat ${status}`,
      );
    this.#answers.set(String(id), status);
  }

  #report(law: IdempotencyLaw, how: string): void {
    if (!this.#breaks.includes(law)) this.#breaches.report(law, how);
  }
}
