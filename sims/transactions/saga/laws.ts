/** The laws of sagas, and the judge that checks them. The systems do not depend on it. */
import type { Breaches } from '../../../src/check/breaches.ts';

export const sagaLaws = {
  'nothing-done-twice': 'no step of a saga takes effect twice',
  'nothing-undone-twice': 'no step is undone more often than it was done',
  'undone-in-reverse': 'a step is undone only after all later steps',
  'no-regret': 'an undone saga has done nothing that cannot be undone',
  'no-dirty-read': 'no saga is refused because of a reservation that is later released',
  'no-undo-of-complete': 'no saga is undone after all of its steps are done',
  'every-saga-ends': 'at the end every saga is done, undone, or parked for a person to resolve',
  conserved: 'at the end a done saga has all its effects, and an undone saga has none',
  'same-state-for-any-order':
    'a reader of events ends in the same state, whatever order they arrive in',
} as const;

export type SagaLaw = keyof typeof sagaLaws;
export type SagaEnd = 'done' | 'undone' | 'parked';

export class SagaJudge {
  readonly #breaches: Breaches<SagaLaw>;
  readonly #breaks: readonly SagaLaw[];
  readonly #plan: readonly string[];
  /** By saga and participant: times done minus times undone. */
  readonly #net = new Map<string, number>();
  readonly #ends = new Map<number, SagaEnd>();
  readonly #begun = new Set<number>();
  /** By saga: the sagas that were refused because of what it held. */
  readonly #refusedFor = new Map<number, number[]>();
  corrections = 0;
  messages = 0;

  constructor(breaches: Breaches<SagaLaw>, breaks: readonly SagaLaw[], plan: readonly string[]) {
    this.#breaches = breaches;
    this.#breaks = breaks;
    this.#plan = plan;
  }

  begins(saga: number): void {
    this.#begun.add(saga);
  }

  does(saga: number, at: string): void {
    const net = this.net(saga, at) + 1;
    this.#net.set(`${saga} ${at}`, net);
    if (net > 1)
      this.#report(
        'nothing-done-twice',
        `participant ${at} does its part of saga ${saga} a second time`,
      );
  }

  undoes(saga: number, at: string, canBeUndone: boolean): void {
    if (this.#plan.every((one) => this.net(saga, one) > 0))
      this.#report(
        'no-undo-of-complete',
        `saga ${saga} is complete, but participant ${at} undoes its part`,
      );
    const later = this.#plan.slice(this.#plan.indexOf(at) + 1);
    const standing = later.find((one) => this.net(saga, one) > 0);
    if (standing !== undefined)
      this.#report(
        'undone-in-reverse',
        `participant ${at} undoes its part of saga ${saga} before ${standing}, which did its part later`,
      );
    if (!canBeUndone) {
      this.corrections += 1;
      this.#report(
        'no-regret',
        `participant ${at} has to correct an effect for saga ${saga} that cannot be undone`,
      );
    }
    const net = this.net(saga, at) - 1;
    this.#net.set(`${saga} ${at}`, net);
    if (net < 0)
      this.#report(
        'nothing-undone-twice',
        `participant ${at} undoes its part of saga ${saga} once too often`,
      );
    const refused = this.#refusedFor.get(saga) ?? [];
    if (refused.length > 0)
      this.#report(
        'no-dirty-read',
        `saga ${refused[0]} was refused because of a reservation that saga ${saga} then releases`,
      );
  }

  /** A saga is refused because the given others hold everything there is, and may release it. */
  refuses(saga: number, holders: readonly number[]): void {
    for (const holder of holders)
      this.#refusedFor.set(holder, [...(this.#refusedFor.get(holder) ?? []), saga]);
  }

  ends(saga: number, end: SagaEnd): void {
    this.#ends.set(saga, end);
  }

  endOf(saga: number): SagaEnd | undefined {
    return this.#ends.get(saga);
  }

  net(saga: number, at: string): number {
    return this.#net.get(`${saga} ${at}`) ?? 0;
  }

  count(end: SagaEnd | undefined): number {
    return [...this.#begun].filter((saga) => this.endOf(saga) === end).length;
  }

  /** The system has come to rest. */
  rests(): void {
    for (const saga of this.#begun) {
      const end = this.endOf(saga);
      if (end === undefined)
        this.#report(
          'every-saga-ends',
          `saga ${saga} is never done, undone or set aside for a person`,
        );
      if (end !== 'done' && end !== 'undone') continue;
      const wrong = this.#plan.find((at) => this.net(saga, at) !== Number(end === 'done'));
      if (wrong === undefined) continue;
      this.#report(
        'conserved',
        `saga ${saga} is ${end}, but the part of ${wrong} stands ${this.net(saga, wrong)} times`,
      );
    }
  }

  reads(saga: number, state: string, expected: string): void {
    if (state !== expected)
      this.#report(
        'same-state-for-any-order',
        `order ${saga} is read as ${state}, not ${expected}`,
      );
  }

  #report(law: SagaLaw, how: string): void {
    if (!this.#breaks.includes(law)) this.#breaches.report(law, how);
  }
}
