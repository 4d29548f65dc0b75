/**
 * Goal: a container that is deleted ends as the documentation of Kubernetes says (Pod Lifecycle, Termination of Pods),
 * and a rolling update fails as many requests as its closed forms say. Method: one kubelet and one process in a world,
 * timed to the millisecond; then updates over many seeds, whose sums are held to the integrals over the propagation.
 */
import { describe, expect, test } from 'vitest';
import { refused } from '../../../scenarios/autoscaling/update-bounds.ts';
import { drainingServer } from '../../../sims/autoscaling/containers/draining.ts';
import { kubelet } from '../../../sims/autoscaling/containers/kubelet.ts';
import { defaultProbe } from '../../../sims/autoscaling/containers/probe.ts';
import { graceFor, preStopFor } from '../../../sims/autoscaling/containers/termination.ts';
import { addUpdate } from '../../../sims/autoscaling/containers/update.ts';
import { type AutoscalingRule, autoscalingRules } from '../../../sims/autoscaling/rules.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { poissonBounds } from '../../../src/statistics/poisson-quantiles.ts';
import { pause } from '../../../src/world/fault.ts';
import { client, isCallFailure } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

const deletedMs = 100_000;

interface Setting {
  readonly preStopMs?: number;
  readonly graceMs?: number;
  readonly hangsMs?: number;
  /** A request that comes so long after the deletion. */
  readonly asksMs?: number;
  readonly longestMs?: number;
  /** Whether another request, from just before the deletion, keeps the process from ending. */
  readonly isBusy?: boolean;
  readonly off?: readonly AutoscalingRule[];
}

/** When the container ends after its deletion, with which code, and when the request gets which answer. */
function deleted(setting: Setting) {
  const { preStopMs = 0, graceMs = 30_000, hangsMs, asksMs = -1_000 } = setting;
  const { longestMs = 100, isBusy = false, off = [] } = setting;
  const rules = autoscalingRules.without(...off);
  const world = new World('1', { latencyMs: constant(0) });
  const machine = world.addServer('pod', drainingServer(1_000, longestMs, rules), {
    whenDown: 'resets',
  });
  const runtime = {
    hangs: () => machine.life === 'paused',
    kill: () => machine.crash(),
    start: () => machine.start(),
  };
  const ends: { code: number; afterMs: number }[] = [];
  const restarts: number[] = [];
  const probes = { startup: defaultProbe, liveness: defaultProbe, readiness: defaultProbe };
  world.addServer('control', {
    kind: 'control plane',
    start: () => ({}),
    serve: () => 'noted',
    shown: () => ({}),
  });
  world.addServer(
    'kubelet',
    kubelet({ pod: 'pod', balancer: 'control', probes, graceMs, preStopMs, runtime }, rules, {
      ends: (_pod, code, atMs) => ends.push({ code, afterMs: atMs - deletedMs }),
      restarts: (_pod, _waitMs, atMs) => restarts.push(atMs),
    }),
  );
  let answer = { text: 'none', afterMs: Number.NaN };
  world.addServer(
    'user',
    client('user', (node) => {
      node.spawn(deletes());
      node.spawn(asks());
      if (isBusy) node.spawn(busies());
      return {};

      function* busies() {
        yield* node.sleep(deletedMs - 1);
        yield* node.call('pod', { get: 'export' });
      }
      function* deletes() {
        yield* node.sleep(deletedMs);
        yield* node.call('kubelet', 'delete');
      }
      function* asks() {
        yield* node.sleep(deletedMs + asksMs);
        try {
          const text = yield* node.call<string>('pod', { get: 'export' });
          answer = { text, afterMs: node.now() - deletedMs };
        } catch (failure) {
          if (!isCallFailure(failure)) throw failure;
          answer = { text: `${failure}`, afterMs: node.now() - deletedMs };
        }
      }
    }),
  );
  if (hangsMs !== undefined) world.plan([{ atMs: deletedMs - 1, fault: pause('pod', hangsMs) }]);
  world.kernel.runUntil(deletedMs + 200_000);
  return { ends, restarts, answer, life: machine.life };
}

/** Messages take a tenth of a millisecond each. */
const messagesMs = 2;
const expectEnd = (setting: Setting, code: number, afterMs: number) => {
  const { ends, restarts, life } = deleted(setting);
  expect(ends.map((end) => end.code)).toEqual([code]);
  expect(Math.abs((ends[0]?.afterMs ?? Number.NaN) - afterMs)).toBeLessThan(messagesMs);
  expect([restarts, life]).toEqual([[], 'down']);
};

