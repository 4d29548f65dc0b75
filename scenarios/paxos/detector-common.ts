/** What the scenarios of failure detectors share. */
import { type Goal, sometimes } from '../../src/check/goal.ts';

/** Counts suspicions and detections for a scenario. */
export interface Detection {
  readonly crashes: number;
  found(): number;
}

export const allAreFound: Goal<Detection> = sometimes(
  'all-crashes-found',
  'every crash is detected',
  ({ found, crashes }: Detection) => found() === crashes,
);
