/**
 * Goal: Zab's phase 3: followers accept proposals in order, a transaction that a majority has is
 * committed, and clients are never answered from an older state than they have seen.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  command,
  follower,
  leader,
  server,
  servers,
  toOf,
  transaction,
} from '../../support/broadcast-bench.ts';

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
    // A newcomer learns what is committed when it has adopted the history.
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
    // Never more than it has, and never backwards.
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
