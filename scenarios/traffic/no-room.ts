import * as z from 'zod';
import { servers } from '../../sims/traffic/queues/formulas.ts';
import type { QueueLaw, QueueSubject } from '../../sims/traffic/queues/laws.ts';
import { line } from '../../sims/traffic/queues/line.ts';
import { emptyTally, type Tally } from '../../sims/traffic/queues/meter.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inSeconds, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
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
  load: real(1.05, 3, 1.2, 'offered load, as a multiple of the servers’ capacity'),
  workMs: real(1, 1_000, 10, 'mean work of a request, exponential'),
  requests: whole(5_000, 1_000_000, 7_000, 'measured requests on average'),
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

/**
 * M/M/c/K: a request that finds all places taken is lost (Erlang B without a line); and the mean
 * number waiting.
 */
function theoryOf(arm: (typeof bounded)[number], p: Params) {
  const places = p.servers + roomOf(arm, p);
  const chain = servers(p.servers, p.servers * p.load, p.workMs, places);
  return {
    lost: ofArrivals(chain, (n) => n === places, spanMs(p), perMs(p)),
    waiting: overTime(chain, (n) => Math.max(0, n - p.servers), spanMs(p)),
  };
}

/** The unbounded line grows by arrivals minus departures, both Poisson numbers. */
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
  asks: 'More requests arrive than the servers can serve. What does a bounded queue lose, what does an unbounded one cost, and what happens without any queue?',
  claims: [],
  code: ['sims/traffic/queues/line.ts#arrives', 'sims/traffic/queues/formulas.ts#servers'],
  params,
  durationMs: (p) => (warmUpMs(p) + spanMs(p)) * 1.05 + 30 * p.workMs,
  metrics: {
    ...gaugePer(arms, 'lost', 'share', (arm) => `of requests that find no room, ${says[arm]}`),
    ...gaugePer(arms, 'waiting', 'requests', (arm) => `waiting on average, ${says[arm]}`),
    grown: gauge('requests', 'by which the unbounded line has grown'),
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
      'requests that wait on average in a bounded line',
    ),
    within('grown', 'grown', around(growthOf(p))).says(
      'requests by which an unbounded line has grown: arrivals less what the servers can do',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `A bounded queue loses ${percent(m['short.lost'].value)} of the requests (${percent(theoryOf('short', p).lost.mean)} in theory), hardly more than the ${percent(1 - 1 / p.load)} that exceed the capacity at a load of ${percent(p.load, 0)}. An unbounded one loses none, but after ${inSeconds(spanMs(p))} a request waits ${inSeconds(((m.grown.value ?? 0) * p.workMs) / p.servers)}, and longer every second; by then its caller has gone. Without a queue even more is lost, ${percent(m['none.lost'].value)}, because servers idle between arrivals.\n\n` +
    plainTable([
      ['queue', 'lost', 'closed form', 'waiting'],
      ...arms.map((arm) => [
        says[arm],
        percent(m[`${arm}.lost`].value),
        arm === 'endless' ? '0.0%' : percent(theoryOf(arm, p).lost.mean),
        (m[`${arm}.waiting`].value ?? 0).toFixed(1),
      ]),
    ]),
});

// Left out: callers that give up and retry: see `resilience/metastable`.
