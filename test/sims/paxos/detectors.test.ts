/**
 * Goal: failure detectors suspect after the silence that they should, and their closed forms agree
 * with integrals and with individually drawn heartbeats.
 */
import { describe, expect, test } from 'vitest';
import { member, monitor } from '../../../sims/paxos/detectors/detector.ts';
import {
  detectionMs,
  falseSuspicionShare,
  fixedSuspicionShare,
  phiDetectionMs,
  phiSuspicionShare,
  timeoutAsRare,
} from '../../../sims/paxos/detectors/formulas.ts';
import { phiMonitor, normalSilenceMs as silenceMs } from '../../../sims/paxos/detectors/phi.ts';
import { outbidBallots, outbidShare, undecidedMs } from '../../../sims/paxos/synod/formulas.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { onBench } from '../../support/actor-bench.ts';

const heartbeat = { type: 'Heartbeat' } as const;

test('a member beats first after its offset, then at every interval', () => {
  const bench = onBench('m', member('monitor', 100, 30));
  expect(bench.done.timers.get('beat')).toBe(30);
  expect(bench.timeout('beat').sent).toEqual([{ to: 'monitor', message: heartbeat }]);
  expect(bench.done.timers.get('beat')).toBe(100);
});

test('a monitor suspects when a timeout has passed since the last heartbeat, and trusts again with the next', () => {
  const bench = onBench('monitor', monitor(250));
  const kinds = () => bench.done.notes.map(({ kind }) => kind);
  expect([bench.state.suspects, bench.done.timers.size]).toEqual([false, 0]);
  bench.receive('m', heartbeat);
  expect([kinds(), bench.done.timers.get('timeout')]).toEqual([[], 250]);
  bench.timeout('timeout');
  expect([kinds(), bench.state.suspects]).toEqual([['suspects'], true]);
  bench.receive('m', heartbeat);
  expect([kinds(), bench.state.suspects]).toEqual([['trusts-again'], false]);
});

/** The normal distribution beyond x, by its integral. */
function tail(x: number): number {
  const step = 1e-3;
  let sum = 0;
  for (let at = x + step / 2; at < x + 12; at += step) sum += Math.exp(-(at ** 2) / 2) * step;
  return sum / Math.sqrt(2 * Math.PI);
}

describe('phi', () => {
  test.each([1, 3, 8])('is %d after that silence: 10^-phi of heartbeats come later', (phi) => {
    // Mean 100, standard deviation 10.
    const intervals = [90, 110, 90, 110];
    const atMs = silenceMs(intervals, phi);
    expect(-Math.log10(tail((atMs - 100) / 10))).toBeCloseTo(phi, 3);
  });

  test('is known from the last intervals, and not before there are enough', () => {
    const bench = onBench('monitor', phiMonitor({ threshold: 3, window: 3 }));
    const arrives = (atMs: number) => {
      bench.at(atMs);
      bench.done.timers.clear();
      return bench.receive('m', heartbeat).timers.get('timeout');
    };
    expect([0, 500, 590].map(arrives)).toEqual([undefined, undefined, undefined]);
    expect(arrives(700)).toBeCloseTo(silenceMs([500, 90, 110], 3), 9);
    expect(arrives(800)).toBeCloseTo(silenceMs([90, 110, 100], 3), 9);
    bench.timeout('timeout');
    expect(bench.state.suspects).toBe(true);
    bench.receive('m', heartbeat);
    expect([bench.state.suspects, bench.done.notes]).toEqual([false, [{ kind: 'trusts-again' }]]);
    expect(bench.state.intervalsMs).toHaveLength(3);
  });
});

test.each([
  [100, 100, 50],
  [100, 250, 300],
  [10, 40, 15],
])(
  'pauses: an interval of %d, a timeout of %d and a mean of %d, by the integral',
  (intervalMs, timeoutMs, meanMs) => {
    const parts = 10_000;
    let sum = 0;
    for (let part = 0; part < parts; part++)
      sum += Math.exp(-(timeoutMs - ((part + 0.5) / parts) * intervalMs) / meanMs) / parts;
    expect(falseSuspicionShare({ intervalMs, timeoutMs }, meanMs)).toBeCloseTo(sum, 6);
  },
);

test('a crash is found between timeout less interval and timeout, one latency later', () => {
  expect(detectionMs({ intervalMs: 100, timeoutMs: 250 }, 3)).toEqual({
    atLeast: 153,
    mean: 203,
    atMost: 253,
  });
});

