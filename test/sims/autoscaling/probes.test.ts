/**
 * Goal: the kubelet kills and restarts containers when its probes say so. Method: one pod in a world; from its first
 * kill and its first return the phases of its probes are known, and all that follows is computed on a calendar of ticks
 * beside it, and compared to the millisecond.
 */
import { describe, expect, test } from 'vitest';
import type { KubeletEvents } from '../../../sims/autoscaling/containers/kubelet.ts';
import {
  defaultProbe,
  noticedMs,
  ProbeResults,
  type ProbeSpec,
  unnoticedMs,
} from '../../../sims/autoscaling/containers/probe.ts';
import { RestartBackoff } from '../../../sims/autoscaling/containers/restarts.ts';
import { addService, databaseOf, podOf } from '../../../sims/autoscaling/containers/service.ts';
import { type AutoscalingRule, autoscalingRules } from '../../../sims/autoscaling/rules.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { type Fault, outage, pause } from '../../../src/world/fault.ts';
import { World } from '../../../src/world/world.ts';

const rules = autoscalingRules.without();
const pod = podOf('a', 1);
const goneMs = 200_000;

interface Setting {
  readonly seed: string;
  readonly untilMs: number;
  readonly off?: readonly AutoscalingRule[];
  readonly faults?: readonly Fault[];
  readonly startMs?: number;
  readonly probe?: Partial<ProbeSpec>;
}

/** What became of a service of one pod: when it was killed, started again, and turned ready or not. */
function observed({ seed, untilMs, off = [], faults = [], startMs = 20_000, probe }: Setting) {
  const world = new World(seed, { latencyMs: constant(0) });
  const ends: { code: number; atMs: number }[] = [];
  const restarts: { waitMs: number; atMs: number }[] = [];
  const turns: { isReady: boolean; atMs: number }[] = [];
  const events: KubeletEvents = {
    ends: (_pod, code, atMs) => ends.push({ code, atMs }),
    restarts: (_pod, waitMs, atMs) => restarts.push({ waitMs, atMs }),
    readies: (_pod, isReady, atMs) => turns.push({ isReady, atMs }),
  };
  const spec = { ...defaultProbe, ...probe };
  let [served, failed] = [0, 0];
  addService(
    world,
    {
      ...{ name: 'a', pods: 1, startMs, graceMs: 30_000, databaseTimeoutMs: 5_000 },
      probes: { startup: { ...spec, failuresMax: 30 }, liveness: spec, readiness: spec },
      ...{ perSecond: 1, fromMs: 100_000, untilMs, timeoutMs: 10_000 },
    },
    autoscalingRules.without(...off),
    {
      ...events,
      sees(_kind, _sentMs, isServed) {
        if (isServed) served += 1;
        else failed += 1;
      },
    },
  );
  world.plan(faults.map((fault) => ({ atMs: goneMs, fault })));
  world.kernel.runUntil(untilMs);
  return { ends, restarts, turns, served, failed };
}

const seeds = Array.from({ length: 12 }, (_, place) => `${place + 1}`);
const { periodMs, timeoutMs, failuresMax } = defaultProbe;

describe('a liveness probe that asks a database that is down', () => {
  test.each(seeds)('kills and restarts as a calendar of its ticks says, seed %s', (seed) => {
    const outageMs = 900_000;
    const untilMs = goneMs + outageMs + 400_000;
    const { ends, restarts, turns } = observed({
      ...{ seed, untilMs, off: ['liveness-checks-itself-alone'] },
      faults: [outage(databaseOf('a'), 'hangs', outageMs)],
    });
    const returns = turns.filter(({ isReady, atMs }) => isReady && atMs > goneMs);
    const [firstEnd, firstReturn] = [ends[0]?.atMs ?? Number.NaN, returns[0]?.atMs ?? Number.NaN];
    expect(firstEnd - goneMs).toBeGreaterThanOrEqual(noticedMs(defaultProbe).atLeast);
    expect(firstEnd - goneMs).toBeLessThanOrEqual(noticedMs(defaultProbe).atMost);

    const nextTick = (phaseMs: number, fromMs: number) =>
      phaseMs + Math.ceil((fromMs - phaseMs) / periodMs) * periodMs;
    const waits = [0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000];
    let endMs = firstEnd;
    for (const [place, { atMs, code }] of ends.entries()) {
      // Messages take a tenth of a millisecond each.
      expect(Math.abs(atMs - endMs)).toBeLessThan(20);
      expect(code).toBe(143);
      expect(restarts[place]?.waitMs).toBe(waits[place]);
      const startedMs = (restarts[place]?.atMs ?? 0) + 20_000;
      expect(Math.abs(startedMs - 20_000 - atMs - (waits[place] ?? 0))).toBeLessThan(20);
      const readyMs = nextTick(firstReturn, startedMs - 10);
      expect(Math.abs((returns[place]?.atMs ?? 0) - readyMs)).toBeLessThan(20);
      const tickMs = nextTick(firstEnd - timeoutMs, readyMs);
      endMs = tickMs + (failuresMax - 1) * periodMs + timeoutMs;
    }
    // The next kill would have been after the return of the database.
    expect(endMs).toBeGreaterThan(goneMs + outageMs - 20);
    expect(ends.length).toBeGreaterThan(5);
    expect(returns.length).toBe(ends.length);
  });

  test.each(seeds)('restarts nothing if it asks the process alone, seed %s', (seed) => {
    const faults = [outage(databaseOf('a'), 'hangs', 300_000)];
    const { ends, turns } = observed({ seed, untilMs: 600_000, faults });
    expect(ends).toEqual([]);
    expect(turns.map(({ isReady }) => isReady)).toEqual([true]);
  });
});

