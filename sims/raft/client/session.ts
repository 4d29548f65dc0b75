/**
 * Sessions (dissertation, §6.3): a client numbers its requests, and for each client the state
 * machine remembers the last number and its answer. A request that is sent again because its answer
 * was lost is answered again, but not executed again. The sessions are part of the replicated
 * state: every server, and every later leader, has them.
 */
import type { ClientCommand, Result, SessionId } from '../log/entry.ts';

export interface Session {
  readonly id: SessionId;
  serial: number;
  result: Result | null;
}

/**
 * How many sessions are kept. All servers must agree on which ones end, so the log alone decides:
 * beyond this number the least recently used one ends.
 */
export const sessionsMax = 1_000;

export function openSession(sessions: Session[], id: SessionId): Result {
  if (sessions.length === sessionsMax) sessions.shift();
  sessions.push({ id, serial: 0, result: null });
  return { kind: 'registered', session: id };
}

/** The answer to a command that was executed before; undefined for a new one. O(sessions). */
export function answeredBefore(sessions: Session[], command: ClientCommand): Result | undefined {
  const session = sessions.find(({ id }) => id === command.session);
  if (session === undefined) return { kind: 'no-session' };
  if (command.serial > session.serial) return undefined;
  // No client waits for the answer to a request older than its last.
  return session.serial === command.serial && session.result !== null
    ? session.result
    : { kind: 'no-session' };
}

/** Keeps the answer of a session's last command, and moves the session to the end. O(sessions). */
export function remember(sessions: Session[], command: ClientCommand, result: Result): void {
  const place = sessions.findIndex(({ id }) => id === command.session);
  const session = sessions[place];
  if (session === undefined) return;
  session.serial = command.serial;
  session.result = result;
  sessions.splice(place, 1);
  sessions.push(session);
}
