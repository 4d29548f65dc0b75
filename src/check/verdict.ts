/** What a run amounts to: fail, pass, or nothing proved either way. */
import type { ExpectationReport } from './expectation.ts';
import type { GoalReport } from './goal.ts';
import type { InvariantReport } from './invariant.ts';

export type Verdict = 'pass' | 'fail' | 'inconclusive';

export interface Findings {
  readonly invariants: readonly InvariantReport[];
  readonly goals: readonly GoalReport[];
  readonly expectations: readonly ExpectationReport[];
  /** Whether the run was stopped before its time was over. */
  readonly cutShort: boolean;
}

/**
 * Broken safety or liveness fails a run, whatever else happened. A run that was cut short, did not
 * reach its goals or measured nothing proves nothing. What is left is decided by the expectations.
 */
export function verdictOf({ invariants, goals, expectations, cutShort }: Findings): Verdict {
  if (invariants.some(({ violations }) => violations.length > 0)) return 'fail';
  if (goals.some(({ violated }) => violated)) return 'fail';
  if (invariants.some(({ unknown }) => unknown !== undefined)) return 'inconclusive';
  if (cutShort || goals.some(({ reached }) => !reached)) return 'inconclusive';
  if (expectations.some(({ holds }) => holds === false)) return 'fail';
  if (expectations.some(({ holds }) => holds === null)) return 'inconclusive';
  return 'pass';
}