describe('a process that hangs', () => {
  test.each(seeds)('is unready and dead in time, whichever probe comes first, seed %s', (seed) => {
    const { ends, turns } = observed({ seed, untilMs: 400_000, faults: [pause(pod, 1_000_000)] });
    const { atLeast, atMost } = noticedMs(defaultProbe);
    // Even if liveness fails first, readiness goes on while the grace period passes.
    const unreadyMs = (turns.find(({ isReady }) => !isReady)?.atMs ?? 0) - goneMs;
    expect(unreadyMs).toBeGreaterThanOrEqual(atLeast);
    expect(unreadyMs).toBeLessThanOrEqual(atMost + 1);
    expect(ends.map(({ code }) => code)).toEqual([137]);
    const killedMs = (ends[0]?.atMs ?? 0) - goneMs;
    expect(killedMs).toBeGreaterThanOrEqual(atLeast + 30_000);
    expect(killedMs).toBeLessThanOrEqual(atMost + 30_000 + 100);
    expect(turns.at(-1)?.isReady).toBe(true);
  });

  test('is never restarted without a liveness probe', () => {
    const off: AutoscalingRule[] = ['liveness-restarts-the-hung'];
    const faults = [pause(pod, 10_000_000)];
    const { ends, turns } = observed({ seed: '1', untilMs: 2_000_000, off, faults });
    expect(ends).toEqual([]);
    expect(turns.at(-1)?.isReady).toBe(false);
  });

  test.each(seeds)('that goes on again in time is not restarted, seed %s', (seed) => {
    const faults = [pause(pod, unnoticedMs(defaultProbe))];
    expect(observed({ seed, untilMs: 400_000, faults }).ends).toEqual([]);
    // A period longer, and at least three probes in a row find it.
    const longer = [pause(pod, unnoticedMs(defaultProbe) + periodMs + 10)];
    expect(observed({ seed, untilMs: 400_000, faults: longer }).ends).toHaveLength(1);
  });

  test('that goes on in its grace period ends by itself', () => {
    // Noticed after 31 s at most, and SIGKILL would come 30 s later.
    const { ends } = observed({ seed: '3', untilMs: 400_000, faults: [pause(pod, 40_000)] });
    expect(ends.map(({ code }) => code)).toEqual([143]);
    expect((ends[0]?.atMs ?? 0) - goneMs).toBeGreaterThanOrEqual(40_000);
    expect((ends[0]?.atMs ?? 0) - goneMs).toBeLessThanOrEqual(40_000 + 100);
  });
});

describe('a container that starts slowly', () => {
  const off: AutoscalingRule[] = ['startup-probe-first'];

  test.each([
    // The third probe comes after two periods at the earliest, and after three at the latest.
    [19_900, 0, 0],
    [30_100, 0, 1],
    // initialDelaySeconds protects as long as it lasts.
    [39_900, 20_000, 0],
    [50_100, 20_000, 1],
  ])('of %i ms and an initial delay of %i ms is killed: %i', (startMs, initialDelayMs, killed) => {
    for (const seed of seeds) {
      const { ends } = observed({
        seed,
        untilMs: 300_000,
        off,
        startMs,
        probe: { initialDelayMs },
      });
      expect(ends.length > 0 ? 1 : 0, `seed ${seed}`).toBe(killed);
    }
  });

  test('comes up with a startup probe, and is ready as soon as that succeeds', () => {
    for (const seed of seeds) {
      const { ends, turns } = observed({ seed, untilMs: 300_000, startMs: 120_000 });
      expect(ends).toEqual([]);
      expect(turns).toHaveLength(1);
      expect(turns[0]?.atMs).toBeGreaterThanOrEqual(120_000);
      expect(turns[0]?.atMs).toBeLessThanOrEqual(120_000 + periodMs + 1);
    }
  });
});

describe('results of a probe', () => {
  test.each([
    ['fff', [undefined, undefined, 'failed']],
    // A success begins anew.
    ['ffsff', [undefined, undefined, 'succeeded', undefined, undefined]],
    ['ffffs', [undefined, undefined, 'failed', 'failed', 'succeeded']],
  ])('%s', (results, decided) => {
    const probe = new ProbeResults(defaultProbe, rules);
    expect([...results].map((result) => probe.decide(result === 's'))).toEqual(decided);
  });

  test('a new container begins with none', () => {
    const probe = new ProbeResults(defaultProbe, rules);
    probe.decide(false);
    probe.decide(false);
    probe.reset();
    expect([false, false, false].map((result) => probe.decide(result)).at(1)).toBe(undefined);
  });
});

test('a run of more than ten minutes starts the back-off anew', () => {
  const backoff = new RestartBackoff(rules);
  const ran = [5_000, 5_000, 600_000, 600_001, 5_000];
  expect(ran.map((ms) => backoff.waitMs(ms))).toEqual([0, 10_000, 20_000, 0, 10_000]);
});
