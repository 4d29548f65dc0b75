import * as z from 'zod';
import { averageWait, meanWait, momentsOf } from '../../sims/io/formulas.ts';
import type { IoLaw } from '../../sims/io/laws.ts';
import { note } from '../../sims/io/notes.ts';
import { type Task, TaskLoop, Workload } from '../../sims/io/tasks.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { quantile, within } from '../../src/check/expected.ts';
import { gaugePer, histogram } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { log } from '../../src/kernel/elementary.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { chance } from '../../src/kernel/random.ts';
import { positive, real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inPercent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutIo } from './kit.ts';

const params = z.object({
  tasks: whole(10_000, 40_000, 20_000, 'that come to the loop'),
  perSecond: positive(400, 250, 'tasks'),
  shortMs: real(0.1, 1, 1, 'that a short task computes'),
  longMs: real(10, 150, 100, 'that a long task computes'),
  longShare: real(0.001, 0.01, 0.01, 'of tasks that are long'),
  workers: whole(1, 16, 4, 'of the pool'),
  handOverMs: real(0.01, 0.5, 0.05, 'to hand a task over to a worker'),
});
type Params = z.output<typeof params>;

const ways = ['inline', 'offloaded'] as const;
type Way = (typeof ways)[number];
const perMs = ({ perSecond }: Params) => perSecond / 1_000;
const sendMs = (p: Params) => p.tasks / perMs(p);
/** Each way has the time that its tasks come in, and some for the last of them. */
const armMs = (p: Params) => sendMs(p) * 1.3 + 5_000;

function moments(p: Params, way: Way) {
  const longMs = way === 'inline' ? p.longMs : p.handOverMs;
  return momentsOf([
    { share: 1 - p.longShare, ms: p.shortMs },
    { share: p.longShare, ms: longMs },
  ]);
}
/** The share of the time in which the loop is busy with a long task. */
const behindLong = (p: Params) => perMs(p) * p.longShare * p.longMs;
const isStable = (p: Params) => perMs(p) * moments(p, 'inline').mean < 0.8;

/** Five standard deviations on either side: a normal variable is farther off once in two million. */
function meanBounds(p: Params, way: Way): Bound {
  const due = averageWait(perMs(p), moments(p, way), sendMs(p));
  if (due === undefined) return {};
  return { atLeast: due.mean - 5 * due.deviation, atMost: due.mean + 5 * due.deviation };
}

/** A run of some thousand tasks is far from it by chance. */
function inTheLongRun(p: Params): string {
  const due = meanWait(perMs(p), moments(p, 'inline'));
  return due === undefined
    ? 'The loop is overloaded, and the wait grows without limit. '
    : `In the long run the mean is ${inTime(due)}, by the Pollaczek–Khinchine formula. `;
}

