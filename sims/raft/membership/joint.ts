/**
 * Changing the configuration: through a joint one, for any change (paper, §6), or directly, for one
 * server at a time (dissertation, §4.1). New servers first catch up without a vote (§4.2.1).
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { type Configuration, configurationInWords } from '../log/entry.ts';
import { propose } from '../log/propose.ts';
import { progressOf, sendHeartbeats } from '../log/replication.ts';
import type { RaftRule } from '../rules.ts';
import { note, type Server } from '../server/server.ts';
import type { Leading } from '../server/state.ts';
import { leaveOffice } from '../server/term.ts';
import {
  enterJoint,
  isSameMembership,
  leaveJoint,
  type Membership,
  newVoters,
  votersChanged,
  withLearners,
} from './change.ts';
import { configurationIndex, configurationOf, isVoter } from './membership.ts';

/**
 * An operator wants exactly these servers to be the voters and learners. A server that does not
 * lead ignores the request, as does a leader with nothing to change. The next request replaces one
 * whose new servers are still catching up.
 */
export function onChangeMembership(server: Server, wanted: Membership): void {
  const { state, options, rules } = server;
  const { leading } = state;
  if (leading === null || wanted.voters.length === 0) return;
  const inFlight = configurationIndex(state) > state.commitIndex;
  const current = configurationOf(server);
  if (current.outgoing === undefined && isSameMembership(current, wanted)) return;
  if (rules['one-change-at-a-time'] && (inFlight || current.outgoing !== undefined)) {
    refuse(server, 'one-change-at-a-time');
  } else if (rules['change-after-own-commit'] && state.commitIndex < leading.electedAtIndex) {
    refuse(server, 'change-after-own-commit');
  } else if (changesTooMany(server, current, wanted)) {
    refuse(server, 'one-server-at-a-time');
  } else if (options.learnersFirst && newVoters(current, wanted.voters).length > 0) {
    leading.goal = wanted;
    const learning = withLearners(current, wanted);
    if (isSameMembership(current, learning)) goOnWithChange(server);
    else changeTo(server, learning);
  } else {
    leading.goal = null;
    start(server, wanted);
  }
}

/** Without a joint configuration, majorities overlap only if one server gains or loses a vote. */
function changesTooMany({ options, rules }: Server, current: Configuration, wanted: Membership) {
  if (options.membership === 'joint' || !rules['one-server-at-a-time']) return false;
  return votersChanged(current, wanted) > 1;
}

function refuse(server: Server, rule: RaftRule): void {
  note(server, { kind: 'refuses-change', rule });
}

/** Gives the learners their votes once they have everything that is committed. */
export function goOnWithChange(server: Server): void {
  const { state } = server;
  const leading = state.leading as Leading;
  if (leading.goal === null || configurationIndex(state) > state.commitIndex) return;
  const { commitIndex } = state;
  const hasCaughtUp = (id: NodeId) => (progressOf(leading, id)?.matchIndex ?? 0) >= commitIndex;
  if (!newVoters(configurationOf(server), leading.goal.voters).every(hasCaughtUp)) return;
  const { goal } = leading;
  leading.goal = null;
  start(server, goal);
}

/** Appends C_old,new; or C_new at once, for one server at a time or if no majority changes. */
function start(server: Server, wanted: Membership): void {
  const { voters, learners } = wanted;
  const current = configurationOf(server);
  const isDirect =
    server.options.membership === 'single-server' || votersChanged(current, wanted) === 0;
  changeTo(server, isDirect ? { voters, learners } : enterJoint(current, wanted));
}

function changeTo(server: Server, configuration: Configuration): void {
  const configurationTold = configurationInWords(configuration);
  note(server, { kind: 'changes-membership', configuration: configurationTold });
  propose(server, [{ kind: 'configuration', configuration }]);
}

/**
 * Once C_old,new is committed, the leader appends C_new; once that is committed, a leader outside
 * it steps down. A leader that found C_old,new in its log continues with it.
 */
export function onConfigurationCommitted(server: Server): void {
  const { state, context, rules } = server;
  if (state.leading === null) return;
  const index = configurationIndex(state);
  if (index > state.commitIndex) return;
  const current = configurationOf(server);
  if (current.outgoing !== undefined) {
    changeTo(server, leaveJoint(current));
  } else if (!isVoter(current, context.self) && rules['removed-leader-steps-down']) {
    // The others learn that it is committed, and need not be told again.
    sendHeartbeats(server);
    note(server, { kind: 'leaves', term: state.currentTerm });
    leaveOffice(server);
  } else if (state.leading.goal !== null) {
    goOnWithChange(server);
  }
}
