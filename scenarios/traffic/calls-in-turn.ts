import * as z from 'zod';
import { stateRow } from '../../sims/traffic/subject.ts';
import { caller, partServer } from '../../sims/traffic/tail/caller.ts';
import { meanOfSlowest, varianceOfSlowest } from '../../sims/traffic/tail/formulas.ts';
import type { TailLaw, TailSubject } from '../../sims/traffic/tail/laws.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { mean, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { histogram } from '../../src/check/metric.ts';
import { constant, exponential } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { around } from './queues-kit.ts';
import { aboutTails } from './tail-kit.ts';

const params = z.object({
  calls: whole(2, 20, 3, 'calls per request, independent of each other'),
  callMs: real(1, 1_000, 5, 'duration of a call, there and back'),
  requests: whole(100, 20_000, 400, 'requests, one after the other'),
});
type Params = z.output<typeof params>;

/** The network takes a tenth of a call’s duration. */
const network = ({ callMs }: Params) => ({ latencyMs: constant(callMs / 20) });
const workMs = ({ callMs }: Params) => 0.9 * callMs;

const says = {
  evenTurn: 'in turn, all equally long',
  evenAtOnce: 'at once, all equally long',
  randomTurn: 'in turn, with exponential work',
  randomAtOnce: 'at once, with exponential work',
};
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];
const isRandom = (arm: Arm) => arm.startsWith('random');
const inTurn = (arm: Arm) => arm.endsWith('Turn');

function theoryOf(arm: Arm, p: Params) {
  const { calls, callMs, requests } = p;
  const linksMs = callMs - workMs(p);
  const rounding = 1e-9 * callMs;
  if (!isRandom(arm)) return { mean: inTurn(arm) ? calls * callMs : callMs, deviation: rounding };
  const work = inTurn(arm)
    ? { mean: calls * workMs(p), variance: calls * pow(workMs(p), 2) }
    : { mean: meanOfSlowest(calls, workMs(p)), variance: varianceOfSlowest(calls, workMs(p)) };
  return {
    mean: work.mean + linksMs * (inTurn(arm) ? calls : 1),
    deviation: Math.sqrt(work.variance / requests),
  };
}

interface Subject extends TailSubject {
  readonly ended: { count: number };
}

export default scenario({
  ...aboutTails,
  id: 'traffic/calls-in-turn',
  asks: 'A request needs three independent calls of 5 ms each. How long does it take if they run one after the other, and if they run at once?',
  claims: ['q1-three-sequential-15ms'],
  code: ['sims/traffic/tail/caller.ts#requests', 'sims/traffic/tail/formulas.ts#meanOfSlowest'],
  params,
  network,
  durationMs: ({ calls, callMs, requests }) => 2 * requests * calls * callMs + 100 * callMs,
  metrics: {
    evenTurn: histogram('ms', says.evenTurn),
    evenAtOnce: histogram('ms', says.evenAtOnce),
    randomTurn: histogram('ms', says.randomTurn),
    randomAtOnce: histogram('ms', says.randomAtOnce),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<TailLaw>();
    const ended = { count: 0 };
    for (const arm of arms) {
      const services = Array.from({ length: p.calls }, (_, at) => `${arm}-${at + 1}`);
      for (const service of services) world.addServer(service, partServer);
      const own = inTurn(arm) ? { ...rules, 'independent-calls-in-parallel': false } : rules;
      const work = isRandom(arm) ? exponential(workMs(p)) : constant(workMs(p));
      const ends = (tookMs: number, callsMs: readonly number[]) => {
        ended.count += 1;
        metrics[arm].record(tookMs);
        const slowestMs = Math.max(...callsMs);
        if (inTurn(arm) || tookMs <= slowestMs + 1e-6) return;
        const how = `a request took ${tookMs.toFixed(1)} ms, although its slowest call took only ${slowestMs.toFixed(1)} ms and no call needs another`;
        breaches.report('slowest-call-decides', how);
      };
      const options = { services, workMs: work, requests: p.requests, ends };
      world.addServer(`caller-${arm}`, caller(own, options));
    }
    return { breaches, ended, rows: () => world.nodes.map(stateRow) };
  },
  goals: ({ requests }) => [
    sometimes<Subject>(
      'all-answered',
      'every request is answered',
      ({ ended }) => ended.count === arms.length * requests,
    ),
  ],
  expect: (p) =>
    arms.map((arm) =>
      within(mean(arm), arm, around(theoryOf(arm, p))).says(
        `ms that a request takes on average, calls ${says[arm]}`,
        ...(arm === 'evenTurn' ? (['q1-three-sequential-15ms'] as const) : []),
      ),
    ),
  tells: ({ params: p, metrics: m }) =>
    `Send independent calls at once: they take ${(m.evenAtOnce.mean ?? 0).toFixed(0)} ms, as long as the slowest, instead of ${(m.evenTurn.mean ?? 0).toFixed(0)} ms one after the other, their sum (${p.calls} calls of ${inDigits(p.callMs)} ms). The price is that all services are called at the same moment, also if the first already fails. With random (exponential) work it is ${(m.randomAtOnce.mean ?? 0).toFixed(1)} instead of ${(m.randomTurn.mean ?? 0).toFixed(1)} ms, in theory ${theoryOf('randomAtOnce', p).mean.toFixed(1)} instead of ${theoryOf('randomTurn', p).mean.toFixed(1)}: the longest of n works is 1 + 1/2 + … + 1/n times the mean work, and the way there and back comes once.\n\n` +
    plainTable([
      [`${p.calls} calls`, 'mean, ms', 'closed form', 'p99, ms'],
      ...arms.map((arm) => [
        says[arm],
        (m[arm].mean ?? 0).toFixed(2),
        theoryOf(arm, p).mean.toFixed(2),
        (m[arm].quantile(0.99) ?? 0).toFixed(1),
      ]),
    ]),
});

// Left out: a caller with too few connections to send all calls at once.
