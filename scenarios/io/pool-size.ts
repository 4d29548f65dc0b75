import * as z from 'zod';
import { busyShare, threadsFor } from '../../sims/io/formulas.ts';
import type { IoLaw } from '../../sims/io/laws.ts';
import { alternating } from '../../sims/io/pool.ts';
import { within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { Resource } from '../../src/kernel/resource.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { studentQuantileOfTail } from '../../src/statistics/student.ts';
import { counted, inDigits, inPercent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutIo } from './kit.ts';

const params = z.object({
  cores: whole(1, 8, 4, 'that compute'),
  computeMs: real(0.5, 20, 2, 'that a request computes, mean'),
  waitMs: real(0.5, 100, 18, 'that a request waits for others, mean'),
  utilisation: real(0.2, 1, 1, 'of the cores that is wanted'),
});
type Params = z.output<typeof params>;

const sizes = ['cores', 'goetz', 'double'] as const;
type Size = (typeof sizes)[number];
const says: Readonly<Record<Size, string>> = {
  cores: 'a thread for each core',
  goetz: 'by the formula',
  double: 'twice as many',
};

const batches = 20;
/** A batch is long enough that its neighbours have little to do with it. */
const batchMs = ({ computeMs, waitMs }: Params) => 12 * (computeMs + waitMs);
const armMs = (p: Params) => (batches + 1) * batchMs(p);

function threads(p: Params, size: Size): number {
  const byFormula = Math.max(1, Math.round(threadsFor(p.cores, p.utilisation, p)));
  return size === 'cores' ? p.cores : size === 'goetz' ? byFormula : 2 * byFormula;
}

export default scenario({
  ...aboutIo,
  id: 'io/pool-size',
  asks: 'Requests compute for 2 ms and wait for 18. How many threads keep four cores busy?',
  claims: [],
  code: ['sims/io/formulas.ts#threadsFor', 'sims/io/formulas.ts#busyShare'],
  params,
  durationMs: (p) => 3 * (armMs(p) + 50) + 100,
  metrics: {
    ...gaugePer(sizes, 'busy', '', (size) => `share of the cores that is busy, ${says[size]}`),
    ...gaugePer(sizes, 'off', 'standard errors', (size) => `off the closed form, ${says[size]}`),
    perSecond: gauge('requests/s', 'served, by the formula'),
  },
  build({ world, params: p, metrics }) {
    const study = new Study<IoLaw>(world);
    for (const size of sizes) {
      const computed = Array.from({ length: batches + 1 }, () => 0);
      let startedMs = 0;
      let served = 0;
      study.next(() => {
        startedMs = world.kernel.nowMs;
        const processors = new Resource(p.cores);
        const waits = sampler(exponential(p.waitMs), study.stream(`waits ${size}`));
        const work = sampler(exponential(p.computeMs), study.stream(`work ${size}`));
        for (let thread = 0; thread < threads(p, size); thread++)
          world.spawn(alternating(processors, waits, work, done));
      });
      study.next(() => {
        // The first batch, in which all threads begin by waiting, does not count.
        const shares = computed.slice(1).map((ms) => ms / batchMs(p) / p.cores);
        const mean = shares.reduce((sum, share) => sum + share, 0) / batches;
        const squares = shares.reduce((sum, share) => sum + pow(share - mean, 2), 0);
        const error = Math.sqrt(squares / (batches - 1) / batches);
        // A batch has what ended in it, which may be a little more than fits into it.
        const share = Math.min(1, mean);
        study.observes(`share of the cores, ${says[size]}`, share, '', metrics[`${size}.busy`]);
        study.observes(`threads, ${says[size]}`, threads(p, size));
        study.observes(`requests served, ${says[size]}`, served);
        const due = busyShare(p.cores, threads(p, size), p);
        study.estimates(`the same by the closed form, ${says[size]}`, due);
        metrics[`${size}.off`].set((mean - due) / error);
        if (size === 'goetz') metrics.perSecond.set((served / armMs(p)) * 1_000);
      }, armMs(p));

      /** What was computed counts for the batch in which it ended. */
      function done(computedMs: number): void {
        served += 1;
        const batch = Math.floor((world.kernel.nowMs - startedMs) / batchMs(p));
        if (batch < computed.length) computed[batch] = (computed[batch] ?? 0) + computedMs;
      }
    }
    return study.next(() => study.observes('threads by the formula', threads(p, 'goetz')));
  },
  expect: () => {
    const most = studentQuantileOfTail(5e-7, batches - 1);
    return sizes.map((size) =>
      within(`${size}.off`, size, { atLeast: -most, atMost: most }).says(
        `busy share of the cores, ${says[size]}: standard errors from the closed form`,
      ),
    );
  },
  tells: ({ params: p, metrics: m }) =>
    `${counted(threads(p, 'goetz'), 'thread')} for ${counted(p.cores, 'core')}, by the formula cores x (1 + wait / compute), here 1 + ${inDigits(p.waitMs)} / ${inDigits(p.computeMs)}${p.utilisation < 1 ? `, for ${inPercent(p.utilisation)}` : ''}. They keep the cores busy for ${significant(100 * (m['goetz.busy'].value ?? 0))}% of the time and not for all of it, because times vary: at some moments too many threads want to compute, at others too few. With one thread a core it is ${significant(100 * (m['cores.busy'].value ?? 0))}%, and with twice as many threads as the formula says ${significant(100 * (m['double.busy'].value ?? 0))}%.\n\n` +
    plainTable([
      ['pool', 'threads', 'cores busy', 'by the closed form'],
      ...sizes.map((size) => [
        says[size],
        `${threads(p, size)}`,
        inPercent(m[`${size}.busy`].value ?? 0),
        inPercent(busyShare(p.cores, threads(p, size), p)),
      ]),
    ]) +
    `\n\nA request takes ${inTime(p.computeMs + p.waitMs)} without a queue.`,
});

// Left out: switches between threads, locks that they share, and memory for their stacks.
