/** What the studies of canary releases share: parameters, metrics, and how they run. */

import * as z from 'zod';
import { canary } from '../../sims/canary/canary.ts';
import { addRollouts } from '../../sims/canary/cluster.ts';
import { canaryInvariants } from '../../sims/canary/invariants.ts';
import type { Comparison } from '../../sims/canary/judge/comparison.ts';
import { defaultDesign, type JudgeDesign } from '../../sims/canary/judge/design.ts';
import { defaultPlan, type RolloutPlan } from '../../sims/canary/rollout/plan.ts';
import type { CanaryRule } from '../../sims/canary/rules.ts';
import {
  type CanaryStudy,
  emptyStudy,
  type ReleaseKind,
  runStudy,
  type StudyOptions,
  studyMs,
} from '../../sims/canary/study.ts';
import { defaultService, harmless, type Service } from '../../sims/canary/traffic/service.ts';
import type { Expectation } from '../../src/check/expectation.ts';
import { sometimes } from '../../src/check/goal.ts';
import type { Plot } from '../../src/check/plot.ts';
import type { Typical } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { typical } from '../../src/lab/params.ts';
import { type Scenario, scenario, type Told } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import type { Range } from './closed-form.ts';
import { type Decides, expectationsOf } from './expected.ts';
import { type StudyMetrics, studyMetrics } from './study-metrics.ts';

export const studyParams = z.object({
  releases: z.int().min(1).max(100_000).default(200).describe('number of releases'),
  requestsPerSecond: z
    .number()
    .positive()
    .max(1e6)
    .default(100)
    .describe('requests per second of both versions together'),
  errorRate: z.number().min(0).max(1).default(0.01).describe('error rate of the old version'),
});

/** For studies that record latencies. */
export const latencyMs = typical(z.number().min(1).max(1_000), 100, 0.5).describe(
  'median latency (lognormal, unless measured)',
);

export type StudyParams = z.output<typeof studyParams>;

/** The parts of a study that a scenario chooses; the rest have defaults. */
export interface Study {
  readonly service?: Partial<Service>;
  readonly plan?: Partial<RolloutPlan>;
  readonly design?: Partial<JudgeDesign>;
  readonly releases: readonly ReleaseKind[];
  readonly pauseMs?: number;
}

export const good: ReleaseKind = { what: 'it changes nothing', defect: harmless, harmless: true };

/** `count` releases of the given kinds in turn. */
export function inTurn(count: number, ...kinds: readonly ReleaseKind[]): ReleaseKind[] {
  return Array.from({ length: count }, (_, place) =>
    must(kinds[place % kinds.length], 'kind of a release'),
  );
}

interface StudyScenario<Schema extends z.ZodObject> {
  readonly id: string;
  readonly asks: string;
  /** The claims that `expect` decides. */
  readonly claims?: readonly string[];
  readonly code?: readonly string[];
  /** The claims in the ledger that the expectations of every study decide here: see `expectationsOf`. */
  readonly decides: Decides;
  /** See `Expected`. */
  readonly caught?: (params: z.output<Schema>) => Range | 'unknown';
  readonly params: Schema;
  readonly study: (params: z.output<Schema>) => Study;
  /** Whether users, router, fleets and monitor are nodes; a study without machines has none. */
  readonly onNodes?: boolean;
  /** Further expectations. */
  readonly expect?: (params: z.output<Schema>) => readonly Expectation<StudyMetrics>[];
  readonly tells: (told: Told<z.output<Schema>, CanaryStudy, typeof studyMetrics>) => string;
  readonly plots?: (
    told: Told<z.output<Schema>, CanaryStudy, typeof studyMetrics>,
  ) => readonly Plot[];
}

/** A scenario that is a study. It has measured something once every release has been decided. */
export function studyScenario<Schema extends z.ZodObject>({
  study,
  onNodes = false,
  decides,
  claims = [],
  caught,
  expect,
  ...definition
}: StudyScenario<Schema>): Scenario<Schema, CanaryRule, CanaryStudy, typeof studyMetrics> {
  const optionsOf = (params: z.output<Schema>): StudyOptions => {
    const { service, plan, design, releases, pauseMs = 3_600_000 } = study(params);
    return {
      service: { ...serviceOf(params as ServiceParams), ...service },
      plan: { ...defaultPlan, ...plan },
      design: { ...defaultDesign, ...design },
      releases,
      pauseMs,
    };
  };
  return scenario({
    ...definition,
    claims: [...Object.values(decides), ...claims],
    sim: canary,
    invariants: canaryInvariants,
    // On nodes an interval takes a few messages longer.
    durationMs: (params) => studyMs(optionsOf(params)) * (onNodes ? 1.01 : 1),
    metrics: studyMetrics,
    build: ({ world, params, rules, metrics }) => {
      const options = optionsOf(params);
      const { alpha } = options.design;
      return (onNodes ? addRollouts : runStudy)(world, rules, {
        ...options,
        onTrial: ({ kind, rollout }) => {
          const { decision, tookMs, canaryRequests } = rollout;
          const { falseAlarms, heldBack, promoted, caught, undecided, missed, significant } =
            metrics;
          const counters = kind.harmless
            ? { fail: falseAlarms, inconclusive: heldBack, pass: promoted }
            : { fail: caught, inconclusive: undecided, pass: missed };
          counters[decision].add();
          const isFound = ({ pValue }: Comparison) => pValue < alpha;
          if (rollout.looks.some((comparisons) => comparisons.some(isFound))) significant.add();
          if (kind.harmless || decision !== 'fail') return;
          metrics.caughtAfterMs.record(tookMs);
          metrics.exposedRequests.record(canaryRequests);
        },
      });
    },
    goals: (params) => {
      const all = study(params).releases.length;
      return [
        sometimes<CanaryStudy>(
          'every-release-decided',
          'every release of the study has been decided',
          ({ trials }) => trials.length === all,
        ),
      ];
    },
    expect: (params) => [
      ...expectationsOf(optionsOf(params), { decides, caught: caught?.(params) }),
      ...(expect?.(params) ?? []),
    ],
  });
}

interface ServiceParams extends Partial<StudyParams> {
  readonly latencyMs?: Typical;
}

function serviceOf({ requestsPerSecond, errorRate, latencyMs }: ServiceParams): Service {
  return {
    ...defaultService,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(errorRate === undefined ? {} : { endpoints: [{ name: 'all', share: 1, errorRate }] }),
  };
}

/** A study of comparisons, not of rollouts, and how many were made. */
export interface Comparisons extends CanaryStudy {
  compared: number;
}

export const noComparisons = (): Comparisons => ({ ...emptyStudy(defaultDesign), compared: 0 });

export const allCompared = (count: number) =>
  sometimes<Comparisons>(
    'compared',
    'the comparisons were made',
    ({ compared }) => compared === count,
  );

/** `7 of 200 harmless releases (3.5%)` */
export function outOf(count: number, all: number, of = ''): string {
  if (all === 0) return 'none';
  return `${inDigits(count)} of ${inDigits(all)}${of === '' ? '' : ` ${of}`} (${inPercent(Number((count / all).toFixed(3)))})`;
}

export const harmlessCount = ({ falseAlarms, heldBack, promoted }: StudyMetrics) =>
  falseAlarms.value + heldBack.value + promoted.value;

export const defectiveCount = ({ caught, undecided, missed }: StudyMetrics) =>
  caught.value + undecided.value + missed.value;
