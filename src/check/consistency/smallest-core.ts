/**
 * Operations of a history that contradict one another by themselves, as few as are left when none can be left out
 * (delta debugging: Zeller and Hildebrandt 2002). A read goes with the last write of its value.
 */
import { type Access, restricted, type Sessions } from './sessions.ts';

/** How many accesses all the attempts may look at together. */
const accessesMax = 2_000_000;

export function smallestCore(
  history: Sessions,
  isBroken: (part: Sessions) => boolean,
): readonly Access[] {
  let kept = history;
  let left = accessesMax;
  for (let size = Math.ceil(kept.accesses.length / 2); size >= 1; ) {
    let isSmaller = false;
    for (let start = 0; start < kept.accesses.length; ) {
      const part = restricted(kept, ({ id }) => id < start || id >= start + size);
      left -= kept.accesses.length;
      if (left < 0) return kept.accesses;
      if (part.accesses.length > 0 && isBroken(part)) {
        kept = part;
        isSmaller = true;
      } else {
        start += size;
      }
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (!isSmaller) break;
  }
  return kept.accesses;
}
