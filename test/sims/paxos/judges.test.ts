/**
 * Goal: the judges report violations, and nothing else: each law has the smallest story that breaks
 * it, next to one that just keeps it.
 */
import { describe, expect, test } from 'vitest';
import type { Ballot } from '../../../sims/paxos/ballot.ts';
import { LogJudge } from '../../../sims/paxos/multi/judge.ts';
import type { MultiLaw } from '../../../sims/paxos/multi/laws.ts';
import type { Command } from '../../../sims/paxos/store/command.ts';
import { ChoiceJudge } from '../../../sims/paxos/synod/judge.ts';
import type { SynodLaw } from '../../../sims/paxos/synod/laws.ts';
import { BroadcastJudge } from '../../../sims/paxos/zab/judge.ts';
import type { ZabLaw } from '../../../sims/paxos/zab/laws.ts';
import type { Transaction } from '../../../sims/paxos/zab/messages.ts';
import { ClientJudge } from '../../../sims/paxos/zab/reads.ts';
import { Breaches } from '../../../src/check/breaches.ts';

const ballot = (round: number, proposer = 'n1'): Ballot => ({ round, proposer });

describe('of one value', () => {
  function choice(servers = 3) {
    const breaches = new Breaches<SynodLaw>();
    const judge = new ChoiceJudge(servers, breaches);
    let atMs = 0;
    const says = {
      broken: () => [...breaches.all.keys()],
      wants: (value: string) => says.hears({ kind: 'wants', value }),
      proposes: (one: Ballot, value: string) =>
        says.hears({
          kind: 'proposes',
          ballot: one,
          value,
          own: true,
          rule: 'adopt-accepted-value',
        }),
      accepts: (by: string, one: Ballot) => {
        judge.sends(by, 'n1', { type: 'Accepted', ballot: one });
        return says;
      },
      promises: (by: string, one: Ballot) => {
        judge.sends(by, 'n1', { type: 'Promise', ballot: one, accepted: null });
        return says;
      },
      learns: (value: string) => says.hears({ kind: 'learns', value, rule: 'learn-from-majority' }),
      hears: (note: Parameters<ChoiceJudge['hears']>[0]) => {
        atMs += 1;
        judge.hears(note, atMs);
        return says;
      },
    };
    return { judge, ...says, says };
  }

  test('two of three accept it in one ballot, and two servers learn it', () => {
    const { judge, says } = choice();
    says.wants('x').wants('y').proposes(ballot(1), 'x').proposes(ballot(1), 'x');
    says.promises('n1', ballot(1)).accepts('n1', ballot(1)).accepts('n2', ballot(1));
    expect(says.learns('x').learns('x').broken()).toEqual([]);
    expect(judge).toMatchObject({ value: 'x', learnedAtMs: 5 });
  });

  test('accepted by one, or by two in different ballots: not chosen', () => {
    const one = choice().says.wants('x').proposes(ballot(1), 'x').accepts('n1', ballot(1));
    expect(one.accepts('n1', ballot(1)).learns('x').broken()).toEqual(['learned-was-chosen']);
    const two = choice().says.wants('x').proposes(ballot(1), 'x').proposes(ballot(2), 'x');
    two.accepts('n1', ballot(1)).accepts('n2', ballot(2));
    expect(two.learns('x').broken()).toEqual(['learned-was-chosen']);
    const other = choice().says.wants('x').wants('y').proposes(ballot(1), 'x');
    other.accepts('n1', ballot(1)).accepts('n2', ballot(1));
    expect(other.learns('y').broken()).toEqual(['learned-was-chosen']);
    // Two of four servers are not a majority.
    const four = choice(4).says.wants('x').proposes(ballot(1), 'x');
    four.accepts('n1', ballot(1)).accepts('n2', ballot(1));
    expect(four.learns('x').broken()).toEqual(['learned-was-chosen']);
  });

  test('another value, and one that nobody proposed', () => {
    const { says } = choice();
    says.wants('x').wants('y').proposes(ballot(1), 'x').proposes(ballot(2), 'y');
    for (const by of ['n1', 'n2']) says.accepts(by, ballot(1)).accepts(by, ballot(2));
    expect(says.learns('x').learns('y').broken()).toEqual(['one-value']);
    const other = choice().says.proposes(ballot(1), 'x').accepts('n1', ballot(1));
    expect(other.accepts('n2', ballot(1)).learns('x').broken()).toEqual(['learned-was-proposed']);
  });

  test('two values in a ballot, and an acceptance below a promise', () => {
    const { says } = choice();
    says.proposes(ballot(1), 'x').proposes(ballot(1, 'n2'), 'y').proposes(ballot(2), 'y');
    expect(says.broken()).toEqual([]);
    expect(says.proposes(ballot(2), 'x').broken()).toEqual(['one-value-per-ballot']);
    const { says: acceptor } = choice();
    acceptor.promises('n1', ballot(3)).promises('n1', ballot(2)).accepts('n2', ballot(1));
    expect(acceptor.accepts('n1', ballot(3)).accepts('n1', ballot(4)).broken()).toEqual([]);
    expect(acceptor.accepts('n1', ballot(2, 'n9')).broken()).toEqual(['promises-are-kept']);
  });

  test('ballots, those that were outbid before and after the decision, and messages between servers', () => {
    const { judge, says } = choice();
    const outbid = { kind: 'is-outbid', ballot: ballot(1), by: ballot(2) } as const;
    says
      .hears({ kind: 'begins-ballot', ballot: ballot(1) })
      .hears({ kind: 'begins-ballot', ballot: ballot(2) });
    says.wants('x').hears(outbid).learns('x').hears(outbid).learns('x');
    judge.sends('n1', 'n1', { type: 'Prepare', ballot: ballot(1) });
    judge.sends('n1', 'n2', { type: 'Prepare', ballot: ballot(1) });
    expect(judge).toMatchObject({
      ballots: 2,
      outbid: 2,
      outbidAtDecision: 1,
      messages: 1,
      learnedAtMs: 5,
    });
  });
});

