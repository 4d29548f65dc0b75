/** What idempotency keys promise, and what sees whether they keep it. Nothing depends on it. */
import type { Breaches } from '../../../src/check/breaches.ts';

export const idempotencyLaws = {
  'one-effect-per-intent': 'what a client wants once is done once, if it asks within a day',
  'answer-fits-request': 'an answer is that of the request which it answers',
  'same-answer': 'a request that has run gets the same answer whenever it comes again',
  'refused-can-be-corrected':
    'a key whose requests were all refused before they ran can still be used',
} as const;

export type IdempotencyLaw = keyof typeof idempotencyLaws;

export interface Answer {
  /** As of HTTP. */
  readonly status: number;
  /** Whose answer it is. */
  readonly intent: number;
}

/** What a client wants to have done once. */
export interface Intent {
  readonly id: number;
  readonly account: string;
  readonly endpoint: string;
  /** Undefined: it sends none. */
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
  /** By account and key: what has run under it. */
  readonly #ran = new Set<string>();
  /** Asked for again so late that no promise holds. */
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
      this.#report('one-effect-per-intent', `${effect} of intent ${intent}: ${count}`);
  }

  count(effect: Effect, intent: number): number {
    return this.#effects[effect].get(intent) ?? 0;
  }

  answers({ id, account, key }: Intent, { status, intent }: Answer): void {
    if (status === 422 && !this.#ran.has(`${account} ${key}`))
      this.#report('refused-can-be-corrected', `intent ${id} is refused, and nothing ran before`);
    if ([400, 409, 422].includes(status)) return;
    if (intent !== id)
      this.#report('answer-fits-request', `intent ${id} gets the answer of intent ${intent}`);
    const before = this.#answers.get(String(id));
    if (before !== undefined && before !== status)
      this.#report('same-answer', `intent ${id} is answered ${before}, and then ${status}`);
    this.#answers.set(String(id), status);
  }

  #report(law: IdempotencyLaw, how: string): void {
    if (!this.#breaks.includes(law)) this.#breaches.report(law, how);
  }
}
