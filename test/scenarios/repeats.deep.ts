/**
 * Goal: every scenario comes out the same in another process and in a worker, and passes for every
 * size of cluster.
 */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { holdRepeats } from '../support/repeats.ts';
import { holdSizes, sizedScenarios } from '../support/sizes.ts';

describe.each(catalogue.wings)('$id', async ({ scenarios }) => {
  await holdRepeats(scenarios.map(({ id }) => id));
});

const sized = sizedScenarios(await catalogue.scenarios());
test('some scenarios have clusters of several sizes', () => expect(sized).not.toEqual([]));
for (const scenario of sized) holdSizes(scenario);
