/**
 * Observes all events, and compares loads, projections and effects with their fold. The system does
 * not depend on it.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { type AccountEvent, fold } from './account.ts';
import type { EventLaw } from './laws.ts';

export interface Stored {
  readonly stream: string;
  readonly event: AccountEvent;
}

export class EventJudge {
  /** In storage order. */
  readonly log: Stored[] = [];
  readonly #mailed = new Set<number>();
  readonly #breaches: Breaches<EventLaw>;
  /** The balance that a command computed after its event, by stream and version. */
  readonly recorded: {
    readonly stream: string;
    readonly version: number;
    readonly balance: number;
  }[] = [];

  constructor(breaches: Breaches<EventLaw>) {
    this.#breaches = breaches;
  }

  eventsOf(stream: string, upTo = this.log.length): AccountEvent[] {
    return this.log.slice(0, upTo).flatMap((one) => (one.stream === stream ? [one.event] : []));
  }

  appends(stored: Stored): void {
    this.log.push(stored);
    const balance = fold(this.eventsOf(stored.stream));
    if (balance >= 0) return;
    this.#breaches.report(
      'no-overdraft',
      `the balance of account ${stored.stream} falls to ${balance}, below 0`,
    );
  }

  loads(stream: string, version: number, balance: number): void {
    const all = fold(this.eventsOf(stream).slice(0, version));
    if (balance === all) return;
    this.#breaches.report(
      'load-is-fold',
      `account ${stream} is loaded with a balance of ${balance}, but its events add up to ${all}`,
    );
  }

  projects(stream: string, position: number, balance: number): void {
    const all = fold(this.eventsOf(stream, position));
    if (balance === all) return;
    this.#breaches.report(
      'projection-is-fold',
      `the projection shows a balance of ${balance} for account ${stream} at position ${position}, but its events up to there add up to ${all}`,
    );
  }

  mails(position: number): void {
    if (this.#mailed.has(position))
      this.#breaches.report('effect-once', `the mail for event ${position} is sent twice`);
    this.#mailed.add(position);
  }

  /** How many past states differ from the fold of the events up to then. */
  get wrongPasts(): number {
    return this.recorded.filter(
      ({ stream, version, balance }) => fold(this.eventsOf(stream).slice(0, version)) !== balance,
    ).length;
  }
}
