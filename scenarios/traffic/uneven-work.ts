import * as z from 'zod';
import {
  constantMoments,
  exponentialMoments,
  type Moments,
  meanWaitDeviation,
  mixedMoments,
  waitMoments,
} from '../../sims/traffic/queues/formulas.ts';
import type { QueueLaw, QueueSubject } from '../../sims/traffic/queues/laws.ts';
import { line } from '../../sims/traffic/queues/line.ts';
import { emptyTally, type Tally } from '../../sims/traffic/queues/meter.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import {
  constant,
  type Distribution,
  exponential,
  mixture,
} from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutQueues, allMeasured, around } from './queues-kit.ts';

const params = z.object({
  load: real(0.2, 0.9, 0.7, 'fraction of time for which the server is busy'),
  workMs: real(1, 1_000, 10, 'mean work of a request'),
  requests: whole(5_000, 1_000_000, 12_000, 'measured requests on average'),
});
type Params = z.output<typeof params>;

/** Nine short requests, and one that takes this many times as long. */
const longShare = 0.1;
const longFactor = 21;
const shortOf = (workMs: number) => workMs / (1 + longShare * (longFactor - 1));

interface Kind {
  readonly says: string;
  readonly work: (meanMs: number) => Distribution;
  readonly moments: (meanMs: number) => Moments;
}

const kinds = {
  even: { says: 'constant', work: constant, moments: constantMoments },
  random: { says: 'exponential', work: exponential, moments: exponentialMoments },
  lumpy: {
    says: 'mixed, with one request in ten long',
    work: (meanMs) =>
      mixture(
        { share: 1 - longShare, of: constant(shortOf(meanMs)) },
        { share: longShare, of: constant(longFactor * shortOf(meanMs)) },
      ),
    moments: (meanMs) =>
      mixedMoments(
        longShare,
        constantMoments(longFactor * shortOf(meanMs)),
        constantMoments(shortOf(meanMs)),
      ),
  },
} satisfies Record<string, Kind>;
type KindName = keyof typeof kinds;
const names = Object.keys(kinds) as KindName[];

const perMs = ({ load, workMs }: Params) => load / workMs;
const spanMs = (p: Params) => p.requests / perMs(p);
/** A station forgets how it began: many times its relaxation time, 1 / (1 - √load)² works of M/M/1. */
const warmUpMs = ({ load, workMs }: Params) => (30 * workMs) / pow(1 - Math.sqrt(load), 2);
const meanWaitMs = (name: KindName, p: Params) =>
  waitMoments(perMs(p), kinds[name].moments(p.workMs))[0];

interface Subject extends QueueSubject {
  readonly tallies: readonly Tally[];
}

export default scenario({
  ...aboutQueues,
  id: 'traffic/uneven-work',
  asks: 'One server has one line. Requests take equally long, or some take far longer than others, with the same mean. How long do they wait?',
  claims: [],
  code: ['sims/traffic/queues/formulas.ts#waitMoments', 'sims/traffic/queues/line.ts#arrives'],
  params,
  durationMs: (p) => (warmUpMs(p) + spanMs(p)) * 1.02 + 60 * p.workMs,
  metrics: {
    ...gaugePer(names, 'waitMs', 'ms', (name) => `mean wait, if work is ${kinds[name].says}`),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<QueueLaw>();
    const fromMs = warmUpMs(p);
    const span = { fromMs, untilMs: fromMs + spanMs(p) };
    const tallies = names.map((name) => {
      const tally = emptyTally();
      const options = { span, perMs: perMs(p), workMs: kinds[name].work(p.workMs), servers: 1 };
      world.addServer(`line-${name}`, line(rules, options, { tally, breaches }));
      world.at(span.untilMs * 1.01 + 50 * p.workMs, () =>
        metrics[`${name}.waitMs`].set(tally.waitMs / tally.begun),
      );
      return tally;
    });
    return { breaches, tallies, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [allMeasured<Subject>()],
  expect: (p) =>
    names.map((name) =>
      within(
        `${name}.waitMs` as const,
        `wait-${name}`,
        around({
          mean: meanWaitMs(name, p),
          deviation: meanWaitDeviation(perMs(p), kinds[name].moments(p.workMs), spanMs(p)),
        }),
      ).says(
        `ms of waiting on average, if work is ${kinds[name].says}: as the Pollaczek–Khinchine formula says`,
      ),
    ),
  tells: ({ params: p, metrics: m }) =>
    `Requests wait ${(m['even.waitMs'].value ?? 0).toFixed(1)} ms on average if all take equally long (${meanWaitMs('even', p).toFixed(1)} in theory), ${(m['random.waitMs'].value ?? 0).toFixed(1)} ms if their work is exponential (${meanWaitMs('random', p).toFixed(1)} in theory), and ${(m['lumpy.waitMs'].value ?? 0).toFixed(1)} ms if one in ten is long (${meanWaitMs('lumpy', p).toFixed(1)} in theory). ` +
    `A long request delays everything behind it, so the wait grows with the mean square of the work, by the Pollaczek–Khinchine formula: keep long requests apart, or send each request to the server with the fewest open. The server is busy ${percent(p.load, 0)} of the time, with ${inDigits(p.workMs)} ms per request on average.\n\n` +
    plainTable([
      ['work', 'mean wait, ms', 'closed form'],
      ...names.map((name) => [
        kinds[name].says,
        (m[`${name}.waitMs`].value ?? 0).toFixed(2),
        meanWaitMs(name, p).toFixed(2),
      ]),
    ]),
});

// Left out: requests that arrive in batches, and servers that serve the shortest first.
