/**
 * Goal: a gateway's answers are those of RFC 9110 (§15.6.3 to §15.6.5) and of nginx's log (499), at
 * the time at which it can know them. Method: one request each, over links of 1 ms, compared with
 * timelines by hand.
 */
import { describe, expect, test } from 'vitest';
import { deadlineServer } from '../../../../sims/traffic/http/deadline.ts';
import {
  type Fate,
  gatewayServer,
  type HttpRequest,
  type HttpResponse,
  upstreamServer,
} from '../../../../sims/traffic/http/gateway.ts';
import { trafficRules } from '../../../../sims/traffic/rules.ts';
import { constant } from '../../../../src/kernel/distribution.ts';
import type { Process } from '../../../../src/kernel/process.ts';
import { TimedOut } from '../../../../src/kernel/timeout.ts';
import { crash, outage, restart } from '../../../../src/world/fault.ts';
import type { Plan } from '../../../../src/world/plan.ts';
import { client, type ServerContext } from '../../../../src/world/server.ts';
import { World } from '../../../../src/world/world.ts';

/** The gateway waits 500 ms; it checks its servers every 100 ms; a server works 20 ms. */
const [timeoutMs, checkMs, workMs] = [500, 100, 20];

interface Asked {
  readonly atMs: number;
  readonly goes?: Fate;
  /** When the client leaves. */
  readonly forMs?: number;
}

interface Setting {
  readonly servers?: number;
  readonly without?: readonly 'status-names-the-cause'[];
  readonly plan?: Plan;
}

/** What the client gets and when, and the lines of the gateway's log. */
function ran(asked: readonly Asked[], { servers = 1, without = [], plan = [] }: Setting = {}) {
  const world = new World('gateway', { latencyMs: constant(1) });
  const upstreams = Array.from({ length: servers }, (_, at) => `server-${at + 1}`);
  const log: [request: number, status: number, atMs: number][] = [];
  const got: [request: number, status: number | 'left', atMs: number][] = [];
  for (const server of upstreams)
    world.addServer(server, upstreamServer(workMs), { whenDown: 'resets' });
  const logs = ({ http }: HttpRequest, status: number) =>
    log.push([http, status, world.kernel.nowMs]);
  const options = { upstreams, timeoutMs, checkMs, hangsUp: true, logs };
  world.addServer('gateway', gatewayServer(trafficRules.without(...without), options));
  function* ask(node: ServerContext, { goes = 'well', forMs }: Asked, http: number): Process<void> {
    const patience = forMs === undefined ? {} : { timeoutMs: forMs, hangsUp: true };
    try {
      const { status } = yield* node.call<HttpResponse>('gateway', { http, goes }, patience);
      got.push([http, status, node.now()]);
    } catch (failure) {
      if (!(failure instanceof TimedOut)) throw failure;
      got.push([http, 'left', node.now()]);
    }
  }
  world.addServer(
    'client',
    client('client', (node) => {
      asked.forEach((one, at) => {
        world.at(one.atMs, () => node.spawn(ask(node, one, at + 1)));
      });
      return {};
    }),
  );
  world.plan(plan);
  world.kernel.runUntil(3_000);
  return { got, log };
}

describe('one request', () => {
  // 1 ms to the gateway, 1 ms to the server, its work, and the same way back.
  test.each<[Fate, number, number]>([
    ['well', 200, 24],
    ['crashes', 502, 24],
    ['garbage', 502, 24],
    ['is-shed', 503, 4],
    ['hangs', 504, 1 + timeoutMs + 1],
  ])('%s: %i after %i ms', (goes, status, afterMs) => {
    const { got, log } = ran([{ atMs: 10, goes }]);
    expect(got).toEqual([[1, status, 10 + afterMs]]);
    expect(log).toEqual([[1, status, 10 + afterMs - 1]]);
  });

  test('the client leaves: 499 in the log when the gateway hears of it, and no answer', () => {
    const { got, log } = ran([{ atMs: 10, goes: 'hangs', forMs: 200 }]);
    expect(got).toEqual([[1, 'left', 210]]);
    expect(log).toEqual([[1, 499, 211]]);
  });

  test('without the rule all that failed is 500, what is well is 200', () => {
    const fates: Fate[] = ['well', 'crashes', 'garbage', 'is-shed', 'hangs'];
    const asked = fates.map((goes, at) => ({ atMs: 10 + at, goes }));
    const { log } = ran(asked, { without: ['status-names-the-cause'] });
    const statuses = log.toSorted(([a], [b]) => a - b).map(([, status]) => status);
    expect(statuses).toEqual([200, 500, 500, 500, 500]);
  });
});

