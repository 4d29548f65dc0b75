/** Scenarios in which requests fail for a while: parameters, what is measured, and what it must come to. */
import * as z from 'zod';
import { checkMs, type Outage, OutageWatch } from '../../sims/slo/alerts/outage.ts';
import { type BurnAlert, dayMs, minuteMs, workbookAlerts } from '../../sims/slo/alerts/policy.ts';
import type { SloRules } from '../../sims/slo/rules.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { type Interval, trialsUntil } from '../../src/check/bounds.ts';
import type { Expectation } from '../../src/check/expectation.ts';
import { within } from '../../src/check/expected.ts';
import { type Gauge, gauge } from '../../src/check/metric.ts';
import type { Plot } from '../../src/check/plot.ts';
import { real, whole } from '../../src/lab/param.ts';
import type { World } from '../../src/world/world.ts';
import { aboutSlo, heldTo } from './kit.ts';

export interface OutageParams {
  readonly objective: number;
  readonly failedShare: number;
  readonly requestsPerS: number;
  readonly outageMin: number;
  readonly failuresMin: number;
}

const outageParams = (failedShare: number, outageMin: number) =>
  z.object({
    objective: real(0.9, 0.9999, 0.999, 'share of the requests that must be good'),
    failedShare: real(0.0001, 1, failedShare, 'share of the requests that fail in the outage'),
    requestsPerS: real(0.05, 20_000, 100, 'requests a second'),
    outageMin: whole(1, 1_440, outageMin, 'how long requests fail, minutes'),
    failuresMin: whole(2, 100, 2, 'failures in the long window, below which no alert fires'),
  });

/** The burn rate at which an alert fires, for a period of 30 days: its share of the budget x period / window. */
export const firesAt = ({ budgetShare, longMs }: BurnAlert): number =>
  Number(((budgetShare * 30 * dayMs) / longMs).toFixed(6));

/** Long enough for the short window of the last alert to run empty. */
export const watchedMs = workbookAlerts[2]?.shortMs ?? 0;

export const outageOf = (params: OutageParams): Outage => ({
  objective: params.objective,
  periodMs: 30 * dayMs,
  requestsPerS: params.requestsPerS,
  failedShare: params.failedShare,
  lastsMs: params.outageMin * minuteMs,
  watchedMs: watchedMs + 2 * checkMs,
  failuresMin: params.failuresMin,
});

const outageDurationMs = ({ outageMin }: OutageParams): number =>
  outageMin * minuteMs + watchedMs + 5 * checkMs;

/** Of each alert: whether it fired, when, how much was spent by then, how long after the outage it reset. */
const outageMetrics = {
  hourFired: gauge('alerts', 'whether the page of one hour fires'),
  hourMs: gauge('ms', 'until the page of one hour fires'),
  hourSpent: gauge('share', 'of the budget, when it fires'),
  hourReset: gauge('ms', 'from the end of the outage until it resets'),
  sixFired: gauge('alerts', 'whether the page of six hours fires'),
  sixMs: gauge('ms', 'until the page of six hours fires'),
  sixSpent: gauge('share', 'of the budget, when it fires'),
  sixReset: gauge('ms', 'from the end of the outage until it resets'),
  ticketFired: gauge('alerts', 'whether the ticket of three days fires'),
  ticketMs: gauge('ms', 'until the ticket of three days fires'),
  ticketSpent: gauge('share', 'of the budget, when it fires'),
  ticketReset: gauge('ms', 'from the end of the outage until it resets'),
  failed: gauge('requests', 'that failed'),
};

type Name = keyof typeof outageMetrics;
type Prefix = 'hour' | 'six' | 'ticket';
export type OutageGauges = Readonly<Record<Name, Gauge>>;

const prefixes: readonly Prefix[] = ['hour', 'six', 'ticket'];

interface OutageParts {
  readonly world: World;
  readonly params: OutageParams;
  readonly rules: SloRules;
  readonly metrics: OutageGauges;
}

interface OutageResult {
  readonly subject: OutageStudy;
  readonly params: OutageParams;
}

export class OutageStudy extends SloStudy {
  readonly watch: OutageWatch;

  constructor(world: World, rules: SloRules, params: OutageParams) {
    super(world);
    this.watch = new OutageWatch(this, rules, outageOf(params));
  }
}

function watchedOutage(
  world: World,
  rules: SloRules,
  params: OutageParams,
  metrics: OutageGauges,
): OutageStudy {
  const study = new OutageStudy(world, rules, params);
  study.watch.begin();
  const endMs = params.outageMin * minuteMs + watchedMs + 3 * checkMs;
  study.at(endMs, () => {
    for (const [place, fired] of study.watch.fired.entries()) {
      const prefix = prefixes[place] ?? 'hour';
      metrics[`${prefix}Fired`].set(fired.firstMs === undefined ? 0 : 1);
      if (fired.firstMs !== undefined) metrics[`${prefix}Ms`].set(fired.firstMs);
      if (fired.spent !== undefined) metrics[`${prefix}Spent`].set(fired.spent);
      if (fired.resetAfterMs !== undefined) metrics[`${prefix}Reset`].set(fired.resetAfterMs);
    }
    metrics.failed.set(study.watch.failed);
    const bound = workbookAlerts.filter((alert) => fateOf(alert, params).fires === 'surely');
    study.holds(
      'outage-is-found',
      bound.length === 0 || study.watch.fired.some(({ firstMs }) => firstMs !== undefined),
      `requests fail for ${params.outageMin} minutes, and no alert fires`,
    );
  });
  return study;
}

