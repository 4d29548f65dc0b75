/**
 * Goal: a chain takes as long as its sketch says, reads committed versions as in CRAQ, and survives
 * the loss of its head, its tail or a middle node (van Renesse and Schneider, OSDI 2004, §3). Every
 * link takes 1 ms here.
 */
import { describe, expect, test } from 'vitest';
import {
  addChain,
  addMaster,
  type Chain,
  operate,
} from '../../../sims/replication/chain/cluster.ts';
import { replicationRules } from '../../../sims/replication/rules.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { crash } from '../../../src/world/fault.ts';
import type { Plan } from '../../../src/world/plan.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

/** A client's request to a node at a given time: to write a value, or to read. */
type Asked = readonly [atMs: number, of: string, value: string | null];

interface Setup {
  readonly nodes?: number;
  readonly readMs?: number;
  readonly masterMs?: number;
  readonly plan?: Plan;
  readonly without?: readonly string[];
}

/** Runs a chain, and returns the outcome of each request in order: `when what`. */
function ask(
  asked: readonly Asked[],
  setup: Setup = {},
): { chain: Chain; told: readonly string[] } {
  const { nodes = 3, readMs = 0, masterMs = 0, plan = [], without = [] } = setup;
  const world = new World('chain', { latencyMs: constant(1) });
  const options = { nodes, readMs: constant(readMs), timeoutMs: 20 };
  const chain = addChain(world, replicationRules.without(...without), options);
  if (masterMs > 0) addMaster(world, chain, masterMs);
  const told: string[] = asked.map(() => 'nothing');
  function* one(node: ServerContext, place: number, [atMs, of, value]: Asked): Process<void> {
    yield* node.sleep(atMs);
    const before = chain.events.length;
    yield* operate(chain, node, of, value, 100);
    const { process } = must(chain.events[before], 'event of the invocation');
    const end = chain.events.findLast((event) => event.process === process);
    told[place] = `${node.now()} ${end?.type} ${end?.value}`;
  }
  const start = (node: ServerContext) => {
    for (const [place, each] of asked.entries()) node.spawn(one(node, place, each));
  };
  world.addServer('client', client('client', start));
  world.plan(plan);
  world.kernel.runUntil(1_000);
  return { chain, told };
}

describe('without faults', () => {
  test.each([1, 2, 3, 5])(
    'a write to %i nodes takes a link down and up for each of them',
    (nodes) => {
      const { chain, told } = ask([[0, 'n1', 'x']], { nodes });
      expect(told).toEqual([`${2 * nodes} ok x`]);
      expect([chain.writes, chain.reads, chain.openWrites, chain.failedReads]).toEqual([
        1, 0, 0, 0,
      ]);
      for (const { state } of chain.servers) expect(state).toEqual({ committed: 1, dirty: 0 });
    },
  );

  test('any node answers by itself when it knows that what it has is committed', () => {
    const reads = ['n1', 'n2', 'n3'].map((of): Asked => [10, of, null]);
    const { chain, told } = ask([[0, 'n1', 'x'], [3, 'n1', 'y'], ...reads], { readMs: 4 });
    expect(told).toEqual(['6 ok x', '9 ok y', ...reads.map(() => '16 ok y')]);
    expect(chain.reads).toBe(3);
    // One after the other: each node reads one thing at a time.
    expect(
      ask(
        [
          [0, 'n2', null],
          [0, 'n2', null],
        ],
        { readMs: 4 },
      ).told,
    ).toEqual(['6 ok null', '10 ok null']);
  });

  test('a node with a newer version asks the tail which one is committed', () => {
    // x is with n1 at 1, n2 at 2, and n3, which commits it, at 3; n2 knows at 4, n1 at 5.
    const before: Asked[] = [
      [0.5, 'n1', null],
      [1.5, 'n2', null],
      [1.5, 'n3', null],
    ];
    const { told } = ask([[0, 'n1', 'x'], ...before]);
    expect(told).toEqual(['6 ok x', '4.5 ok null', '5.5 ok x', '3.5 ok null']);
    const after: Asked[] = [
      [1.5, 'n1', null],
      [2.5, 'n2', null],
      [2.5, 'n3', null],
      [3.5, 'n2', null],
    ];
    expect(ask([[0, 'n1', 'x'], ...after]).told.slice(1)).toEqual([
      '5.5 ok x',
      '6.5 ok x',
      '4.5 ok x',
      '5.5 ok x',
    ]);
    const without = ['dirty-read-asks-tail'];
    expect(ask([[0, 'n1', 'x'], ...before], { without }).told.slice(1)).toEqual([
      '2.5 ok x',
      '3.5 ok x',
      '3.5 ok null',
    ]);
  });

  test('what is committed while the tail is asked is newer than what it says', () => {
    // y follows at 0.5: the tail says x at 3.2, and when that arrives at 4.2 n2 knows y is not there yet.
    const { told } = ask([
      [0, 'n1', 'x'],
      [0.5, 'n1', 'y'],
      [1.2, 'n2', null],
    ]);
    expect(told).toEqual(['6 ok x', '6.5 ok y', '5.2 ok x']);
  });

  test('only the head takes writes, and they are answered in their order', () => {
    const { chain, told } = ask([
      [0, 'n2', 'x'],
      [0, 'n3', 'y'],
      [1, 'n1', 'a'],
      [1.5, 'n1', 'b'],
      [20, 'n2', null],
    ]);
    expect(told).toEqual(['2 info x', '2 info y', '7 ok a', '7.5 ok b', '22 ok b']);
    expect([chain.writes, chain.openWrites, chain.failedReads]).toEqual([2, 2, 0]);
  });

  test('without the tail’s acknowledgement a write is answered by the head', () => {
    expect(ask([[0, 'n1', 'x']], { without: ['tail-acknowledges'] }).told).toEqual(['2 ok x']);
  });
});