const put = (value: string, serial = 1): Command => ({
  client: 'c',
  serial,
  f: 'put',
  key: 'k',
  value,
});

describe('of a log', () => {
  function log() {
    const breaches = new Breaches<MultiLaw>();
    const judge = new LogJudge(breaches);
    const broken = () => [...breaches.all.keys()];
    const learns = (slot: number, entry: Command | null) =>
      judge.hears('n1', { kind: 'learns-slot', slot, entry }, 0);
    const applies = (server: string, entry: Command | null) =>
      judge.hears(server, { kind: 'applies-slot', slot: 0, entry }, 0);
    return { judge, broken, learns, applies };
  }

  test('one command for a slot: a no-op and the same request of another serial are others', () => {
    const { judge, broken, learns } = log();
    for (const slot of [1, 2, 1]) learns(slot, put('x'));
    expect([judge.slots, broken()]).toEqual([2, []]);
    learns(2, put('x', 2));
    expect(broken()).toEqual(['one-command-per-slot']);
    const another = log();
    another.learns(1, null);
    another.learns(1, put('x'));
    expect(another.broken()).toEqual(['one-command-per-slot']);
  });

  test('the same commands in order: a server that crashed begins at the first again', () => {
    const { judge, broken, applies } = log();
    applies('n1', put('x'));
    applies('n1', put('y'));
    applies('n2', put('x'));
    judge.crashes('n2', 0);
    applies('n2', put('x'));
    applies('n2', put('y'));
    expect(broken()).toEqual([]);
    judge.crashes('n1', 0);
    applies('n1', put('y'));
    expect(broken()).toEqual(['same-commands-in-order']);
  });

  test('elections, what they found, and messages between servers but heartbeats', () => {
    const { judge } = log();
    for (const noOps of [1, 2])
      judge.hears('n1', { kind: 'leads-log', ballot: ballot(1), recovered: 5, noOps }, 0);
    judge.hears('n1', { kind: 'loses-log', ballot: ballot(1), by: ballot(2) }, 0);
    judge.sends('n1', 'n2', { type: 'Missing', from: 1 });
    judge.sends('n1', 'n1', { type: 'Missing', from: 1 });
    judge.sends('n1', 'n2', { type: 'Heartbeat', ballot: ballot(1), known: 0 });
    expect(judge).toMatchObject({ elections: 2, recovered: 10, noOps: 3, messages: 1 });
  });

  test('a leader is productive from the first command that it knows to be chosen until it is outbid', () => {
    const { judge } = log();
    const leads = (atMs: number) =>
      judge.hears('n1', { kind: 'leads-log', ballot: ballot(1), recovered: 0, noOps: 0 }, atMs);
    const learns = (server: string, atMs: number) =>
      judge.hears(server, { kind: 'learns-slot', slot: atMs, entry: null }, atMs);
    leads(10);
    learns('n2', 15);
    learns('n1', 20);
    learns('n1', 25);
    expect(judge.productiveMs(50)).toBe(30);
    judge.hears('n1', { kind: 'loses-log', ballot: ballot(1), by: ballot(2) }, 60);
    learns('n1', 70);
    expect(judge.productiveMs(100)).toBe(40);
    leads(110);
    learns('n1', 120);
    judge.crashes('n1', 123);
    expect(judge.productiveMs(200)).toBe(43);
  });
});