describe('a container that is deleted', () => {
  test.each([
    // An idle process ends at SIGTERM, which comes after preStop.
    [{}, 0, 0],
    [{ preStopMs: 6_000 }, 0, 6_000],
    // SIGKILL comes when the grace period is over, whatever part of it preStop took.
    [{ hangsMs: 1e6 }, 137, 30_000],
    [{ hangsMs: 1e6, preStopMs: 6_000 }, 137, 30_000],
    [{ hangsMs: 1e6, preStopMs: 6_000, graceMs: 12_000 }, 137, 12_000],
    // A hook that takes all of it leaves two seconds.
    [{ hangsMs: 1e6, preStopMs: 29_500 }, 137, 31_500],
    [{ hangsMs: 1e6, preStopMs: 90_000 }, 137, 32_000],
    [{ preStopMs: 90_000 }, 0, 30_000],
    // A pause that ends in time ends nothing else.
    [{ hangsMs: 20_001 }, 0, 20_000],
  ] satisfies [Setting, number, number][])('%j ends with %i after %i ms', expectEnd);

  test.each([
    // Before SIGTERM it accepts requests, after that its port is closed.
    [{ preStopMs: 6_000, asksMs: 5_900 }, 'served'],
    [{ preStopMs: 6_000, asksMs: 6_200 }, 'refused: unreachable'],
    [{ asksMs: 500, longestMs: 20_000, isBusy: true }, 'refused: connection refused'],
  ] satisfies [Setting, string][])('%j: a request is %s', (setting, text) => {
    expect(deleted(setting).answer.text).toBe(text);
  });

  test('finishes what is in flight, and ends then', () => {
    const { answer, ends } = deleted({ asksMs: -1, longestMs: 25_000 });
    expect(answer.text).toBe('served');
    expect(answer.afterMs).toBeGreaterThan(messagesMs);
    expect(Math.abs((ends[0]?.afterMs ?? 0) - answer.afterMs)).toBeLessThan(messagesMs);
    expect(ends[0]?.code).toBe(0);
  });

  test.each([
    [{ off: ['finish-requests-on-sigterm'] }, 0, 0],
    [{ graceMs: 2_500 }, 137, 2_500],
  ] satisfies [Setting, number, number][])('cuts it off: %j', (setting, code, afterMs) => {
    const { answer, ends } = deleted({ ...setting, asksMs: -1, longestMs: 2_000_000 });
    expect(answer.text).toBe('refused: unreachable');
    expect(Math.abs(answer.afterMs - afterMs)).toBeLessThan(messagesMs);
    expect(ends[0]?.code).toBe(code);
  });
});

test('preStop and grace follow from the propagation and the longest request', () => {
  const rules = autoscalingRules.without();
  expect(preStopFor(5_000, rules)).toBe(6_000);
  expect(graceFor(5_000, 40_000, rules)).toBe(48_000);
  expect(graceFor(5_000, 1_000, rules)).toBe(30_000);
  const without = autoscalingRules.without(
    'pre-stop-outlasts-propagation',
    'grace-outlasts-requests',
  );
  expect([preStopFor(5_000, without), graceFor(5_000, 40_000, without)]).toEqual([0, 30_000]);
});

/** Requests that fail in an update of that seed, and how many were in flight at the end of their pods. */
function updated(seed: string, preStopMs: number, off: readonly AutoscalingRule[]) {
  const world = new World(seed, { latencyMs: constant(0) });
  const [fromMs, longestMs] = [5_000, 10_000];
  let [failed, cutOff, ended] = [0, 0, 0];
  addUpdate(
    world,
    {
      ...{ name: 'a', pods: 2, proxies: 8, syncMs: 4_000, startMs: 2_000, longestMs, preStopMs },
      ...{ graceMs: 60_000, probe: { ...defaultProbe, periodMs: 2_000 }, timeoutMs: 60_000 },
      ...{ perSecond: { page: 20, export: 5 }, fromMs, updateMs: fromMs + longestMs },
      untilMs: fromMs + longestMs + 16_000,
    },
    autoscalingRules.without(...off),
    {
      deletes: () => undefined,
      ends(_pod, _code, open) {
        cutOff += open;
        ended += 1;
      },
      sees(_kind, _sentMs, isServed) {
        if (!isServed) failed += 1;
      },
    },
  );
  world.kernel.runUntil(60_000);
  expect(ended).toBe(2);
  return { refused: failed - cutOff, cutOff };
}

describe('a rolling update, summed over twenty seeds', () => {
  const seeds = Array.from({ length: 20 }, (_, place) => `${place + 1}`);
  const summed = (preStopMs: number, off: readonly AutoscalingRule[] = []) => {
    const sums = { refused: 0, cutOff: 0 };
    for (const seed of seeds) {
      const each = updated(seed, preStopMs, off);
      sums.refused += each.refused;
      sums.cutOff += each.cutOff;
    }
    return sums;
  };
  const expectMean = (count: number, mean: number) => {
    const { atLeast, atMost } = poissonBounds(mean);
    expect(count).toBeGreaterThanOrEqual(atLeast);
    expect(count).toBeLessThanOrEqual(atMost);
  };

  test.each([0, 1_000, 2_000])(
    'with a preStop of %i ms refuses the square of what is left',
    (preStopMs) => {
      const { refused: count, cutOff } = summed(preStopMs);
      // Rate x the average of what remains of the propagation T after preStop s: (T - s)^2 / 2T.
      expectMean(count, (20 * 25 * (4_000 - preStopMs) ** 2) / (2 * 4_000) / 1_000);
      expect(cutOff).toBe(0);
    },
  );

  test('with a preStop longer than the propagation fails none', () => {
    expect(summed(4_001)).toEqual({ refused: 0, cutOff: 0 });
  });

  test('whose processes end at SIGTERM cuts off the exports that last on', () => {
    const { refused: count, cutOff } = summed(5_000, ['finish-requests-on-sigterm']);
    // The share of lengths above an age x is 1 - x / L: its integral, over arrivals and over the propagation.
    const lasting = (9_000 ** 3 - 5_000 ** 3) / (6 * 10_000 * 4_000);
    expectMean(cutOff, 20 * 5 * (lasting / 1_000));
    expect(count).toBe(0);
  });
});

test('bounds of a run enclose the integral, and narrow with the proxies', () => {
  const load = { perSecond: 1_000, exportsPerSecond: 1, longestMs: 1_000, syncMs: 4_000 };
  const width = (proxies: number) => {
    const { atLeast, atMost } = refused({ ...load, proxies }, 1_000);
    const mean = (1_000 * 3_000 ** 2) / (2 * 4_000) / 1_000;
    expect(atLeast).toBeLessThan(mean);
    expect(atMost).toBeGreaterThan(mean);
    return atMost - atLeast;
  };
  expect(width(100)).toBeLessThan(width(5) / 2);
});
