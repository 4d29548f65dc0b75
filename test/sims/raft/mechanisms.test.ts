/**
 * Goal: pre-vote, check-quorum, transfer, reads and membership do what the dissertation says of them.
 * Method: one server on the bench, one sentence a test. "Reference" gives its section.
 */
import { describe, expect, test } from 'vitest';
import type { Command } from '../../../sims/raft/entry.ts';
import type { PreVote, PreVoteReply } from '../../../sims/raft/messages.ts';
import {
  acceptedEntries,
  appendEntries,
  ballot,
  benchServer,
  entries,
  granted,
  heartbeat,
  refusedEntries,
  requestVote,
} from '../../support/raft-bench.ts';

type Options = Parameters<typeof benchServer>[0];

function leader(options: Options = {}) {
  const raft = benchServer(options);
  raft.timeout('electionTimeout');
  const { currentTerm } = raft.state;
  for (const voter of options.servers ?? ['n1', 'n2', 'n3']) {
    if (raft.state.role === 'candidate') raft.receive(voter, granted(currentTerm, options.log));
  }
  expect(raft.state.role).toBe('leader');
  return raft;
}

describe('pre-vote (§9.6)', () => {
  const preVote = (term: number, log: number[] = []): PreVote => ({
    type: 'PreVote',
    term,
    candidateId: 'n2',
    lastLogIndex: log.length,
    lastLogTerm: log.at(-1) ?? 0,
  });
  const wouldVote = (term: number): PreVoteReply => ({
    type: 'PreVoteReply',
    term,
    askedInTerm: term,
    voteGranted: true,
  });

  test('"a candidate only increments its term if it first learns from a majority of the cluster that they would be willing to grant the candidate their votes"', () => {
    const raft = benchServer({ preVote: true });
    const { persisted } = raft.timeout('electionTimeout');
    expect(raft.state).toMatchObject({ role: 'preCandidate', currentTerm: 0, votedFor: null });
    expect(persisted).toEqual([]);
    raft.receive('n2', wouldVote(0));
    raft.receive('n2', wouldVote(0));
    expect(raft.state.role).toBe('preCandidate');
    raft.receive('n3', wouldVote(0));
    expect(raft.state).toMatchObject({ role: 'candidate', currentTerm: 1, votedFor: 'n1' });
  });

  test('a promise for an earlier term counts for nothing', () => {
    const raft = benchServer({ preVote: true, journal: [ballot(3, null)] });
    raft.timeout('electionTimeout');
    for (const voter of ['n2', 'n3']) {
      raft.receive(voter, { ...wouldVote(3), askedInTerm: 2 } as PreVoteReply);
    }
    expect(raft.state.role).toBe('preCandidate');
  });

  test.each([
    { says: 'the log is up to date', term: 2, log: [1, 2], heard: false, vote: true },
    { says: 'the log is behind', term: 2, log: [1], heard: false, vote: false },
    { says: 'the term is over', term: 1, log: [1, 2], heard: false, vote: false },
    { says: 'a leader was heard just now', term: 2, log: [1, 2], heard: true, vote: false },
  ])('a server promises its vote where $says: $vote, and stays as it was', (example) => {
    const raft = benchServer({ log: [1, 2] });
    if (example.heard) raft.receive('n3', heartbeat(2, 'n3'));
    const { sent } = raft.receive('n2', preVote(example.term, example.log));
    expect(sent).toMatchObject([{ to: 'n2', message: { voteGranted: example.vote } }]);
    expect(raft.state).toMatchObject({ currentTerm: 2, votedFor: null });
  });

  test('the term of whoever asks, and of whoever answers, is taken over', () => {
    const raft = benchServer({ preVote: true });
    raft.receive('n2', preVote(5));
    expect(raft.state.currentTerm).toBe(5);
    raft.timeout('electionTimeout');
    raft.receive('n3', { ...wouldVote(9), voteGranted: false });
    expect(raft.state).toMatchObject({ role: 'follower', currentTerm: 9 });
  });
});

