/**
 * Goal: a server of the broadcast does what Zab, §3, and ZooKeeper say of each phase: it votes for the one that has most, leads
 * an epoch above all that a majority knows, commits what a majority has, and answers clients from no older state.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { paxosRules } from '../../../sims/paxos/rules.ts';
import type { Command } from '../../../sims/paxos/store/command.ts';
import type { Transaction, Vote, ZabRecord } from '../../../sims/paxos/zab/messages.ts';
import { zabServer } from '../../../sims/paxos/zab/server.ts';
import { onBench } from '../../support/actor-bench.ts';

const rules = paxosRules.without();
const servers = ['a', 'b', 'c', 'd', 'e'];
const spans = { pingMs: 20, silenceMs: 100, settleMs: 7 };

const command = (serial: number, f: 'put' | 'get' = 'put', client = 'c1'): Command => ({
  client,
  serial,
  f,
  key: 'k',
  value: f === 'put' ? `v${serial}` : null,
});
const transaction = (epoch: number, counter: number): Transaction => ({
  zxid: { epoch, counter },
  command: command(counter),
});
const journalOf = (history: readonly Transaction[], accepted = 0): ZabRecord[] => [
  { kind: 'epoch', accepted },
  { kind: 'history', history },
];
const server = (journal: readonly ZabRecord[] = [], self = 'c') =>
  onBench(self, zabServer(rules, { ...spans, servers }), journal);
const toOf = ({ sent }: { sent: readonly { to: string }[] }) => sent.map(({ to }) => to);

/** c leads epoch 4 with that history, and b and d have taken it. */
function leader(history: readonly Transaction[] = []) {
  const bench = server(journalOf(history, 3));
  bench.timeout('vote');
  for (const from of ['b', 'd']) bench.serve(from, { type: 'FollowerInfo', epoch: 2 });
  for (const from of ['b', 'd'])
    bench.serve(from, { type: 'AckEpoch', epoch: 4, last: { epoch: 0, counter: 0 }, length: 0 });
  for (const from of ['b', 'd'])
    bench.serve(from, { type: 'AckLeader', epoch: 4, length: history.length });
  return bench;
}

/** c follows b in epoch 4, with that history. */
function follower(history: readonly Transaction[] = []) {
  const bench = server();
  bench.timeout('vote');
  bench.serve('a', { type: 'HasLeader', leader: 'b' });
  bench.serve('b', { type: 'NewEpoch', epoch: 4 });
  bench.serve('b', { type: 'NewLeader', epoch: 4, history });
  return bench;
}

