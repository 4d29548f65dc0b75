/**
 * Goal: a server does what the Raft paper says of the log. Method: one server on the bench, one
 * sentence of the paper a test. "Reference" gives the section of the extended version.
 */
import { describe, expect, test } from 'vitest';
import type { AppendEntriesReply, RaftMessage } from '../../../../sims/raft/messages.ts';
import type { JournalRecord } from '../../../../sims/raft/server/journal.ts';
import {
  acceptedEntries,
  appendEntries,
  ballot,
  benchServer,
  entries,
  granted,
  put,
  refusedEntries,
  stamp,
} from '../../../support/raft-bench.ts';

type Bench = ReturnType<typeof benchServer>;

const terms = ({ state }: Bench) => state.log.entries.map(({ term }) => term);

/** What it answered to the one message that it got. */
const answerOf = (sent: readonly { message: RaftMessage }[]) =>
  sent.at(-1)?.message as AppendEntriesReply;

/** Leads term 1 more than its log, elected by n2 and n3; it has answered itself. */
function leader(options: Parameters<typeof benchServer>[0] = {}): Bench {
  const raft = benchServer(options);
  raft.timeout('electionTimeout');
  const { currentTerm } = raft.state;
  for (const voter of ['n1', 'n2', 'n3']) raft.receive(voter, granted(currentTerm, options.log));
  expect(raft.state.role).toBe('leader');
  return raft;
}

/** A client asks the leader for something. */
const request = (raft: Bench, key = 'x') =>
  raft.receive('c1', { type: 'ClientRequest', request: 1, command: put(key, 'v') as never });

describe('a follower', () => {
  test('"Reply false if log doesn’t contain an entry at prevLogIndex whose term matches prevLogTerm" (Figure 2, 2)', () => {
    const short = benchServer({ log: [1] });
    const missing = short.serve('n2', appendEntries(2, { prevLogIndex: 2, prevLogTerm: 1 }));
    expect(answerOf(missing.sent)).toMatchObject({
      success: false,
      conflict: { prevLogIndex: 2, term: undefined, index: 2 },
    });
    const other = benchServer({ log: [1, 2, 2, 2] });
    const differs = other.serve('n2', appendEntries(3, { prevLogIndex: 4, prevLogTerm: 3 }));
    // "The follower can include the term of the conflicting entry and the first index it stores for that term" (§5.3).
    expect(answerOf(differs.sent)).toMatchObject({
      success: false,
      conflict: { prevLogIndex: 4, term: 2, index: 2 },
    });
  });

  test('"If an existing entry conflicts with a new one, delete the existing entry and all that follow it" (Figure 2, 3)', () => {
    const raft = benchServer({ log: [1, 1, 2, 2] });
    const request = appendEntries(3, { prevLogIndex: 2, prevLogTerm: 1, entries: entries(3) });
    const { persisted } = raft.receive('n2', request);
    expect(terms(raft)).toEqual([1, 1, 3]);
    expect(persisted.at(-1)).toEqual({ kind: 'entries', after: 2, entries: entries(3) });
  });

  test('"Append any new entries not already in the log" (Figure 2, 4): what is there stays, also after them', () => {
    const raft = benchServer({ log: [1, 1, 1] });
    const late = appendEntries(1, { prevLogIndex: 0, entries: entries(1, 1) });
    const { persisted, sent } = raft.serve('n2', late);
    expect(terms(raft)).toEqual([1, 1, 1]);
    expect(persisted).toEqual([]);
    expect(answerOf(sent)).toMatchObject({ success: true, matchIndex: 2 });
  });

  test('"If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new entry)" (Figure 2, 5)', () => {
    const raft = benchServer({ log: [1, 1, 1] });
    raft.receive('n2', appendEntries(2, { prevLogIndex: 1, prevLogTerm: 1, leaderCommit: 3 }));
    expect(raft.state.commitIndex).toBe(1);
    raft.receive('n2', appendEntries(2, { prevLogIndex: 3, prevLogTerm: 1, leaderCommit: 2 }));
    expect(raft.state.commitIndex).toBe(2);
  });

  test('"If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied]" (Figure 2, All Servers)', () => {
    const raft = benchServer();
    const commands = [
      { term: 1, command: { kind: 'register' as const } },
      { term: 1, command: put('x', 'v') },
    ];
    raft.receive('n2', appendEntries(1, { entries: commands, leaderCommit: 2 }));
    expect(raft.state).toMatchObject({ commitIndex: 2, lastApplied: 2 });
    expect(raft.state.machine.data).toEqual({ x: 'v' });
  });

  test('"Reply false if term < currentTerm" (Figure 2, 1): nothing of it counts', () => {
    const raft = benchServer({ journal: [ballot(3, null)] });
    const { sent } = raft.serve('n2', appendEntries(2, { entries: entries(2), leaderCommit: 1 }));
    expect(answerOf(sent)).toMatchObject({ term: 3, success: false });
    expect(terms(raft)).toEqual([]);
  });
});