test('a fixed timeout of one interval is wrong half of the time, and the rare one as often as it says', () => {
  const jitter = { intervalMs: 100, latencyMs: 5, deviationMs: 4 };
  expect(fixedSuspicionShare(jitter, 100)).toBeCloseTo(0.5, 9);
  // Both ends of an interval have their own delay, so the deviation is that of a difference.
  expect(fixedSuspicionShare(jitter, 100 + Math.sqrt(2) * 4)).toBeCloseTo(tail(1), 5);
  for (const threshold of [1, 2, 5]) {
    const share = fixedSuspicionShare(jitter, timeoutAsRare(jitter, threshold));
    expect(share / 10 ** -threshold).toBeCloseTo(1, 6);
  }
});

test.each([1, 3])(
  'phi %d is wrong more often than 10^-phi by what an error of the deviation adds',
  (threshold) => {
    const [window, share] = [2_000, 10 ** -threshold];
    let z = 0;
    for (let step = 4; step > 1e-6; step /= 2) if (tail(z + step) > share) z += step;
    // Of neighbours that share a latency: 3 / (4 W). The root of an estimate without bias is low by half of that.
    const variance = 3 / (4 * window);
    const [low, high] = [-1, 1].map((side) => 1 - variance / 2 + side * Math.sqrt(variance));
    const excess = (tail(z * (low ?? 0)) + tail(z * (high ?? 0))) / 2 - tail(z);
    expect((phiSuspicionShare(threshold, window) - share) / excess).toBeCloseTo(1, 1);
  },
);

test('phi over an estimated deviation: heartbeats that are drawn one by one', () => {
  const [jitter, threshold, window, times] = [
    { intervalMs: 20, latencyMs: 3, deviationMs: 5 },
    1,
    20,
    6_000,
  ];
  const stream = new RandomStreams('phi').stream('jitter');
  const normal = () => Math.sqrt(-2 * Math.log(1 - stream())) * Math.cos(2 * Math.PI * stream());
  let [wrong, sum, squares] = [0, 0, 0];
  for (let time = 0; time < times; time++) {
    const arrivals = Array.from(
      { length: window + 2 },
      (_, beat) => beat * jitter.intervalMs + jitter.latencyMs + jitter.deviationMs * normal(),
    );
    const intervals = arrivals.slice(1, window + 1).map((at, place) => at - (arrivals[place] ?? 0));
    const suspectsAt = (arrivals[window] ?? 0) + silenceMs(intervals, threshold);
    if ((arrivals[window + 1] ?? 0) > suspectsAt) wrong += 1;
    const ms = suspectsAt - (window + stream()) * jitter.intervalMs;
    sum += ms;
    squares += ms ** 2;
  }
  const share = phiSuspicionShare(threshold, window);
  expect(Math.abs(wrong / times - share)).toBeLessThan(
    4 * Math.sqrt((share * (1 - share)) / times),
  );
  // Without the estimation error it would be 10%, which is further from the result.
  expect(share).toBeGreaterThan(0.1);
  const { mean, deviation } = phiDetectionMs(jitter, threshold, window);
  expect(Math.abs(sum / times - mean)).toBeLessThan((4 * deviation) / Math.sqrt(times));
  const measured = Math.sqrt(squares / times - (sum / times) ** 2);
  expect(Math.abs(measured / deviation - 1)).toBeLessThan(4 / Math.sqrt(2 * times));
});

test('a duel goes on with 2L / B: for ever if nobody waits longer than that', () => {
  const duel = { latencyMs: 10, backoffMs: 40, duels: 100 };
  expect([outbidShare(duel), outbidShare({ ...duel, backoffMs: 20 })]).toEqual([0.5, 1]);
  expect(outbidShare({ ...duel, backoffMs: 0 })).toBe(1);
  expect(outbidShare({ ...duel, backoffMs: 25 })).toBe(0.8);
  // Tosses of a coin until the first head: one tail on average, with variance 2.
  const { mean, error } = outbidBallots(duel);
  expect([mean, error]).toEqual([1, Math.sqrt(2 / 100)]);
  const undecided = undecidedMs(duel);
  expect(undecided.mean).toBeCloseTo(60, 9);

  const stream = new RandomStreams('duel').stream('waits');
  const times = 20_000;
  let [sum, squares] = [0, 0];
  for (let time = 0; time < times; time++) {
    let ms = 40;
    for (let wait = stream() * 40; wait < 20; wait = stream() * 40) ms += wait + 10;
    sum += ms;
    squares += ms ** 2;
  }
  const deviation = Math.sqrt(squares / times - (sum / times) ** 2);
  expect(Math.abs(sum / times - undecided.mean)).toBeLessThan((4 * deviation) / Math.sqrt(times));
  expect(Math.abs(undecided.error / (deviation / 10) - 1)).toBeLessThan(0.05);
});
