/** Goal: as the storm in `groups.test.ts`, over many seeds. */
import { expect, test } from 'vitest';
import randomCrashes from '../../../scenarios/kafka/random-crashes.ts';
import { run } from '../../../src/lab/run.ts';

test('two thousand storms break nothing', () => {
  for (let seed = 0; seed < 2_000; seed++) {
    const { verdict, invariants } = run(randomCrashes, { seed: `deep ${seed}` });
    const violations = invariants.flatMap((invariant) => invariant.violations);
    expect([seed, verdict, violations]).toEqual([seed, 'pass', []]);
  }
});