describe('a leader', () => {
  test('"The leader appends the command to its log as a new entry, then issues AppendEntries RPCs in parallel" (§5.3)', () => {
    const raft = leader({ log: [1] });
    for (const id of ['n2', 'n3', 'n4', 'n5']) raft.receive(id, acceptedEntries(2, 1));
    const { sent, persisted } = request(raft);
    expect(persisted).toEqual([
      { kind: 'entries', after: 1, entries: [{ term: 2, command: put('x', 'v') }] },
    ]);
    const copies = sent.filter(({ message }) => message.type === 'AppendEntries');
    expect(copies.map(({ to }) => to)).toEqual(['n2', 'n3', 'n4', 'n5']);
    expect(copies[0]?.message).toMatchObject({ prevLogIndex: 1, prevLogTerm: 1, leaderCommit: 0 });
  });

  test('"A log entry is committed once the leader that created the entry has replicated it on a majority of the servers" (§5.3)', () => {
    const raft = leader();
    request(raft);
    raft.receive('n1', acceptedEntries(1, 1));
    raft.receive('n2', acceptedEntries(1, 1));
    expect(raft.state.commitIndex).toBe(0);
    const { sent } = raft.receive('n3', acceptedEntries(1, 1));
    expect(raft.state.commitIndex).toBe(1);
    expect(sent).toContainEqual({
      to: 'c1',
      message: {
        type: 'ClientReply',
        request: 1,
        result: { kind: 'no-session' },
        leaderHint: 'n1',
      },
    });
  });

  test('"Raft never commits log entries from previous terms by counting replicas" (§5.4.2)', () => {
    const raft = leader({ log: [1, 1] });
    for (const id of ['n1', 'n2', 'n3', 'n4']) raft.receive(id, acceptedEntries(2, 2));
    expect(raft.state.commitIndex).toBe(0);
    request(raft);
    for (const id of ['n1', 'n2', 'n3']) raft.receive(id, acceptedEntries(2, 3));
    // "Once an entry from the current term has been committed in this way, then all prior entries are committed indirectly."
    expect(raft.state.commitIndex).toBe(3);
  });

  test('the same follower counts once, however often it answers', () => {
    const raft = leader();
    request(raft);
    for (const id of ['n1', 'n2', 'n2', 'n2']) raft.receive(id, acceptedEntries(1, 1));
    expect(raft.state.commitIndex).toBe(0);
  });

  test('"If AppendEntries fails because of log inconsistency: decrement nextIndex and retry" (Figure 2), by whole terms (§5.3)', () => {
    const raft = leader({ log: [1, 1, 4, 4, 5] });
    const conflict = { prevLogIndex: 5, term: 4, index: 3 };
    const { sent } = raft.receive('n2', refusedEntries(6, conflict));
    // It has entries of term 4 too: up to there the logs may agree.
    expect(sent).toMatchObject([{ to: 'n2', message: { prevLogIndex: 4, prevLogTerm: 4 } }]);
    const none = { prevLogIndex: 5, term: 3, index: 2 };
    const other = raft.receive('n3', refusedEntries(6, none));
    expect(other.sent).toMatchObject([{ to: 'n3', message: { prevLogIndex: 1, prevLogTerm: 1 } }]);
  });

  test('an answer to an earlier message does not set it back', () => {
    const raft = leader({ log: [1, 1] });
    raft.receive('n2', acceptedEntries(2, 2));
    const { sent } = raft.receive('n2', refusedEntries(2, { prevLogIndex: 2, term: 1, index: 1 }));
    expect(sent).toEqual([]);
  });

  test('while it probes, only the answer to the probe that is under way moves it', () => {
    const raft = leader({ log: [1, 1, 1, 1] });
    const first = { prevLogIndex: 4, term: undefined, index: 3 };
    const { sent } = raft.receive('n2', refusedEntries(2, first));
    expect(sent).toMatchObject([{ message: { prevLogIndex: 2 } }]);
    // A copy of the answer, and one to a heartbeat that was sent before.
    for (const late of [first, { prevLogIndex: 3, term: undefined, index: 1 }]) {
      expect(raft.receive('n2', refusedEntries(2, late)).sent).toEqual([]);
    }
    expect(raft.receive('n2', acceptedEntries(2, 4)).sent).toEqual([]);
  });

  test('it never goes back to before what is known to agree', () => {
    const raft = leader({ log: [1, 1, 1] });
    raft.receive('n2', acceptedEntries(2, 3));
    request(raft);
    request(raft);
    raft.receive('n2', acceptedEntries(2, 4));
    const conflict = { prevLogIndex: 5, term: undefined, index: 1 };
    const { sent } = raft.receive('n2', refusedEntries(2, conflict));
    expect(sent).toMatchObject([{ message: { prevLogIndex: 4, entries: [{ term: 2 }] } }]);
  });

  test('an answer of another term counts for nothing (raft.tla, DropStaleResponse)', () => {
    const raft = leader({ log: [1] });
    request(raft);
    raft.receive('n1', acceptedEntries(2, 2));
    for (const id of ['n2', 'n3']) raft.receive(id, acceptedEntries(1, 2));
    expect(raft.state.commitIndex).toBe(0);
  });

  test('"Upon election" it appends a no-op where that is wanted (§8)', () => {
    const raft = leader({ noOp: true, log: [1] });
    expect(raft.state.log.entries.at(-1)).toEqual({ term: 2, command: { kind: 'no-op' } });
  });

  test('heartbeats carry no entries (§5.2), and say what is committed', () => {
    const raft = leader();
    request(raft);
    const { sent } = raft.timeout('heartbeatTimeout');
    expect(sent.map(({ message }) => message)).toMatchObject(
      ['n2', 'n3', 'n4', 'n5'].map(() => ({ entries: [], prevLogIndex: 0, leaderCommit: 0 })),
    );
  });

  test('requests that come together are appended together, where it waits for that', () => {
    const raft = leader({ batchMs: 5 });
    request(raft, 'x');
    const { sent } = request(raft, 'y');
    expect(sent).toEqual([]);
    const { persisted } = raft.timeout('batchTimeout');
    expect(persisted).toMatchObject([{ kind: 'entries', entries: [{ term: 1 }, { term: 1 }] }]);
  });
});