describe('phase 0', () => {
  const aVote = (candidate: string) =>
    fc.record({
      candidate: fc.constant(candidate),
      last: fc.record({
        epoch: fc.integer({ min: 0, max: 2 }),
        counter: fc.integer({ min: 0, max: 2 }),
      }),
      length: fc.integer({ min: 0, max: 3 }),
    });
  const rank = ({ last: { epoch, counter }, candidate }: Vote) =>
    100 * epoch + 10 * counter + servers.indexOf(candidate);

  property.prop([fc.tuple(aVote('a'), aVote('b'), aVote('d'), aVote('e'))], { numRuns: 60 })(
    'the highest zxid wins, then the highest id, however long the histories are',
    (votes) => {
      const bench = server(journalOf([transaction(1, 1)]));
      bench.timeout('vote');
      let best: Vote = { candidate: 'c', last: { epoch: 1, counter: 1 }, length: 1 };
      expect(bench.done.sent).toEqual(
        ['a', 'b', 'd', 'e'].map((to) => ({
          to,
          message: { type: 'Ballot', round: 1, vote: best },
        })),
      );
      for (const vote of votes) {
        const isBetter = rank(vote) > rank(best);
        if (isBetter) best = vote;
        const { sent } = bench.serve(vote.candidate, { type: 'Ballot', round: 1, vote });
        // What is better it tells all others.
        expect(sent).toEqual(
          isBetter
            ? ['a', 'b', 'd', 'e'].map((to) => ({
                to,
                message: { type: 'Ballot', round: 1, vote },
              }))
            : [],
        );
        expect(bench.state.vote).toEqual(best);
      }
    },
  );

  test('it settles while three of five have one vote, and waits a little for a better one', () => {
    const bench = server();
    bench.timeout('vote');
    const { timers } = bench.done;
    const vote: Vote = { candidate: 'd', last: { epoch: 1, counter: 1 }, length: 1 };
    bench.serve('d', { type: 'Ballot', round: 1, vote });
    expect(timers.has('settle')).toBe(false);
    bench.serve('a', { type: 'Ballot', round: 1, vote });
    expect(timers.get('settle')).toBe(7);
    bench.serve('e', { type: 'Ballot', round: 1, vote: { ...vote, candidate: 'e' } });
    expect(timers.has('settle')).toBe(false);
    for (const from of ['a', 'd'])
      bench.serve(from, { type: 'Ballot', round: 1, vote: { ...vote, candidate: 'e' } });
    expect(timers.get('settle')).toBe(7);
    expect(bench.timeout('settle').sent).toEqual([
      { to: 'e', message: { type: 'FollowerInfo', epoch: 0 } },
    ]);
    expect(bench.state).toMatchObject({ phase: 'following', leader: 'e', epoch: 0 });
    expect([...timers]).toEqual(expect.arrayContaining([['silence', 100]]));
    expect(timers.has('vote')).toBe(false);
  });

  test('votes of an older try are answered, and a newer one begins again', () => {
    const bench = server();
    bench.timeout('vote');
    bench.timeout('vote');
    expect(bench.state.round).toBe(2);
    const vote: Vote = { candidate: 'd', last: { epoch: 1, counter: 1 }, length: 1 };
    const own = { type: 'Ballot', round: 2, vote: bench.state.vote };
    expect(bench.serve('d', { type: 'Ballot', round: 1, vote }).sent).toEqual([
      { to: 'd', message: own },
    ]);
    expect(Object.keys(bench.state.votes)).toEqual(['c']);
    bench.serve('a', {
      type: 'Ballot',
      round: 2,
      vote: { ...vote, candidate: 'a', last: { epoch: 0, counter: 0 } },
    });
    const worse: Vote = { candidate: 'b', last: { epoch: 0, counter: 0 }, length: 0 };
    expect(toOf(bench.serve('b', { type: 'Ballot', round: 5, vote: worse }))).toEqual([
      'a',
      'b',
      'd',
      'e',
    ]);
    expect(bench.state).toMatchObject({ round: 5, vote: { candidate: 'c' } });
    expect(Object.keys(bench.state.votes).sort()).toEqual(['b', 'c']);
  });

  test('one that follows says whom, once it has heard of its leader', () => {
    const bench = server();
    bench.timeout('vote');
    const vote: Vote = { candidate: 'd', last: { epoch: 1, counter: 1 }, length: 1 };
    bench.serve('a', { type: 'HasLeader', leader: 'b' });
    expect(bench.serve('d', { type: 'Ballot', round: 1, vote }).sent).toEqual([]);
    expect(follower().serve('d', { type: 'Ballot', round: 1, vote }).sent).toEqual([
      { to: 'd', message: { type: 'HasLeader', leader: 'b' } },
    ]);
    // Nothing of that makes a server follow itself, or another one while it follows.
    const alone = server();
    alone.timeout('vote');
    alone.serve('a', { type: 'HasLeader', leader: 'c' });
    expect(alone.state.phase).toBe('looking');
    const led = follower();
    led.serve('a', { type: 'HasLeader', leader: 'd' });
    expect(led.state.leader).toBe('b');
    led.timeout('settle');
    expect(led.state).toMatchObject({ phase: 'following', leader: 'b', epoch: 4 });
  });
});

