/**
 * Goal: connections end as gRPC proposal A9 and RFC 9113 §6.8 say, and the bounds for what new hosts
 * get are right. Method: one host and one client over links of 1 ms, compared with timelines by hand;
 * distributions summed term by term.
 */
import { describe, expect, test } from 'vitest';
import {
  type Connecting,
  connectionClients,
  emptyClientTotals,
} from '../../../../sims/traffic/connections/clients.ts';
import {
  newShare,
  pinnedShare,
  reconnectsAtMost,
  requestsOver,
} from '../../../../sims/traffic/connections/formulas.ts';
import { connectionFront, type Front } from '../../../../sims/traffic/connections/front.ts';
import { type ConnectionHost, connectionHost } from '../../../../sims/traffic/connections/host.ts';
import { type TrafficRule as Rule, trafficRules } from '../../../../sims/traffic/rules.ts';
import { traffic } from '../../../../sims/traffic/traffic.ts';
import { constant } from '../../../../src/kernel/distribution.ts';
import { client } from '../../../../src/world/server.ts';
import { World } from '../../../../src/world/world.ts';

const links = { latencyMs: constant(1) };

/** What one client sees of a host: when each call of 100 ms ends, and each farewell. */
function timeline(
  calls: readonly number[],
  off: readonly Rule[],
  { maxAgeMs = 1_000, graceMs = 500, callMs = 100, leavesAtMs = 0, answersGoAway = true } = {},
) {
  const world = new World('host', links);
  const rules = trafficRules.without('age-is-spread', ...off);
  const cutOffs: boolean[] = [];
  let host: ConnectionHost | undefined;
  const options = { callMs: constant(callMs), maxAgeMs, graceMs };
  const events = { cutsOff: (_: string, isGraceOver: boolean) => cutOffs.push(isGraceOver) };
  const server = connectionHost(rules, options, events, (started) => {
    host = started;
  });
  world.addServer('host', server);
  if (leavesAtMs > 0) world.at(leavesAtMs, () => host?.leave());
  const seen: [atMs: number, what: string][] = [];
  world.addServer('client', {
    ...client('client', (node) => {
      const ask = (atMs: number, request: object, name: string) =>
        world.at(atMs, () =>
          node.spawn(
            (function* () {
              try {
                yield* node.call('host', request);
                seen.push([node.now(), name]);
              } catch {
                seen.push([node.now(), `${name} fails`]);
              }
            })(),
          ),
        );
      ask(0, { do: 'open', over: 1 }, 'open');
      for (const atMs of calls) ask(atMs, { do: 'call', over: 1 }, `call of ${atMs}`);
      return {};
    }),
    receive(_memory, message, _from, node) {
      seen.push([node.now(), JSON.stringify(message)]);
      if (answersGoAway && 'goAway' in (message as object)) node.send('host', { heard: 1 });
    },
  });
  world.kernel.runUntil(5_000);
  return { seen, cutOffs, state: world.node('host').state };
}

