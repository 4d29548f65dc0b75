/**
 * Goal: servers of the broadcast vote as in ZooKeeper's election, and lead and follow in a new
 * epoch as Zab's phases 1 and 2 say: above every epoch that a majority has accepted, with the
 * leader's history.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { Vote } from '../../../sims/paxos/zab/messages.ts';
import {
  follower,
  journalOf,
  server,
  servers,
  toOf,
  transaction,
} from '../../support/broadcast-bench.ts';

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
        // It tells all others of a better vote.
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
    // None of that makes a server follow itself, or another one while it follows.
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
    // A majority: the history goes to each server that agreed, and later only to those that agree
    // then.
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
    expect(again.state).toMatchObject({ phase: 'looking', committed: 0, epoch: 0, leader: null });
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
