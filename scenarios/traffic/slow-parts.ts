import * as z from 'zod';
import { stateRow } from '../../sims/traffic/subject.ts';
import { emptyFanOut, type FanOutTotals, fanOut } from '../../sims/traffic/tail/fan-out.ts';
import { fewSlow, someSlow } from '../../sims/traffic/tail/formulas.ts';
import type { TailLaw, TailSubject } from '../../sims/traffic/tail/laws.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { meanOf } from '../../src/statistics/moments.ts';
import { inDigits, inSeconds, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutTails } from './tail-kit.ts';

const params = z.object({
  slowShare: real(0.0001, 0.2, 0.01, 'share of slow parts'),
  fastMs: real(0.1, 1_000, 10, 'response time of a normal part'),
  slowMs: real(1, 60_000, 1_000, 'response time of a slow part'),
  requests: whole(200, 100_000, 600, 'requests for each number of parts'),
});
type Params = z.output<typeof params>;

/** Parts that are asked, and answers that are enough. */
const kinds = {
  '1': { parts: 1, enough: 1 },
  '10': { parts: 10, enough: 10 },
  '100': { parts: 100, enough: 100 },
  '95 of 100': { parts: 100, enough: 95 },
} as const;
type Kind = keyof typeof kinds;
const names = Object.keys(kinds) as Kind[];

const slowOf = (kind: Kind, { slowShare }: Params) => {
  const { parts, enough } = kinds[kind];
  return enough === parts
    ? someSlow(slowShare, parts)
    : 1 - fewSlow(slowShare, parts, parts - enough);
};
const meanPartMs = ({ slowShare, fastMs, slowMs }: Params) =>
  (1 - slowShare) * fastMs + slowShare * slowMs;
const partsInAll = ({ requests }: Params) =>
  names.reduce((sum, kind) => sum + kinds[kind].parts * requests, 0);

interface Subject extends TailSubject {
  readonly totals: ReadonlyMap<Kind, FanOutTotals>;
}

export default scenario({
  ...aboutTails,
  id: 'traffic/slow-parts',
  asks: 'One in a hundred answers is slow, and a request fans out to one, ten or a hundred servers. How many requests wait for a slow answer?',
  claims: ['lat-tail-over-average'],
  code: [
    'sims/traffic/tail/formulas.ts#someSlow',
    'sims/traffic/tail/formulas.ts#fewSlow',
    'sims/traffic/tail/fan-out.ts#requests',
  ],
  params: params.refine(({ fastMs, slowMs }) => slowMs > fastMs, {
    path: ['slowMs'],
    error: 'a slow part must take longer than fastMs',
  }),
  durationMs: ({ requests, slowMs }) => (requests + 1) * slowMs,
  metrics: {
    ...gaugePer(names, 'slow', 'share', (kind) => `of requests that wait for a slow part, ${kind}`),
    ...gaugePer(names, 'meanMs', 'ms', (kind) => `mean time of a request, ${kind}`),
    meanPartMs: gauge('ms', 'mean time of a part'),
  },
  build({ world, params: p, metrics }): Subject {
    const totals = new Map<Kind, FanOutTotals>();
    for (const kind of names) {
      const total = emptyFanOut();
      totals.set(kind, total);
      world.addServer(`root-${kind.replaceAll(' ', '-')}`, fanOut({ ...kinds[kind], ...p }, total));
    }
    world.at((p.requests + 1) * p.slowMs - 1e-3, () => {
      let partsMs = 0;
      for (const [kind, total] of totals) {
        metrics[`${kind}.slow`].set(total.slow / p.requests);
        metrics[`${kind}.meanMs`].set(meanOf(total.tookMs));
        partsMs += total.partsMs;
      }
      metrics.meanPartMs.set(partsMs / partsInAll(p));
    });
    return { breaches: new Breaches<TailLaw>(), totals, rows: () => world.nodes.map(stateRow) };
  },
  goals: ({ requests }) => [
    sometimes<Subject>('all-answered', 'every request is answered', ({ totals }) =>
      [...totals.values()].every(({ tookMs }) => tookMs.length === requests),
    ),
  ],
  expect: (p) => {
    const slowParts = binomialBounds(partsInAll(p), p.slowShare);
    const meanAt = (slow: number) => p.fastMs + (slow / partsInAll(p)) * (p.slowMs - p.fastMs);
    return [
      ...names.map((kind) => {
        const { atLeast, atMost } = binomialBounds(p.requests, slowOf(kind, p));
        return within(`${kind}.slow` as const, `slow-${kind.replaceAll(' ', '-')}`, {
          atLeast: atLeast / p.requests,
          atMost: atMost / p.requests,
        }).says(
          `share of requests that wait for a slow part, of ${kind} parts`,
          ...(kind === '100' ? (['lat-tail-over-average'] as const) : []),
        );
      }),
      within('meanPartMs', 'mean-part', {
        atLeast: meanAt(slowParts.atLeast) - 1e-6,
        atMost: meanAt(slowParts.atMost) + 1e-6,
      }).says('ms that a part takes on average'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `A request waits for its slowest part, so it is slow with probability 1 - ${inDigits(1 - p.slowShare)}^n: ${percent(slowOf('10', p))} for ten servers and ${percent(slowOf('100', p))} for a hundred (in this run ${percent(m['10.slow'].value)} and ${percent(m['100.slow'].value)} of ${inDigits(p.requests)}). If 95 of 100 answers are enough, only ${percent(slowOf('95 of 100', p), 2)} are slow; a second copy of each slow call (hedging), slow just as rarely and independently, would leave ${percent(someSlow(p.slowShare * p.slowShare, 100), 2)} of the requests to a hundred servers slow, for ${percent(p.slowShare)} more calls. The mean hides that: a part takes ${inSeconds(meanPartMs(p))} on average, a slow one ${inSeconds(p.slowMs)}.\n\n` +
    plainTable([
      ['parts', 'slow', 'closed form', 'mean, ms'],
      ...names.map((kind) => [
        kind,
        percent(m[`${kind}.slow`].value, 2),
        percent(slowOf(kind, p), 2),
        (m[`${kind}.meanMs`].value ?? 0).toFixed(0),
      ]),
    ]),
});

// Left out: parts that are slow together, because they share a machine or a garbage collection.
