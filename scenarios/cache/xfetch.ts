import * as z from 'zod';
import {
  xfetchGapMs,
  xfetchMeanLoads,
  xfetchMissesExpiry,
  xfetchParameter,
} from '../../sims/cache/formulas.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { exp, log } from '../../src/kernel/elementary.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { significant } from '../../src/words/units.ts';
import { meanError } from './bounds.ts';
import {
  aboutCaches,
  databaseOf,
  databaseRatePlot,
  sideBySide,
  systemsSideBySide,
} from './common.ts';
import { poisson, warmUp } from './traffic.ts';
import { inMs } from './words.ts';

const params = z.object({
  requestsPerSecond: z.number().min(150).max(2_000).default(150).describe('reads of the key'),
  loadMs: z.number().min(50).max(200).default(100).describe('duration of a load: delta'),
  seconds: z.int().min(60).max(600).default(60).describe('duration of the run'),
});

type Params = z.output<typeof params>;

const hotKey = 'the hot key';
const cacheLatencyMs = 0.5;
const betas = { 'beta-0.5': 0.5, 'beta-1': 1, 'beta-2': 2 } as const;
type Name = keyof typeof betas;
const names = Object.keys(betas) as Name[];

/** Long enough that hardly any reader recomputes a key that has just been filled. */
function ttlMs({ requestsPerSecond, loadMs }: Params, name: Name): number {
  const scaleMs = betas[name] * loadMs;
  return scaleMs * (log((requestsPerSecond / 1_000) * scaleMs) + 5);
}

const parameter = (p: Params, name: Name) =>
  xfetchParameter(betas[name], p.loadMs, p.loadMs + cacheLatencyMs);

const expectedLoads = ({ requestsPerSecond, loadMs }: Params, name: Name) =>
  xfetchMeanLoads(requestsPerSecond / 1_000, betas[name], loadMs, loadMs + cacheLatencyMs);

const renewed = sometimes<CacheLab>(
  'renewed-early',
  'the key is recomputed before it expires',
  ({ systems }) => systems.every(({ observer }) => observer.metrics.earlyLoads.value > 0),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/xfetch',
  asks: 'Readers recompute a hot key early, each at random. How many do so per expiry?',
  claims: [],
  code: ['sims/cache/guards/xfetch.ts#earlierByMs', 'sims/cache/formulas.ts#xfetchParameter'],
  params,
  durationMs: ({ seconds }) => seconds * 1_000,
  metrics: sideBySide(names, 1_000, ['stampedeSize', 'earlyLoads']),
  build({ world, params: p, rules, metrics }) {
    const options = names.map((name) => [
      name,
      {
        read: 'xfetch',
        beta: betas[name],
        ttlMs: ttlMs(p, name),
        cacheLatencyMs: constant(cacheLatencyMs),
        database: databaseOf(constant(p.loadMs)),
      },
    ]);
    const lab = systemsSideBySide({ world, rules, metrics }, Object.fromEntries(options));
    for (const system of lab.systems) warmUp(system, [hotKey], { loadMs: p.loadMs });
    const untilMs = p.seconds * 1_000;
    poisson(world, { stream: 'reads', perSecond: p.requestsPerSecond, untilMs }, () => {
      for (const system of lab.systems) system.read(hotKey);
    });
    return lab;
  },
  goals: () => [renewed],
  expect: (p) =>
    names.map((name) => {
      const geometric = parameter(p, name);
      const cycles = Math.floor((p.seconds * 1_000) / (ttlMs(p, name) + 2 * p.loadMs)) - 1;
      const error = meanError(Math.sqrt(1 - geometric) / geometric, cycles);
      return {
        id: `recomputations-${name}`,
        text: `loads per expiry on average, with beta ${betas[name]}: ${expectedLoads(p, name).toFixed(2)} in theory, and e^(1/beta) = ${exp(1 / betas[name]).toFixed(2)} for very many requests`,
        measured: (m) => m[`${name}.stampedeSize`].mean,
        bound: { atLeast: expectedLoads(p, name) - error, atMost: expectedLoads(p, name) + error },
      };
    }),
  tells: ({ params: p, metrics: m }) => {
    const rate = p.requestsPerSecond / 1_000;
    const lines = names.map((name) => {
      const sizes = m[`${name}.stampedeSize`];
      return `${sizes.mean?.toFixed(2) ?? '—'} (by the formula ${expectedLoads(p, name).toFixed(2)}) with beta ${betas[name]}`;
    });
    return (
      'A few do, neither one nor hundreds, because a reader recomputes when -delta x beta x ln(random) exceeds the time that is left: the closer the expiry, the likelier (delta: the time of a load; beta: how early). ' +
      `On average it is ${lines.join(', ')}. ` +
      'That is a few loads more than with a lock, but no reader waits and nothing has to be coordinated. ' +
      'Their number hardly depends on the number of requests: it is geometrically distributed with parameter e^(-1/beta). ' +
      `With beta 1 the first reader does it ${inMs(xfetchGapMs(rate, 1, p.loadMs))} before the expiry on average, and the key expires all the same once in ${significant(1 / xfetchMissesExpiry(rate, 1, p.loadMs))} expiries.`
    );
  },
  plots: ({ subject }) => [databaseRatePlot('Early recomputations: load on the database', subject)],
});

// Left out: load times that vary. The delta of a slow load makes the next recomputation early, that
// of a fast one late.
