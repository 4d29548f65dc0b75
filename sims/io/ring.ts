/** A ring for submissions and one for completions, shared with the kernel: io_uring (Axboe, 2019, section 4). */
export class Ring {
  readonly #entries: number;
  #queued = 0;
  /** Calls of io_uring_enter. */
  enters = 0;
  submitted = 0;

  constructor(entries: number) {
    this.#entries = entries;
  }

  /** Puts an operation into the ring, which is no system call. Answers whether there was room. */
  push(): boolean {
    if (this.#queued === this.#entries) return false;
    this.#queued += 1;
    return true;
  }

  /** Hands over all that is queued. */
  enter(): void {
    if (this.#queued === 0) return;
    this.enters += 1;
    this.submitted += this.#queued;
    this.#queued = 0;
  }

  /** A thread of the kernel looks at the ring by itself (IORING_SETUP_SQPOLL): no call at all. */
  polled(): void {
    this.submitted += this.#queued;
    this.#queued = 0;
  }
}
