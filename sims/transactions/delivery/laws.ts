/** The laws of delivery, and the judge that checks them. The systems do not depend on it. */
import type { Breaches } from '../../../src/check/breaches.ts';

export const deliveryLaws = {
  'published-iff-committed': 'at the end an event is published if and only if its order is stored',
  'event-has-effect': 'at the end every published event has taken effect',
  'effect-once': 'no event takes effect twice',
  'newest-stays': 'no update overwrites a newer one',
} as const;

export type DeliveryLaw = keyof typeof deliveryLaws;

/** For one system: what has become durable at each of its machines. */
export class DeliveryJudge {
  readonly breaches: Breaches<DeliveryLaw>;
  /** A law that a system is known to break is not reported. */
  readonly #breaks: readonly DeliveryLaw[];
  readonly stored = new Set<number>();
  readonly #published = new Map<number, number>();
  readonly #effects = new Map<number, number>();
  /** In the order of first publication. */
  readonly order: number[] = [];

  constructor(breaches: Breaches<DeliveryLaw>, breaks: readonly DeliveryLaw[]) {
    this.breaches = breaches;
    this.#breaks = breaks;
  }

  stores(order: number): void {
    this.stored.add(order);
  }

  publishes(event: number): void {
    const before = this.published(event);
    if (before === 0) this.order.push(event);
    this.#published.set(event, before + 1);
  }

  takesEffect(event: number): void {
    this.#effects.set(event, this.effects(event) + 1);
    if (this.effects(event) > 1)
      this.#report('effect-once', `event ${event} takes effect a second time at its consumer`);
  }

  published(event: number): number {
    return this.#published.get(event) ?? 0;
  }

  effects(event: number): number {
    return this.#effects.get(event) ?? 0;
  }

  /** The system has come to rest. */
  ends(hasConsumer: boolean): void {
    for (const order of this.stored) {
      if (this.published(order) > 0) continue;
      this.#report('published-iff-committed', `order ${order} is stored, but never published`);
    }
    for (const event of this.order) {
      if (!this.stored.has(event))
        this.#report(
          'published-iff-committed',
          `event ${event} is published, but its order is not stored`,
        );
      if (hasConsumer && this.effects(event) === 0)
        this.#report(
          'event-has-effect',
          `event ${event} was published, but has had no effect at its consumer`,
        );
    }
  }

  #report(law: DeliveryLaw, how: string): void {
    if (!this.#breaks.includes(law)) this.breaches.report(law, how);
  }
}
