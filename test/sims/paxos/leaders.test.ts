/**
 * Goal: a leader does in every slot what Paxos Made Simple describes for one value, with no-ops in
 * gaps (§3); and chosen commands are applied once, in slot order, and answered.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { Ballot } from '../../../sims/paxos/ballot.ts';
import type { AcceptedEntry, Entry, MultiOptions } from '../../../sims/paxos/multi/messages.ts';
import { multiServer } from '../../../sims/paxos/multi/server.ts';
import { paxosRules } from '../../../sims/paxos/rules.ts';
import type { Command } from '../../../sims/paxos/store/command.ts';
import { must } from '../../../src/kernel/must.ts';
import { onBench } from '../../support/actor-bench.ts';

const rules = paxosRules.without();
const names = ['a', 'b', 'c', 'd', 'e'];

/** Promises of earlier ballots; each ballot has one proposer and one value, as Paxos guarantees. */
const earlier = (round: number): Ballot => ({ round, proposer: must(names[round % 5], 'name') });

const put = (serial: number, value: string, client = 'c1'): Command => ({
  client,
  serial,
  f: 'put',
  key: 'k',
  value,
});
const get = (serial: number): Command => ({ ...put(serial, ''), f: 'get', value: null });
const ask = (command: Command) => ({ type: 'Request', command, seen: 0, sync: false }) as const;

const basic: Omit<MultiOptions, 'servers'> = {
  election: { leastMs: 100, mostMs: 200 },
  heartbeatMs: 30,
  keepsBallot: true,
};

function replica(own: Partial<MultiOptions> = {}, self = 'a') {
  const servers = own.servers ?? names.slice(0, 3);
  return onBench(self, multiServer(rules, { ...basic, ...own, servers }));
}

/** A leader to which a majority has promised, with these reports. */
function leader(
  tells: readonly Readonly<Record<number, AcceptedEntry>>[] = [{}, {}],
  own: Partial<MultiOptions> = {},
) {
  const bench = replica(own);
  bench.timeout('election');
  bench.sync();
  const { ballot } = bench.state;
  for (const [place, accepted] of tells.entries())
    bench.serve(must(names[place], 'server'), { type: 'Promise', ballot, from: 1, accepted });
  return bench;
}
const sentOf = ({ done: { sent } }: ReturnType<typeof replica>, type: string) =>
  sent.filter(({ message }) => message.type === type);

