/** Where two recordings part. */
import { differenceOf } from '../../lab/diff.ts';
import type { Recording } from '../recording/recording.ts';

/** The id of the first event that is not the same in both; undefined if all are. O(events). */
export function firstDifference(a: Recording, b: Recording): number | undefined {
  const recorded = ({ events }: Recording) => ({ events, story: [], metrics: {} });
  return differenceOf(recorded(a), recorded(b)).event;
}
