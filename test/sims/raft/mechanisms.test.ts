/**
 * Goal: pre-vote, check-quorum, transfer, reads and membership do what the dissertation says of them.
 * Method: one server on the bench, one sentence a test. "Reference" gives its section.
 */
import { describe, expect, test } from 'vitest';
import type { Command } from '../../../sims/raft/log/entry.ts';
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

/** `claims` is the log that its voters were told of, if its journal holds it. */
function leader({ claims, ...options }: NonNullable<Options> & { claims?: number[] } = {}) {
  const raft = benchServer(options);
  raft.timeout('electionTimeout');
  const { currentTerm } = raft.state;
  for (const voter of options.servers ?? ['n1', 'n2', 'n3']) {
    if (raft.state.role === 'candidate')
      raft.receive(voter, granted(currentTerm, claims ?? options.log));
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

  test('the larger term of a request that is disregarded is not adopted: a leader was heard just now', () => {
    const raft = benchServer({ preVote: true, electionTimeoutMs: { min: 150, max: 300 } });
    raft.serve('n3', heartbeat(2, 'n3'));
    const { sent } = raft.receive('n2', preVote(5));
    expect(sent).toMatchObject([{ to: 'n2', message: { term: 2, voteGranted: false } }]);
    expect(raft.state).toMatchObject({ currentTerm: 2, leaderId: 'n3' });
    // An election timeout later it is heard.
    raft.at(150);
    raft.receive('n2', preVote(5));
    expect(raft.state.currentTerm).toBe(5);
  });

  test('a leader that a majority answers does not adopt it either', () => {
    const raft = leader({ preVote: false });
    for (const id of ['n2', 'n3']) raft.receive(id, acceptedEntries(1, 0));
    raft.receive('n5', { ...preVote(5), candidateId: 'n5' });
    expect(raft.state).toMatchObject({ role: 'leader', currentTerm: 1 });
    raft.at(150);
    raft.receive('n5', { ...preVote(5), candidateId: 'n5' });
    expect(raft.state).toMatchObject({ role: 'follower', currentTerm: 5 });
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

test('a server that restarts waits before it votes: it may have promised a lease (§6.4.1)', () => {
  const raft = benchServer({ leaderStickiness: true, journal: [ballot(1, null)] });
  expect(raft.serve('n3', requestVote(2, 'n3')).sent).toEqual([]);
  raft.at(150);
  expect(raft.serve('n3', requestVote(2, 'n3')).sent).toEqual([{ to: 'n3', message: granted(2) }]);
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
    // An earlier answer that was overtaken does not take the later one back.
    expect(raft.receive('n2', early).sent).toEqual([]);
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
  const change = (...voters: string[]) =>
    ({ type: 'ChangeMembership', voters, learners: [] }) as const;
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

  test('C_new is not appended before C_old,new is committed, though an earlier entry is (§6)', () => {
    const raft = settled({});
    raft.receive('c1', { type: 'RegisterClient', request: 1 });
    raft.receive('n1', change('n1', 'n4', 'n5'));
    for (const id of ['n1', 'n2', 'n4', 'n5']) raft.receive(id, acceptedEntries(1, 2));
    expect(raft.state.commitIndex).toBe(2);
    expect(configurations(raft)).toHaveLength(1);
    for (const id of ['n1', 'n2', 'n4']) raft.receive(id, acceptedEntries(1, 3));
    expect(configurations(raft)).toHaveLength(2);
  });

  test.each([
    { says: 'the new voters alone', having: ['n1', 'n4', 'n5'], commits: false },
    { says: 'the old voters alone', having: ['n1', 'n2', 'n3'], commits: false },
    { says: 'a majority of each', having: ['n1', 'n2', 'n5'], commits: true },
  ])('while it is joint, $says commit an entry: $commits (§6)', ({ having, commits }) => {
    const raft = settled({});
    raft.receive('n1', change('n1', 'n4', 'n5'));
    for (const id of having) raft.receive(id, acceptedEntries(1, 2));
    expect(raft.state.commitIndex >= 2).toBe(commits);
  });

  test.each([
    { says: 'the new voters alone', voters: ['n1', 'n4', 'n5'], role: 'candidate' },
    { says: 'the old voters alone', voters: ['n1', 'n2', 'n3'], role: 'candidate' },
    { says: 'a majority of each', voters: ['n1', 'n2', 'n5'], role: 'leader' },
  ])('while it is joint, $says make a $role of a candidate (§6)', ({ voters, role }) => {
    const joint = { voters: ['n1', 'n4', 'n5'], outgoing: ['n1', 'n2', 'n3'], learners: [] };
    const command = { kind: 'configuration', configuration: joint } as const;
    const record = { kind: 'entries', after: 0, entries: [{ term: 1, command }] } as const;
    const raft = benchServer({ ...three, journal: [record, ballot(1, null)] });
    raft.timeout('electionTimeout');
    for (const voter of voters) raft.receive(voter, granted(2, [1]));
    expect(raft.state.role).toBe(role);
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

  test('a learner whose change died with its leader is removed by naming the members without it', () => {
    const configuration = { voters: ['n1', 'n2', 'n3'], learners: ['n4'] };
    const orphan = { term: 1, command: { kind: 'configuration', configuration } } as const;
    const journal = [{ kind: 'entries' as const, after: 0, entries: [orphan] }, ballot(1, 'n2')];
    const raft = leader({ ...three, journal, noOp: true, claims: [1] });
    for (const id of ['n1', 'n2']) raft.receive(id, acceptedEntries(2, 2));
    raft.receive('n1', change('n1', 'n2', 'n3'));
    for (const id of ['n1', 'n2']) raft.receive(id, acceptedEntries(2, 3));
    expect(configurations(raft).at(-1)).toEqual({
      kind: 'configuration',
      configuration: { voters: ['n1', 'n2', 'n3'], learners: [] },
    });
    expect(raft.state.leading?.progress.map(({ id }) => id)).toEqual(['n1', 'n2', 'n3']);
  });

  test('a wish whose new server does not catch up gives way to the next', () => {
    const raft = settled({ learnersFirst: true });
    raft.receive('n1', change('n1', 'n2', 'n3', 'n4'));
    for (const id of ['n1', 'n2']) raft.receive(id, acceptedEntries(1, 2));
    expect(raft.state.leading?.goal).not.toBeNull();
    raft.receive('n1', change('n1', 'n2', 'n3'));
    expect(raft.state.leading?.goal).toBeNull();
    expect(configurations(raft).at(-1)).toMatchObject({ configuration: { learners: [] } });
  });

  test('a learner that has caught up gets its vote without being made a learner once more', () => {
    const raft = settled({ learnersFirst: true, membership: 'single-server' });
    const [voters, learners] = [['n1', 'n2', 'n3'], ['n4']];
    raft.receive('n1', { type: 'ChangeMembership', voters, learners });
    for (const id of ['n1', 'n2', 'n4']) raft.receive(id, acceptedEntries(1, 2));
    raft.receive('n1', change('n1', 'n2', 'n3', 'n4'));
    expect(
      configurations(raft).map((command) => 'configuration' in command && command.configuration),
    ).toEqual([
      { voters, learners },
      { voters: ['n1', 'n2', 'n3', 'n4'], learners: [] },
    ]);
  });

  test.each<[string, Options, readonly string[], string]>([
    [
      'several servers',
      { membership: 'single-server' },
      ['n1', 'n4', 'n5'],
      'one-server-at-a-time',
    ],
    ['another under way', {}, ['n1', 'n2'], 'one-change-at-a-time'],
  ])('a refusal names its rule: %s', (_name, options, voters, rule) => {
    const raft = settled(options);
    if (rule === 'one-change-at-a-time') raft.receive('n1', change('n1', 'n2', 'n3', 'n4'));
    const { notes } = raft.receive('n1', change(...voters));
    expect(notes).toEqual([{ kind: 'refuses-change', rule }]);
  });

  test('nothing is appended if there is nothing to change, nor for no voter at all', () => {
    const raft = settled({});
    raft.receive('n1', change('n3', 'n1', 'n2'));
    raft.receive('n1', change());
    expect(configurations(raft)).toEqual([]);
  });

  test('a server that C_new leaves out stands until that is committed: it may be needed (§4.2.2)', () => {
    const configuration = { voters: ['n2', 'n3'], learners: [] };
    const command = { kind: 'configuration', configuration } as const;
    const added = appendEntries(1, { entries: [{ term: 1, command }] });
    const raft = benchServer(three);
    raft.receive('n2', added);
    raft.timeout('electionTimeout');
    expect(raft.state.role).toBe('candidate');
    const removed = benchServer(three);
    removed.receive('n2', { ...added, leaderCommit: 1 });
    removed.timeout('electionTimeout');
    expect(removed.state.role).toBe('follower');
  });

  test('learners come and go without a joint configuration: no majority changes', () => {
    const raft = settled({});
    const [voters, learners] = [
      ['n1', 'n2', 'n3'],
      ['n4', 'n5'],
    ];
    raft.receive('n1', { type: 'ChangeMembership', voters, learners });
    expect(configurations(raft)).toEqual([
      { kind: 'configuration', configuration: { voters, learners } },
    ]);
  });

  test('the lead is not handed to a learner', () => {
    const raft = settled({});
    raft.receive('n1', { type: 'ChangeMembership', voters: ['n1', 'n2'], learners: ['n4'] });
    for (const id of ['n1', 'n2', 'n3', 'n4']) raft.receive(id, acceptedEntries(1, 3));
    expect(raft.receive('n1', { type: 'TransferLeadership', target: 'n4' }).sent).toEqual([]);
  });

  test('a leader that leaves tells the others first that C_new is committed', () => {
    const raft = settled({ membership: 'single-server' });
    raft.receive('n1', change('n2', 'n3'));
    raft.receive('n2', acceptedEntries(1, 2));
    const { sent } = raft.receive('n3', acceptedEntries(1, 2));
    expect(raft.state.role).toBe('follower');
    for (const to of ['n2', 'n3']) {
      expect(sent).toContainEqual({ to, message: expect.objectContaining({ leaderCommit: 2 }) });
    }
  });

  test('a leader that only learns from C_new on steps down once that is committed', () => {
    const raft = settled({});
    raft.receive('n1', { type: 'ChangeMembership', voters: ['n2', 'n3'], learners: ['n1'] });
    for (const id of ['n1', 'n2', 'n3']) raft.receive(id, acceptedEntries(1, 2));
    expect(configurations(raft).at(-1)).toMatchObject({
      configuration: { voters: ['n2', 'n3'], learners: ['n1'] },
    });
    for (const id of ['n2', 'n3']) raft.receive(id, acceptedEntries(1, 3));
    expect(raft.state.role).toBe('follower');
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
