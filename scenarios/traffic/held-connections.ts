import * as z from 'zod';
import type { QueueLaw, QueueSubject } from '../../sims/traffic/queues/laws.ts';
import { line } from '../../sims/traffic/queues/line.ts';
import { emptyTally, type Tally } from '../../sims/traffic/queues/meter.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { quotient, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inSeconds } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutQueues, allMeasured, around } from './queues-kit.ts';

const params = z.object({
  requestsPerSecond: real(1, 1_000, 40, 'calls a second, at random times'),
  normalMs: real(1, 1_000, 50, 'duration of a call in normal operation'),
  slowMs: real(1, 60_000, 5_000, 'duration of a call when the dependency is slow'),
  calls: whole(500, 100_000, 5_000, 'calls on average, in each case'),
});
type Params = z.output<typeof params>;

const arms = ['normal', 'slow'] as const;
type Arm = (typeof arms)[number];
const callMs = (arm: Arm, { normalMs, slowMs }: Params) =>
  ({ normal: normalMs, slow: slowMs })[arm];

const perMs = ({ requestsPerSecond }: Params) => requestsPerSecond / 1_000;
const spanMs = (p: Params) => p.calls / perMs(p);
/** No effect of the start is left once the first calls are over. */
const warmUpMs = (p: Params) => 1.01 * Math.max(p.normalMs, p.slowMs);

/**
 * Calls that nothing delays are M/G/∞: the number in progress is Poisson with mean λS, and its
 * average over a time t has the variance λS² / t (Cox and Isham, Point Processes 1980, §5.6).
 */
const heldOf = (arm: Arm, p: Params) => ({
  mean: perMs(p) * callMs(arm, p),
  deviation: callMs(arm, p) * Math.sqrt(perMs(p) / spanMs(p)),
});

interface Subject extends QueueSubject {
  readonly tallies: readonly Tally[];
}

export default scenario({
  ...aboutQueues,
  id: 'traffic/held-connections',
  asks: 'A dependency answers in five seconds instead of 50 ms. How many times as many connections do its calls hold?',
  claims: ['q16-5s-vs-50ms-50x'],
  code: ['sims/estimation/capacity/load.ts#inFlightOf', 'sims/traffic/queues/meter.ts#leaves'],
  params,
  durationMs: (p) => (warmUpMs(p) + spanMs(p)) * 1.05 + 2 * warmUpMs(p),
  metrics: gaugePer(arms, 'held', 'connections', (arm) => `held on average, dependency ${arm}`),
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<QueueLaw>();
    const fromMs = warmUpMs(p);
    const span = { fromMs, untilMs: fromMs + spanMs(p) };
    const tallies = arms.map((arm) => {
      const tally = emptyTally();
      const workMs = constant(callMs(arm, p));
      const options = { span, perMs: perMs(p), workMs, servers: Infinity };
      world.addServer(`calls-${arm}`, line(rules, options, { tally, breaches }));
      world.at(span.untilMs * 1.04 + warmUpMs(p), () =>
        metrics[`${arm}.held`].set(tally.presentMs / spanMs(p)),
      );
      return tally;
    });
    return { breaches, tallies, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [allMeasured<Subject>()],
  expect: (p) => {
    const [normal, slow] = [around(heldOf('normal', p)), around(heldOf('slow', p))];
    return [
      within('normal.held', 'normal', normal).says(
        'connections held on average in normal operation: rate x time of a call',
      ),
      within('slow.held', 'slow', slow).says(
        'connections held on average while the dependency is slow: rate x time of a call',
      ),
      within(quotient('slow.held', 'normal.held'), 'ratio', {
        atLeast: (slow.atLeast ?? 0) / (normal.atMost ?? 1),
        ...((normal.atLeast ?? 0) > 0
          ? { atMost: (slow.atMost ?? 0) / (normal.atLeast ?? 1) }
          : {}),
      }).says(
        'connections held while it is slow, as a multiple of the normal ones: slow time / normal time of a call',
        'q16-5s-vs-50ms-50x',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `Calls hold ${inDigits(p.slowMs / p.normalMs)} times as many connections, by Little’s law and whatever the rate: at ${inDigits(p.requestsPerSecond)} calls a second, ${significant(m['normal.held'].value ?? 0)} on average with ${inSeconds(p.normalMs)} each, and ${significant(m['slow.held'].value ?? 0)} with ${inSeconds(p.slowMs)} each. That exhausts a pool of the usual size, and then requests that never call the slow dependency wait for it too.`,
});

// Left out: the pool itself: see `traffic/pool-knee` and `resilience/pool-size`.
