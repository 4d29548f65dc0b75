import { z } from 'zod';
import { servers } from '../../sims/traffic/queues/formulas.ts';
import type { QueueLaw, QueueSubject } from '../../sims/traffic/queues/laws.ts';
import { line } from '../../sims/traffic/queues/line.ts';
import { emptyTally, type Tally } from '../../sims/traffic/queues/meter.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inSeconds, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { gaugePer } from './limiters.ts';
import {
  aboutQueues,
  allMeasured,
  around,
  numberShown,
  ofArrivals,
  overTime,
} from './queues-kit.ts';

const params = z.object({
  servers: whole(1, 50, 5, 'servers'),
  room: whole(1, 100, 10, 'requests that may wait'),
  load: real(1.05, 3, 1.2, 'what comes, as a multiple of what the servers can do'),
  workMs: real(1, 1_000, 10, 'mean work of a request, an exponential time'),
  requests: whole(5_000, 1_000_000, 7_000, 'on average, that are measured'),
});
type Params = z.output<typeof params>;

const says = {
  none: 'no line',
  short: 'a line with a bound',
  endless: 'a line without a bound',
};
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];
const bounded = ['none', 'short'] as const;

const roomOf = (arm: Arm, { room }: Params) => ({ none: 0, short: room, endless: Infinity })[arm];
const perMs = ({ servers, load, workMs }: Params) => (servers * load) / workMs;
const spanMs = (p: Params) => p.requests / perMs(p);
/** A full station forgets how it began within a few times that it takes to fill the line. */
const warmUpMs = ({ room, servers, workMs }: Params) => 20 * workMs * (1 + room / servers);

/** M/M/c/K: a request that finds all places taken is lost (Erlang B without a line); and how many wait. */
function theoryOf(arm: (typeof bounded)[number], p: Params) {
  const places = p.servers + roomOf(arm, p);
  const chain = servers(p.servers, p.servers * p.load, p.workMs, places);
  return {
    lost: ofArrivals(chain, (n) => n === places, spanMs(p), perMs(p)),
    waiting: overTime(chain, (n) => Math.max(0, n - p.servers), spanMs(p)),
  };
}

/** The endless line grows by what comes less what goes, each a Poisson number. */
function growthOf(p: Params) {
  const tMs = spanMs(p);
  const goesPerMs = p.servers / p.workMs;
  const deviation = Math.sqrt((perMs(p) + goesPerMs) * tMs);
  return { mean: (perMs(p) - goesPerMs) * tMs, deviation };
}

interface Subject extends QueueSubject {
  readonly tallies: readonly Tally[];
}

export default scenario({
  ...aboutQueues,
  id: 'traffic/no-room',
  asks: 'More requests come than the servers can do. What does a queue with a bound lose, what does one without a bound cost, and what if there is no queue at all?',
  claims: [],
  params,
  durationMs: (p) => (warmUpMs(p) + spanMs(p)) * 1.05 + 30 * p.workMs,
  metrics: {
    ...gaugePer(arms, 'lost', 'share', (arm) => `of requests that find no room, ${says[arm]}`),
    ...gaugePer(arms, 'waiting', 'requests', (arm) => `that wait on average, ${says[arm]}`),
    grown: gauge('requests', 'by which the line without a bound has grown'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<QueueLaw>();
    const fromMs = warmUpMs(p);
    const span = { fromMs, untilMs: fromMs + spanMs(p) };
    const waitingOf = (id: string) => numberShown(world, id, 'waiting');
    const tallies = arms.map((arm) => {
      const tally = emptyTally();
      const options = {
        ...{ span, perMs: perMs(p), workMs: exponential(p.workMs), servers: p.servers },
        room: roomOf(arm, p),
        ...(arm === 'endless' ? { shows: 'line-is-bounded' as const } : {}),
      };
      world.addServer(arm, line(rules, options, { tally, breaches }));
      world.at(span.untilMs + 20 * p.workMs, () => {
        metrics[`${arm}.lost`].set(tally.lost / tally.arrivals);
        metrics[`${arm}.waiting`].set(tally.waitingMs / spanMs(p));
      });
      return tally;
    });
    let before = 0;
    world.at(fromMs, () => {
      before = waitingOf('endless');
    });
    world.at(span.untilMs, () => metrics.grown.set(waitingOf('endless') - before));
    return { breaches, tallies, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [allMeasured<Subject>()],
  expect: (p) => [
    ...bounded.map((arm) =>
      within(`${arm}.lost` as const, `lost-${arm}`, around(theoryOf(arm, p).lost)).says(
        `share of requests that find no room, ${says[arm]}`,
      ),
    ),
    within('short.waiting', 'waiting', around(theoryOf('short', p).waiting)).says(
      'requests that wait on average in a line with a bound',
    ),
    within('grown', 'grown', around(growthOf(p))).says(
      'requests by which a line without a bound grows: what comes, less what can be done',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `${percent(p.load, 0)} of what the servers can do comes in: at least ${percent(1 - 1 / p.load)} must be lost, whatever the line. A line with a bound loses hardly more than that. One without loses nothing, and after ${inSeconds(spanMs(p))} a request waits ${inSeconds(((m.grown.value ?? 0) * p.workMs) / p.servers)}, and longer every second: its caller has gone.\n\n` +
    plainTable([
      ['', 'lost', 'closed form', 'waiting'],
      ...arms.map((arm) => [
        says[arm],
        percent(m[`${arm}.lost`].value),
        arm === 'endless' ? '0.0%' : percent(theoryOf(arm, p).lost.mean),
        (m[`${arm}.waiting`].value ?? 0).toFixed(1),
      ]),
    ]),
});

// Left out: callers that give up and come again, which is `resilience/metastable`.
