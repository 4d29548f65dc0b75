/**
 * An observer that sees all servers at once, and remembers what it saw: it reports how the safety
 * properties of Raft were broken (paper, Figure 3). It looks only at what has changed, because it
 * looks after every event.
 */

import { Breaches } from '../../src/check/breaches.ts';
import type { NodeObserver } from '../../src/check/invariant.ts';
import { must } from '../../src/kernel/must.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { Node } from '../../src/world/node.ts';
import type { Command, Entry, LogIndex, Term } from './log/entry.ts';
import { entryAt, type Log, lastIndex, noEntries, termAt } from './log/log.ts';
import { majorityOf } from './membership/membership.ts';
import { blank, type Durable, type JournalRecord, replay } from './server/journal.ts';
import type { RaftState } from './server/state.ts';

/** The properties that it checks. */
export type Watched =
  | 'leader-append-only'
  | 'log-matching'
  | 'leader-completeness'
  | 'state-machine-safety'
  | 'committed-is-durable'
  | 'commit-never-falls';

export interface Observer {
  readonly servers: readonly Node<RaftState>[];
  /** By node index. */
  readonly seen: Seen[];
  /** For each index, every entry that was ever seen there. */
  readonly entries: Known[][];
  /** The committed entries, from index 1. */
  readonly committed: Committed[];
  readonly breaches: Breaches<Watched>;
}

/** An entry, with the term of the one before it: if both agree, the logs also agree before it. */
interface Known {
  readonly term: Term;
  readonly command: Command;
  readonly previousTerm: Term;
}

interface Committed {
  /** Undefined if only a snapshot that covers it was seen. */
  readonly term: Term | undefined;
  readonly command: Command | undefined;
  /** The term in which it was committed: every leader of a later term must have it. */
  readonly inTerm: Term;
}

/** What was last seen of a server. */
interface Seen {
  state: RaftState | undefined;
  startIndex: LogIndex;
  readonly entries: Entry[];
  commitIndex: LogIndex;
  /** The term that it led when it was last seen; 0 if it did not lead. */
  leads: Term;
  /** How many committed entries it was found to have, as a leader. */
  complete: number;
  /** What is durable on its disk, and how many records that took. */
  durable: Durable;
  records: number;
  /** How many disks the server had lost by then. */
  disksLost: number;
}

export function observer(
  servers: readonly Node<RaftState>[],
  initialLogs: Readonly<Record<NodeId, readonly Entry[]>>,
  committed: readonly Term[],
): Observer {
  const seen: Seen[] = [];
  for (const { place, self } of servers) {
    seen[place] = {
      state: undefined,
      startIndex: 0,
      entries: [],
      commitIndex: 0,
      leads: 0,
      complete: 0,
      durable: blank(initialLogs[self] ?? []),
      records: 0,
      disksLost: 0,
    };
  }
  return {
    servers,
    seen,
    entries: [],
    committed: committed.map((term) => ({ term, command: undefined, inTerm: term })),
    breaches: new Breaches(),
  };
}

/** A cluster, or several in one world. */
interface Observed {
  readonly observer?: Observer;
  readonly groupOf?: ReadonlyMap<Node, { readonly observer: Observer }>;
}

/** Watches a cluster for all its invariants. */
export const raftObserver: NodeObserver = {
  kind: 'raft',
  observe: (node: Node<RaftState>, { observer, groupOf }: Observed) =>
    observe(must(observer ?? groupOf?.get(node)?.observer, 'observer of the server'), node),
};

/** Examines a server after an event. O(1) if its log has not changed. */
export function observe(observer: Observer, node: Node<RaftState>): void {
  const seen = must(observer.seen[node.place], 'what was seen of the server');
  const { state } = node;
  if (state === undefined) return;
  const { log, commitIndex } = state;
  const { entries } = log;
  const { length } = entries;
  const nothingNew =
    seen.state === state &&
    seen.entries.length === length &&
    seen.entries[length - 1] === entries[length - 1] &&
    seen.startIndex === log.startIndex &&
    seen.commitIndex === commitIndex &&
    (state.role === 'leader'
      ? seen.leads === state.currentTerm && seen.complete === observer.committed.length
      : seen.leads === 0);
  if (!nothingNew) look(observer, node, state, seen);
}

function look(observer: Observer, node: Node<RaftState>, state: RaftState, seen: Seen): void {
  if (seen.state !== state) {
    // After a restart it must first hear how far the log is committed.
    seen.state = state;
    seen.commitIndex = 0;
    seen.entries.length = 0;
    seen.leads = 0;
  }
  // Before the log: a snapshot may have replaced entries that were just committed.
  lookAtCommit(observer, node, state, seen);
  lookAtLog(observer, node, state, seen);
  lookAtLead(observer, node, state, seen);
}

function lookAtLog(
  observer: Observer,
  { self }: Node<RaftState>,
  { log, role, currentTerm }: RaftState,
  seen: Seen,
): void {
  const { entries } = log;
  let same = 0;
  if (seen.startIndex === log.startIndex) {
    same = Math.min(seen.entries.length, entries.length);
    while (same > 0 && seen.entries[same - 1] !== entries[same - 1]) same -= 1;
    if (same < seen.entries.length && role === 'leader' && seen.leads === currentTerm) {
      const index = log.startIndex + same + 1;
      observer.breaches.report(
        'leader-append-only',
        `server ${self} leads and has replaced entry ${index} of its own log; a leader should only append`,
      );
    }
  }
  seen.startIndex = log.startIndex;
  seen.entries.length = same;
  for (let place = same; place < entries.length; place++) {
    const entry = must(entries[place], 'entry of the log');
    seen.entries.push(entry);
    const previousTerm =
      place === 0 ? log.startTerm : must(entries[place - 1], 'entry of the log').term;
    lookAtEntry(observer, self, log.startIndex + place + 1, entry, previousTerm);
  }
}

