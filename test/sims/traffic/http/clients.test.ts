/**
 * Goal: kept connections, polled jobs and clients that are told to wait behave as defined. Method:
 * worlds of two nodes over links of 1 ms, compared with timelines by hand.
 */
import { describe, expect, test } from 'vitest';
import { emptyJobs, jobClient } from '../../../../sims/traffic/http/job-client.ts';
import { jobServer } from '../../../../sims/traffic/http/jobs.ts';
import {
  emptyKeepAlive,
  keepAliveGateway,
  keepAliveServer,
} from '../../../../sims/traffic/http/keep-alive.ts';
import {
  emptyLimited,
  type LimitedAnswer,
  limitedClient,
  limitedServer,
} from '../../../../sims/traffic/http/limited.ts';
import { shopServer } from '../../../../sims/traffic/http/shop.ts';
import { trafficRules } from '../../../../sims/traffic/rules.ts';
import { constant } from '../../../../src/kernel/distribution.ts';
import { crash, restart } from '../../../../src/world/fault.ts';
import type { Plan } from '../../../../src/world/plan.ts';
import { client } from '../../../../src/world/server.ts';
import { World } from '../../../../src/world/world.ts';

const rules = trafficRules.without();
const links = { latencyMs: constant(1) };

/** Answers of a server to requests sent at these times, and when they arrive. */
function replies<Answer>(
  world: World,
  server: string,
  asked: readonly (readonly [atMs: number, request: object])[],
  endMs: number,
) {
  const got: [atMs: number, answer: Answer | 'fails'][] = [];
  world.addServer('asker', {
    // It does not listen to the server's closing of its connection.
    receive: () => {},
    ...client('asker', (node) => {
      for (const [atMs, request] of asked) {
        world.at(atMs, () =>
          node.spawn(
            (function* () {
              try {
                const answer = yield* node.call<Answer>(server, request);
                got.push([node.now(), answer]);
              } catch {
                got.push([node.now(), 'fails']);
              }
            })(),
          ),
        );
      }
      return {};
    }),
  });
  world.kernel.runUntil(endMs);
  return got;
}

describe('a connection that is kept', () => {
  const options = { serverIdleMs: 100, gatewayIdleMs: 50, gapMs: 1, requests: 0 };

  test('the server takes requests until 100 ms after the last, and resets what comes then', () => {
    const world = new World('connection', links);
    const resets: number[] = [];
    world.addServer(
      'server',
      keepAliveServer(options, (http) => resets.push(http)),
    );
    const sent = [0, 99, 197, 298, 301];
    const on = (connection: number) => (atMs: number, at: number) =>
      [atMs, { http: at + 1, connection }] as const;
    const got = replies<{ status: number }>(world, 'server', sent.map(on(7)), 1_000);
    // They come at 1, 100 and 198: closed at 298, and the next two are on their way or later.
    expect(got).toEqual([
      [2, { status: 200 }],
      [101, { status: 200 }],
      [199, { status: 200 }],
      [300, 'fails'],
      [303, 'fails'],
    ]);
    expect(resets).toEqual([4, 5]);
  });

  /** Many requests with gaps of 60 ms in the mean. */
  function gatewayOf(gatewayClosesFirst: boolean, serverIdleMs: number) {
    const world = new World('gateway', links);
    const totals = emptyKeepAlive();
    let resets = 0;
    const own = { serverIdleMs, gatewayIdleMs: 50, gapMs: 60, requests: 400 };
    const off = gatewayClosesFirst ? [] : (['gateway-closes-idle-first'] as const);
    world.addServer(
      'server',
      keepAliveServer(own, () => {
        resets += 1;
      }),
    );
    const gateway = keepAliveGateway(trafficRules.without(...off), 'server', own, totals);
    world.addServer('gateway', gateway);
    world.kernel.runUntil(200_000);
    return { ...totals, resets, open: world.node('server').state };
  }

  test('a gateway that closes first never meets a closed one; each answer is one of 400', () => {
    const { answered, bad, resets, open } = gatewayOf(true, 100);
    expect([answered, bad, resets]).toEqual([400, 0, 0]);
    // All is idle at the end.
    expect(open).toEqual({ open: 0 });
  });

  test('a gateway that closes later has a 502 for each reset', () => {
    const { answered, bad, resets } = gatewayOf(false, 100);
    expect(bad).toBe(resets);
    expect(answered + bad).toBe(400);
    expect(bad).toBeGreaterThan(0);
  });
});

