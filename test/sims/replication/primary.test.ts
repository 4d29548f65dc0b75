/**
 * Goal: a primary, its replicas and the failover manager do each thing at the moment that their
 * sketch says, and fail over to the most complete replica. Every link takes 1 ms here, and disks
 * take no time.
 */
import { describe, expect, test } from 'vitest';
import { type PrimarySetup, primarySubject } from '../../../sims/replication/primary/cluster.ts';
import type { NodeRequest } from '../../../sims/replication/primary/messages.ts';
import { primaryMetrics } from '../../../sims/replication/primary/metrics.ts';
import { replicationRules } from '../../../sims/replication/rules.ts';
import { createMetrics } from '../../../src/check/metric.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { crash, cut, mend, restart } from '../../../src/world/fault.ts';
import type { Plan } from '../../../src/world/plan.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

interface Shown {
  readonly role: string;
  readonly epoch: number;
  readonly lsn: number;
  readonly applied: number;
}
type Asked = readonly [atMs: number, of: string, request: NodeRequest];

/** Runs a system, and returns the outcome of each request: `when what`. */
function runSystem(
  own: Partial<PrimarySetup>,
  {
    asked = [] as readonly Asked[],
    plan = [] as Plan,
    untilMs = 1_500,
    without = [] as readonly string[],
  } = {},
) {
  const world = new World('primary', { latencyMs: constant(1) });
  const metrics = createMetrics(primaryMetrics);
  const rules = replicationRules.without(...without);
  const setup = { writers: 0, ...own, metrics };
  const subject = primarySubject({ world, rules }, [setup]);
  const system = must(subject.systems[0], 'system');
  const told: string[] = asked.map(() => 'nothing');
  function* one(node: ServerContext, place: number, [atMs, of, request]: Asked): Process<void> {
    yield* node.sleep(atMs);
    try {
      const reply = yield* node.call<object>(of, request);
      told[place] = `${node.now()} ${JSON.stringify(reply)}`;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      told[place] = `${node.now()} ${'reason' in failure ? failure.reason : 'none'}`;
    }
  }
  world.addServer(
    'asker',
    client('asker', (node) => {
      for (const [place, each] of asked.entries()) node.spawn(one(node, place, each));
    }),
  );
  world.plan(plan);
  world.kernel.runUntil(untilMs);
  const states = () => system.nodes.map(({ state }) => state as Shown | undefined);
  const { breaches } = subject;
  return { told, states, metrics, system, manager: system.manager.state, breaches };
}

const write = (id: number): NodeRequest => ({ write: id, key: 'k' });
const read = (epoch = 0, lsn = 0): NodeRequest => ({ read: 'k', token: { epoch, lsn } });
const at = (epoch: number, lsn: number) => JSON.stringify({ at: { epoch, lsn } });
const found = (id: number, epoch: number, lsn: number) =>
  JSON.stringify({ write: id, place: { epoch, lsn }, at: { epoch, lsn } });

describe('an acknowledgement', () => {
  test.each([
    // Client, primary, and back.
    ['waits for no replica', { acks: 0 }, '102'],
    ['waits for one', { acks: 1 }, '104'],
    ['waits for all', { acks: 2 }, '104'],
    ['waits until that is applied', { acks: 1, ackMeans: 'applied', applyMs: constant(7) }, '111'],
    ['not if it need only be received', { acks: 1, applyMs: constant(7) }, '104'],
    ['waits for the shipping', { acks: 1, shipMs: constant(5) }, '109'],
    ['waits for disks, one after the other', { acks: 1, diskMs: constant(3) }, '107'],
  ] as const)('%s', (_, options, atMs) => {
    expect(runSystem(options, { asked: [[100, 'node1', write(1)]] }).told).toEqual([
      `${atMs} ${at(1, 1)}`,
    ]);
  });

  test('does not come while too few replicas are up, and comes when one is', () => {
    const plan = [2, 3].map((place) => ({ atMs: 50, fault: crash(`node${place}`) }));
    const asked: Asked[] = [[100, 'node1', write(1)]];
    expect(runSystem({ acks: 1 }, { asked, plan }).told).toEqual(['nothing']);
    const back = [...plan, { atMs: 200, fault: restart('node3') }];
    // With the next heartbeat the primary hears what is missing; heartbeats begin at 0, every 50 ms.
    const [told] = runSystem({ acks: 1 }, { asked, plan: back }).told;
    expect(told).toMatch(/^2\d\d /);
    expect(Number.parseFloat(told ?? '')).toBeLessThanOrEqual(200 + 50 + 5);
    expect(
      runSystem({ acks: 1 }, { asked, plan, without: ['acks-wait-for-replicas'] }).told,
    ).toEqual([`102 ${at(1, 1)}`]);
  });
});

