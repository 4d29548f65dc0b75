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

interface Session {
  heardAtMs: number;
  lastRequest: number;
}

export class Sessions {
  readonly #timeoutMs: number;
  readonly #sessions = new Map<SessionId, Session>();

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** One that is open stays the session that it is. */
  open(id: SessionId, nowMs: number): void {
    const { lastRequest } = this.#sessions.get(id) ?? { lastRequest: 0 };
    this.#sessions.set(id, { heardAtMs: nowMs, lastRequest });
  }

  close(id: SessionId): void {
    this.#sessions.delete(id);
  }

  has(id: SessionId): boolean {
    return this.#sessions.has(id);
  }

  /**
   * Every request of a session is a sign of life. Throws Refusal if there is no such session, or if the request is not
   * later than those before it: a session is a connection, and what was overtaken by its repetition is not done again.
   */
  hears(id: SessionId, request: number, nowMs: number): void {
    const session = this.#sessions.get(id);
    if (session === undefined) throw sessionExpired;
    if (request <= session.lastRequest) throw outOfOrder;
    session.lastRequest = request;
    session.heardAtMs = nowMs;
  }

  /** Ends the sessions that have been silent for the timeout, and answers which. */
  expire(nowMs: number): SessionId[] {
    const over = [...this.#sessions]
      .filter(([, { heardAtMs }]) => nowMs - heardAtMs >= this.#timeoutMs)
      .map(([id]) => id);
    for (const id of over) this.#sessions.delete(id);
    return over;
  }

  get ids(): readonly SessionId[] {
    return [...this.#sessions.keys()];
  }
}
