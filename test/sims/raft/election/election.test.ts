/**
 * Goal: a server does what the Raft paper says of elections. Method: one server on the bench, one
 * sentence of the paper a test. "Reference" gives the section of the extended version of "In Search
 * of an Understandable Consensus Algorithm" (Ongaro and Ousterhout 2014).
 */
import { describe, expect, test } from 'vitest';
import type { RaftMessage } from '../../../../sims/raft/messages.ts';
import {
  ballot,
  granted,
  heartbeat,
  refused,
  refusedEntries,
  requestVote,
  benchServer as server,
} from '../../../support/raft-bench.ts';

/** Stands for election in term 1 and gets the votes of itself and these. */
function candidate(votes: string[] = []) {
  const raft = server();
  raft.timeout('electionTimeout');
  for (const voter of votes) raft.receive(voter, granted(1));
  return raft;
}

function leader() {
  return candidate(['n1', 'n2', 'n3']);
}

describe('starting', () => {
  test('"When servers start up, they begin as followers." (§5.2)', () => {
    const { state, done } = server();
    expect(state).toMatchObject({ role: 'follower', currentTerm: 0, votedFor: null });
    expect([...done.timers.keys()]).toEqual(['electionTimeout']);
  });

  test('a server that restarts has the term and the vote that it wrote down (Figure 2)', () => {
    const { state } = server({ journal: [ballot(1, 'n2'), ballot(3, 'n4')] });
    expect(state).toMatchObject({ role: 'follower', currentTerm: 3, votedFor: 'n4' });
  });
});

describe('standing for election', () => {
  test('"a follower increments its current term and transitions to candidate state" (§5.2)', () => {
    const raft = server({ journal: [ballot(4, 'n2')] });
    raft.timeout('electionTimeout');
    expect(raft.state).toMatchObject({ role: 'candidate', currentTerm: 5 });
  });

  test('"It then votes for itself and issues RequestVote RPCs in parallel" (§5.2)', () => {
    const raft = server({ log: [1, 1, 2] });
    const { sent, persisted } = raft.timeout('electionTimeout');
    raft.sync();
    expect(raft.state.votedFor).toBe('n1');
    expect(persisted.at(-1)).toEqual(ballot(3, 'n1'));
    expect(sent.slice(0, 4)).toEqual(
      ['n2', 'n3', 'n4', 'n5'].map((to) => ({ to, message: requestVote(3, 'n1', [1, 1, 2]) })),
    );
    // Its own vote is counted when it is on disk.
    expect(sent.slice(4)).toEqual([{ to: 'n1', message: granted(3, [1, 1, 2]) }]);
  });

  test('"election timeouts are chosen randomly from a fixed interval" (§5.2)', () => {
    // The bench draws 0.5 always.
    expect(server().done.timers.get('electionTimeout')).toBe(225);
    const equal = server({ off: ['randomize-election-timeout'] });
    expect(equal.done.timers.get('electionTimeout')).toBe(150);
  });

  test('a candidate whose election times out stands again, in the next term (§5.2)', () => {
    const raft = candidate(['n1', 'n2']);
    raft.timeout('electionTimeout');
    expect(raft.state).toMatchObject({ role: 'candidate', currentTerm: 2, votes: [] });
  });
});

describe('voting', () => {
  test('"Reply false if term < currentTerm" (Figure 2, RequestVote 1)', () => {
    const raft = server({ journal: [ballot(3, null)] });
    const { sent } = raft.serve('n2', requestVote(2, 'n2'));
    expect(sent).toEqual([{ to: 'n2', message: refused(3) }]);
    expect(raft.state.votedFor).toBeNull();
  });

  test('"Each server will vote for at most one candidate in a given term, on a first-come-first-served basis" (§5.2)', () => {
    const raft = server();
    expect(raft.serve('n2', requestVote(1, 'n2')).sent).toEqual([
      { to: 'n2', message: granted(1) },
    ]);
    expect(raft.serve('n3', requestVote(1, 'n3')).sent).toEqual([
      { to: 'n3', message: refused(1) },
    ]);
    // Its request may come twice: the answer is the same.
    expect(raft.serve('n2', requestVote(1, 'n2')).sent).toEqual([
      { to: 'n2', message: granted(1) },
    ]);
  });

  test('a vote is not forgotten when a leader of the term is heard (§5.2)', () => {
    const raft = server();
    raft.serve('n2', requestVote(1, 'n2'));
    raft.serve('n2', heartbeat(1, 'n2'));
    expect(raft.state.votedFor).toBe('n2');
    expect(raft.serve('n3', requestVote(1, 'n3')).sent).toEqual([
      { to: 'n3', message: refused(1) },
    ]);
  });

  test('a vote is written down before it is answered (Figure 2)', () => {
    const { persisted } = server().receive('n2', requestVote(1, 'n2'));
    expect(persisted.at(-1)).toEqual(ballot(1, 'n2'));
  });

  test('a new term is a new vote (§5.1)', () => {
    const raft = server({ journal: [ballot(1, 'n2')] });
    expect(raft.serve('n3', requestVote(2, 'n3')).sent).toEqual([
      { to: 'n3', message: granted(2) },
    ]);
  });

  test('granting a vote starts the election timer afresh; refusing does not (Figure 2, Followers)', () => {
    const raft = server();
    raft.done.timers.clear();
    raft.receive('n2', requestVote(1, 'n2'));
    expect(raft.done.timers.has('electionTimeout')).toBe(true);
    raft.done.timers.clear();
    raft.receive('n3', requestVote(1, 'n3'));
    expect(raft.done.timers.has('electionTimeout')).toBe(false);
  });

  // "If the logs have last entries with different terms, then the log with the later term is more
  // up-to-date. If the logs end with the same term, then whichever log is longer is more
  // up-to-date." (§5.4.1)
  test.each([
    { mine: [], theirs: [], vote: true },
    { mine: [1], theirs: [], vote: false },
    { mine: [], theirs: [1], vote: true },
    { mine: [1, 1], theirs: [1], vote: false },
    { mine: [1], theirs: [1, 1], vote: true },
    { mine: [1, 1], theirs: [1, 1], vote: true },
    { mine: [1, 1, 1, 1], theirs: [1, 2], vote: true },
    { mine: [1, 2], theirs: [1, 1, 1, 1], vote: false },
  ])(
    'a voter with log $mine answers a candidate with log $theirs: $vote',
    ({ mine, theirs, vote }) => {
      const raft = server({ log: mine });
      const { sent } = raft.serve('n2', requestVote(5, 'n2', theirs));
      expect(sent).toEqual([{ to: 'n2', message: vote ? granted(5, theirs) : refused(5, theirs) }]);
    },
  );
});

