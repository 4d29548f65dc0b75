/**
 * Goal: "Persistent state on all servers: updated on stable storage before responding to RPCs" (paper,
 * Figure 2). Method: one server on the bench, whose disk is durable only when a test says so; a test for
 * each message that leaves a server, as in the table of sims/raft/README.md.
 */
import { describe, expect, test } from 'vitest';
import type { RaftMessage } from '../../../../sims/raft/messages.ts';
import {
  acceptedEntries,
  appendEntries,
  ballot,
  benchServer,
  entries,
  granted,
  put,
  requestVote,
  stamp,
} from '../../../support/raft-bench.ts';

const types = (sent: readonly { message: RaftMessage }[]) =>
  sent.map(({ message }) => message.type);

const snapshot = {
  lastIncludedIndex: 2,
  lastIncludedTerm: 1,
  configuration: { voters: ['n1', 'n2', 'n3', 'n4', 'n5'], learners: [] },
  machine: { data: {}, sessions: [] },
};
const installSnapshot = (term: number): RaftMessage => ({
  type: 'InstallSnapshot',
  term,
  leaderId: 'n2',
  stamp: stamp(term),
  snapshot,
});

describe('an answer waits for what it says', () => {
  test.each<[string, RaftMessage, RaftMessage['type']]>([
    ['a vote', requestVote(1, 'n2'), 'RequestVoteReply'],
    ['a refusal in a larger term', requestVote(1, 'n2', []), 'RequestVoteReply'],
    ['entries stored', appendEntries(1, { entries: entries(1) }), 'AppendEntriesReply'],
    ['a heartbeat of a larger term', appendEntries(1), 'AppendEntriesReply'],
    ['entries that do not fit', appendEntries(1, { prevLogIndex: 9 }), 'AppendEntriesReply'],
    ['a snapshot installed', installSnapshot(1), 'AppendEntriesReply'],
  ])('%s', (_name, message, answer) => {
    const raft = benchServer();
    expect(raft.receive('n2', message).sent).toEqual([]);
    expect(raft.done.persisted).not.toEqual([]);
    expect(types(raft.sync().sent)).toEqual([answer]);
  });

  test('a vote also waits for what was written before it', () => {
    const raft = benchServer();
    raft.receive('n2', appendEntries(1, { entries: entries(1) }));
    expect(raft.receive('n3', requestVote(2, 'n3', [1, 1])).sent).toEqual([]);
    expect(types(raft.sync().sent)).toEqual(['AppendEntriesReply', 'RequestVoteReply']);
  });

  test('what a leader has sent before is acknowledged again only when it is durable', () => {
    const raft = benchServer();
    const request = appendEntries(1, { entries: entries(1) });
    raft.receive('n2', request);
    // A copy of the message: nothing is written, but what it acknowledges is not durable yet.
    const { sent, persisted } = raft.receive('n2', request);
    expect([sent, persisted]).toEqual([[], []]);
  });

  test('a snapshot that is old news is acknowledged only with the entries that it stands for', () => {
    const raft = benchServer();
    raft.receive('n2', appendEntries(1, { entries: entries(1, 1), leaderCommit: 2 }));
    expect(raft.receive('n2', installSnapshot(1)).sent).toEqual([]);
    expect(types(raft.sync().sent)).toEqual(['AppendEntriesReply', 'AppendEntriesReply']);
  });
});

