/**
 * Sessions: a server keeps a client’s locks as long as it hears from the client. A client that is
 * silent for the timeout loses them, whatever it believes (Hunt et al., ZooKeeper, USENIX ATC 2010,
 * §2.2).
 */
import { Refusal } from '../../../src/world/call.ts';

export type SessionId = string;

export const sessionExpired = new Refusal('session-expired');
const outOfOrder = new Refusal('out-of-order');

/**
 * How often within a timeout the server looks for expired sessions, and a client sends a heartbeat.
 */
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

  /** An open session is kept as it is. */
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
   * Every request of a session counts as a heartbeat. Throws Refusal if there is no such session,
   * or if the request is not newer than the earlier ones: a session is a connection, so a request
   * overtaken by its repetition is not executed again.
   */
  hears(id: SessionId, request: number, nowMs: number): void {
    const session = this.#sessions.get(id);
    if (session === undefined) throw sessionExpired;
    if (request <= session.lastRequest) throw outOfOrder;
    session.lastRequest = request;
    session.heardAtMs = nowMs;
  }

  /** Ends the sessions that have been silent for the timeout, and returns them. */
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