describe('leader stickiness (§4.2.3)', () => {
  test('"if a server receives a RequestVote request within the minimum election timeout of hearing from a current leader, it does not update its term or grant its vote"', () => {
    const raft = benchServer({ leaderStickiness: true });
    raft.serve('n2', heartbeat(1, 'n2'));
    expect(raft.receive('n3', requestVote(7, 'n3')).sent).toEqual([]);
    expect(raft.state.currentTerm).toBe(1);
    const agreed = { ...requestVote(7, 'n3'), leaderAgrees: true };
    expect(raft.serve('n3', agreed).sent).toEqual([{ to: 'n3', message: granted(7) }]);
  });
});

describe('check-quorum (§6.2)', () => {
  test('"a leader steps down if an election timeout elapses without a successful round of heartbeats to a majority"', () => {
    const raft = leader({ checkQuorum: true });
    raft.at(149);
    raft.timeout('heartbeatTimeout');
    expect(raft.state.role).toBe('leader');
    raft.receive('n2', acceptedEntries(1, 0));
    raft.receive('n3', acceptedEntries(1, 0));
    raft.at(298);
    raft.timeout('heartbeatTimeout');
    expect(raft.state.role).toBe('leader');
    raft.at(300);
    raft.timeout('heartbeatTimeout');
    expect(raft.state.role).toBe('follower');
  });
});

describe('leadership transfer (§3.10)', () => {
  test('the target is told to stand once it has the whole log, and requests are refused meanwhile', () => {
    const raft = leader({ log: [1] });
    expect(
      raft.receive('n1', { type: 'TransferLeadership', target: 'n2' }).sent,
    ).not.toContainEqual({ to: 'n2', message: { type: 'TimeoutNow', term: 2 } });
    expect(raft.receive('c1', { type: 'RegisterClient', request: 1 }).sent).toMatchObject([
      { to: 'c1', message: { result: undefined } },
    ]);
    expect(raft.receive('n2', acceptedEntries(2, 1)).sent).toContainEqual({
      to: 'n2',
      message: { type: 'TimeoutNow', term: 2 },
    });
  });

  test('"If leadership transfer does not complete after about an election timeout, the prior leader aborts the transfer and resumes accepting client requests"', () => {
    const raft = leader();
    raft.receive('n1', { type: 'TransferLeadership', target: 'n2' });
    expect(raft.done.timers.get('transferTimeout')).toBe(150);
    raft.timeout('transferTimeout');
    const { persisted } = raft.receive('c1', { type: 'RegisterClient', request: 1 });
    expect(persisted).toHaveLength(1);
  });

  test('TimeoutNow of a term that is over is ignored; of this term, the server stands at once', () => {
    const raft = benchServer({ journal: [ballot(3, null)], preVote: true });
    raft.receive('n2', { type: 'TimeoutNow', term: 2 });
    expect(raft.state.role).toBe('follower');
    const { sent } = raft.receive('n2', { type: 'TimeoutNow', term: 3 });
    expect(raft.state).toMatchObject({ role: 'candidate', currentTerm: 4 });
    expect(sent[0]?.message).toMatchObject({ type: 'RequestVote', leaderAgrees: true });
  });
});

