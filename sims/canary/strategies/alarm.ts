/** Raised once, by the first process that notices a problem. Later processes see it too. */
import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';

export class Alarm {
  readonly #signal = new Signal<void>();
  raised = false;

  raise(): void {
    this.raised = true;
    this.#signal.fire();
  }

  *wait(): Process<void> {
    if (!this.raised) yield* this.#signal.wait();
  }
}
