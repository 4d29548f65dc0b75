/**
 * Which configuration is in force, and what a majority of it is (paper, §6; dissertation, chapter
 * 4). Configurations are entries of the log.
 */
import { must } from '../../../src/kernel/must.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Configuration, Entry, LogIndex } from '../log/entry.ts';
import type { Server } from '../server/server.ts';
import type { RaftState } from '../server/state.ts';

/**
 * The configuration in force: the latest in the log, committed or not, because a leader that used
 * an older one could decide by majorities that do not overlap with those of the newer. (etcd takes
 * the latest that is applied, and must guard elections by other means.)
 */
export function configurationOf({ state, rules }: Server): Configuration {
  const { configurations, commitIndex } = state;
  let place = configurations.length - 1;
  if (!rules['configuration-counts-once-appended']) {
    while (place > 0 && must(configurations[place], 'configuration in force').index > commitIndex)
      place -= 1;
  }
  return must(configurations[place], 'configuration in force').configuration;
}

/** The index of the latest configuration in the log. */
export function configurationIndex({ configurations }: RaftState): LogIndex {
  return must(configurations.at(-1), 'configuration in force').index;
}

/** Records the configurations among entries that were appended after an index. */
export function appendConfigurations(
  { configurations }: RaftState,
  after: LogIndex,
  entries: readonly Entry[],
): void {
  for (let place = 0; place < entries.length; place++) {
    const { command } = must(entries[place], 'entry of the log');
    if (command.kind !== 'configuration') continue;
    configurations.push({ index: after + 1 + place, configuration: command.configuration });
  }
}

/** All servers that get the log, each once. */
export function members({ voters, outgoing = [], learners }: Configuration): NodeId[] {
  return [...new Set([...voters, ...outgoing, ...learners])];
}

export function isVoter({ voters, outgoing = [] }: Configuration, id: NodeId): boolean {
  return voters.includes(id) || outgoing.includes(id);
}

/** How many servers are a majority. */
export function majorityOf(servers: readonly NodeId[]): number {
  return Math.floor(servers.length / 2) + 1;
}

/**
 * Is it a majority? While the configuration is joint: a majority of the old voters and of the new
 * ones. `count` returns how many of a group agree.
 */
export function isMajority(server: Server, count: (group: readonly NodeId[]) => number): boolean {
  const { voters, outgoing } = configurationOf(server);
  if (count(voters) < majorityOf(voters)) return false;
  if (outgoing === undefined || !server.rules['joint-majorities']) return true;
  return count(outgoing) >= majorityOf(outgoing);
}

/** For `isMajority`: how many of a group agree. */
export function those(agrees: (id: NodeId) => boolean): (group: readonly NodeId[]) => number {
  return (group) => {
    let agreeing = 0;
    for (const id of group) if (agrees(id)) agreeing += 1;
    return agreeing;
  };
}

/** Forgets the configurations whose entries are gone from the log. */
export function rollBackConfigurations({ state, rules }: Server, lastKept: LogIndex): void {
  if (!rules['roll-back-configuration']) return;
  const { configurations } = state;
  while (
    configurations.length > 1 &&
    must(configurations.at(-1), 'configuration in force').index > lastKept
  ) {
    configurations.pop();
  }
}
