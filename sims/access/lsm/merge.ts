/** Merging sorted runs into one: of each key one entry stays. */
import type { AccessRules } from '../rules.ts';
import type { Entry } from './sorted-run.ts';

/**
 * `runs` newest first. `isLast`: below the result is no older run that could still hold the keys. O(n log n) of all
 * entries.
 */
export function merged(
  runs: readonly (readonly Entry[])[],
  isLast: boolean,
  rules: AccessRules,
): readonly Entry[] {
  const newest = new Map<number, Entry>();
  // What is set last stays.
  const order = rules['compaction-keeps-newest'] ? runs.toReversed() : runs;
  for (const run of order) for (const entry of run) newest.set(entry.key, entry);
  const mayDrop = isLast || !rules['tombstone-until-last-level'];
  return [...newest.values()]
    .filter(({ value }) => !mayDrop || value !== undefined)
    .sort((a, b) => a.key - b.key);
}
