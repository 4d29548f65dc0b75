/**
 * Changing the configuration: by way of a joint one, for any change (paper, §6), or directly, for one
 * server at a time (dissertation, §4.1). New servers first catch up without a vote (§4.2.1).
 */
import type { NodeId } from '../../src/world/actor.ts';
import { type Configuration, configurationInWords } from './entry.ts';
import { configurationIndex, configurationOf, isVoter } from './membership.ts';
import { propose } from './propose.ts';
import { progressOf, sendHeartbeats } from './replication.ts';
import type { RaftRule } from './rules.ts';
import { note, type Server } from './server.ts';
import type { Leading } from './state.ts';
import { leaveOffice } from './term.ts';

/**
 * An operator wants these servers to be the voters. Who does not lead takes no notice, nor a leader with
 * nothing to change.
 */
export function onChangeMembership(server: Server, voters: readonly NodeId[]): void {
  const { state, options, rules } = server;
  const { leading } = state;
  if (leading === null) return;
  const inFlight = leading.goal !== null || configurationIndex(state) > state.commitIndex;
  const current = configurationOf(server);
  if (differences(current, voters) === 0) return;
  if (rules['one-change-at-a-time'] && (inFlight || current.outgoing !== undefined)) {
    refuse(server, 'one-change-at-a-time');
  } else if (rules['change-after-own-commit'] && state.commitIndex < leading.electedAtIndex) {
    refuse(server, 'change-after-own-commit');
  } else if (options.membership === 'single-server' && differences(current, voters) > 1) {
    refuse(server, undefined);
  } else if (options.learnersFirst && newcomers(current, voters).length > 0) {
    leading.goal = voters;
    const { voters: old, learners } = current;
    const learning = [...learners, ...newcomers(current, voters)];
    changeTo(server, { voters: old, learners: [...new Set(learning)] });
  } else {
    start(server, voters);
  }
}

function refuse(server: Server, rule: RaftRule | undefined): void {
  note(server, { kind: 'refuses-change', rule });
}

function newcomers({ voters }: Configuration, wanted: readonly NodeId[]): NodeId[] {
  return wanted.filter((id) => !voters.includes(id));
}

function differences({ voters }: Configuration, wanted: readonly NodeId[]): number {
  return [...voters, ...wanted].filter((id) => voters.includes(id) !== wanted.includes(id)).length;
}

/** Once the learners have what is committed, lets them vote. */
export function goOnWithChange(server: Server): void {
  const { state } = server;
  const leading = state.leading as Leading;
  if (leading.goal === null || configurationIndex(state) > state.commitIndex) return;
  const { commitIndex } = state;
  const hasCaughtUp = (id: NodeId) => (progressOf(leading, id)?.matchIndex ?? 0) >= commitIndex;
  if (!newcomers(configurationOf(server), leading.goal).every(hasCaughtUp)) return;
  const { goal } = leading;
  leading.goal = null;
  start(server, goal);
}

/** Appends C_old,new; or C_new at once, where only one server comes or goes. */
function start(server: Server, voters: readonly NodeId[]): void {
  const current = configurationOf(server);
  const learners = current.learners.filter((id) => !voters.includes(id));
  if (server.options.membership === 'single-server') changeTo(server, { voters, learners });
  else changeTo(server, { voters, outgoing: current.voters, learners });
}

function changeTo(server: Server, configuration: Configuration): void {
  const configurationTold = configurationInWords(configuration);
  note(server, { kind: 'changes-membership', configuration: configurationTold });
  propose(server, [{ kind: 'configuration', configuration }]);
}

/**
 * Once C_old,new is committed, the leader appends C_new; once that is, a leader that is no part of it
 * goes. Also a leader that found C_old,new in its log goes on with it.
 */
export function onConfigurationCommitted(server: Server): void {
  const { state, context, rules } = server;
  if (state.leading === null) return;
  const index = configurationIndex(state);
  if (index > state.commitIndex) return;
  const current = configurationOf(server);
  if (current.outgoing !== undefined) {
    const { voters, learners } = current;
    changeTo(server, { voters, learners });
  } else if (!isVoter(current, context.self) && rules['removed-leader-steps-down']) {
    // The others learn that it is committed, and need not be told again.
    sendHeartbeats(server);
    note(server, { kind: 'leaves', term: state.currentTerm });
    leaveOffice(server);
  } else if (state.leading.goal !== null) {
    goOnWithChange(server);
  }
}
