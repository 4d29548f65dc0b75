/**
 * Leadership transfer (dissertation, §3.10): the leader stops taking requests, brings the target's
 * log up to date, and tells it to stand for election at once.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { lastIndex } from '../log/log.ts';
import { progressOf, sendMissing } from '../log/replication.ts';
import { configurationOf, isVoter } from '../membership/membership.ts';
import type { TimeoutNow } from '../messages.ts';
import { note, type Server } from '../server/server.ts';
import type { Transfer } from '../server/state.ts';
import { isStale } from '../server/term.ts';
import { mayStand, standForElection } from './election.ts';

/** An operator wants another server to lead. A server that does not lead ignores the request. */
export function onTransferLeadership(server: Server, target: NodeId): void {
  const { state, context, options } = server;
  const { leading } = state;
  if (leading === null || leading.transfer !== null) return;
  if (target === context.self || !isVoter(configurationOf(server), target)) return;
  leading.transfer = { target, told: false };
  note(server, { kind: 'hands-over', term: state.currentTerm, to: target });
  context.setTimer('transferTimeout', options.electionTimeoutMs.min);
  tellTarget(server, leading.transfer);
}

/**
 * Tells the target to stand once it has all of the leader's entries; otherwise it could not win.
 */
export function tellTarget(server: Server, transfer: Transfer): void {
  const { state, context, rules } = server;
  const { leading } = state;
  if (leading === null || transfer.told) return;
  const progress = progressOf(leading, transfer.target);
  if (progress === undefined) return;
  if (rules['transfer-to-up-to-date'] && progress.matchIndex < lastIndex(state.log)) {
    if (!progress.awaiting) sendMissing(server, progress);
    return;
  }
  transfer.told = true;
  leading.leaseGivenAway = true;
  context.send(transfer.target, { type: 'TimeoutNow', term: state.currentTerm });
}

/**
 * "If leadership transfer does not complete after about an election timeout, the prior leader aborts
 * the transfer and resumes accepting client requests."
 */
export function onTransferTimeout(server: Server): void {
  const { state, rules } = server;
  const { leading } = state;
  if (leading === null || leading.transfer === null) return;
  if (!rules['abandon-late-transfer']) return;
  note(server, { kind: 'abandons-transfer', term: state.currentTerm, to: leading.transfer.target });
  leading.transfer = null;
}

/** Stands "as if the election timeout had passed", without asking for pre-votes. */
export function onTimeoutNow(server: Server, request: TimeoutNow): void {
  if (isStale(server, request.term) || server.state.role === 'leader' || !mayStand(server)) return;
  standForElection(server, 'stood', true);
}