describe('a connection opened at 1 ms that may live 1 s', () => {
  test('GOAWAY at its age; calls in flight and on their way end, and then it is closed', () => {
    const { seen, cutOffs, state } = timeline([10, 900.5, 1_001.5], []);
    expect(seen.slice(0, 4)).toEqual([
      [2, 'open'],
      [112, 'call of 10'],
      [1_002, '{"goAway":1}'],
      // It ends after the GOAWAY is sent, and before it is answered.
      [1_002.5, 'call of 900.5'],
    ]);
    // Both are sent when that call ends.
    expect(seen.slice(4).sort()).toEqual([
      [1_103.5, 'call of 1001.5'],
      [1_103.5, '{"closed":1}'],
    ]);
    expect(cutOffs).toEqual([]);
    expect(state).toEqual({ connections: 0, calls: 0 });
  });

  test('idle, it is closed once the client has answered', () => {
    const { seen } = timeline([], []);
    expect(seen.slice(1)).toEqual([
      [1_002, '{"goAway":1}'],
      [1_004, '{"closed":1}'],
    ]);
  });

  test('a call that outlasts the grace period, from the answer on, is cut off', () => {
    const { seen, cutOffs } = timeline([950], [], { callMs: 800 });
    // Heard at 1,003 ms, and 500 ms later the grace period is over.
    expect(seen.slice(2)).toEqual(
      expect.arrayContaining([
        [1_504, '{"closed":1}'],
        [1_504, 'call of 950 fails'],
      ]),
    );
    expect(cutOffs).toEqual([true]);
  });

  test('without GOAWAY, calls in flight and on their way fail', () => {
    const { seen, cutOffs } = timeline([950, 1_000.5], ['goaway-before-close']);
    expect(seen.slice(1)).toEqual(
      expect.arrayContaining([
        [1_002, '{"closed":1}'],
        [1_002, 'call of 950 fails'],
        [1_002.5, 'call of 1000.5 fails'],
      ]),
    );
    expect(cutOffs).toEqual([false, false]);
  });

  test('without a maximum age it stays', () => {
    const { seen, state } = timeline([3_000], ['connection-has-a-maximum-age']);
    expect(seen.slice(1)).toEqual([[3_102, 'call of 3000']]);
    expect(state).toEqual({ connections: 1, calls: 0 });
  });

  test('a host that leaves ends it at once, and its age ends it no second time', () => {
    const { seen } = timeline([], [], { leavesAtMs: 500, answersGoAway: false });
    expect(seen.slice(1)).toEqual([[501, '{"goAway":1}']]);
  });
});

/** Ages at which a host ends so many connections, all opened at 1 ms. */
function ages(connections: number, off: readonly Rule[]): number[] {
  const world = new World('ages', links);
  const seen: number[] = [];
  const options = { callMs: constant(1), maxAgeMs: 1_000, graceMs: 1 };
  const events = { reachesAge: () => seen.push(world.kernel.nowMs - 1) };
  world.addServer('host', connectionHost(trafficRules.without(...off), options, events));
  world.addServer('client', {
    ...client('client', (node) => {
      for (let over = 1; over <= connections; over++)
        node.spawn(node.call('host', { do: 'open', over }));
      return {};
    }),
    receive: () => {},
  });
  world.kernel.runUntil(2_000);
  return seen;
}

test('ages are uniform between 90% and 110%, and all alike without jitter', () => {
  const seen = ages(2_000, []);
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(900);
  expect(Math.max(...seen)).toBeLessThanOrEqual(1_100);
  // Kolmogorov's distance, sorted by time: 2.23 / √n is exceeded once in 10,000 times.
  const distance = Math.max(
    ...seen.map((age, at) => Math.abs((age - 900) / 200 - (at + 0.5) / seen.length)),
  );
  expect(distance).toBeLessThan(2.23 / Math.sqrt(seen.length));
  expect(new Set(ages(10, ['age-is-spread']))).toEqual(new Set([1_000]));
});

