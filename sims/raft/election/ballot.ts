/** Whether a server would vote for a candidate: what RequestVote and PreVote share. */
import { lastIndex, lastTerm } from '../log/log.ts';
import type { EndOfLog } from '../messages.ts';
import type { Server } from '../server/server.ts';

export function endOfLog({ log }: Server['state']): EndOfLog {
  return { lastLogIndex: lastIndex(log), lastLogTerm: lastTerm(log) };
}

/**
 * Is the candidate's log at least as up to date as this server's (§5.4.1)? The later last term
 * wins, then the longer log.
 */
export function isUpToDate({ state, rules }: Server, candidate: EndOfLog): boolean {
  const { lastLogIndex, lastLogTerm } = endOfLog(state);
  if (rules['compare-last-term-first'] && candidate.lastLogTerm !== lastLogTerm) {
    return candidate.lastLogTerm > lastLogTerm;
  }
  return candidate.lastLogIndex >= lastLogIndex;
}