describe('202 Accepted', () => {
  const jobMs = 1_000;
  const started = (off: readonly 'job-has-the-clients-key'[] = []) => {
    const world = new World('jobs', links);
    const runs: string[] = [];
    const options = { jobMs, retryAfterMs: 300, runs: (key: string) => runs.push(key) };
    world.addServer('jobs', jobServer(trafficRules.without(...off), options));
    return { world, runs };
  };
  const accept = (key: string) => ({ http: 1, do: 'accept', key });
  const status = (job: number) => ({ http: 1, do: 'status', job });

  test('is there at once, and 200 when the job is done: a second after it was accepted', () => {
    const { world } = started();
    const asked = [
      [10, accept('a')],
      [1_009, status(1)],
      [1_011, status(1)],
      [1_500, { http: 2, do: 'wait' }],
    ] as const;
    expect(replies(world, 'jobs', asked, 5_000)).toEqual([
      [12, { status: 202, job: 1, retryAfterMs: 300 }],
      [1_011, { status: 202, job: 1, retryAfterMs: 300 }],
      [1_013, { status: 200, job: 1, retryAfterMs: 300 }],
      [2_502, { status: 200, job: 0, retryAfterMs: 0 }],
    ]);
    expect(world.node('jobs').state).toEqual({ jobs: 1, running: 0 });
  });

  test('the same key again is the same job; without the rule it is another', () => {
    const asked = [
      [10, accept('a')],
      [20, accept('b')],
      [30, accept('a')],
    ] as const;
    const kept = started();
    const jobs = replies<{ job: number }>(kept.world, 'jobs', asked, 50);
    expect(jobs.map(([, answer]) => answer !== 'fails' && answer.job)).toEqual([1, 2, 1]);
    expect(kept.runs).toEqual(['a', 'b']);
    expect(kept.world.node('jobs').state).toEqual({ jobs: 2, running: 2 });
    const broken = started(['job-has-the-clients-key']);
    replies(broken.world, 'jobs', asked, 50);
    expect(broken.runs).toEqual(['a', 'b', 'a']);
  });

  // Of 1,000 ms with polls each 300 ms and 2 ms of each call: accepted at 2, the polls back at 304, 606, 908 and 1,210.
  test.each([
    ['polls', { done: 1, heldMs: 5 * 2, polls: 4, tookMs: 1_210 }],
    ['leaves', { done: 1, heldMs: 2, polls: 0, tookMs: 2 }],
    ['waits', { done: 1, heldMs: 1_002, polls: 0, tookMs: 1_002 }],
  ] as const)('a client that %s', (how, expected) => {
    const { world } = started();
    const totals = emptyJobs();
    const options = { server: 'jobs', how, gapMs: 50, jobs: 1, timeoutMs: 100 };
    world.addServer('client', jobClient(options, totals));
    world.kernel.runUntil(10_000);
    for (const [name, value] of Object.entries(expected))
      expect([name, totals[name as keyof typeof totals]]).toEqual([
        name,
        expect.closeTo(value, 6) as number,
      ]);
  });
});

describe('429 Too Many Requests', () => {
  /** Two requests at once, then one in three seconds. */
  const limit = { count: 1, periodMs: 3_000, burst: 2 };

  test('says in whole seconds when the next is admitted, and knows who comes before that', () => {
    const world = new World('limited', links);
    const early: [string, number][] = [];
    world.addServer(
      'api',
      limitedServer(rules, limit, (who, byMs) => early.push([who, byMs])),
    );
    const asked = [0, 1, 499, 1_499, 3_500].map((atMs) => [atMs, { http: 1, bornMs: 0 }] as const);
    const got = replies<LimitedAnswer>(world, 'api', asked, 10_000);
    // Tokens at 1 and 2 ms; the next is there at 3,001. At 500 that is 2.5 s away, at 1,500 1.5 s.
    expect(got.map(([, answer]) => answer)).toEqual([
      { status: 200, retryAfterSeconds: 0 },
      { status: 200, retryAfterSeconds: 0 },
      { status: 429, retryAfterSeconds: 3 },
      { status: 429, retryAfterSeconds: 2 },
      { status: 200, retryAfterSeconds: 0 },
    ]);
    // It was told 3,500 at 500 and came at 1,500; then 3,500 again, and it comes at 3,501.
    expect(early).toEqual([['asker', 2_000]]);
    expect(world.node('api').state).toEqual({ clients: 1 });
  });

  /** Four requests: two at 1 and 3 ms, the next tokens at 3,001 and 6,001. */
  function waited(heeds: boolean, plan: Plan = []) {
    const world = new World('client', links);
    const early: number[] = [];
    const totals = emptyLimited();
    world.addServer(
      'api',
      limitedServer(rules, limit, (_client, byMs) => early.push(byMs)),
    );
    const own = heeds ? rules : trafficRules.without('client-waits-as-told');
    world.addServer(
      'client',
      limitedClient(own, { server: 'api', requests: 4, backoffMs: 700 }, totals),
    );
    world.plan(plan);
    world.kernel.runUntil(20_000);
    return { ...totals, early: early.length };
  }

  test('a client that waits is refused once for each token, and comes after it', () => {
    // Refused at 5 ms (3 s), admitted at 3,007; the token of 6,001 is 2,992 away: 3 s, and back at 6,011.
    expect(waited(true)).toEqual({ admitted: 4, refused: 2, endedMs: 6_012, early: 0 });
  });

  test('a client with its own backoff is refused every 702 ms, and is early each time', () => {
    // At 5 (told 3,005), 707, … 2,813 (told 3,813); admitted at 3,515; at 3,517, 4,219, … 5,623
    // (told 6,623); admitted at 6,325. All after the first come before the time that was told last,
    // including the two that find a token.
    expect(waited(false)).toEqual({ admitted: 4, refused: 9, endedMs: 6_326, early: 10 });
  });

  test('a client that has crashed comes early, and has broken no law', () => {
    const plan = [
      { atMs: 1_000, fault: crash('client') },
      { atMs: 1_100, fault: restart('client') },
    ];
    const { admitted, early, refused } = waited(true, plan);
    expect([admitted, early, refused]).toEqual([4, 0, 3]);
  });
});

test('a payment that fails is 402, or 200 with the failure in the body alone', () => {
  for (const [off, status] of [
    [[], 402],
    [['status-tells-outcome'], 200],
  ] as const) {
    const world = new World('shop', links);
    world.addServer('shop', shopServer(trafficRules.without(...off), 1));
    const got = replies(world, 'shop', [[10, { http: 1 }]], 100);
    expect(got).toEqual([[12, { status, body: { success: false } }]]);
    expect(world.node('shop').state).toEqual({ failed: 1 });
  }
});
