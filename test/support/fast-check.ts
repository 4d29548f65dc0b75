/**
 * Settings of fast-check for all tests. By itself it draws lists of about ten elements, also where
 * a test allows hundreds. The seed is fixed, so that a test passes always or never; the deep campaigns
 * draw another every time, and print the one with which they failed.
 */
import fc from 'fast-check';

const isDeep = process.argv.includes('deep');

fc.configureGlobal({
  ...(isDeep ? {} : { seed: 20_261_124 }),
  defaultSizeToMaxWhenMaxSpecified: true,
  // Shrinking a large case can take for ever: the smallest found by then is shown.
  interruptAfterTimeLimit: 20_000,
  markInterruptAsFailure: true,
});