describe('a candidate', () => {
  /** Has stood in term 1 with no entry; three others have voted for it. */
  function standing(options: Parameters<typeof benchServer>[0] = {}) {
    const raft = benchServer(options);
    raft.timeout('electionTimeout');
    for (const voter of ['n2', 'n3', 'n4']) raft.receive(voter, granted(1));
    return raft;
  }

  test('asks while it writes its ballot (Figure 16), but leads only once that is durable', () => {
    const raft = benchServer();
    const { sent } = raft.timeout('electionTimeout');
    expect(types(sent)).toEqual(Array(4).fill('RequestVote'));
    for (const voter of ['n2', 'n3', 'n4']) raft.receive(voter, granted(1));
    expect(raft.state.role).toBe('candidate');
    const [own] = raft.sync().sent;
    expect(own).toEqual({ to: 'n1', message: granted(1) });
    raft.receive('n1', granted(1));
    expect(raft.state.role).toBe('leader');
  });

  test('without lead-on-durable-ballot it leads at once', () => {
    expect(standing({ off: ['lead-on-durable-ballot'] }).state.role).toBe('leader');
  });

  test('does not count a vote for a log that it has lost since, nor for a shorter one', () => {
    const raft = benchServer({ log: [1, 1] });
    raft.timeout('electionTimeout');
    raft.receive('n1', granted(2, [1, 1]));
    for (const log of [[1, 1, 1], [1], [1, 2]]) {
      for (const voter of ['n2', 'n3', 'n4', 'n5']) raft.receive(voter, granted(2, log));
      expect(raft.state).toMatchObject({ role: 'candidate', votes: ['n1'] });
    }
    for (const voter of ['n2', 'n3']) raft.receive(voter, granted(2, [1, 1]));
    expect(raft.state.role).toBe('leader');
  });

  test('a voter votes again for the same candidate in the same term, for what it claims then', () => {
    const raft = benchServer({ log: [1, 1] });
    const first = raft.serve('n2', requestVote(2, 'n2', [1, 1, 1]));
    expect(first.sent).toEqual([{ to: 'n2', message: granted(2, [1, 1, 1]) }]);
    const second = raft.serve('n2', requestVote(2, 'n2', [1, 1]));
    expect(second.sent).toEqual([{ to: 'n2', message: granted(2, [1, 1]) }]);
    const third = raft.serve('n2', requestVote(2, 'n2', [1]));
    expect(third.sent).toMatchObject([{ message: { voteGranted: false } }]);
  });
});

describe('a leader', () => {
  /** Leads term 1. */
  function leading() {
    const raft = benchServer({ snapshotEvery: null });
    raft.timeout('electionTimeout');
    for (const voter of ['n1', 'n2', 'n3']) raft.receive(voter, granted(1));
    expect(raft.state.role).toBe('leader');
    raft.sync();
    return raft;
  }
  const request = { type: 'ClientRequest', request: 1, command: put('x', 'v') } as never;

  test('sends entries to others while it writes them (dissertation, §10.2.1), and counts its own copy only then', () => {
    const raft = leading();
    for (const id of ['n2', 'n3']) raft.receive(id, acceptedEntries(1, 0));
    const { sent } = raft.receive('c1', request);
    expect(types(sent)).toEqual(['AppendEntries', 'AppendEntries']);
    for (const id of ['n2', 'n3']) raft.receive(id, acceptedEntries(1, 1));
    expect(raft.state.commitIndex).toBe(0);
    const [own] = raft.sync().sent;
    expect(own).toMatchObject({ to: 'n1', message: { success: true, matchIndex: 1 } });
    raft.receive('n1', acceptedEntries(1, 1));
    expect(raft.state.commitIndex).toBe(1);
  });

  test('may commit what a majority of others has on disk, before it has it itself', () => {
    const raft = leading();
    raft.receive('c1', request);
    for (const id of ['n2', 'n3', 'n4']) raft.receive(id, acceptedEntries(1, 1));
    expect(raft.state.commitIndex).toBe(1);
  });
});

test('a server that restarts has only what was durable: neither term nor vote that it wrote too late', () => {
  const raft = benchServer({ journal: [ballot(1, 'n2')] });
  raft.receive('n3', requestVote(2, 'n3'));
  expect(raft.done.sent).toEqual([]);
  const later = benchServer({ journal: [ballot(1, 'n2')] });
  expect(later.serve('n4', requestVote(2, 'n4')).sent).toEqual([{ to: 'n4', message: granted(2) }]);
});
