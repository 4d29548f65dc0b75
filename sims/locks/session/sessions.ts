/**
 * Sessions: a server keeps what a client holds for as long as it hears from the client. A client that is silent for
 * the timeout has none any more, whatever it believes (Hunt et al., ZooKeeper, USENIX ATC 2010, §2.2).
 */
import { Refusal } from '../../../src/world/call.ts';

export type SessionId = string;

export const sessionExpired = new Refusal('session-expired');
const outOfOrder = new Refusal('out-of-order');

/** How often within a timeout the server looks for sessions that are over, and a client sends a heartbeat. */
export const looksPerTimeout = 30;
export const heartbeatsPerTimeout = 3;

export class Sessions {
  readonly #timeoutMs: number;
  readonly #heardAtMs = new Map<SessionId, number>();
  readonly #lastRequest = new Map<SessionId, number>();

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  open(session: SessionId, nowMs: number): void {
    this.#heardAtMs.set(session, nowMs);
  }

  close(session: SessionId): void {
    this.#heardAtMs.delete(session);
  }

  has(session: SessionId): boolean {
    return this.#heardAtMs.has(session);
  }

  /**
   * Every request of a session is a sign of life. Throws Refusal if there is no such session, or if the request is not
   * later than those before it: a session is a connection, and what was overtaken by its repetition is not done again.
   */
  hears(session: SessionId, request: number, nowMs: number): void {
    if (!this.#heardAtMs.has(session)) throw sessionExpired;
    if (request <= (this.#lastRequest.get(session) ?? 0)) throw outOfOrder;
    this.#lastRequest.set(session, request);
    this.#heardAtMs.set(session, nowMs);
  }

  /** Ends the sessions that have been silent for the timeout, and answers which. */
  expire(nowMs: number): SessionId[] {
    const over = [...this.#heardAtMs]
      .filter(([, heardAtMs]) => nowMs - heardAtMs >= this.#timeoutMs)
      .map(([session]) => session);
    for (const session of over) this.#heardAtMs.delete(session);
    return over;
  }

  get ids(): readonly SessionId[] {
    return [...this.#heardAtMs.keys()];
  }
}