describe('reads (§6.4)', () => {
  const get = {
    type: 'ClientRequest',
    request: 7,
    command: { kind: 'get', key: 'x', session: 1, serial: 1 },
  } as const;
  const answered = { to: 'c1', message: { type: 'ClientReply', request: 7 } };

  /** Leads, and has committed an entry of its own term. */
  function settled(options: Options) {
    const raft = leader(options);
    raft.receive('c2', { type: 'RegisterClient', request: 1 });
    for (const id of ['n1', 'n2', 'n3']) raft.receive(id, acceptedEntries(1, 1));
    expect(raft.state.commitIndex).toBe(1);
    return raft;
  }

  test('ReadIndex waits until a majority has answered a message that was sent after the question', () => {
    const raft = settled({ reads: 'read-index' });
    const { sent } = raft.receive('c1', get);
    expect(sent.map(({ message }) => message.type)).toEqual(Array(4).fill('AppendEntries'));
    const [asked] = sent.map(({ message }) => message);
    if (asked?.type !== 'AppendEntries') throw new Error('it asks nobody');
    const { stamp } = asked;
    const early = { ...acceptedEntries(1, 1), stamp: { ...stamp, round: stamp.round - 1 } };
    const late = { ...acceptedEntries(1, 1), stamp };
    expect(raft.receive('n2', early).sent).toEqual([]);
    expect(raft.receive('n3', early).sent).toEqual([]);
    expect(raft.receive('n2', late).sent).toEqual([]);
    expect(raft.receive('n3', late).sent).toMatchObject([answered]);
  });

  test('a refusal confirms nothing if it answers what this server sent in an earlier term', () => {
    const raft = settled({ reads: 'read-index' });
    raft.receive('c1', get);
    // Of a heartbeat and of a snapshot alike: refused in this term, with the stamp of that one.
    for (const id of ['n2', 'n3', 'n4', 'n5']) {
      const old = { ...refusedEntries(1), stamp: { term: 0, round: 99, sentAtMs: 0 } };
      expect(raft.receive(id, old).sent).toEqual([]);
    }
    const own = { ...acceptedEntries(1, 1), stamp: { term: 1, round: 99, sentAtMs: 0 } };
    raft.receive('n2', own);
    expect(raft.receive('n3', own).sent).toMatchObject([answered]);
  });

  test.each(['AppendEntries', 'InstallSnapshot'])(
    'a refusal of %s carries the stamp of what it refuses, in its own term',
    (type) => {
      const raft = benchServer({ journal: [ballot(3, null)] });
      const message = { ...appendEntries(1), type, snapshot: undefined } as never;
      expect(raft.serve('n2', message).sent).toMatchObject([
        { to: 'n2', message: { term: 3, success: false, stamp: { term: 1, round: 1 } } },
      ]);
    },
  );

  test('a new leader answers nothing before it has committed an entry of its own term', () => {
    const raft = leader({ reads: 'read-index', log: [1] });
    expect(raft.receive('c1', get).sent).toEqual([]);
    raft.receive('c2', { type: 'RegisterClient', request: 1 });
    raft.receive('n1', acceptedEntries(2, 2));
    raft.receive('n2', acceptedEntries(2, 2));
    const { sent } = raft.receive('n3', acceptedEntries(2, 2));
    // Now it asks whether it still leads.
    expect(sent.filter(({ message }) => message.type === 'AppendEntries')).toHaveLength(4);
  });

  test('a lease lasts for the shortest election timeout, less the drift of clocks, from the sending of what a majority answered', () => {
    const raft = settled({ reads: 'lease', leaderStickiness: true, clockDriftBound: 1.5 });
    // What they answered was sent at 0.
    raft.at(99);
    expect(raft.receive('c1', get).sent).toMatchObject([answered]);
    raft.at(100);
    expect(raft.receive('c1', get).sent).not.toMatchObject([answered]);
  });

  test('"the follower would issue a request to the current leader that just asked for a current readIndex"', () => {
    const raft = benchServer({ reads: 'read-index', followerReads: true });
    raft.serve('n2', appendEntries(1, { entries: entries(1, 1), leaderCommit: 1 }));
    expect(raft.receive('c1', get).sent).toEqual([
      { to: 'n2', message: { type: 'ReadIndex', term: 1, client: 'c1', request: 7 } },
    ]);
    const reply = { type: 'ReadIndexReply', term: 1, client: 'c1', request: 7 } as const;
    expect(raft.receive('n2', { ...reply, readIndex: 2 }).sent).toEqual([]);
    const applied = appendEntries(1, { prevLogIndex: 2, prevLogTerm: 1, leaderCommit: 2 });
    expect(raft.serve('n2', applied).sent).toMatchObject([answered, { to: 'n2' }]);
  });
});