describe('phases 1 and 2', () => {
  test('the new epoch is above every one that a majority has accepted, and each hears of it once', () => {
    const bench = server(journalOf([transaction(1, 1)], 3));
    bench.timeout('vote');
    expect(bench.serve('b', { type: 'FollowerInfo', epoch: 6 }).sent).toEqual([]);
    expect(bench.serve('b', { type: 'FollowerInfo', epoch: 6 }).sent).toEqual([]);
    const { sent, persisted } = bench.serve('d', { type: 'FollowerInfo', epoch: 1 });
    const newEpoch = { type: 'NewEpoch', epoch: 7 };
    expect(sent).toEqual(['b', 'd'].map((to) => ({ to, message: newEpoch })));
    expect(persisted).toEqual([{ kind: 'epoch', accepted: 7 }]);
    expect(bench.serve('e', { type: 'FollowerInfo', epoch: 9 }).sent).toEqual([
      { to: 'e', message: newEpoch },
    ]);
    const agrees = {
      type: 'AckEpoch',
      epoch: 7,
      last: { epoch: 0, counter: 0 },
      length: 0,
    } as const;
    expect(bench.serve('b', { ...agrees, epoch: 6 }).sent).toEqual([]);
    expect(bench.serve('b', agrees).sent).toEqual([]);
    // A majority: the history goes to each that agreed, and to those that agree later alone.
    const history = [transaction(1, 1)];
    const message = { type: 'NewLeader', epoch: 7, history };
    expect(bench.serve('d', agrees).sent).toEqual(['b', 'd'].map((to) => ({ to, message })));
    expect(bench.serve('e', agrees).sent).toEqual([{ to: 'e', message }]);
    expect(bench.state.phase).toBe('synchronizing');
    const took = { type: 'AckLeader', epoch: 7, length: 1 } as const;
    expect(bench.serve('b', { ...took, epoch: 6 }).sent).toEqual([]);
    expect(bench.serve('b', took).sent).toEqual([
      { to: 'b', message: { type: 'Commit', epoch: 7, committed: 0 } },
    ]);
    bench.serve('d', took);
    expect(bench.state).toMatchObject({ phase: 'leading', committed: 1, counter: 0 });
    expect(
      bench.done.sent.filter(({ message: { type } }) => type === 'Commit').map(({ to }) => to),
    ).toEqual(expect.arrayContaining(['b', 'd']));
    expect(
      toOf({ sent: bench.done.sent.filter(({ message: { type } }) => type === 'Ping') }),
    ).toEqual(['a', 'b', 'd', 'e']);
    expect([bench.done.timers.get('ping'), bench.done.timers.get('silence')]).toEqual([20, 100]);
  });

  test('a follower takes no epoch below one that it has accepted, also after a crash, nor from another than its leader', () => {
    const bench = server();
    bench.timeout('vote');
    bench.serve('a', { type: 'HasLeader', leader: 'b' });
    expect(bench.serve('d', { type: 'NewEpoch', epoch: 9 }).sent).toEqual([]);
    const { sent, persisted } = bench.receive('b', { type: 'NewEpoch', epoch: 4 });
    expect(sent).toEqual([]);
    const journal = [...persisted];
    expect(bench.sync().sent).toEqual([
      {
        to: 'b',
        message: { type: 'AckEpoch', epoch: 4, last: { epoch: 0, counter: 0 }, length: 0 },
      },
    ]);
    const history = [transaction(2, 1), transaction(2, 2)];
    expect(bench.serve('b', { type: 'NewLeader', epoch: 3, history }).sent).toEqual([]);
    expect(bench.serve('d', { type: 'NewLeader', epoch: 4, history }).sent).toEqual([]);
    journal.push(...bench.receive('b', { type: 'NewLeader', epoch: 4, history }).persisted);
    expect(bench.done.sent).toEqual([]);
    expect(bench.sync().sent).toEqual([
      { to: 'b', message: { type: 'AckLeader', epoch: 4, length: 2 } },
    ]);
    journal.push(
      ...bench.serve('b', { type: 'Proposal', transaction: transaction(4, 1) }).persisted,
    );

    const again = server(journal);
    expect(again.state).toMatchObject({
      acceptedEpoch: 4,
      history: [...history, transaction(4, 1)],
    });
    expect(again.state).toMatchObject({ phase: 'looking', committed: 0 });
    again.timeout('vote');
    again.serve('a', { type: 'HasLeader', leader: 'd' });
    expect(again.done.sent).toEqual([{ to: 'd', message: { type: 'FollowerInfo', epoch: 4 } }]);
    again.serve('d', { type: 'NewEpoch', epoch: 3 });
    expect(again.state.phase).toBe('looking');
    again.serve('a', { type: 'HasLeader', leader: 'd' });
    again.serve('d', { type: 'NewEpoch', epoch: 4 });
    expect(again.state.phase).toBe('following');
  });
});