describe('a server that restarts', () => {
  test('has the log that its journal makes (Figure 2, Persistent state)', () => {
    const raft = benchServer({
      journal: [
        { kind: 'entries', after: 0, entries: entries(1, 1, 1) },
        { kind: 'entries', after: 1, entries: entries(2) },
        ballot(2, null),
      ],
    });
    expect(terms(raft)).toEqual([1, 2]);
    expect(raft.state).toMatchObject({ commitIndex: 0, lastApplied: 0 });
  });

  test('has its snapshot, and the entries after it (§7)', () => {
    const snapshot = {
      lastIncludedIndex: 2,
      lastIncludedTerm: 1,
      configuration: { voters: ['n1', 'n2'], learners: [] },
      machine: { data: { x: 'v' }, sessions: [] },
    };
    const raft = benchServer({
      journal: [
        { kind: 'entries', after: 0, entries: entries(1, 1, 1) },
        { kind: 'snapshot', snapshot },
        { kind: 'compaction', index: 2, term: 1, keepsSuffix: true },
      ],
    });
    expect(raft.done.persisted).toEqual([]);
    expect(terms(raft)).toEqual([1]);
    expect(raft.state).toMatchObject({ commitIndex: 2, lastApplied: 2 });
    expect(raft.state.machine.data).toEqual({ x: 'v' });
    expect(raft.state.configurations).toEqual([
      { index: 2, configuration: snapshot.configuration },
    ]);
  });
});

