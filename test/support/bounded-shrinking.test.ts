/** Goal: shrinking ends by count, and shows a case that fails; a property that holds runs in full. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundedShrinking } from './bounded-shrinking.ts';

const lists = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });
const isLarge = (list: readonly number[]) => list.some((value) => value > 1_000);

function check(runsMax: number, holds: (list: readonly number[]) => boolean) {
  let runs = 0;
  const property = fc.property(lists, (list) => {
    runs += 1;
    return holds(list);
  });
  const plugins = [boundedShrinking(runsMax)];
  return { ...fc.check(property, { seed: 1, numRuns: 50, plugins }), runs };
}

describe('bounded shrinking', () => {
  test('runs so often after the first failure, and no more', () => {
    for (const runsMax of [1, 10, 40]) {
      const { failed, numRuns, runs, counterexample } = check(runsMax, (list) => !isLarge(list));
      expect([failed, runs]).toEqual([true, numRuns + runsMax]);
      const [shown = []] = (counterexample ?? []) as number[][];
      expect(isLarge(shown)).toBe(true);
    }
  });

  test('of a property that returns a promise too', async () => {
    let runs = 0;
    const property = fc.asyncProperty(lists, async (list) => {
      runs += 1;
      return !isLarge(list);
    });
    const plugins = [boundedShrinking(10)];
    const { failed, numRuns } = await fc.check(property, { seed: 1, plugins });
    expect([failed, runs]).toEqual([true, numRuns + 10]);
  });

  test('a property that holds runs in full', () => {
    expect(check(1, () => true)).toMatchObject({ failed: false, numRuns: 50, runs: 50 });
  });

  test('is on in every test, and no time limit is', () => {
    let runs = 0;
    const { numRuns } = fc.check(
      fc.property(lists, (list) => {
        runs += 1;
        return !isLarge(list);
      }),
    );
    expect(runs).toBeLessThanOrEqual(numRuns + 1_000);
    const { interruptAfterTimeLimit, skipAllAfterTimeLimit, timeout } = fc.readConfigureGlobal();
    expect([interruptAfterTimeLimit, skipAllAfterTimeLimit, timeout]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
