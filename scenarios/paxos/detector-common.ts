/** What the scenarios of failure detectors have in common. */
import { type Goal, sometimes } from '../../src/check/goal.ts';

/** What a scenario of detectors counts for it. */
export interface Detection {
  readonly crashes: number;
  found(): number;
}

export const allAreFound: Goal<Detection> = sometimes(
  'all-crashes-found',
  'every crash is found',
  ({ found, crashes }: Detection) => found() === crashes,
);
