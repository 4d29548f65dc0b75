/** How much of an error budget is spent. */
import type { SloRules } from '../rules.ts';

export interface Spending {
  readonly lost: number;
  readonly all: number;
  readonly downMin: number;
  readonly periodMin: number;
}

/** As a share of the budget. */
export function reportedSpent(
  { lost, all, downMin, periodMin }: Spending,
  objective: number,
  rules: SloRules,
): number {
  // Workbook, chapter 2: the budget is a number of requests.
  const failedShare = rules['budget-by-requests'] ? lost / all : downMin / periodMin;
  return failedShare / (1 - objective);
}
