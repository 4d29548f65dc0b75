/** Alerts on the burn rate: which there are, and at which rate each of them fires. */
import type { SloRules } from '../rules.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export interface BurnAlert {
  readonly name: string;
  readonly severity: 'page' | 'ticket';
  readonly longMs: number;
  /** A twelfth of the long one: that it still burns now. */
  readonly shortMs: number;
  /** Which share of the budget of the period is spent in the long window when it fires. */
  readonly budgetShare: number;
}

/** The table of the SRE Workbook, chapter 5, for a period of 30 days. */
export const workbookAlerts: readonly BurnAlert[] = [
  {
    ...{ name: 'page 1h', severity: 'page', budgetShare: 0.02 },
    ...{ longMs: hourMs, shortMs: 5 * minuteMs },
  },
  {
    ...{ name: 'page 6h', severity: 'page', budgetShare: 0.05 },
    ...{ longMs: 6 * hourMs, shortMs: 30 * minuteMs },
  },
  {
    ...{ name: 'ticket 3d', severity: 'ticket', budgetShare: 0.1 },
    ...{ longMs: 3 * dayMs, shortMs: 6 * hourMs },
  },
];

export interface Objective {
  /** Share of the requests that must be good: 0.999. */
  readonly objective: number;
  readonly periodMs: number;
}

/** How many times as fast as the period allows: 1 spends the budget in just that time. */
export const burnRate = (failedShare: number, { objective }: Objective): number =>
  failedShare / (1 - objective);

/** The burn rate at which an alert fires: share x period / window. */
export function thresholdOf(
  { budgetShare, longMs }: BurnAlert,
  { periodMs }: Objective,
  rules: SloRules,
): number {
  // Workbook, chapter 5: a threshold says how much of the budget is gone, not how fast it goes now.
  return rules['threshold-from-budget-share'] ? (budgetShare * periodMs) / longMs : 1;
}

export function alertsOf(rules: SloRules): readonly BurnAlert[] {
  // Workbook, chapter 5: a fast burn is found soon by a high threshold, a slow one at all by a low one.
  return rules['several-burn-rates'] ? workbookAlerts : workbookAlerts.slice(0, 1);
}