describe('a log', () => {
  const slots = fc.dictionary(
    fc.integer({ min: 1, max: 5 }).map(String),
    fc.integer({ min: 1, max: 9 }),
    {
      maxKeys: 4,
    },
  );
  property.prop([slots, slots, slots], { numRuns: 60 })(
    'a new leader proposes in each slot what the highest ballot has there, and no-ops between',
    (one, two, three) => {
      const entryOf = (slot: string, round: number): Entry => put(round, `slot ${slot}`, 'x');
      const tells = [one, two, three].map((rounds) =>
        Object.fromEntries(
          Object.entries(rounds).map(([slot, round]) => [
            slot,
            { ballot: earlier(round), entry: entryOf(slot, round) },
          ]),
        ),
      );
      const servers = names;
      const bench = leader(tells, { servers });
      const proposed = sentOf(bench, 'Accept');
      const last = Math.max(0, ...[one, two, three].flatMap((all) => Object.keys(all).map(Number)));
      const expected = Array.from({ length: last }, (_, place) => {
        const slot = `${place + 1}`;
        const rounds = [one, two, three].flatMap((all) => all[slot] ?? []);
        const entry = rounds.length === 0 ? null : entryOf(slot, Math.max(...rounds));
        const { ballot } = bench.state;
        const message = { type: 'Accept', ballot, slot: place + 1, entry };
        return servers.map((to) => ({ to, message }));
      });
      expect(proposed).toEqual(expected.flat());
      // The next command goes after all of those.
      bench.receive('c1', ask(put(1, 'new')));
      expect(sentOf(bench, 'Accept')[0]?.message).toMatchObject({ slot: last + 1 });
    },
  );

  test('without no-ops in gaps it proposes what was accepted all the same', () => {
    const servers = names.slice(0, 3);
    const gaps = paxosRules.without('gaps-get-no-ops');
    const bench = onBench('a', multiServer(gaps, { ...basic, servers }));
    bench.timeout('election');
    bench.sync();
    const accepted = Object.fromEntries(
      [1, 3].map((slot) => [slot, { ballot: earlier(0), entry: put(slot, `${slot}`) }]),
    );
    const { ballot } = bench.state;
    for (const name of ['a', 'b'])
      bench.serve(name, { type: 'Promise', ballot, from: 1, accepted });
    const proposed = sentOf(bench, 'Accept').filter(({ to }) => to === 'b');
    expect(proposed).toMatchObject(
      [1, 3].map((slot) => ({ message: { slot, entry: put(slot, `${slot}`) } })),
    );
    expect(bench.state.nextSlot).toBe(4);
  });

  test('one promise short of a majority, and promises of another ballot, do not make a leader', () => {
    const bench = leader([{}]);
    const { ballot } = bench.state;
    const promise = { type: 'Promise', from: 1, accepted: {} } as const;
    bench.serve('a', { ...promise, ballot });
    bench.serve('b', { ...promise, ballot: { ...ballot, round: ballot.round - 1 } });
    expect(bench.state.role).toBe('preparing');
    bench.serve('c', { ...promise, ballot });
    expect(bench.state).toMatchObject({ role: 'leading', leader: 'a' });
    // Others learn of it at once, and no election disturbs it.
    expect(sentOf(bench, 'Heartbeat').map(({ to }) => to)).toEqual(['b', 'c']);
    expect([...bench.done.timers.keys()]).toEqual(['heartbeat']);
  });

  test('requests that come during phase 1 are proposed in their order, and answered when they are chosen', () => {
    const bench = leader([]);
    bench.serve('c1', ask(put(1, 'first')));
    bench.serve('c2', ask({ ...put(1, 'second', 'c2'), key: 'k2' }));
    const { ballot } = bench.state;
    for (const name of ['b', 'c'])
      bench.serve(name, { type: 'Promise', ballot, from: 1, accepted: {} });
    // The first promise is that of b alone; the second made it lead.
    expect(sentOf(bench, 'Accept').filter(({ to }) => to === 'b')).toMatchObject([
      { message: { slot: 1, entry: { value: 'first' } } },
      { message: { slot: 2, entry: { value: 'second' } } },
    ]);
    // Slot 2 is chosen first, and waits for slot 1.
    const accepted = { type: 'Accepted', ballot } as const;
    bench.serve('b', { ...accepted, slot: 2 });
    expect(bench.serve('b', { ...accepted, slot: 2 }).sent).toEqual([]);
    expect(bench.serve('c', { ...accepted, slot: 2 }).sent.map(({ to }) => to)).toEqual(['b', 'c']);
    bench.serve('b', { ...accepted, slot: 1 });
    expect(bench.serve('a', { ...accepted, slot: 1 }).sent).toEqual([
      { to: 'c1', message: { type: 'Reply', serial: 1, value: 'first' } },
      { to: 'c2', message: { type: 'Reply', serial: 1, value: 'second' } },
      ...['b', 'c'].map((to) => ({
        to,
        message: { type: 'Chosen', slot: 1, entry: put(1, 'first') },
      })),
    ]);
    expect(bench.state.applied).toBe(2);
    expect(bench.serve('c', { ...accepted, slot: 1 }).sent).toEqual([]);
  });

  test('a leader asks those again that have not accepted when a heartbeat has passed, and says how much it knows', () => {
    const bench = leader();
    bench.serve('c1', ask(put(1, 'first')));
    const { ballot } = bench.state;
    bench.serve('b', { type: 'Accepted', ballot, slot: 1 });
    const message = { type: 'Heartbeat', ballot, known: 0 };
    const heartbeats = ['b', 'c'].map((to) => ({ to, message }));
    // The answers may still be in flight.
    expect(bench.timeout('heartbeat').sent).toEqual(heartbeats);
    expect(bench.timeout('heartbeat').sent).toEqual([
      ...heartbeats,
      ...['a', 'c'].map((to) => ({
        to,
        message: { type: 'Accept', ballot, slot: 1, entry: put(1, 'first') },
      })),
    ]);
    expect(bench.done.timers.get('heartbeat')).toBe(30);
  });

  test('a leader that hears of a higher ballot follows, and answers nothing of its own any more', () => {
    const bench = leader();
    bench.serve('c1', ask(put(1, 'first')));
    const { ballot } = bench.state;
    const higher = { round: 5, proposer: 'b' };
    bench.serve('b', { type: 'Prepare', ballot: higher, from: 1 });
    expect(bench.state).toMatchObject({ role: 'follower', leader: null, round: 5, waiting: [] });
    expect([...bench.done.timers.keys()]).toEqual(['election']);
    for (const name of ['a', 'b', 'c'])
      expect(bench.serve(name, { type: 'Accepted', ballot, slot: 1 }).sent).toEqual([]);
    bench.timeout('election');
    expect(bench.state.ballot).toEqual({ round: 6, proposer: 'a' });
    expect(bench.state.promises).toEqual({});
  });

  test('a follower names the leader that it hears, but none that it has promised not to hear', () => {
    const bench = replica({}, 'b');
    const redirected = () => bench.serve('c1', ask(put(1, 'x'))).sent[0]?.message;
    expect(redirected()).toEqual({ type: 'Redirect', serial: 1, leader: null });
    const ballot = { round: 2, proposer: 'a' };
    bench.done.timers.clear();
    bench.serve('a', { type: 'Heartbeat', ballot, known: 0 });
    expect(redirected()).toMatchObject({ leader: 'a' });
    // Halfway between the minimum and the maximum.
    expect(bench.done.timers.get('election')).toBe(150);
    bench.serve('c', { type: 'Prepare', ballot: { round: 3, proposer: 'c' }, from: 1 });
    bench.done.timers.clear();
    bench.serve('a', { type: 'Heartbeat', ballot, known: 0 });
    expect(bench.done.timers.size).toBe(0);
    bench.serve('c', { type: 'Heartbeat', ballot: { round: 3, proposer: 'c' }, known: 0 });
    expect(redirected()).toMatchObject({ leader: 'c' });
  });

  test('a server that lacks slots asks for them, and gets those that are known, without a gap', () => {
    const behind = replica({}, 'b');
    const ballot = { round: 2, proposer: 'a' };
    const chosen = (slot: number) =>
      ({ type: 'Chosen', slot, entry: put(slot, `${slot}`) }) as const;
    behind.serve('a', chosen(1));
    behind.serve('a', chosen(3));
    expect(behind.serve('a', { type: 'Heartbeat', ballot, known: 1 }).sent).toEqual([]);
    expect(behind.serve('a', { type: 'Heartbeat', ballot, known: 4 }).sent).toEqual([
      { to: 'a', message: { type: 'Missing', from: 2 } },
    ]);
    expect(behind.serve('c', { type: 'Missing', from: 1 }).sent).toEqual([
      { to: 'c', message: chosen(1) },
    ]);
    behind.serve('a', chosen(2));
    expect(behind.serve('c', { type: 'Missing', from: 2 }).sent).toEqual([
      { to: 'c', message: chosen(2) },
      { to: 'c', message: chosen(3) },
    ]);
    expect(behind.state.machine.values).toEqual({ k: '3' });
    // Chosen commands do not change, whatever arrives.
    behind.serve('a', { type: 'Chosen', slot: 3, entry: put(9, 'another') });
    expect(behind.state.machine.values).toEqual({ k: '3' });
  });

  test('a request in two slots is done once, and reads see what stands before them', () => {
    const bench = leader();
    const { ballot } = bench.state;
    const told: unknown[] = [];
    const choose = (slot: number, command: Command) => {
      bench.serve(command.client, ask(command));
      for (const name of ['a', 'b']) bench.receive(name, { type: 'Accepted', ballot, slot });
      told.push(...bench.done.sent.filter(({ to }) => to.startsWith('c') && to.length > 1));
    };
    choose(1, put(1, 'mine'));
    choose(2, put(1, 'theirs', 'c2'));
    choose(3, put(1, 'mine'));
    choose(4, get(2));
    const reply = (to: string, serial: number, value: string) => ({
      to,
      message: { type: 'Reply', serial, value },
    });
    expect(told).toEqual([
      reply('c1', 1, 'mine'),
      reply('c2', 1, 'theirs'),
      reply('c1', 1, 'mine'),
      reply('c1', 2, 'theirs'),
    ]);
  });

  test('without an election a ballot is begun for each command, and kept until all are chosen', () => {
    const bench = replica({ election: null, keepsBallot: false });
    expect(bench.done.timers.size).toBe(0);
    bench.serve('c1', ask(put(1, 'first')));
    bench.serve('c2', ask(put(1, 'second', 'c2')));
    expect(bench.state).toMatchObject({ role: 'preparing', round: 1 });
    const { ballot } = bench.state;
    for (const name of ['a', 'b'])
      bench.serve(name, { type: 'Promise', ballot, from: 1, accepted: {} });
    expect(sentOf(bench, 'Heartbeat')).toEqual([]);
    const choose = (slot: number) => {
      for (const name of ['a', 'b']) bench.serve(name, { type: 'Accepted', ballot, slot });
    };
    choose(1);
    expect(bench.state.role).toBe('leading');
    choose(2);
    expect(bench.state.role).toBe('follower');
    bench.serve('c1', ask(put(2, 'third')));
    expect(bench.state).toMatchObject({ role: 'preparing', round: 2 });
    expect(sentOf(bench, 'Prepare')[0]?.message).toMatchObject({ from: 3 });
  });

  test('the first server leads at once, if it is to, and only in its first life', () => {
    const servers = names.slice(0, 3);
    const actor = multiServer(rules, { ...basic, servers, firstLeads: true });
    expect(onBench('a', actor).done.timers.get('election')).toBe(0);
    expect(onBench('b', actor).done.timers.get('election')).toBe(150);
    expect(replica().done.timers.get('election')).toBe(150);
    const again = onBench('a', actor, [{ kind: 'round', round: 4 }]);
    expect(again.done.timers.get('election')).toBe(150);
    again.timeout('election');
    expect(again.state.ballot.round).toBe(5);
  });
});