/** By induction over the index: Log Matching across all logs that ever existed. */
function lookAtEntry(
  observer: Observer,
  self: NodeId,
  index: LogIndex,
  { term, command }: Entry,
  previousTerm: Term,
): void {
  const known = observer.entries[index] ?? [];
  observer.entries[index] = known;
  for (const other of known) {
    if (other.term !== term) continue;
    if (!isSame(other.command, command)) {
      const message = `server ${self} has another entry ${index} of term ${term} than a server had before`;
      observer.breaches.report('log-matching', message);
    } else if (other.previousTerm !== previousTerm) {
      const found = `one of term ${previousTerm}, on another server on one of term ${other.previousTerm}`;
      const message = `entry ${index} of term ${term} follows on server ${self} on ${found}`;
      observer.breaches.report('log-matching', message);
    }
    return;
  }
  known.push({ term, command, previousTerm });
}

function isSame(a: Command, b: Command): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function lookAtCommit(
  observer: Observer,
  { self }: Node<RaftState>,
  state: RaftState,
  seen: Seen,
): void {
  const { log, commitIndex } = state;
  if (commitIndex < seen.commitIndex) {
    const fall = `from ${seen.commitIndex} to ${commitIndex}`;
    observer.breaches.report(
      'commit-never-falls',
      `the commit index of server ${self} fell ${fall}`,
    );
  }
  for (let index = seen.commitIndex + 1; index <= commitIndex; index++) {
    // If a snapshot replaced entries in the same instant, they are known from the leader: it only
    // appends.
    const before = seen.leads === state.currentTerm ? seen.entries : noEntries;
    const entry = entryAt(log, index) ?? before[index - seen.startIndex - 1];
    const term = entry?.term ?? termAt(log, index);
    const command = entry?.command;
    const known = observer.committed[index - 1];
    if (known === undefined) {
      observer.committed.push({ term, command, inTerm: state.currentTerm });
      if (term !== undefined) lookAtDisks(observer, state, seen, index, term);
    } else if (term !== undefined && !agrees(known, term, command)) {
      const entries = `entry ${index} of term ${term}, but another server applied one of term ${known.term} there`;
      observer.breaches.report('state-machine-safety', `server ${self} applied ${entries}`);
    }
  }
  seen.commitIndex = commitIndex;
}

function agrees(known: Committed, term: Term, command: Command | undefined): boolean {
  if (known.term !== undefined && known.term !== term) return false;
  return known.command === undefined || command === undefined || isSame(known.command, command);
}

/**
 * Committed entries are durable on the disks of a majority, so they survive any minority: a
 * majority of the configuration by which they were committed, not of one that the leader appended
 * in the same moment.
 */
function lookAtDisks(
  observer: Observer,
  { configurations }: RaftState,
  { startIndex, entries }: Seen,
  index: LogIndex,
  term: Term,
): void {
  const lastSeen = startIndex + entries.length;
  const inForce = configurations.findLast((at) => at.index <= lastSeen) ?? configurations[0];
  if (inForce === undefined) return;
  const { voters, outgoing } = inForce.configuration;
  for (const group of [voters, outgoing]) {
    if (group === undefined) continue;
    const having = observer.servers.filter(
      (node) => group.includes(node.self) && hasOnDisk(observer, node, index, term),
    );
    if (having.length >= majorityOf(group)) continue;
    const disks = `${having.length} of ${group.length} disks, less than a majority`;
    observer.breaches.report(
      'committed-is-durable',
      `entry ${index} was committed while it was on only ${disks}`,
    );
  }
}

function hasOnDisk(
  observer: Observer,
  { place, disk }: Node<RaftState>,
  index: LogIndex,
  term: Term,
): boolean {
  const seen = must(observer.seen[place], 'what was seen of the server');
  if (seen.disksLost !== disk.timesLost) {
    seen.disksLost = disk.timesLost;
    seen.durable = blank([]);
    seen.records = 0;
  }
  const { durable } = seen;
  const journal = disk.journal as readonly JournalRecord[];
  while (seen.records < disk.durable) {
    replay(durable, must(journal[seen.records], 'record of the journal'));
    seen.records += 1;
  }
  return hasEntry(durable.log, index, term);
}

function hasEntry(log: Log, index: LogIndex, term: Term): boolean {
  return index < log.startIndex || (index <= lastIndex(log) && termAt(log, index) === term);
}

function lookAtLead(
  observer: Observer,
  { self }: Node<RaftState>,
  { role, currentTerm, log }: RaftState,
  seen: Seen,
): void {
  if (role !== 'leader') {
    seen.leads = 0;
    return;
  }
  if (seen.leads !== currentTerm) seen.complete = 0;
  seen.leads = currentTerm;
  const { committed } = observer;
  for (let index = seen.complete + 1; index <= committed.length; index++) {
    const { term, inTerm } = must(committed[index - 1], 'committed entry');
    if (inTerm >= currentTerm || term === undefined || hasEntry(log, index, term)) continue;
    const leader = `server ${self} leads term ${currentTerm}`;
    observer.breaches.report(
      'leader-completeness',
      `${leader} without the committed entry ${index}`,
    );
  }
  seen.complete = committed.length;
}
