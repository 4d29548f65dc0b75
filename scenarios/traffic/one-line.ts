import * as z from 'zod';
import { servers } from '../../sims/traffic/queues/formulas.ts';
import type { QueueLaw, QueueSubject } from '../../sims/traffic/queues/laws.ts';
import { line } from '../../sims/traffic/queues/line.ts';
import { emptyTally, type Tally } from '../../sims/traffic/queues/meter.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutQueues, allMeasured, around, ofArrivals, overTime } from './queues-kit.ts';

const params = z.object({
  servers: whole(2, 100, 4, 'servers'),
  load: real(0.3, 0.9, 0.75, 'fraction of time for which each server is busy'),
  workMs: real(1, 1_000, 10, 'mean work of a request, exponential'),
  requests: whole(5_000, 1_000_000, 8_000, 'measured requests on average'),
});
type Params = z.output<typeof params>;

const says = {
  split: 'a line before each server',
  shared: 'one line before all of them',
};
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];

const perMs = ({ servers, load, workMs }: Params) => (servers * load) / workMs;
const spanMs = (p: Params) => p.requests / perMs(p);
const warmUpMs = ({ load, workMs }: Params) => (30 * workMs) / pow(1 - Math.sqrt(load), 2);

/**
 * A line per server is M/M/1, one for all is M/M/c: mean number waiting, and the share of requests
 * that must wait.
 */
function theoryOf(arm: Arm, p: Params) {
  const [lines, each] = arm === 'split' ? [p.servers, 1] : [1, p.servers];
  const chain = servers(each, each * p.load, p.workMs);
  const waiting = overTime(chain, (n) => Math.max(0, n - each), spanMs(p));
  const ms = lines / perMs(p);
  const must = ofArrivals(chain, (n) => n >= each, spanMs(p), perMs(p) / lines);
  // Deviations of independent lines add up as squares.
  const independent = Math.sqrt(lines);
  return {
    waitMs: { mean: waiting.mean * ms, deviation: (waiting.deviation * ms) / independent },
    delayed: { mean: must.mean, deviation: must.deviation / independent },
  };
}

interface Subject extends QueueSubject {
  readonly tallies: readonly Tally[];
}

export default scenario({
  ...aboutQueues,
  id: 'traffic/one-line',
  asks: 'Several servers have a line each, or one line for all of them. How long does a request wait?',
  claims: [],
  code: ['sims/traffic/queues/line.ts#arrives', 'sims/traffic/queues/formulas.ts#servers'],
  params,
  durationMs: (p) => (warmUpMs(p) + spanMs(p)) * 1.02 + 60 * p.workMs,
  metrics: {
    ...gaugePer(arms, 'waitMs', 'ms', (arm) => `mean wait, ${says[arm]}`),
    ...gaugePer(arms, 'delayed', 'share', (arm) => `of requests that must wait, ${says[arm]}`),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<QueueLaw>();
    const fromMs = warmUpMs(p);
    const span = { fromMs, untilMs: fromMs + spanMs(p) };
    const tallies = arms.map((arm) => {
      const tally = emptyTally();
      const options = {
        ...{ span, perMs: perMs(p), workMs: exponential(p.workMs), servers: p.servers },
        ...(arm === 'split' ? { shows: 'one-line-for-all' as const } : {}),
      };
      world.addServer(arm, line(rules, options, { tally, breaches }));
      world.at(span.untilMs * 1.01 + 50 * p.workMs, () => {
        metrics[`${arm}.waitMs`].set(tally.waitingMs / p.requests);
        metrics[`${arm}.delayed`].set(tally.delayed / tally.arrivals);
      });
      return tally;
    });
    return { breaches, tallies, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [allMeasured<Subject>()],
  expect: (p) =>
    arms.flatMap((arm) => [
      within(`${arm}.waitMs` as const, `wait-${arm}`, around(theoryOf(arm, p).waitMs)).says(
        `ms of waiting on average, ${says[arm]}: ${theoryOf(arm, p).waitMs.mean.toFixed(1)} in theory`,
      ),
      within(`${arm}.delayed` as const, `delayed-${arm}`, around(theoryOf(arm, p).delayed)).says(
        `share of requests that must wait, ${says[arm]}: ${percent(theoryOf(arm, p).delayed.mean)} in theory`,
      ),
    ]),
  tells: ({ params: p, metrics: m }) =>
    `A request waits ${(m['split.waitMs'].value ?? 0).toFixed(1)} ms on average with a line each (${theoryOf('split', p).waitMs.mean.toFixed(1)} ms in theory), and ${(m['shared.waitMs'].value ?? 0).toFixed(1)} ms with one line for all (${theoryOf('shared', p).waitMs.mean.toFixed(1)} ms in theory): ${inDigits(Number(((m['split.waitMs'].value ?? 0) / (m['shared.waitMs'].value ?? 1)).toFixed(1)))} times as long, because with a line each a request can wait while another server is idle. In both cases ${p.servers} servers are busy ${percent(p.load, 0)} of the time. The more servers share a line, the higher the load at which they can run.\n\n` +
    plainTable([
      ['lines', 'mean wait, ms', 'closed form', 'must wait', 'closed form'],
      ...arms.map((arm) => [
        says[arm],
        (m[`${arm}.waitMs`].value ?? 0).toFixed(2),
        theoryOf(arm, p).waitMs.mean.toFixed(2),
        percent(m[`${arm}.delayed`].value),
        percent(theoryOf(arm, p).delayed.mean),
      ]),
    ]),
});

// Left out: choosing the shortest of the lines: see `traffic/supermarket`.
