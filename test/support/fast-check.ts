/**
 * Settings of fast-check for all tests. By itself it draws lists of about ten elements, also where
 * a test allows hundreds. The seed is fixed, so that a test passes always or never; the deep campaigns
 * draw another every time, and print the one with which they failed.
 *
 * No clock decides anything: `numRuns` alone says how many cases there are, and a property that fails
 * is shrunk by so many runs and no more.
 */
import fc from 'fast-check';
import { boundedShrinking } from './bounded-shrinking.ts';
import { isDeep } from './campaign.ts';

fc.configureGlobal({
  ...(isDeep ? {} : { seed: 20_261_124 }),
  defaultSizeToMaxWhenMaxSpecified: true,
});

// This file is read once for each test file, in the same process: without isolation, fast-check stays.
const installed = Symbol.for('seedlab.bounded-shrinking');
const once = globalThis as { [installed]?: true };
if (once[installed] === undefined) {
  once[installed] = true;
  fc.installGlobalPlugin(boundedShrinking(1_000));
}
