/** Compares the consistency checkers with the oracle, history by history. */
import { expect } from 'vitest';
import { type GuaranteeId, guaranteeIds } from '../../src/check/consistency/guarantee.ts';
import { allowedBy, type Steps } from './brute-force-consistency.ts';
import { check } from './small-sessions.ts';

/** Throws at the first history on which they differ. How many histories each model allows, and how many there were. */
export function agreement(histories: Iterable<Steps>) {
  const allowed = new Map<GuaranteeId, number>(guaranteeIds.map((id) => [id, 0]));
  let count = 0;
  for (const steps of histories) {
    count += 1;
    const expected = allowedBy(steps);
    for (const id of guaranteeIds) {
      const holds = check(steps, id).verdict === 'holds';
      if (holds !== expected[id]) expect([steps, id, holds]).toEqual([steps, id, expected[id]]);
      if (holds) allowed.set(id, (allowed.get(id) ?? 0) + 1);
    }
  }
  return { count, allowed };
}
