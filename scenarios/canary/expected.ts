/**
 * What every study must show: how many releases with a defect it rolls back, how many without one,
 * and how many requests their canaries get. Each count has the exact binomial interval of the
 * expected share: chance exceeds it less than twice in ten million studies.
 */

import { durationOf } from '../../sims/canary/rollout/plan.ts';
import type { ReleaseKind, StudyOptions } from '../../sims/canary/study.ts';
import { errorFactor } from '../../sims/canary/traffic/service.ts';
import type { Expectation } from '../../src/check/expectation.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { inAll, type Range, requestsByLook, shareRolledBack } from './closed-form.ts';
import { between } from './intervals.ts';
import type { StudyMetrics } from './study-metrics.ts';

/** The claims that the expectations of a study decide. */
export interface Decides {
  readonly caught?: string;
  readonly falseAlarms?: string;
  readonly exposed?: string;
}

export interface Expected {
  readonly decides: Decides;
  /**
   * The share of defective releases that is rolled back, if error rates do not give it; unknown if
   * it depends on a measured distribution.
   */
  readonly caught?: Range | 'unknown' | undefined;
}

/** Beyond this many standard deviations a mean is off with a probability of at most 2e-9. */
const deviationsMax = 6;

export function expectationsOf(
  options: StudyOptions,
  { decides, caught }: Expected,
): Expectation<StudyMetrics>[] {
  const { releases } = options;
  const harmless = releases.filter((kind) => kind.harmless);
  const defective = releases.filter((kind) => !kind.harmless);
  const expectations: Expectation<StudyMetrics>[] = [];
  if (harmless.length > 0) {
    expectations.push({
      id: 'false-alarms',
      text:
        'harmless releases that are rolled back: as many as the tests find worse by chance; a two-sided test at alpha ' +
        'has half of its false alarms on the side of harm',
      ...claimed(decides.falseAlarms),
      measured: ({ falseAlarms }) => falseAlarms.value,
      bound: between(harmless.length, meanShare(options, harmless)),
    });
  }
  if (defective.length === 0 || caught === 'unknown') return expectations;
  const share = caught ?? meanShare(options, defective);
  const bound = between(defective.length, share);
  expectations.push({
    id: 'caught',
    text: 'releases with a defect that are rolled back: as many as the tests have power to find',
    ...claimed(decides.caught),
    measured: (metrics) => metrics.caught.value,
    bound,
  });
  if (bound.atLeast > 0) expectations.push(exposureOf(options, decides));
  return expectations;
}

/** From the requests at the first look to those at the last, as a mean of Poisson counts. */
function exposureOf(
  { plan, service }: StudyOptions,
  { exposed }: Decides,
): Expectation<StudyMetrics> {
  const warmUps = plan.phases.map(({ percentage, bakeMs }) => ({
    percentage,
    bakeMs: bakeMs + Math.ceil(plan.warmUpMs / plan.intervalMs) * plan.intervalMs,
  }));
  const looks = requestsByLook({ ...plan, phases: warmUps }, service.requestsPerSecond).map(inAll);
  const [first, last] = [looks[0]?.canary ?? 0, looks.at(-1)?.canary ?? 0];
  return {
    id: 'exposed',
    text:
      first === last
        ? 'requests of the canaries that were rolled back, in standard errors from their share'
        : 'requests of the canaries that were rolled back, in standard errors from their share between one look and all',
    ...claimed(exposed),
    measured: ({ exposedRequests: { mean, count } }) => {
      if (mean === undefined) return undefined;
      const off = mean < first ? mean - first : Math.max(0, mean - last);
      return off / Math.sqrt((mean < first ? first : last) / count);
    },
    bound: { atLeast: -deviationsMax, atMost: deviationsMax },
  };
}

const claimed = (claim: string | undefined) => (claim === undefined ? {} : { claim });

/**
 * For releases of several kinds, the mean share: their count varies less than a binomial with it.
 */
function meanShare(options: StudyOptions, releases: readonly ReleaseKind[]): Range {
  const byRise = new Map<number, number>();
  for (const { defect } of releases) {
    const rise = defect.noTraffic === true ? Number.NaN : (defect.errorRateAdded ?? 0);
    byRise.set(rise, (byRise.get(rise) ?? 0) + 1);
  }
  let [low, high] = [0, 0];
  for (const [rise, count] of byRise) {
    const share = Number.isNaN(rise) ? { low: 0, high: 0 } : shareOf(options, rise);
    low += (share.low * count) / releases.length;
    high += (share.high * count) / releases.length;
  }
  return { low, high };
}

/** Users are counted, and endpoints share alpha by Holm's adjustment, of which Bonferroni's is the first step. */
function shareOf(options: StudyOptions, errorRateAdded: number): Range {
  const { plan, design, service } = options;
  const [endpoint] = service.endpoints;
  if (endpoint === undefined) return { low: 0, high: 0 };
  const count = service.endpoints.length;
  const { low, high } = shareRolledBack({
    plan,
    design: { ...design, alpha: design.alpha / count },
    countedPerSecond: (service.requestsPerSecond / service.requestsPerUser) * endpoint.share,
    errorRates: errorFactors(options).map((factor) => Math.min(1, endpoint.errorRate * factor)),
    errorRateAdded,
  });
  const any = (share: number) => 1 - pow(1 - share, count);
  return { low: any(low), high: any(high) };
}

/**
 * How much each phase's error rate differs from the day's mean, averaged over the hours of the
 * releases.
 */
function errorFactors(options: StudyOptions): number[] {
  const { plan, service, releases, pauseMs } = options;
  if (service.dailyErrorSwing === 0) return plan.phases.map(() => 1);
  let beginMs = 0;
  return plan.phases.map(({ bakeMs }) => {
    const times = releases.flatMap((_, release) => {
      const startMs = release * (durationOf(plan) + pauseMs) + beginMs + plan.warmUpMs;
      const intervals = Math.max(1, Math.floor(bakeMs / plan.intervalMs));
      return Array.from({ length: intervals }, (_, nth) => startMs + nth * plan.intervalMs);
    });
    beginMs += plan.warmUpMs + bakeMs;
    return times.reduce((sum, atMs) => sum + errorFactor(service, atMs), 0) / times.length;
  });
}
