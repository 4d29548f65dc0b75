/**
 * Taking and sending snapshots (paper, §7): each server takes its own, of what it has applied, and
 * then drops the entries that the snapshot stands for. A leader sends its snapshot to a follower that
 * needs entries which are gone.
 */
import type { Configuration, LogIndex, Term } from './entry.ts';
import { holdsEndOf, replaceBySnapshot } from './journal.ts';
import { termAt } from './log.ts';
import { copyMachine, type Snapshot } from './machine.ts';
import type { InstallSnapshot, Stamp } from './messages.ts';
import { note, type Server } from './server.ts';
import type { ConfigurationAt, Progress, RaftState } from './state.ts';

export function snapshotIfDue(server: Server): void {
  const { state, options } = server;
  if (options.snapshotEvery === null) return;
  if (state.lastApplied - state.log.startIndex >= options.snapshotEvery) takeSnapshot(server);
}

export function takeSnapshot(server: Server): void {
  const { state, context } = server;
  const lastIncludedIndex = state.lastApplied;
  if (lastIncludedIndex === state.log.startIndex) return;
  const snapshot: Snapshot = {
    lastIncludedIndex,
    lastIncludedTerm: termAt(state.log, lastIncludedIndex) as Term,
    configuration: configurationAsOf(server, lastIncludedIndex),
    machine: copyMachine(state.machine),
  };
  adopt(state, snapshot, true);
  context.persist({ kind: 'snapshot', snapshot, keepsSuffix: true });
  note(server, { kind: 'takes-snapshot', index: lastIncludedIndex });
}

/** The configuration in force at that entry: a later one may yet be truncated. */
function configurationAsOf({ state, rules }: Server, index: LogIndex): Configuration {
  const { configurations } = state;
  let place = configurations.length - 1;
  if (rules['snapshot-holds-committed-configuration']) {
    while (place > 0 && (configurations[place] as ConfigurationAt).index > index) place -= 1;
  }
  return (configurations[place] as ConfigurationAt).configuration;
}

/** Lets a snapshot stand for the beginning of the log, and for the configurations in it. */
export function adopt(state: RaftState, snapshot: Snapshot, keepsSuffix: boolean): void {
  const { lastIncludedIndex, configuration } = snapshot;
  state.snapshot = snapshot;
  replaceBySnapshot(state.log, snapshot, keepsSuffix);
  const later = state.configurations.filter(
    ({ index }) => keepsSuffix && index > lastIncludedIndex,
  );
  const first = { index: lastIncludedIndex, configuration };
  state.configurations.splice(0, state.configurations.length, first, ...later);
}

/** Does the log go on from where the snapshot ends? */
export function keepsSuffixOf({ state, rules }: Server, snapshot: Snapshot): boolean {
  if (!rules['keep-log-that-matches-snapshot']) return true;
  return holdsEndOf(state.log, snapshot);
}

/** Sends the snapshot in place of entries that are gone; waits for the answer before anything else. */
export function sendSnapshot(server: Server, progress: Progress, stamp: Stamp): void {
  const { state, context } = server;
  const { snapshot, currentTerm: term } = state;
  if (snapshot === null) throw new Error('entries are gone, but there is no snapshot of them');
  const leaderId = context.self;
  const message: InstallSnapshot = { type: 'InstallSnapshot', term, leaderId, snapshot, stamp };
  context.send(progress.id, message);
  progress.mode = 'probe';
  progress.awaiting = true;
}
