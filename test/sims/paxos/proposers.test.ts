/**
 * Goal: a proposer follows Paxos Made Simple: it takes a value by P2c (§2.2), and never uses a
 * ballot twice (§2.5).
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { Ballot } from '../../../sims/paxos/ballot.ts';
import { paxosRules } from '../../../sims/paxos/rules.ts';
import { synodServer } from '../../../sims/paxos/synod/server.ts';
import { must } from '../../../src/kernel/must.ts';
import { onBench } from '../../support/actor-bench.ts';

const rules = paxosRules.without();
const names = ['a', 'b', 'c', 'd', 'e'];
const majorityOf = (count: number) => (count + (count % 2 === 0 ? 2 : 1)) / 2;

/** Promises of earlier ballots; each ballot has one proposer and one value, as Paxos guarantees. */
const earlier = (round: number): Ballot => ({ round, proposer: must(names[round % 5], 'name') });
const roundAccepted = fc.option(fc.integer({ min: 1, max: 9 }), { nil: 0 });

describe('one value', () => {
  const synod = (count: number) => {
    const servers = names.slice(0, count);
    const bench = onBench('a', synodServer(rules, { servers, retryMs: 70, backoffMs: 40 }));
    return { ...bench, servers };
  };

  property.prop(
    [
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.record({ from: fc.nat(4), round: roundAccepted, isOld: fc.boolean() })),
      fc.array(fc.record({ from: fc.nat(4), isOld: fc.boolean() })),
    ],
    { numRuns: 80 },
  )('is that of the highest ballot which a majority tells of, or its own', (count, told, heard) => {
    const bench = synod(count);
    const { servers } = bench;
    const begun = bench.serve('user', { type: 'Propose', value: 'own' });
    const { ballot } = bench.state;
    expect(begun.persisted).toEqual([{ kind: 'round', round: 1 }]);
    expect(begun.sent).toEqual(servers.map((to) => ({ to, message: { type: 'Prepare', ballot } })));
    const promised = new Map<string, number>();
    let value: string | undefined;
    for (const { from, round, isOld } of told) {
      const name = servers[from];
      if (name === undefined) continue;
      const accepted = round === 0 ? null : { ballot: earlier(round), value: `of ${round}` };
      const answered = isOld ? earlier(9) : ballot;
      const { sent } = bench.serve(name, { type: 'Promise', ballot: answered, accepted });
      if (!isOld && value === undefined) promised.set(name, round);
      if (isOld || value !== undefined || promised.size < majorityOf(count)) {
        expect(sent).toEqual([]);
        continue;
      }
      const highest = Math.max(...promised.values());
      value = highest === 0 ? 'own' : `of ${highest}`;
      const message = { type: 'Accept', ballot, value };
      expect(sent).toEqual(servers.map((to) => ({ to, message })));
    }
    const accepted = new Set<string>();
    let isChosen = false;
    for (const { from, isOld } of heard) {
      const name = servers[from];
      if (name === undefined) continue;
      const answered = isOld ? earlier(9) : ballot;
      const { sent } = bench.serve(name, { type: 'Accepted', ballot: answered });
      if (!isOld && value !== undefined) accepted.add(name);
      const decides: boolean = !isChosen && accepted.size >= majorityOf(count);
      isChosen ||= decides;
      const message = { type: 'Chosen', value };
      expect(sent).toEqual(decides ? servers.map((to) => ({ to, message })) : []);
      expect(bench.state.learned).toBe(isChosen ? value : null);
    }
  });

  test('a proposer that is outbid waits for up to the back-off, and goes above what outbid it, also after a crash', () => {
    const { servers } = synod(3);
    const actor = synodServer(rules, { servers, retryMs: 70, backoffMs: 40 });
    const first = onBench('a', actor);
    const { timers } = first.serve('user', { type: 'Propose', value: 'own' });
    expect(timers.get('retry')).toBe(70);
    const records = [...first.done.persisted];
    const by = { round: 6, proposer: 'b' };
    first.serve('c', { type: 'Reject', ballot: first.state.ballot, promised: by });
    // The bench draws 0.5.
    expect(timers.get('retry')).toBe(20);
    // It gives up once: later answers in the same ballot do not make it wait again.
    timers.set('retry', 1);
    first.serve('b', { type: 'Reject', ballot: first.state.ballot, promised: by });
    expect(timers.get('retry')).toBe(1);
    first.timeout('retry');
    records.push(...first.done.persisted);
    expect(first.state.ballot).toEqual({ round: 7, proposer: 'a' });
    // A lower ballot does not outbid it.
    first.serve('b', { type: 'Reject', ballot: first.state.ballot, promised: by });
    expect(first.state.phase).toBe('prepare');

    const second = onBench('a', actor, records);
    second.serve('user', { type: 'Propose', value: 'another' });
    expect(second.state.ballot.round).toBe(8);
  });

  test('without a back-off it begins anew at once', () => {
    const { servers } = synod(3);
    const options = { servers, retryMs: 70, backoffMs: 40 };
    const bench = onBench('a', synodServer(paxosRules.without('back-off-at-random'), options));
    const { timers } = bench.serve('user', { type: 'Propose', value: 'own' });
    bench.serve('b', { type: 'Prepare', ballot: { round: 2, proposer: 'b' } });
    expect(timers.get('retry')).toBe(0);
  });

  test('nothing is proposed by a server without a user, nor by one that knows the value', () => {
    const bench = synod(3);
    expect(bench.timeout('retry').sent).toEqual([]);
    bench.serve('b', { type: 'Chosen', value: 'theirs' });
    expect(bench.serve('user', { type: 'Propose', value: 'own' }).sent).toEqual([]);
    expect(bench.state).toMatchObject({ learned: 'theirs', wanted: null });
    const late = synod(3);
    late.serve('user', { type: 'Propose', value: 'own' });
    expect(late.serve('user', { type: 'Propose', value: 'other' }).sent).toEqual([]);
    late.serve('b', { type: 'Chosen', value: 'theirs' });
    expect(late.done.timers.size).toBe(0);
    expect(late.timeout('retry').sent).toEqual([]);
    late.serve('b', { type: 'Chosen', value: 'never heard' });
    expect(late.state).toMatchObject({ learned: 'theirs', phase: 'idle' });
  });
});
