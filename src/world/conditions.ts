/**
 * What a node suffers from now, by faults: a slow machine, and what befalls the service on it, such
 * as outages, brownouts and stalls. Several may be in force at a time; a crash ends none of them.
 */
import type { Process } from '../kernel/process.ts';
import { Signal } from '../kernel/signal.ts';

export type Condition =
  /** The machine takes so many times longer for everything. */
  | { readonly kind: 'slow'; readonly factor: number }
  /** Requests are refused at once, or arrive and get no reply. */
  | { readonly kind: 'outage'; readonly mode: 'refuses' | 'hangs' }
  /** Work takes so many times longer, and fails with this probability. */
  | { readonly kind: 'brownout'; readonly factor: number; readonly failureRate: number }
  /** Requests are taken in, and no work is finished. */
  | { readonly kind: 'stall' };

export class Conditions {
  #inForce: readonly Condition[] = [];
  readonly #resumed = new Signal();

  /** How many times longer the machine takes for everything. */
  slowness = 1;
  /** How many times longer work takes: by the machine and by brownouts. */
  slowdown = 1;
  /** The probability that a piece of work fails: each brownout fails it independently. */
  failureRate = 0;
  /** How requests fare that arrive now; undefined without an outage. */
  outage: 'refuses' | 'hangs' | undefined = undefined;
  isStalled = false;

  get inForce(): readonly Condition[] {
    return this.#inForce;
  }

  begin(condition: Condition): void {
    this.#become([...this.#inForce, condition]);
  }

  /** Without effect on a condition that has ended. */
  end(condition: Condition): void {
    this.#become(this.#inForce.filter((other) => other !== condition));
  }

  endAll(): void {
    this.#become([]);
  }

  /** Waits while the service is stalled; does not wait otherwise. */
  *untilRunning(): Process<void> {
    while (this.isStalled) yield* this.#resumed.wait();
  }

  #become(inForce: readonly Condition[]): void {
    const wasStalled = this.isStalled;
    this.#inForce = inForce;
    this.slowness = 1;
    this.slowdown = 1;
    let succeeds = 1;
    this.outage = undefined;
    this.isStalled = false;
    for (const condition of inForce) {
      if (condition.kind === 'slow') this.slowness *= condition.factor;
      if (condition.kind === 'brownout') succeeds *= 1 - condition.failureRate;
      if (condition.kind === 'stall') this.isStalled = true;
      if (condition.kind === 'outage') this.outage ??= condition.mode;
      if ('factor' in condition) this.slowdown *= condition.factor;
    }
    this.failureRate = 1 - succeeds;
    if (wasStalled && !this.isStalled) this.#resumed.fire();
  }
}