describe('winning', () => {
  test('"A candidate wins an election if it receives votes from a majority of the servers in the full cluster for the same term." (§5.2)', () => {
    const raft = candidate(['n1', 'n2']);
    expect(raft.state.role).toBe('candidate');
    raft.receive('n3', granted(1));
    expect(raft.state.role).toBe('leader');
  });

  test('a vote that comes twice counts once', () => {
    expect(candidate(['n1', 'n2', 'n2', 'n2']).state.role).toBe('candidate');
  });

  test('a vote of an earlier term does not count', () => {
    const raft = candidate(['n1', 'n2']);
    raft.timeout('electionTimeout');
    for (const voter of ['n3', 'n4', 'n5']) raft.receive(voter, granted(1));
    expect(raft.state.role).toBe('candidate');
  });

  test('"Upon election: send initial empty AppendEntries RPCs (heartbeat) to each server; repeat during idle periods" (Figure 2)', () => {
    const raft = leader();
    const beats = ['n2', 'n3', 'n4', 'n5'].map((to) => ({
      to,
      message: { type: 'AppendEntries', term: 1, leaderId: 'n1', entries: [] },
    }));
    expect(raft.done.sent.slice(-4)).toMatchObject(beats);
    expect([...raft.done.timers]).toEqual([['heartbeatTimeout', 50]]);
    expect(raft.timeout('heartbeatTimeout').sent).toMatchObject(beats);
  });

  test('a server that is alone elects itself', () => {
    const raft = server({ servers: ['n1'] });
    expect(raft.timeout('electionTimeout').sent).toEqual([]);
    expect(raft.sync().sent).toEqual([{ to: 'n1', message: granted(1) }]);
    raft.receive('n1', granted(1));
    expect(raft.state.role).toBe('leader');
  });
});

describe('following', () => {
  test('"If election timeout elapses without receiving AppendEntries": a heartbeat starts it afresh (Figure 2)', () => {
    const raft = server();
    raft.done.timers.clear();
    raft.receive('n2', heartbeat(1, 'n2'));
    expect(raft.state).toMatchObject({ role: 'follower', currentTerm: 1, leaderId: 'n2' });
    expect(raft.done.timers.has('electionTimeout')).toBe(true);
  });

  test('"If AppendEntries RPC received from new leader: convert to follower" (Figure 2, Candidates)', () => {
    const raft = candidate(['n1']);
    raft.receive('n2', heartbeat(1, 'n2'));
    expect(raft.state).toMatchObject({ role: 'follower', currentTerm: 1, leaderId: 'n2' });
  });

  test('"If the term in the RPC is smaller than the candidate’s current term, then the candidate rejects the RPC" (§5.2)', () => {
    const raft = server({ journal: [ballot(4, null)] });
    raft.timeout('electionTimeout');
    raft.sync();
    const { sent } = raft.serve('n2', heartbeat(4, 'n2'));
    expect(raft.state.role).toBe('candidate');
    expect(sent).toMatchObject([
      { to: 'n2', message: { type: 'AppendEntriesReply', term: 5, success: false } },
    ]);
  });

  test.each<[string, RaftMessage]>([
    ['a request for its vote', requestVote(9, 'n2')],
    ['a refusal', refused(9)],
    ['a heartbeat', heartbeat(9, 'n2')],
    ['an answer to a heartbeat', refusedEntries(9)],
  ])(
    '"If a candidate or leader discovers that its term is out of date, it immediately reverts to follower state" (§5.1): by %s',
    (_name, message) => {
      for (const raft of [candidate(['n1']), leader()]) {
        raft.receive('n2', message);
        expect(raft.state).toMatchObject({ role: 'follower', currentTerm: 9 });
        expect([...raft.done.timers.keys()]).toEqual(['electionTimeout']);
        expect(raft.done.persisted[0]).toMatchObject({ currentTerm: 9 });
      }
    },
  );
});