describe('phase 3', () => {
  test('a follower takes proposals in order, none twice, and begins anew behind a gap', () => {
    const bench = follower([transaction(2, 5)]);
    const propose = (epoch: number, counter: number, from = 'b') =>
      bench.serve(from, { type: 'Proposal', transaction: transaction(epoch, counter) }).sent;
    expect(propose(4, 1, 'd')).toEqual([]);
    expect(propose(3, 1)).toEqual([]);
    const ack = (counter: number) => ({
      to: 'b',
      message: { type: 'Ack', zxid: { epoch: 4, counter } },
    });
    expect(propose(4, 1)).toEqual([ack(1)]);
    expect(propose(4, 1)).toEqual([]);
    expect(propose(4, 2)).toEqual([ack(2)]);
    expect(bench.state.history.map(({ zxid }) => [zxid.epoch, zxid.counter])).toEqual([
      [2, 5],
      [4, 1],
      [4, 2],
    ]);
    propose(4, 4);
    expect(bench.state).toMatchObject({ phase: 'looking', leader: null, history: { length: 3 } });
  });

  const acks = fc.array(
    fc.record({ from: fc.constantFrom(...servers), counter: fc.integer({ min: 1, max: 5 }) }),
  );
  property.prop([acks, fc.nat(2)], { numRuns: 60 })(
    'what three of five have is committed, and nothing else',
    (heard, old) => {
      const history = Array.from({ length: old }, (_, place) => transaction(2, place + 1));
      const bench = leader(history);
      for (let serial = 1; serial <= 5; serial++)
        bench.serve('c', { type: 'Request', command: command(serial), seen: 0, sync: false });
      const has: Record<string, number> = { a: 0, b: old, c: old, d: old, e: 0 };
      for (const { from, counter } of heard) {
        bench.serve(from, { type: 'Ack', zxid: { epoch: 4, counter } });
        has[from] = Math.max(has[from] ?? 0, old + counter);
        const third = Object.values(has).sort((one, other) => other - one)[2];
        expect(bench.state.committed).toBe(third);
      }
      bench.serve('b', { type: 'Ack', zxid: { epoch: 3, counter: 9 } });
      expect(bench.state.acknowledged['b']).toBe(has['b']);
    },
  );

  test('the leader proposes to those that it has synchronized, and answers when a majority has it', () => {
    const bench = leader();
    const asked = { type: 'Request', command: command(1), seen: 0, sync: false } as const;
    const { sent, persisted } = bench.receive('c1', asked);
    expect(persisted).toEqual([{ kind: 'transaction', transaction: transaction(4, 1) }]);
    const proposal = { type: 'Proposal', transaction: transaction(4, 1) };
    expect(sent).toEqual(['b', 'd'].map((to) => ({ to, message: proposal })));
    const zxid = { epoch: 4, counter: 1 };
    expect(bench.sync().sent.at(-1)).toEqual({ to: 'c', message: { type: 'Ack', zxid } });
    bench.serve('c', { type: 'Ack', zxid });
    expect(bench.serve('b', { type: 'Ack', zxid }).sent).toEqual([]);
    const commit = { type: 'Commit', epoch: 4, committed: 1 };
    expect(bench.serve('d', { type: 'Ack', zxid }).sent).toEqual([
      { to: 'c1', message: { type: 'Reply', serial: 1, value: 'v1', seen: 1 } },
      ...['a', 'b', 'd', 'e'].map((to) => ({ to, message: commit })),
    ]);
    expect(bench.serve('a', { type: 'Ack', zxid }).sent).toEqual([]);
    // A newcomer hears what is committed when it has taken the history.
    expect(bench.serve('e', { type: 'AckLeader', epoch: 4, length: 1 }).sent).toEqual([
      { to: 'e', message: commit },
    ]);
    bench.serve('c1', { ...asked, command: command(2) });
    expect(toOf(bench.done).sort()).toEqual(
      ['a', 'b', 'c', 'd', 'e'].filter((name) => name in bench.state.acknowledged),
    );
  });

  test('a leader goes on as long as it hears of a majority, itself among them', () => {
    const bench = leader();
    const { timers } = bench.done;
    const renews = (from: string, epoch = 4) => {
      timers.set('silence', 1);
      bench.serve(from, { type: 'Pong', epoch });
      return timers.get('silence') === 100;
    };
    expect([renews('b'), renews('b'), renews('d', 3), renews('d')]).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect([renews('d'), renews('a')]).toEqual([false, true]);
    timers.clear();
    bench.timeout('ping');
    expect([toOf(bench.done), timers.get('ping')]).toEqual([['a', 'b', 'd', 'e'], 20]);
    bench.timeout('silence');
    expect(bench.state).toMatchObject({ phase: 'looking', leader: null });
    expect([...timers.keys()]).toEqual(['vote']);
    expect(bench.serve('b', { type: 'Pong', epoch: 4 }).sent).toEqual([]);
    expect(timers.has('silence')).toBe(false);
  });

  test('a follower commits and answers pings of its leader and epoch alone', () => {
    const bench = follower([transaction(2, 1), transaction(2, 2)]);
    const { timers } = bench.done;
    const pong = (from: string, epoch: number) => {
      timers.set('silence', 1);
      const { sent } = bench.serve(from, { type: 'Ping', epoch });
      return [sent.length, timers.get('silence')];
    };
    expect([pong('d', 4), pong('b', 3), pong('b', 4)]).toEqual([
      [0, 1],
      [0, 1],
      [1, 100],
    ]);
    const commit = (from: string, epoch: number, committed: number) => {
      bench.serve(from, { type: 'Commit', epoch, committed });
      return bench.state.committed;
    };
    expect([commit('d', 4, 1), commit('b', 3, 1), commit('b', 4, 1)]).toEqual([0, 0, 1]);
    // Never more than it has, and never back.
    expect([commit('b', 4, 9), commit('b', 4, 1)]).toEqual([2, 2]);
    expect(bench.state.machine.values).toEqual({ k: 'v2' });
  });
});

