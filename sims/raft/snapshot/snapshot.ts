/**
 * Taking and sending snapshots (paper, §7): each server takes its own snapshot of what it has
 * applied, and drops the entries that the snapshot covers once it is on disk. These are two writes,
 * and a crash may come between them. A leader sends its snapshot to a follower that needs entries
 * which are gone.
 */

import { must } from '../../../src/kernel/must.ts';
import { copyMachine, type Snapshot } from '../client/machine.ts';
import type { Configuration, LogIndex, Term } from '../log/entry.ts';
import { termAt } from '../log/log.ts';
import type { InstallSnapshot, SnapshotStored, Stamp } from '../messages.ts';
import { compactBy, compactionOf, holdsEndOf } from '../server/journal.ts';
import { note, type Server } from '../server/server.ts';
import type { Progress, RaftState } from '../server/state.ts';

export function snapshotIfDue(server: Server): void {
  const { state, options } = server;
  if (options.snapshotEvery === null) return;
  if (state.lastApplied - snapshotIndex(state) >= options.snapshotEvery) takeSnapshot(server);
}

/** How far the log is or was covered by a snapshot. */
function snapshotIndex({ snapshot, log }: RaftState): LogIndex {
  return Math.max(snapshot?.lastIncludedIndex ?? 0, log.startIndex);
}

export function takeSnapshot(server: Server): void {
  const { state, context, rules } = server;
  const lastIncludedIndex = state.lastApplied;
  if (lastIncludedIndex === snapshotIndex(state)) return;
  const snapshot: Snapshot = {
    lastIncludedIndex,
    lastIncludedTerm: termAt(state.log, lastIncludedIndex) as Term,
    configuration: configurationAsOf(server, lastIncludedIndex),
    machine: copyMachine(state.machine),
  };
  state.snapshot = snapshot;
  note(server, { kind: 'takes-snapshot', index: lastIncludedIndex });
  if (rules['snapshot-before-compaction']) context.persist({ kind: 'snapshot', snapshot });
  else compactLog(server, snapshot, true);
  context.sendWhenDurable(context.self, { type: 'SnapshotStored', snapshot });
}

/** The first of the two writes is on disk: now for the second. */
export function onSnapshotStored(server: Server, { snapshot }: SnapshotStored): void {
  const { state, context, rules } = server;
  if (!rules['snapshot-before-compaction']) context.persist({ kind: 'snapshot', snapshot });
  else if (snapshot.lastIncludedIndex > state.log.startIndex) compactLog(server, snapshot, true);
}

/** The configuration in force at that entry: a later one may yet be truncated. */
function configurationAsOf({ state, rules }: Server, index: LogIndex): Configuration {
  const { configurations } = state;
  let place = configurations.length - 1;
  if (rules['snapshot-holds-committed-configuration']) {
    while (place > 0 && must(configurations[place], 'configuration in force').index > index)
      place -= 1;
  }
  return must(configurations[place], 'configuration in force').configuration;
}

/** Replaces the beginning of the log, and the configurations in it, by a snapshot. */
export function compactLog({ state, context }: Server, snapshot: Snapshot, keepsSuffix: boolean) {
  const compaction = compactionOf(snapshot, keepsSuffix);
  compactBy(state.log, compaction);
  context.persist(compaction);
  const { lastIncludedIndex, configuration } = snapshot;
  const later = state.configurations.filter(
    ({ index }) => keepsSuffix && index > lastIncludedIndex,
  );
  const first = { index: lastIncludedIndex, configuration };
  state.configurations.splice(0, state.configurations.length, first, ...later);
}

/** Does the log continue where the snapshot ends? */
export function keepsSuffixOf({ state, rules }: Server, snapshot: Snapshot): boolean {
  if (!rules['keep-log-that-matches-snapshot']) return true;
  return holdsEndOf(state.log, snapshot);
}

/**
 * Sends the snapshot in place of entries that are gone, and waits for the answer before it sends
 * anything else.
 */
export function sendSnapshot(server: Server, progress: Progress, stamp: Stamp): void {
  const { state, context } = server;
  const { snapshot, log, currentTerm: term } = state;
  // Without `snapshot-before-compaction` entries may be gone for good.
  if (snapshot === null || snapshot.lastIncludedIndex < log.startIndex) return;
  const leaderId = context.self;
  const message: InstallSnapshot = { type: 'InstallSnapshot', term, leaderId, snapshot, stamp };
  context.send(progress.id, message);
  progress.mode = 'probe';
  progress.awaiting = true;
}