describe('a read', () => {
  test('shows what the node has applied, and waits for a token if it has one', () => {
    const asked: Asked[] = [
      [100, 'node1', write(1)],
      // The replica receives it at 102, and has applied it at 112.
      [103, 'node2', read()],
      [104, 'node2', read(1, 1)],
      [112, 'node2', read()],
      [120, 'node2', read(1, 1)],
    ];
    const options = { applyMs: constant(10) };
    const none = JSON.stringify({
      write: 0,
      place: { epoch: 0, lsn: 0 },
      at: { epoch: 0, lsn: 0 },
    });
    const one = found(1, 1, 1);
    const { told, metrics } = runSystem(options, { asked });
    expect(told.slice(1)).toEqual([`105 ${none}`, `113 ${one}`, `114 ${one}`, `122 ${one}`]);
    // Taken at 101, applied at 112: on each of two replicas.
    expect([metrics.lagMs.count, metrics.lagMs.min, metrics.lagMs.max]).toEqual([2, 11, 11]);
    const without = ['read-waits-for-token'];
    expect(runSystem(options, { asked, without }).told[2]).toBe(`106 ${none}`);
  });
});

describe('a failover', () => {
  const down = [{ atMs: 400, fault: crash('node1') }];
  const roles = ({ states }: ReturnType<typeof runSystem>) => states().map((state) => state?.role);

  test('begins when the lease is over, and gives the office to one of the others', () => {
    // Renewed every 100 ms from 0: asked at 300, granted by the manager at 301 until 601.
    const before = runSystem({}, { plan: down, untilMs: 600 });
    expect([before.manager, before.metrics.failovers.value]).toEqual([
      { epoch: 1, primary: 'node1' },
      0,
    ]);
    const after = runSystem({}, { plan: down, untilMs: 640 });
    expect(after.manager).toMatchObject({ epoch: 2, primary: 'node2' });
    expect(after.metrics.failovers.value).toBe(1);
    expect(roles(after)).toEqual([undefined, 'primary', 'replica']);
    const late = runSystem({}, { plan: [...down, { atMs: 700, fault: restart('node1') }] });
    expect(roles(late)).toEqual(['replica', 'primary', 'replica']);
    expect(late.states().map((state) => state?.epoch)).toEqual([2, 2, 2]);
  });

  test('takes the most complete, not the first that it hears', () => {
    // node2 is cut off from the primary before the write.
    const plan = [{ atMs: 50, fault: cut('node1', 'node2') }, ...down];
    const asked: Asked[] = [
      [100, 'node1', write(1)],
      [800, 'node3', write(2)],
    ];
    const ran = runSystem({}, { plan, asked });
    expect(roles(ran)).toEqual([undefined, 'replica', 'primary']);
    expect(ran.told).toEqual([`104 ${at(1, 1)}`, `804 ${at(2, 2)}`]);
    expect(ran.states().slice(1)).toMatchObject([1, 2].map(() => ({ lsn: 2, applied: 2 })));
    expect(ran.metrics.lost.value).toBe(0);
    const without = ['failover-prefers-most-complete'];
    const lost = runSystem({}, { plan, asked: asked.slice(0, 1), without });
    expect([lost.metrics.lost.value, lost.breaches.of('acked-survives-failover')]).toEqual([
      1,
      expect.stringContaining('node2'),
    ]);
  });

  test('waits until it hears n - k nodes, so that one of them has what k replicas acknowledged', () => {
    const plan = [...down, { atMs: 400, fault: crash('node3') }];
    const waits = runSystem({ acks: 1 }, { plan });
    expect([roles(waits)[1], waits.manager]).toEqual(['replica', { epoch: 2, primary: null }]);
    expect(roles(runSystem({ acks: 2 }, { plan }))[1]).toBe('primary');
    expect(roles(runSystem({ acks: 0 }, { plan }))[1]).toBe('primary');
    expect(roles(runSystem({ acks: 1 }, { plan, without: ['failover-hears-enough'] }))[1]).toBe(
      'primary',
    );
  });

  test('an old primary that is cut off from the manager serves to the end of its own lease, and no longer', () => {
    const plan = [
      { atMs: 350, fault: cut('node1', 'manager') },
      { atMs: 350, fault: cut('manager', 'node1') },
    ];
    // It asked last at 300: until 600 it serves. The manager waits until 601.
    const asked: Asked[] = [
      [590, 'node1', write(1)],
      [599.5, 'node1', write(2)],
      [598.5, 'node1', write(3)],
    ];
    const ran = runSystem({ acks: 0 }, { plan, asked });
    expect(ran.told).toEqual([`592 ${at(1, 1)}`, '601.5 FENCED', `600.5 ${at(1, 2)}`]);
    expect(ran.breaches.of('one-primary')).toBeUndefined();
    // A replica accepts no writes, and leadership is granted only for a new epoch.
    const refused: Asked[] = [
      [100, 'node2', write(1)],
      [100, 'node2', { prepare: 0 }],
      [100, 'node2', { promote: 0 }],
    ];
    expect(runSystem({}, { asked: refused }).told).toEqual([
      '102 NOT-PRIMARY',
      '102 OLD-EPOCH',
      '102 OLD-EPOCH',
    ]);
  });

  test('what an old primary has alone is cut when it comes back', () => {
    const plan = [
      ...[2, 3].map((place) => ({ atMs: 380, fault: cut('node1', `node${place}`) })),
      ...down,
      { atMs: 900, fault: restart('node1') },
      ...[2, 3].map((place) => ({ atMs: 900, fault: mend('node1', `node${place}`) })),
    ];
    const asked: Asked[] = [
      [100, 'node1', write(1)],
      [385, 'node1', write(2)],
      [800, 'node2', write(3)],
      [1_400, 'node1', read()],
    ];
    const ran = runSystem({ acks: 0 }, { plan, asked });
    expect(ran.states()).toMatchObject([1, 2, 3].map(() => ({ epoch: 2, lsn: 2, applied: 2 })));
    expect(ran.told.at(-1)).toBe(`1402 ${found(3, 2, 2)}`);
    expect(ran.metrics.lost.value).toBe(1);
  });
});

test('sessions do their rounds, and count what they read', () => {
  const own = { sessions: 2, rounds: 3, ownReads: 2, otherReads: 1, restMs: constant(20) };
  const { system, metrics } = runSystem(own);
  expect([system.sessionsDone, metrics.reads.value, metrics.acked.value]).toEqual([2, 18, 6]);
  expect([metrics.staleOwnReads.value, metrics.backwardReads.value]).toEqual([0, 0]);
  expect([metrics.readMs.count, metrics.failedReads.value]).toEqual([18, 0]);
  // At the primary: there and back.
  const direct = runSystem({ ...own, routing: 'primary' }).metrics.readMs;
  expect([direct.min, direct.max]).toEqual([2, 2]);
});