describe('a server that is down', () => {
  const down: Plan = [
    { atMs: 150, fault: crash('server-1') },
    { atMs: 450, fault: restart('server-1') },
  ];

  // Checks go out at 100, 202, 304, … ms: the one at 202 finds nothing, and is back at 204.
  test('502 until a check has seen it, 503 after that, and 200 when a check has seen it again', () => {
    const asked = [140, 160, 200, 210, 440, 480, 520].map((atMs) => ({ atMs }));
    const statuses = ran(asked, { plan: down }).log.map(([request, status]) => [request, status]);
    expect(new Map(statuses as [number, number][])).toEqual(
      new Map([
        // The server is at work on it when it crashes, and its machine closes the connection.
        [1, 502],
        [2, 502],
        [3, 502],
        [4, 503],
        [5, 503],
        [6, 503],
        [7, 200],
      ]),
    );
  });

  test('requests go to the servers in turn, and to the other once a check has seen it', () => {
    const refuses: Plan = [{ atMs: 150, fault: outage('server-1', 'refuses', 2_000) }];
    const asked = [160, 162, 164, 166, 260, 262, 264].map((atMs) => ({ atMs }));
    const statuses = ran(asked, { servers: 2, plan: refuses }).log.toSorted(([a], [b]) => a - b);
    expect(statuses.map(([, status]) => status)).toEqual([502, 200, 502, 200, 200, 200, 200]);
  });
});

describe('a deadline of the server', () => {
  /** Work that takes days, or about `workMs`; the gateway waits the given time for it. */
  function worked(isKept: boolean, gatewayMs = 500, workMs = 1e9) {
    const world = new World('deadline', { latencyMs: constant(1) });
    const rules = isKept ? trafficRules.without() : trafficRules.without('upstream-gives-up-first');
    const wasted: number[] = [];
    const answers: [number, number][] = [];
    const wastes = (ms: number) => wasted.push(ms);
    world.addServer('server', deadlineServer(rules, { workMs, limitMs: 400, gatewayMs, wastes }));
    const logs = (_: HttpRequest, status: number) => answers.push([status, world.kernel.nowMs]);
    const gateway = { upstreams: ['server'], timeoutMs: gatewayMs, checkMs: 1e6, logs };
    world.addServer('gateway', gatewayServer(rules, { ...gateway, hangsUp: false }));
    world.addServer(
      'client',
      client('client', (node) =>
        node.spawn(node.call('gateway', { http: 1, goes: 'well' }, { timeoutMs: 10_000 })),
      ),
    );
    world.kernel.runUntil(100_000);
    return { answers, wasted, state: world.node('server').state };
  }

  test('kept: 503 after its own 400 ms, and nothing is wasted', () => {
    expect(worked(true)).toEqual({ answers: [[503, 403]], wasted: [], state: { working: 0 } });
  });

  test('not kept: 504 after the gateway’s 500 ms, and the server is still at it', () => {
    expect(worked(false)).toEqual({ answers: [[504, 501]], wasted: [], state: { working: 1 } });
  });

  test('what is wasted is the work beyond the gateway’s wait: 200 ms more if it waits 200 ms less', () => {
    const [late = 0] = worked(false, 500, 5_000).wasted;
    const [early = 0] = worked(false, 300, 5_000).wasted;
    expect(late).toBeGreaterThan(0);
    expect(early - late).toBeCloseTo(200, 6);
  });
});