describe('clients', () => {
  const ask = (
    bench: ReturnType<typeof server>,
    own: Partial<{ f: 'put' | 'get'; seen: number; sync: boolean }>,
  ) => {
    const { f = 'get', seen = 0, sync = false } = own;
    return bench.serve('c1', { type: 'Request', command: command(7, f), seen, sync }).sent;
  };
  const nobody = [{ to: 'c1', message: { type: 'Redirect', serial: 7, leader: null } }];
  const reply = (value: string | null, seen: number) => [
    { to: 'c1', message: { type: 'Reply', serial: 7, value, seen } },
  ];

  test('a server without a leader, or behind what the client has seen, sends it away', () => {
    const looking = server();
    looking.timeout('vote');
    expect(ask(looking, {})).toEqual(nobody);
    looking.serve('a', { type: 'HasLeader', leader: 'b' });
    expect(ask(looking, {})).toEqual(nobody);
    const bench = follower([transaction(2, 1), transaction(2, 2)]);
    bench.serve('b', { type: 'Commit', epoch: 4, committed: 1 });
    expect(ask(bench, { seen: 2 })).toEqual(nobody);
    expect(ask(bench, { seen: 1 })).toEqual(reply('v1', 1));
  });

  test('a write goes through the leader, and is answered when this server has it', () => {
    const bench = follower();
    expect(ask(bench, { f: 'put' })).toEqual([
      { to: 'b', message: { type: 'Forward', command: command(7) } },
    ]);
    const zxid = { epoch: 4, counter: 1 };
    bench.serve('b', { type: 'Proposal', transaction: { zxid, command: command(7) } });
    expect(bench.serve('b', { type: 'Commit', epoch: 4, committed: 1 }).sent).toEqual(
      reply('v7', 1),
    );
    // Only its own clients, and each request once.
    bench.serve('b', {
      type: 'Proposal',
      transaction: { zxid: { epoch: 4, counter: 2 }, command: command(7) },
    });
    expect(bench.serve('b', { type: 'Commit', epoch: 4, committed: 2 }).sent).toEqual([]);
    const leads = leader();
    expect(toOf(leads.serve('b', { type: 'Forward', command: command(7) }))).toEqual([
      'b',
      'd',
      'c',
    ]);
    expect(follower().serve('d', { type: 'Forward', command: command(7) }).sent).toEqual([]);
  });

  test('a read with sync is answered when the leader has answered, and by a leader at once', () => {
    const bench = follower();
    expect(ask(bench, { sync: true })).toEqual([
      { to: 'b', message: { type: 'Sync', command: command(7, 'get') } },
    ]);
    expect(bench.serve('b', { type: 'Synced', command: command(6, 'get') }).sent).toEqual([]);
    expect(bench.serve('b', { type: 'Synced', command: command(7, 'get') }).sent).toEqual(
      reply(null, 0),
    );
    expect(bench.serve('b', { type: 'Synced', command: command(7, 'get') }).sent).toEqual([]);
    const leads = leader();
    expect(ask(leads, { sync: true })).toEqual(reply(null, 0));
    const sync = { type: 'Sync', command: command(7, 'get') } as const;
    expect(leads.serve('b', sync).sent).toEqual([
      { to: 'b', message: { ...sync, type: 'Synced' } },
    ]);
    expect(bench.serve('d', sync).sent).toEqual([]);
  });
});
