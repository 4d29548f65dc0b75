/**
 * A daemon polls four time servers every 30 s, one of which is wrong; in between the clock drifts.
 */
import * as z from 'zod';
import { assumedDriftPpm, BoundedClock } from '../../sims/clocks/ntp/bounded-clock.ts';
import { timeServer } from '../../sims/clocks/ntp/server.ts';
import { looksOften, ntpInvariants, ntpSubject } from '../../sims/clocks/ntp/subject.ts';
import { largest, mean, quantile, within } from '../../src/check/expected.ts';
import { gauge, histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { positive, real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inTenths } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { about, aboutClocks, listOf } from './common.ts';

const params = z.object({
  driftPpm: real(-200, 200, 180, 'how fast the clock gains, in parts per million'),
  pollMs: whole(1_000, 600_000, 30_000, 'time from one synchronisation to the next'),
  wayMs: positive(100, 1, 'one-way delay to a time server, and back'),
  wrongByMs: real(-1e6, 1e6, 1_000, 'error of one of the four servers'),
});
type Params = z.output<typeof params>;

const cycles = 6;
const looksInCycle = 200;
const servers = listOf(4, (place) => `server${place + 1}`);
/**
 * How far the clock may have drifted by the end of a cycle: 200 microseconds a second for 30 s are
 * 6 ms.
 */
const growthMs = ({ pollMs }: Params) => (pollMs * assumedDriftPpm) / 1e6;

export default scenario({
  ...aboutClocks,
  id: 'clocks/truetime-sawtooth',
  asks: 'A clock drifts by up to 200 microseconds a second and is synchronised every 30 s, with one wrong server among four. How far off can it be, and how does it know?',
  claims: ['num-truetime-commit-wait'],
  code: [
    'sims/clocks/ntp/bounded-clock.ts#errorMs',
    'sims/clocks/ntp/bounded-clock.ts#agreed',
    'sims/clocks/ntp/intersection.ts#intersection',
  ],
  params,
  network: ({ wayMs }) => ({ latencyMs: constant(wayMs) }),
  durationMs: ({ pollMs }) => (cycles + 2) * pollMs,
  metrics: {
    epsilonMs: histogram('ms', 'the clock’s own bound on its error'),
    errorMs: histogram('ms', 'the clock’s actual error'),
    offMs: gauge('ms', 'the largest error right after a synchronisation'),
  },
  build({ world, rules, metrics, params: p }) {
    const subject = ntpSubject(world);
    for (const id of servers)
      world.addServer(id, timeServer, { clockOffsetMs: id === 'server1' ? p.wrongByMs : 0 });

    function* synchronising(node: ServerContext): Process<void> {
      const clock = new BoundedClock(rules);
      // Each seed begins at a different point of the cycle.
      yield* node.sleep(node.stream('start')() * p.pollMs);
      for (let cycle = 0; cycle < cycles; cycle++) {
        yield* clock.synchronise(node, servers);
        yield* looking(node, clock);
      }
    }

    function* looking(node: ServerContext, clock: BoundedClock): Process<void> {
      const everyMs = p.pollMs / looksInCycle;
      for (let look = 0; look <= looksInCycle; look++) {
        const [interval, trueMs] = [clock.now(node.now()), world.kernel.nowMs];
        subject.judge.answers(node.self, interval, trueMs);
        subject.looks += 1;
        metrics.epsilonMs.record(clock.errorMs(node.now()));
        const errorMs = Math.abs((interval.earliest + interval.latest) / 2 - trueMs);
        metrics.errorMs.record(errorMs);
        if (look === 0) metrics.offMs.set(Math.max(metrics.offMs.value ?? 0, errorMs));
        if (look < looksInCycle) yield* node.sleep(everyMs);
      }
    }

    const options = { clockDriftPpm: p.driftPpm, clockOffsetMs: 3 };
    world.addServer(
      'client',
      client('client', (node) => node.spawn(synchronising(node))),
      options,
    );
    return subject;
  },
  invariants: ntpInvariants,
  goals: () => [looksOften(cycles * looksInCycle)],
  expect: (p) => [
    within(quantile('epsilonMs', 0), 'smallest', about(p.wayMs, p.wayMs / 1_000)).says(
      'bound on the clock’s error right after a synchronisation, in ms: half the round trip',
    ),
    within(largest('epsilonMs'), 'largest', about(p.wayMs + growthMs(p), p.wayMs / 1_000)).says(
      'bound on the clock’s error before the next synchronisation, in ms: larger by drift x interval',
      'num-truetime-commit-wait',
    ),
    within(mean('epsilonMs'), 'mean', about(p.wayMs + growthMs(p) / 2, p.wayMs / 1_000)).says(
      'mean bound on the clock’s error, in ms: the middle of the sawtooth',
      'num-truetime-commit-wait',
    ),
    within(largest('errorMs'), 'error', {
      atLeast: (growthMs(p) * Math.abs(p.driftPpm)) / assumedDriftPpm - p.wayMs / 100,
      atMost: (growthMs(p) * Math.abs(p.driftPpm)) / assumedDriftPpm + p.wayMs / 100,
    }).says('largest true error of the clock, in ms: at most its drift over one interval'),
  ],
  tells: ({ params: p, metrics: { epsilonMs, errorMs, offMs } }) =>
    `The bound on a clock’s error is a sawtooth from ${inDigits(epsilonMs.min ?? 0)} ms after a synchronisation to ` +
    `${inDigits(epsilonMs.max ?? 0)} ms before the next, ${inDigits(epsilonMs.mean ?? 0)} ms on average: ` +
    `half the round trip, plus ${assumedDriftPpm} microseconds for each second since. ` +
    `The clock was up to ${inTenths(errorMs.max ?? 0)} ms wrong, always within the bound. ` +
    `The server that was ${inDigits(p.wrongByMs)} ms wrong moved it by ${(offMs.value ?? 0) < 0.001 ? 'less than 0.001' : inDigits(offMs.value ?? 0)} ms, because it ` +
    'disagreed with the other three.',
});

// Left out: asymmetric paths, and servers that are slightly wrong: see clocks/asymmetric-path.