describe('with a master that looks every 10 ms', () => {
  const masterMs = 10;
  const down = (node: string, atMs: number) => [{ atMs, fault: crash(node) }];
  const reads = (...nodes: string[]) => nodes.map((of): Asked => [100, of, null]);
  const leftOf = ({ chain }: ReturnType<typeof ask>) => ({
    nodes: chain.nodes,
    states: chain.nodes.map(
      (id) =>
        must(
          chain.servers.find(({ self }) => self === id),
          'server',
        ).state,
    ),
  });

  test('a tail that fails leaves its place to the node before it, which commits what it has', () => {
    // x is with n2 at 2, and never with n3.
    const asked: Asked[] = [[0, 'n1', 'x'], [60, 'n1', 'y'], ...reads('n1', 'n2', 'n3')];
    const ran = ask(asked, { masterMs, plan: down('n3', 2.5) });
    expect(leftOf(ran)).toEqual({
      nodes: ['n1', 'n2'],
      states: [1, 2].map(() => ({ committed: 2, dirty: 0 })),
    });
    expect(ran.told.slice(1, 4)).toEqual(['64 ok y', '102 ok y', '102 ok y']);
    expect(ran.told[0]).toMatch(/ok x$/);
    expect([ran.chain.failedReads, ran.chain.reads]).toEqual([1, 2]);
    const stuck = ask(asked, { masterMs, plan: down('n3', 2.5), without: ['new-tail-commits'] });
    // y passes x on its way, and commits both.
    expect(stuck.told[0]).toMatch(/^6\d ok x$/);
  });

  test('a node between that fails is passed over: what it had is sent again', () => {
    const asked: Asked[] = [[0, 'n1', 'x'], [60, 'n1', 'y'], ...reads('n1', 'n3')];
    const ran = ask(asked, { masterMs, plan: down('n2', 1.5) });
    expect(leftOf(ran)).toEqual({
      nodes: ['n1', 'n3'],
      states: [1, 2].map(() => ({ committed: 2, dirty: 0 })),
    });
    expect(ran.told[0]).toMatch(/^[23]\d ok x$/);
    expect(ran.told.slice(1)).toEqual(['64 ok y', '102 ok y', '102 ok y']);
    const lost = ask(asked, {
      masterMs,
      plan: down('n2', 1.5),
      without: ['resends-to-new-successor'],
    });
    expect(lost.told.slice(0, 2)).toEqual(['100 info x', '160 info y']);
  });

  test('what was committed behind a node that fails is told to the node before it', () => {
    // n2 passes x on at 2 and fails before it can say at 4 that it is committed.
    const ran = ask([[0, 'n1', 'x'], ...reads('n1')], { masterMs, plan: down('n2', 3.5) });
    expect(ran.told).toEqual([expect.stringMatching(/ok x$/), '102 ok x']);
    expect(leftOf(ran).states).toEqual([1, 2].map(() => ({ committed: 1, dirty: 0 })));
  });

  test('a head that fails leaves its place to the next, which goes on with its numbers', () => {
    const asked: Asked[] = [
      [0, 'n1', 'x'],
      [3, 'n1', 'lost'],
      [60, 'n2', 'y'],
      ...reads('n2', 'n3'),
    ];
    const ran = ask(asked, { masterMs, plan: down('n1', 3.5) });
    expect(ran.told).toEqual(['100 info x', '103 info lost', '64 ok y', '102 ok y', '102 ok y']);
    expect(leftOf(ran)).toEqual({
      nodes: ['n2', 'n3'],
      states: [1, 2].map(() => ({ committed: 2, dirty: 0 })),
    });
    expect([ran.chain.writes, ran.chain.openWrites]).toEqual([1, 2]);
  });

  test('the last node left is head and tail', () => {
    const plan = [...down('n3', 20), ...down('n1', 50)];
    const ran = ask([[0, 'n1', 'x'], [90, 'n2', 'y'], ...reads('n2')], { masterMs, plan });
    expect(ran.chain.nodes).toEqual(['n2']);
    expect(ran.told).toEqual(['6 ok x', '92 ok y', '102 ok y']);
  });
});