describe('clients behind a front', () => {
  /** Two hosts, a third from 200 ms on; each connection of host-1 ends at 500 ms. */
  function callsTo(connecting: Connecting, off: readonly Rule[] = [], leavesAtMs = 500) {
    const world = new World('clients', links);
    const calls: [atMs: number, host: string][] = [];
    let front: Front | undefined;
    let first: ConnectionHost | undefined;
    const rules = trafficRules.without(...off);
    for (const id of ['host-1', 'host-2', 'host-3']) {
      const options = { callMs: constant(1), graceMs: 100 };
      const events = { takesCall: (host: string) => calls.push([world.kernel.nowMs, host]) };
      const server = connectionHost(rules, options, events, (started) => {
        if (id === 'host-1') first = started;
      });
      world.addServer(id, server);
    }
    const server = connectionFront(rules, ['host-1', 'host-2'], (started) => {
      front = started;
    });
    world.addServer('front', server);
    const totals = emptyClientTotals();
    const options = { connecting, front: 'front', clients: 4, perSecond: 1_000, untilMs: 1_000 };
    world.addServer('clients', connectionClients(options, totals));
    world.at(200, () => front?.change(['host-3'], []));
    world.at(leavesAtMs, () => {
      front?.change([], ['host-1']);
      first?.leave();
    });
    world.kernel.runUntil(3_000);
    const hostsIn = (fromMs: number, untilMs: number) =>
      [
        ...new Set(calls.flatMap(([at, host]) => (at >= fromMs && at < untilMs ? [host] : []))),
      ].sort();
    return { hostsIn, totals };
  }

  test('for each request: the new host has calls at once, and the old none when it has left', () => {
    const { hostsIn, totals } = callsTo('request');
    expect(hostsIn(0, 200)).toEqual(['host-1', 'host-2']);
    expect(hostsIn(210, 500)).toEqual(['host-1', 'host-2', 'host-3']);
    expect(hostsIn(510, 2_000)).toEqual(['host-2', 'host-3']);
    expect(totals).toMatchObject({ failed: 0, opened: 0, ok: totals.sent });
  });

  test('all addresses: those looked up when the last connection ended', () => {
    const { hostsIn, totals } = callsTo('addresses');
    expect(hostsIn(50, 500)).toEqual(['host-1', 'host-2']);
    expect(hostsIn(510, 2_000)).toEqual(['host-2', 'host-3']);
    // Four clients with two connections each at first, and one to the new host each.
    expect(totals).toMatchObject({ failed: 0, opened: 12, ok: totals.sent });
  });

  test.each(['connection', 'request'] as const)('%s: the host stays the client’s', (connecting) => {
    const { hostsIn, totals } = callsTo(connecting, ['choose-per-request']);
    expect(hostsIn(200, 500)).toEqual(hostsIn(50, 200));
    expect(hostsIn(510, 2_000)).not.toContain('host-1');
    expect(totals.ok).toBe(totals.sent);
  });
});

describe('closed forms', () => {
  test('one of four replaced: a quarter chooses again, and a quarter of it the new host', () => {
    const replaced = { hosts: 4, leaving: 1, added: 1 };
    expect([newShare(replaced), pinnedShare(replaced)]).toEqual([1 / 4, 1 / 16]);
    expect(pinnedShare({ hosts: 4, leaving: 0, added: 4 })).toBe(0);
  });

  const binomial = (n: number, k: number, share: number): number => {
    let ways = 1;
    for (let i = 0; i < k; i++) ways *= (n - i) / (i + 1);
    return ways * share ** k * (1 - share) ** (n - k);
  };

  test.each([
    [20, 0.5, 60],
    [10, 1 / 16, 40],
    [15, 0.3, 30],
  ])('%i clients, share %d, %i requests: outside no more often than said', (clients, share, n) => {
    const missed = 1e-3;
    const { atLeast, atMost } = requestsOver({ clients, share }, n, missed);
    let [below, above, atOrAbove] = [0, 0, 0];
    for (let m = 0; m <= clients; m++) {
      for (let k = 0; k <= n; k++) {
        const chance = binomial(clients, m, share) * binomial(n, k, m / clients);
        if (k < atLeast) below += chance;
        if (k > atMost) above += chance;
        if (k >= atMost) atOrAbove += chance;
      }
    }
    expect(below).toBeLessThanOrEqual(missed);
    expect(above).toBeLessThanOrEqual(missed);
    // Nor wider than needed: both halves of `missed` may happen together.
    expect(atOrAbove).toBeGreaterThan((missed / 2) ** 2);
  });

  test('a quarter reaches its age in a twentieth: the tail, term by term', () => {
    const most = reconnectsAtMost(40, 1e-3);
    const tail = (from: number) =>
      Array.from({ length: 41 - from }, (_, at) => binomial(40, from + at, 0.25)).reduce(
        (sum, chance) => sum + chance,
        0,
      );
    expect(tail(most + 1)).toBeLessThanOrEqual(1e-3);
    expect(tail(most)).toBeGreaterThan(1e-3);
  });
});

test.each([
  [{ goAway: 3 }, 'GOAWAY on 3'],
  [{ heard: 3 }, 'GOAWAY heard on 3'],
  [{ closed: 3 }, 'closes 3'],
  [{ do: 'open', over: 3 }, 'open on 3'],
  [{ do: 'forward', client: 7 }, 'forward for client 7'],
])('%o is told as "%s"', (message, words) => {
  expect(traffic.arrowText(message)).toBe(words);
});
