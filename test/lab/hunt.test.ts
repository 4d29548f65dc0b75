/** Goal: a hunt finds the first seed that breaks a property, and the shortest story of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import randomFaults from '../../scenarios/raft/random-faults.ts';
import staleLog from '../../scenarios/raft/stale-log.ts';
import { propertyBroken } from '../../src/lab/broken.ts';
import { hunt, shrink } from '../../src/lab/hunt.ts';
import { run } from '../../src/lab/run.ts';

const seeds = Array.from({ length: 50 }, (_, seed) => String(seed));
const options = {
  property: 'election-safety',
  without: ['count-distinct-voters'],
  // Small, because every try to shorten it is a run.
  params: { nodes: 3, stormMs: 1_500 },
};
const { found, tried } = hunt(randomFaults, options, seeds);

describe('a hunt', () => {
  test('with every rule on finds nothing, and says how many seeds it tried', () => {
    expect(hunt(randomFaults, { property: 'election-safety' }, seeds)).toEqual({
      found: undefined,
      tried: 50,
    });
  });

  test('finds the first seed that breaks the property', () => {
    expect(found?.property).toBe('election-safety');
    expect(found?.options.seed).toBe(seeds[tried - 1]);
    for (const seed of seeds.slice(0, tried - 1)) {
      const result = run(randomFaults, { seed, without: options.without, params: options.params });
      expect(propertyBroken(result, 'election-safety')).toBeUndefined();
    }
  });

  test('shrinks the plan, and what is left still breaks the same property', () => {
    if (found === undefined) throw new Error('nothing was found');
    const smallest = shrink(randomFaults, found);
    const before = found.result.plan.length;
    expect(smallest.result.plan.length).toBeLessThan(before / 2);
    const again = run(randomFaults, smallest.options);
    expect(propertyBroken(again, 'election-safety')).toBe(smallest.message);
  });

  test('shrinks the counts among the parameters', () => {
    const without = ['up-to-date-log'];
    const { found } = hunt(staleLog, { property: 'leader-completeness', without }, ['2']);
    if (found === undefined) throw new Error('nothing was found');
    const settings = fc.readConfigureGlobal();
    // Which story is printed must not depend on what the process told fast-check, nor on a clock.
    fc.configureGlobal({ ...settings, interruptAfterTimeLimit: 0 });
    try {
      const { options } = shrink(staleLog, found);
      const { nodes } = options.params as { nodes: number };
      expect(nodes).toBeLessThan(found.result.params['nodes'] as number);
      fc.configureGlobal(settings);
      expect(shrink(staleLog, found).options).toEqual(options);
    } finally {
      fc.configureGlobal(settings);
    }
  });
});
