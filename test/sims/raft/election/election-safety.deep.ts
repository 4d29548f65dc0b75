/** The same as election-safety.test.ts, for as many plans as fit into some minutes. */
import { fc, test } from '@fast-check/vitest';
import { expectSafeAndLive, setting } from '../../../support/raft-under-faults.ts';

test.prop([fc.string(), setting], { numRuns: 15_000 })(
  'elections are safe under any faults, and succeed once they are over',
  expectSafeAndLive,
);
