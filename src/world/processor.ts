/**
 * The processor of a machine, which works on one message after another. The nodes on the machine share it, as the
 * groups of a database do whose ranges have a replica there.
 */
export class Processor {
  readonly #messageMs: number;
  #busyUntilMs = 0;

  /** `messageMs` is its work on each message. */
  constructor(messageMs: number) {
    this.#messageMs = messageMs;
  }

  /** When it is done with a message that waits for it from then on; in the order of the calls. */
  doneAtMs(fromMs: number): number {
    this.#busyUntilMs = Math.max(fromMs, this.#busyUntilMs) + this.#messageMs;
    return this.#busyUntilMs;
  }
}
