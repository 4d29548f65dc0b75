/**
 * What each test file of a run with a mutant starts with. Time on the clock must not decide, and
 * what a failed property shrinks to is of no interest here.
 */
import fc from 'fast-check';
import { afterEach } from 'vitest';

const { interruptAfterTimeLimit: _, ...settings } = fc.readConfigureGlobal();
fc.configureGlobal({ ...settings, endOnFailure: true });

const reached = new Set<number>();
Object.assign(globalThis, { probesReached: reached });

afterEach(({ task }) => {
  Object.assign(task.file.meta, { probesReached: [...reached] });
});
