/**
 * Configurations (paper, §6; dissertation, chapter 4): who votes, and who only learns. They stand in
 * the log as entries of their own.
 */
import type { NodeId } from '../../src/world/actor.ts';
import type { Server } from './server.ts';
import type { LogIndex } from './state.ts';

export interface Configuration {
  readonly voters: readonly NodeId[];
  /** While it is joint: the voters of the old configuration, C_old. `voters` are those of C_new. */
  readonly outgoing?: readonly NodeId[];
  /** They get the log, but have no vote and count for no majority. */
  readonly learners: readonly NodeId[];
}

/** A configuration, and the entry that it stands in: 0 for the one that the server started with. */
export interface ConfigurationAt {
  readonly index: LogIndex;
  readonly configuration: Configuration;
}

/**
 * The configuration in force: the latest in the log, committed or not, since a leader that used an
 * older one could decide by majorities that do not meet those of the newer. (etcd takes the latest
 * that is applied, and must guard elections by other means.)
 */
export function configuration({ state, rules }: Server): Configuration {
  const { configurations, commitIndex } = state;
  let place = configurations.length - 1;
  if (!rules['configuration-counts-once-appended']) {
    while (place > 0 && (configurations[place] as ConfigurationAt).index > commitIndex) place -= 1;
  }
  return (configurations[place] as ConfigurationAt).configuration;
}

/** Where the latest configuration stands in the log. */
export function configurationIndex({ configurations }: Server['state']): LogIndex {
  return (configurations.at(-1) as ConfigurationAt).index;
}

/** Everyone who gets the log, each once. */
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
 * Is it a majority? While the configuration is joint: of the old voters and of the new ones, each.
 * `count` says how many of a group are for it.
 */
export function isMajority(
  { rules }: Server,
  { voters, outgoing }: Configuration,
  count: (group: readonly NodeId[]) => number,
): boolean {
  if (count(voters) < majorityOf(voters)) return false;
  if (outgoing === undefined || !rules['joint-majorities']) return true;
  return count(outgoing) >= majorityOf(outgoing);
}

/** Forgets the configurations whose entries are gone from the log. */
export function rollBackConfigurations({ state, rules }: Server, lastKept: LogIndex): void {
  if (!rules['roll-back-configuration']) return;
  const { configurations } = state;
  while (configurations.length > 1 && (configurations.at(-1) as ConfigurationAt).index > lastKept) {
    configurations.pop();
  }
}
