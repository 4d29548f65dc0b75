/**
 * Check-quorum (dissertation, §6.2): a leader that hears from no majority for an election timeout
 * cannot make progress. It steps down, so that its clients look for another.
 */

import { progressOf } from '../log/replication.ts';
import { isMajority, those } from '../membership/membership.ts';
import { note, type Server } from '../server/server.ts';
import { leaveOffice } from '../server/term.ts';

/** Returns whether the leader has stepped down. */
export function stepDownWithoutQuorum(server: Server): boolean {
  const { options, rules, state } = server;
  if (!options.checkQuorum || !rules['check-quorum']) return false;
  // Without it, servers that hear such a leader keep the others from electing one that works.
  if (options.preVote && !rules['check-quorum-with-pre-vote']) return false;
  if (hearsFromMajority(server)) return false;
  note(server, { kind: 'lost-quorum', term: state.currentTerm });
  leaveOffice(server);
  return true;
}

/** Has a majority answered this leader within the shortest election timeout? */
export function hearsFromMajority(server: Server): boolean {
  const { state, context, options } = server;
  const { leading } = state;
  if (leading === null) return false;
  const sinceMs = context.now() - options.electionTimeoutMs.min;
  return isMajority(
    server,
    those((id) => id === context.self || (progressOf(leading, id)?.contactMs ?? sinceMs) > sinceMs),
  );
}

/** Does this server believe that there is a leader, because it has just heard from it or is it? */
export function believesInLeader(server: Server): boolean {
  const { state, context, options } = server;
  if (state.role === 'leader') return hearsFromMajority(server);
  return context.now() - state.leaderContactMs < options.electionTimeoutMs.min;
}
