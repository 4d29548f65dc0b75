/**
 * Sessions (dissertation, §6.3): a client numbers its requests, and the state machine remembers of
 * every client the last number and its answer. So a request that was sent again, since its answer
 * was lost, is answered again and not executed again. The memory is part of the replicated state:
 * every server, and every later leader, has it.
 */
import type { ClientCommand, Result, SessionId } from '../log/entry.ts';

export interface Session {
  readonly id: SessionId;
  serial: number;
  result: Result | null;
}

/**
 * How many sessions are kept. All servers must agree on which end, so the log alone decides: beyond
 * this number the one that was used least recently.
 */
export const sessionsMax = 1_000;

export function openSession(sessions: Session[], id: SessionId): Result {
  if (sessions.length === sessionsMax) sessions.shift();
  sessions.push({ id, serial: 0, result: null });
  return { kind: 'registered', session: id };
}

/** The answer to a command that needs no execution (any more); undefined for a new one. O(sessions). */
export function answeredBefore(sessions: Session[], command: ClientCommand): Result | undefined {
  const session = sessions.find(({ id }) => id === command.session);
  if (session === undefined) return { kind: 'no-session' };
  if (command.serial > session.serial) return undefined;
  // Of an older request than the last nobody waits for the answer any more.
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
