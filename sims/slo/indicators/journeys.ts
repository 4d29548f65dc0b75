/** Journeys of one service: each with its own objective, or all of them together. */
import type { SloRules } from '../rules.ts';

export interface Journey {
  readonly name: string;
  readonly requests: number;
  readonly failed: number;
}

/** The journeys, or groups of them, that miss the objective as it is watched. */
export function missing(
  journeys: readonly Journey[],
  objective: number,
  rules: SloRules,
): readonly Journey[] {
  // Workbook, chapter 2: a journey that matters has an objective of its own.
  const watched = rules['objective-for-each-journey'] ? journeys : [together(journeys)];
  return watched.filter(({ requests, failed }) => failed > requests * (1 - objective));
}

export const together = (journeys: readonly Journey[]): Journey => ({
  name: 'all',
  requests: journeys.reduce((sum, { requests }) => sum + requests, 0),
  failed: journeys.reduce((sum, { failed }) => sum + failed, 0),
});
