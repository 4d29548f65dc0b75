/** A listening socket: connections that have been made and wait to be accepted, up to its backlog. */
import { OpenFile } from './descriptors.ts';
import { eventBits } from './masks.ts';
import type { Socket } from './socket.ts';

export class Listener extends OpenFile {
  readonly #backlog: number;
  readonly #waiting: Socket[] = [];

  constructor(backlog: number) {
    super();
    this.#backlog = backlog;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  readiness(): number {
    return this.#waiting.length > 0 ? eventBits.IN : 0;
  }

  released(): void {
    this.#waiting.length = 0;
  }

  /**
   * A peer connects. Linux compares with `>`, so that one connection more than the backlog fits (sk_acceptq_is_full).
   * Answers whether it did.
   */
  arrive(socket: Socket): boolean {
    if (this.#waiting.length > this.#backlog) return false;
    this.#waiting.push(socket);
    this.wake(eventBits.IN);
    return true;
  }

  accept(): Socket | 'EAGAIN' {
    return this.#waiting.shift() ?? 'EAGAIN';
  }
}