export default scenario({
  ...aboutIo,
  id: 'io/blocked-loop',
  asks: 'One task of a hundred computes for 100 ms in the event loop. What does that do to the other ninety-nine?',
  claims: ['io-cpu-blocks-loop'],
  code: ['sims/io/tasks.ts#run', 'sims/io/formulas.ts#meanWait'],
  params,
  durationMs: (p) => 2 * armMs(p) + 200,
  metrics: {
    inlineMs: histogram('ms', 'that a short task waits, with long ones in the loop'),
    offloadedMs: histogram('ms', 'that a short task waits, with long ones in workers'),
    ...gaugePer(ways, 'mean', 'ms', (way) => `that a task waits, averaged over time, ${way}`),
    ...gaugePer(ways, 'finished', 'tasks', (way) => `finished, ${way}`),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<IoLaw>(world);
    for (const way of ways) {
      let workload = new Workload(0);
      const histogramOf = way === 'inline' ? metrics.inlineMs : metrics.offloadedMs;
      const loop = new TaskLoop(
        rules,
        { handOverMs: p.handOverMs, workers: p.workers, offloads: way === 'offloaded' },
        () => world.kernel.nowMs,
        {
          begun(task, waitMs, loopMs) {
            workload.add(task, waitMs, loopMs);
            if (!task.isLong) histogramOf.record(waitMs);
          },
          blocks(task, waiting) {
            note(
              { note: (what) => world.note(way, what) },
              { kind: 'blocks', computedMs: task.workMs, waiting },
            );
            if (way === 'inline') return;
            study.holds(
              'loop-is-prompt',
              waiting === 0,
              `${counted(waiting, 'task')} waited while the loop computed for ${inTime(task.workMs)}`,
            );
          },
        },
      );
      study.next(() => {
        workload = new Workload(world.kernel.nowMs);
        world.spawn(loop.run());
        for (let worker = 0; worker < p.workers; worker++) world.spawn(loop.worker());
        world.spawn(arrive(loop, way));
      });
      study.next(() => {
        study.observes(
          `ms that a task waits, mean, ${way}`,
          workload.meanMs,
          'ms',
          metrics[`${way}.mean`],
        );
        const due = meanWait(perMs(p), moments(p, way)) ?? Number.POSITIVE_INFINITY;
        study.estimates(`the same by Pollaczek and Khinchine, ${way}`, due, 'ms');
        study.observes(`tasks finished, ${way}`, loop.finished, '', metrics[`${way}.finished`]);
      }, armMs(p));
    }
    return study
      .next(() => study.estimates('share of time behind a long task', behindLong(p)))
      .next(() => study.observes('workers', p.workers));

    function* arrive(loop: TaskLoop, way: Way): Process<void> {
      const arrivals = study.stream(`arrivals ${way}`);
      const kinds = study.stream(`kinds ${way}`);
      for (let sent = 0; sent < p.tasks; sent++) {
        yield* sleep(-log(1 - arrivals()) / perMs(p));
        const isLong = chance(kinds, p.longShare);
        const workMs = isLong ? p.longMs : p.shortMs;
        const task: Task = { arrivedMs: world.kernel.nowMs, isLong, workMs };
        loop.add(task);
      }
    }
  },
  expect: (p) => [
    ...(isStable(p)
      ? [
          within('inline.mean', 'inline-mean', meanBounds(p, 'inline')).says(
            'ms of wait with long tasks in the loop: Pollaczek and Khinchine',
            'io-cpu-blocks-loop',
          ),
          within('offloaded.mean', 'offloaded-mean', meanBounds(p, 'offloaded')).says(
            'ms of wait with long tasks in workers: Pollaczek and Khinchine',
          ),
        ]
      : []),
    ...(isStable(p) && behindLong(p) >= 0.1
      ? [
          within(quantile('inlineMs', 0.99), 'p99-inline', {
            atLeast: p.longMs * (1 - 0.02 / behindLong(p)),
          }).says(
            'ms that 1% of the short tasks wait or more: at least nearly a whole long task',
            'io-cpu-blocks-loop',
          ),
          within(quantile('offloadedMs', 0.99), 'p99-offloaded', { atMost: p.longMs / 2 }).says(
            'the same with long tasks in workers',
            'io-cpu-blocks-loop',
          ),
        ]
      : []),
  ],
  tells: ({ params: p, metrics: m }) =>
    `The others wait behind it, because the loop has one thread, so call the asynchronous version of whatever waits (files, network), and hand long computations to worker threads: the wait was ${inTime(m['inline.mean'].value ?? 0)} on average with them in the loop and ${inTime(m['offloaded.mean'].value ?? 0)} with workers, and 1% of the short tasks waited for ${inTime(m.inlineMs.quantile(0.99) ?? 0)} or more instead of ${inTime(m.offloadedMs.quantile(0.99) ?? 0)}. The loop is busy with a long task for ${inPercent(behindLong(p))} of the time, which shows as timers that fire late (event-loop lag). ${inTheLongRun(p)}The square of the service time counts, so ${inPercent(p.longShare)} of the tasks make nearly all of the wait.`,
});

// Left out: workers that run out, and what it costs to copy a task’s data to one.