describe('of a broadcast', () => {
  const transaction = (epoch: number, counter: number, value = 'x'): Transaction => ({
    zxid: { epoch, counter },
    command: put(value),
  });
  function broadcast() {
    const breaches = new Breaches<ZabLaw>();
    const judge = new BroadcastJudge(breaches);
    const broken = () => [...breaches.all.keys()];
    const commits = (place: number, one: Transaction) =>
      judge.hears('n1', { kind: 'commits-transaction', place, transaction: one }, []);
    const leads = (server: string, epoch: number, history: readonly Transaction[]) =>
      judge.hears(
        server,
        { kind: 'leads-epoch', epoch, last: { epoch: 0, counter: 0 }, length: history.length },
        history,
      );
    return { judge, broken, commits, leads };
  }

  test('the same transactions in order, by number and by what they do', () => {
    const { judge, broken, commits } = broadcast();
    for (const place of [1, 2, 1]) commits(place, transaction(1, place));
    expect([judge.committed, broken()]).toEqual([2, []]);
    commits(2, transaction(1, 2, 'y'));
    expect(broken()).toEqual(['same-transactions-in-order']);
  });

  test('one leader for an epoch, which has all that was committed', () => {
    const { judge, broken, commits, leads } = broadcast();
    commits(1, transaction(1, 1));
    commits(2, transaction(1, 2));
    const all = [transaction(1, 1), transaction(1, 2)];
    leads('n1', 2, [...all, transaction(1, 3)]);
    leads('n1', 2, all);
    leads('n2', 3, all);
    expect([judge.leaders.map(({ server, length }) => [server, length]), broken()]).toEqual([
      [
        ['n1', 3],
        ['n1', 2],
        ['n2', 2],
      ],
      [],
    ]);
    leads('n3', 3, all);
    expect(broken()).toEqual(['one-leader-per-epoch']);
    leads('n1', 4, all.slice(0, 1));
    expect(broken()).toEqual(['one-leader-per-epoch', 'committed-survives']);
    const another = broadcast();
    another.commits(1, transaction(1, 1));
    another.leads('n1', 2, [transaction(2, 1), transaction(1, 1)]);
    expect(another.broken()).toEqual(['committed-survives']);
  });

  test('clients see no older state, and synced reads what was answered before', () => {
    const breaches = new Breaches<ZabLaw>();
    const judge = new ClientJudge(breaches);
    const asks = (client: string, isRead: boolean, synced: boolean, key = 'k') =>
      judge.invokes(client, { key, isRead, synced, atMs: 10 });
    asks('c1', false, false);
    asks('c2', true, true);
    judge.isTold('c1', 5, 12);
    // It was requested before the write was answered.
    judge.isTold('c2', 4, 13);
    asks('c2', true, false);
    judge.isTold('c2', 4, 14);
    asks('c3', true, true, 'another');
    judge.isTold('c3', 1, 15);
    asks('c3', true, true);
    judge.isTold('c3', 5, 16);
    expect(judge.reads.map(({ ms, isStale }) => [ms, isStale])).toEqual([
      [3, false],
      [4, true],
      [5, false],
      [6, false],
    ]);
    expect([judge.older, [...breaches.all.keys()]]).toEqual([0, []]);
    // A write that was sent earlier and answered later takes nothing back.
    asks('c4', false, false);
    judge.isTold('c4', 3, 20);
    asks('c5', true, true);
    judge.isTold('c5', 4, 20);
    expect([...breaches.all.keys()]).toEqual(['synced-reads-are-fresh']);
    asks('c5', true, false);
    judge.isTold('c5', 3, 20);
    asks('c5', true, false);
    judge.isTold('c5', 3, 20);
    expect([judge.older, [...breaches.all.keys()]]).toEqual([
      2,
      ['synced-reads-are-fresh', 'clients-see-no-older-state'],
    ]);
  });
});
