import * as z from 'zod';
import { amdahl } from '../../sims/estimation/capacity/queueing.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { hypot } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent, percent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, around, keeping, near, writes } from './kit.ts';

const params = z.object({
  from: whole(1, 64, 4, 'processors today'),
  to: whole(2, 512, 16, 'processors after the upgrade'),
  used: real(0.05, 1, 0.8, 'current utilisation'),
  serial: real(0, 0.5, 0.03, 'share of the work that cannot run in parallel'),
});

const jobs = 2_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/scaling-up',
  asks: 'A database at 80% of 4 processors moves to 16. Does it get four times the headroom?',
  claims: ['q11-4x-headroom'],
  code: ['sims/estimation/capacity/queueing.ts#amdahl'],
  params,
  invariants: [],
  metrics: {
    linear: gauge('share', 'utilisation afterwards, if it scales linearly'),
    gain: gauge('', 'throughput relative to today’s, by Amdahl’s law'),
    used: gauge('share', 'utilisation afterwards, by Amdahl’s law'),
    most: gauge('', 'maximum speed-up by Amdahl’s law'),
    measured: gauge('', 'throughput relative to today’s, simulated'),
  },
  build({ world, params: { from, to, used, serial }, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const gain = amdahl(to, serial) / amdahl(from, serial);
    for (const n of [2, 4, 8, 16, 32, 64])
      study.next(() => study.estimates(`speed-up of ${n} processors`, amdahl(n, serial)));
    return writes(study, metrics, [
      ['linear', 'busy afterwards, if linear', (used * from) / to],
      ['gain', 'throughput over today’s', gain],
      ['used', 'busy afterwards', used / gain],
      ['most', 'speed-up at most', serial === 0 ? to : 1 / serial],
    ]).next(() => {
      // A job's serial part takes one processor, and the rest is spread over all; job sizes are
      // random.
      const draw = sampler(exponential(1), study.stream('jobs'));
      let [before, after] = [0, 0];
      for (let job = 0; job < jobs; job++) {
        const [alone, spread] = [serial * draw(), (1 - serial) * draw()];
        before += alone + spread / from;
        after += alone + spread / to;
      }
      observes('measured', 'throughput over today’s', before / after);
    });
  },
  expect: ({ from, to, used, serial }) => {
    const time = (n: number) => serial + (1 - serial) / n;
    const gain = time(from) / time(to);
    // The deviation of a quotient of means, to first order (delta method).
    const a = serial / time(from) - serial / time(to);
    const b = (1 - serial) / from / time(from) - (1 - serial) / to / time(to);
    return [
      within('linear', 'linear', near((used * from) / to)).says(
        'utilisation afterwards, if it scales linearly',
        'q11-4x-headroom',
      ),
      within('gain', 'gain', near(gain)).says(
        'throughput relative to today’s, by Amdahl’s law',
        'q11-4x-headroom',
      ),
      within('used', 'used', near(used / gain)).says(
        'utilisation afterwards, by Amdahl’s law',
        'q11-4x-headroom',
      ),
      within('measured', 'measured', around(gain, (gain * hypot(a, b)) / Math.sqrt(jobs), 5)).says(
        'throughput relative to today’s, simulated',
      ),
    ];
  },
  tells: ({ params: { from, to, used, serial }, metrics: m }) =>
    `Only if everything runs in parallel (Amdahl’s law): then the database is ${percent(m.linear.value, 0)} busy instead of ${inPercent(used)}. If ${inPercent(serial)} is serial, ${to} processors do ${significant(m.gain.value ?? 0)} times what ${from} do, and are ${percent(m.used.value, 0)} busy; no number of processors does more than ${significant(m.most.value ?? 0)} times what one does.`,
});

// Left out: crosstalk, which makes many processors slower than fewer; disks and locks.