describe('a crash between the snapshot and the compaction of the log (redisraft#43)', () => {
  const snapshot = {
    lastIncludedIndex: 2,
    lastIncludedTerm: 1,
    configuration: { voters: ['n1', 'n2'], learners: [] },
    machine: { data: { x: 'v' }, sessions: [] },
  };

  test.each([
    ['an entry that it stands for is the same', [1, 1, 1], true, [1]],
    ['the log differs from it', [1, 2, 2], false, []],
    ['the log is shorter', [1], false, []],
  ])('the server goes on with the second write: %s', (_name, log, keepsSuffix, kept) => {
    const journal: JournalRecord[] = [
      { kind: 'entries', after: 0, entries: entries(...log) },
      { kind: 'snapshot', snapshot },
    ];
    const raft = benchServer({ journal });
    const compaction = { kind: 'compaction', index: 2, term: 1, keepsSuffix } as const;
    expect(raft.done.persisted).toEqual([compaction]);
    expect(terms(raft)).toEqual(kept);
    expect(raft.state).toMatchObject({ commitIndex: 2, lastApplied: 2 });
    // The next life finds what this one has written after it.
    const more = { kind: 'entries', after: 2 + kept.length, entries: entries(3) } as const;
    const later = benchServer({ journal: [...journal, compaction, more] });
    expect(later.done.persisted).toEqual([]);
    expect(terms(later)).toEqual([...kept, 3]);
  });

  test('a server cuts its log off only once its snapshot is on its disk', () => {
    const raft = benchServer();
    raft.serve('n2', appendEntries(1, { entries: entries(1, 1), leaderCommit: 2 }));
    const { persisted, sent } = raft.receive('n1', { type: 'TakeSnapshot' });
    expect(persisted.map(({ kind }) => kind)).toEqual(['snapshot']);
    expect(sent).toEqual([]);
    expect(terms(raft)).toEqual([1, 1]);
    const [stored] = raft.sync().sent;
    expect(stored?.to).toBe('n1');
    const { persisted: second } = raft.receive('n1', stored?.message as RaftMessage);
    expect(second.map(({ kind }) => kind)).toEqual(['compaction']);
    expect(terms(raft)).toEqual([]);
  });
});

describe('asynchronous append', () => {
  test('a write of an earlier term acknowledges nothing (etcd, MsgStorageAppendResp)', () => {
    const raft = benchServer({ asynchronousAppend: true });
    raft.receive('n2', appendEntries(1, { entries: entries(1) }));
    const [late] = raft.sync().sent;
    expect(late).toMatchObject({ to: 'n1', message: { type: 'EntriesStored' } });
    const other = { leaderId: 'n3', entries: entries(2) };
    raft.receive('n3', appendEntries(2, other));
    expect(raft.receive('n1', late?.message as RaftMessage).sent).toEqual([]);
    const [stored] = raft.sync().sent;
    expect(raft.receive('n1', stored?.message as RaftMessage).sent).toMatchObject([
      { to: 'n3', message: { type: 'AppendEntriesReply', term: 2, success: true, matchIndex: 1 } },
    ]);
  });
});

describe('InstallSnapshot (Figure 13)', () => {
  const snapshotUpTo = (lastIncludedIndex: number, lastIncludedTerm: number): RaftMessage => ({
    type: 'InstallSnapshot',
    term: 3,
    leaderId: 'n2',
    stamp: stamp(3),
    snapshot: {
      lastIncludedIndex,
      lastIncludedTerm,
      configuration: { voters: ['n1', 'n2', 'n3', 'n4', 'n5'], learners: [] },
      machine: { data: { x: 'new' }, sessions: [] },
    },
  });

  test('"If existing log entry has same index and term as snapshot’s last included entry, retain log entries following it" (6)', () => {
    const raft = benchServer({ log: [1, 2, 2] });
    const { sent } = raft.serve('n2', snapshotUpTo(2, 2));
    expect(raft.state.log).toMatchObject({ startIndex: 2, startTerm: 2 });
    expect(terms(raft)).toEqual([2]);
    expect(answerOf(sent)).toMatchObject({ success: true, matchIndex: 2 });
  });

  test('"Discard the entire log" (7), and "reset state machine using snapshot contents" (8)', () => {
    const raft = benchServer({ log: [1, 1, 1] });
    raft.receive('n2', snapshotUpTo(2, 2));
    expect(terms(raft)).toEqual([]);
    expect(raft.state.machine.data).toEqual({ x: 'new' });
    expect(raft.state).toMatchObject({ commitIndex: 2, lastApplied: 2 });
  });

  test('one that was overtaken changes nothing', () => {
    const raft = benchServer({ log: [1, 1, 1] });
    raft.receive('n2', appendEntries(3, { prevLogIndex: 3, prevLogTerm: 1, leaderCommit: 3 }));
    raft.receive('n2', snapshotUpTo(2, 1));
    expect(raft.state).toMatchObject({ commitIndex: 3, lastApplied: 3, snapshot: null });
  });
});
