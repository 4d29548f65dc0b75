/**
 * The order in which an event loop runs what is due: a job after the other, and what waits for the end of a turn only
 * when no job is left (ECMA-262 §9.5; in Node, `process.nextTick` after the promise jobs).
 */
export class Turns {
  readonly #jobs: (() => void)[] = [];
  readonly #afterwards: (() => void)[] = [];

  /** A job of this turn: the continuation of a promise. */
  readonly soon = (job: () => void): void => {
    this.#jobs.push(job);
  };

  /** When no job is left. */
  readonly afterTurn = (job: () => void): void => {
    this.#afterwards.push(job);
  };

  /** Runs until nothing is due. */
  run(): void {
    for (;;) {
      const next = this.#jobs.shift() ?? this.#afterwards.shift();
      if (next === undefined) return;
      next();
    }
  }
}