/** What an alert does, in closed form and with intervals for the number of requests. */
export interface Fate {
  readonly fires: 'surely' | 'never' | 'perhaps';
  readonly firstMs: Interval;
  readonly spent: Interval;
  readonly resetMs: Interval;
}

/** Workbook, chapter 5: threshold x window x (1 - objective) of failures fire it. */
export function fateOf(alert: BurnAlert, params: OutageParams): Fate {
  const { objective, failedShare, requestsPerS, outageMin, failuresMin } = params;
  const [lastsMs, periodMs] = [outageMin * minuteMs, 30 * dayMs];
  const share = ((alert.budgetShare * periodMs) / alert.longMs) * (1 - objective);
  const inWindow = (windowMs: number) => (requestsPerS * windowMs) / 1_000;
  // How many requests fall into a window is a whole number, which may be one off.
  const needed = (windowMs: number, off: number) =>
    Math.ceil(share * (inWindow(windowMs) + off) * (1 - 1e-9));
  const until = (windowMs: number, min: number) => ({
    atLeast: trialsUntil(Math.max(min, needed(windowMs, -1)), failedShare).atLeast - 1,
    atMost: trialsUntil(Math.max(min, needed(windowMs, 1)), failedShare).atMost + 1,
  });
  const long = until(alert.longMs, failuresMin);
  const short = until(alert.shortMs, 1);
  const failing = inWindow(Math.min(lastsMs, alert.longMs));
  const isSure =
    long.atMost + 1 <= failing &&
    (short.atMost + 1 <= inWindow(Math.min(alert.shortMs, lastsMs)) ||
      long.atMost <= inWindow(alert.shortMs));
  const rare = trialsUntil(Math.max(failuresMin, needed(alert.longMs, -1)), failedShare, 1e-11);
  const isNever = rare.atLeast - 2 > failing;
  const msOf = (requests: number) => (1_000 * requests) / requestsPerS;
  const budget = (1 - objective) * inWindow(periodMs);
  const fewest = Math.max(failuresMin, needed(alert.longMs, -1));
  const backwards = (windowMs: number, { atLeast, atMost }: Interval): Interval => ({
    atLeast: Math.max(0, windowMs - msOf(atMost) - checkMs),
    atMost: windowMs - Math.max(0, msOf(atLeast)) + 2 * checkMs,
  });
  const [ofShort, ofLong] = [backwards(alert.shortMs, short), backwards(alert.longMs, long)];
  return {
    fires: isSure ? 'surely' : isNever ? 'never' : 'perhaps',
    firstMs: { atLeast: msOf(long.atLeast - 1), atMost: msOf(long.atMost + 1) + 2 * checkMs },
    // The window may hold one request more or less, and the last check may add what comes within it.
    spent: {
      atLeast: (fewest - 1e-6) / (budget * (1 + 1 / inWindow(alert.longMs))),
      atMost:
        ((Math.max(failuresMin, needed(alert.longMs, 1)) + Math.ceil(inWindow(checkMs))) / budget) *
        (1 + 1 / Math.max(1, inWindow(alert.longMs) - 1)),
    },
    resetMs: {
      atLeast: Math.min(ofShort.atLeast, ofLong.atLeast),
      atMost: Math.min(ofShort.atMost, ofLong.atMost),
    },
  };
}

const fired = { surely: { atLeast: 1, atMost: 1 }, never: { atLeast: 0, atMost: 0 } } as const;

/** What each alert must come to. Where chance decides whether it fires, nothing is expected of it. */
function outageExpectations(params: OutageParams): Expectation<OutageGauges>[] {
  return workbookAlerts.flatMap((alert, place) => {
    const prefix = prefixes[place] ?? 'hour';
    const fate = fateOf(alert, params);
    if (fate.fires === 'perhaps') return [];
    const says = (what: string) => `${alert.name}: ${what}`;
    const fires = within<Name>(`${prefix}Fired`, `${prefix}-fired`, fired[fate.fires]).says(
      says('alerts that fire'),
    );
    if (fate.fires === 'never') return [fires];
    return [
      fires,
      within<Name>(`${prefix}Ms`, `${prefix}-after`, fate.firstMs).says(
        says('ms until it fires, threshold x window / burn rate'),
      ),
      within<Name>(`${prefix}Spent`, `${prefix}-spent`, fate.spent).says(
        says('share of the budget that is spent then'),
      ),
      within<Name>(`${prefix}Reset`, `${prefix}-reset`, fate.resetMs).says(
        says('ms from the end of the outage until it resets'),
      ),
    ];
  });
}

const burnPlot = ({ watch }: OutageStudy, { outageMin }: OutageParams): Plot => ({
  title: 'Burn rate over the long window of each alert',
  xLabel: 'minutes',
  yLabel: 'burn rate',
  lines: watch.fired.map(({ alert }, place) => ({
    name: alert.name,
    points: watch.burns.map(([atMs, burns]) => [atMs / minuteMs, burns[place] ?? 0] as const),
  })),
  marks: [{ x: outageMin, label: 'failures stop' }],
});

/** Spread into a scenario of an outage of that kind: only its question and its answer are its own. */
export const aboutOutage = (failedShare: number, outageMin: number) => ({
  ...aboutSlo,
  claims: [],
  params: outageParams(failedShare, outageMin),
  durationMs: outageDurationMs,
  invariants: heldTo(
    'outage-is-found',
    'page-is-worth-waking',
    'page-has-more-than-one-failure',
    'alert-resets-in-time',
  ),
  metrics: outageMetrics,
  build: ({ world, params, rules, metrics }: OutageParts) =>
    watchedOutage(world, rules, params, metrics),
  expect: outageExpectations,
  plots: ({ subject, params }: OutageResult) => [burnPlot(subject, params)],
});