describe('membership (§6 of the paper; chapter 4)', () => {
  const change = (...servers: string[]) => ({ type: 'ChangeMembership', servers }) as const;
  const configurations = ({ state }: ReturnType<typeof benchServer>): Command[] =>
    state.log.entries.map(({ command }) => command).filter(({ kind }) => kind === 'configuration');

  const three = { servers: ['n1', 'n2', 'n3', 'n4', 'n5'], voters: ['n1', 'n2', 'n3'] };

  /** Leads n1, n2 and n3, and has committed an entry of its own. */
  function settled(options: Options) {
    const raft = leader({ ...three, learnersFirst: false, ...options, noOp: true });
    for (const id of ['n1', 'n2']) raft.receive(id, acceptedEntries(1, 1));
    expect(raft.state.commitIndex).toBe(1);
    return raft;
  }

  test('"the cluster first switches to a transitional configuration we call joint consensus; once it has been committed, the system then transitions to the new configuration"', () => {
    const raft = settled({});
    raft.receive('n1', change('n1', 'n4', 'n5'));
    const joint = { voters: ['n1', 'n4', 'n5'], outgoing: ['n1', 'n2', 'n3'], learners: [] };
    expect(configurations(raft)).toEqual([{ kind: 'configuration', configuration: joint }]);
    // "Agreement requires separate majorities from both the old and new configurations."
    for (const id of ['n1', 'n4', 'n5']) raft.receive(id, acceptedEntries(1, 2));
    expect(raft.state.commitIndex).toBe(1);
    raft.receive('n2', acceptedEntries(1, 2));
    expect(raft.state.commitIndex).toBe(2);
    expect(configurations(raft).at(-1)).toEqual({
      kind: 'configuration',
      configuration: { voters: ['n1', 'n4', 'n5'], learners: [] },
    });
  });

  test('one server at a time needs no joint configuration; more than one is refused (§4.1)', () => {
    const raft = settled({ membership: 'single-server' });
    raft.receive('n1', change('n1', 'n4', 'n5'));
    expect(configurations(raft)).toEqual([]);
    raft.receive('n1', change('n1', 'n2', 'n3', 'n4'));
    const configuration = { voters: ['n1', 'n2', 'n3', 'n4'], learners: [] };
    expect(configurations(raft)).toEqual([{ kind: 'configuration', configuration }]);
  });

  test('new servers "join the cluster as non-voting members" first (§6), until they have caught up', () => {
    const raft = settled({ learnersFirst: true });
    raft.receive('n1', change('n1', 'n2', 'n3', 'n4'));
    expect(configurations(raft)).toEqual([
      {
        kind: 'configuration',
        configuration: { voters: ['n1', 'n2', 'n3'], learners: ['n4'] },
      },
    ]);
    for (const id of ['n1', 'n2']) raft.receive(id, acceptedEntries(1, 2));
    expect(configurations(raft)).toHaveLength(1);
    raft.receive('n4', acceptedEntries(1, 2));
    expect(configurations(raft).at(-1)).toMatchObject({
      configuration: {
        voters: ['n1', 'n2', 'n3', 'n4'],
        outgoing: ['n1', 'n2', 'n3'],
        learners: [],
      },
    });
  });

  test('a leader that is no part of C_new steps down once that is committed (§6), and does not count itself', () => {
    const raft = settled({ membership: 'single-server' });
    raft.receive('n1', change('n2', 'n3'));
    raft.receive('n1', acceptedEntries(1, 2));
    raft.receive('n2', acceptedEntries(1, 2));
    expect(raft.state).toMatchObject({ role: 'leader', commitIndex: 1 });
    raft.receive('n3', acceptedEntries(1, 2));
    expect(raft.state).toMatchObject({ role: 'follower', commitIndex: 2 });
  });

  test('a server that waits to be added does not stand, but votes (§4.2)', () => {
    const raft = benchServer({ servers: three.servers, voters: ['n2', 'n3'] });
    raft.timeout('electionTimeout');
    expect(raft.state.role).toBe('follower');
    expect(raft.serve('n2', requestVote(1, 'n2')).sent).toEqual([
      { to: 'n2', message: granted(1) },
    ]);
  });

  test('"a server always uses the latest configuration in its log, regardless of whether the entry is committed" (§6), and goes back when that is truncated', () => {
    const configuration = { voters: ['n1', 'n2', 'n3', 'n4'], learners: [] };
    const raft = benchServer(three);
    const added = { term: 1, command: { kind: 'configuration', configuration } } as const;
    raft.receive('n2', appendEntries(1, { entries: [added] }));
    expect(raft.state.configurations.at(-1)).toEqual({ index: 1, configuration });
    raft.receive('n3', appendEntries(2, { leaderId: 'n3', entries: entries(2) }));
    expect(raft.state.configurations).toHaveLength(1);
  });
});
