/**
 * Settings of fast-check for all tests. By itself it draws lists of about ten elements, also where
 * a test allows hundreds.
 */
import fc from 'fast-check';

fc.configureGlobal({
  defaultSizeToMaxWhenMaxSpecified: true,
  // Shrinking a large case can take for ever: the smallest found by then is shown.
  interruptAfterTimeLimit: 20_000,
  markInterruptAsFailure: true,
});
