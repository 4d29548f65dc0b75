/**
 * Timeouts run one after the other, by the monotonic clock and in parallel by the time of day,
 * which is set now and then.
 */
import * as z from 'zod';
import { looksOften, ntpInvariants, ntpSubject } from '../../sims/clocks/ntp/subject.ts';
import { pollMs, timeOut, timeOutByDay } from '../../sims/clocks/ntp/timeout.ts';
import { largest, quantile, within } from '../../src/check/expected.ts';
import { histogram } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inSeconds } from '../../src/words/numbers.ts';
import { clockJump } from '../../src/world/fault.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { about, aboutClocks } from './common.ts';

const params = z.object({
  timeoutMs: whole(1_000, 60_000, 5_000, 'intended length of each timeout'),
  stepMs: whole(0, 60_000, 3_000, 'by how much the time of day is set back, and later forward'),
});
type Params = z.output<typeof params>;

const rounds = 4;
const everyMs = ({ timeoutMs, stepMs }: Params) => timeoutMs + stepMs + 1_000;

export default scenario({
  ...aboutClocks,
  id: 'clocks/timeout-over-step',
  asks: 'The time of day is set while a timeout runs. How long does the timeout take?',
  claims: [],
  code: ['sims/clocks/ntp/timeout.ts#timeOut'],
  params,
  durationMs: (p) => (rounds + 1) * everyMs(p),
  plan: (p, random) => {
    const stream = random.stream('plan');
    const insideMs = () => randomInteger(stream, 1, Math.max(1, p.timeoutMs - p.stepMs - 1));
    return [
      { atMs: everyMs(p) + insideMs(), fault: clockJump('worker', -p.stepMs) },
      { atMs: 2 * everyMs(p) + insideMs(), fault: clockJump('worker', p.stepMs) },
    ];
  },
  metrics: {
    monotonicMs: histogram('ms', 'length of timeouts by the monotonic clock'),
    byDayMs: histogram('ms', 'length of timeouts by the time of day'),
  },
  build({ world, rules, metrics, params: p }) {
    const subject = ntpSubject(world);
    world.addServer(
      'worker',
      client('worker', (node) => node.spawn(working(node))),
    );
    return subject;

    function* working(node: ServerContext): Process<void> {
      for (let round = 0; round < rounds; round++) {
        const beside = node.spawn(timing(node, timeOutByDay(node, p.timeoutMs), metrics.byDayMs));
        const tookMs = yield* timing(node, timeOut(rules, node, p.timeoutMs), metrics.monotonicMs);
        subject.judge.times(p.timeoutMs, tookMs, pollMs);
        subject.looks += 1;
        yield* node.sleep((round + 1) * everyMs(p) - world.kernel.nowMs);
        beside.cancel();
      }
    }

    function* timing(
      _node: ServerContext,
      timeout: Process<void>,
      metric: { record(ms: number): void },
    ): Process<number> {
      const fromMs = world.kernel.nowMs;
      yield* timeout;
      const tookMs = world.kernel.nowMs - fromMs;
      metric.record(tookMs);
      return tookMs;
    }
  },
  invariants: ntpInvariants,
  goals: () => [looksOften(rounds)],
  expect: ({ timeoutMs, stepMs }) => [
    within(largest('monotonicMs'), 'monotonic', about(timeoutMs)).says(
      'longest timeout by the monotonic clock: as long as intended, in ms',
    ),
    within(largest('byDayMs'), 'set-back', {
      atLeast: timeoutMs + stepMs,
      atMost: timeoutMs + stepMs + pollMs,
    }).says('longest timeout by a time of day that is set back: longer by the step, in ms'),
    within(quantile('byDayMs', 0), 'set-forward', {
      atLeast: Math.max(0, timeoutMs - stepMs),
      atMost: Math.max(timeoutMs - stepMs, 0) + pollMs + (stepMs > timeoutMs ? timeoutMs : 0),
    }).says('shortest timeout by a time of day that is set forward: shorter by the step, in ms'),
  ],
  tells: ({ params: { timeoutMs, stepMs }, metrics: { monotonicMs, byDayMs } }) =>
    `A timeout of ${inSeconds(timeoutMs)} by the monotonic clock takes ${inSeconds(monotonicMs.max)}, as intended; by the time of day it took ${inSeconds(byDayMs.max)} when the clock was set back by ${inSeconds(stepMs)}, and ${inSeconds(byDayMs.min)} when it was set forward. Measure durations with a clock that is never set.`,
});

// Left out: a machine that sleeps, during which some monotonic clocks stand still.
