/**
 * Goal: what the wing's machines measure begins and ends where it should. Method: one of each, and
 * a count by hand.
 */
import { expect, test } from 'vitest';
import sharedLimit from '../../../scenarios/traffic/shared-limit.ts';
import { emptySite, site } from '../../../sims/traffic/balancing/site.ts';
import { dividedService } from '../../../sims/traffic/hashing/divider.ts';
import { limiterKinds } from '../../../sims/traffic/limits/kinds.ts';
import { trafficRules } from '../../../sims/traffic/rules.ts';
import { traffic } from '../../../sims/traffic/traffic.ts';
import { run } from '../../../src/lab/run.ts';
import { World } from '../../../src/world/world.ts';

const rules = trafficRules.without();

test.each([
  ['hosts that never fail', 1 - 1e-12, undefined, 10],
  ['a host that is never up', 1e-12, undefined, 0],
  ['a balancer that is never up', 1 - 1e-12, 1e-12, 0],
])('a site of %s is up for so much of 10 ms', (_name, host, balancer, upMs) => {
  const world = new World('site');
  const measured = emptySite();
  const options = { hosts: 1, host, balancer, repairMs: 1e9, untilMs: 10 };
  world.addServer('site', site(options, measured));
  world.kernel.runUntil(9);
  expect(measured.done).toBe(false);
  world.kernel.runUntil(20);
  expect(measured).toEqual({ upMs, done: true });
});

test('a single node has all ids', () => {
  const seen: number[] = [];
  const options = { nodes: 1, points: 3, ids: 10, sees: (busiest: number) => seen.push(busiest) };
  new World('ids').addServer('service', dividedService(rules, options));
  expect(seen).toEqual([10]);
});

test.each(Object.entries(limiterKinds))(
  '%s: a request costs one if nothing is said, and one that never fits leaves nothing to forget',
  (_kind, { make }) => {
    const limit = { count: 3, periodMs: 1_000, burst: 3 };
    const [silent, said] = [make(rules, limit), make(rules, limit)];
    for (const atMs of [0, 0, 10, 10, 400])
      expect(silent.decide(atMs)).toEqual(said.decide(atMs, 1));
    const never = make(rules, limit).decide(0, 4);
    expect(never).toMatchObject({ isAdmitted: false, retryAfterMs: null, resetAfterMs: 0 });
  },
);

test.each([
  [{ do: 'take' }, 'take'],
  [{ key: 'ann', cost: 1 }, 'request of ann'],
  [{ key: 'ann', cost: 3 }, 'request of ann, cost 3'],
  [{ item: 'cart', partition: 2, home: 2 }, 'write cart'],
  [{ status: 429, retryAfterS: 2 }, '429'],
  [{ http: 7, do: 'accept', key: 'job-1' }, 'request 7'],
])('%o is told as "%s"', (message, words) => {
  expect(traffic.arrowText(message)).toBe(words);
});

test('two gateways that share a burst of 40 do not spend it before they hear of each other', () => {
  const params = { gateways: 2, burst: 40 };
  const { expectations } = run(sharedLimit, { seed: 'large burst', params });
  const synced = expectations.find(({ id }) => id === 'synced-spread');
  // 25 or 26 requests each until 50 ms, and more than the limit of 50 after that.
  expect(synced).toMatchObject({ holds: true, bound: { atLeast: 50, atMost: 52 } });
});
