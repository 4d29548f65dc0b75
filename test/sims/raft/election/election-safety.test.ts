/** Goal: Election Safety and liveness over random plans, sizes and timings. */
import { fc, test } from '@fast-check/vitest';
import { expectSafeAndLive, setting } from '../../../support/raft-under-faults.ts';

test.prop([fc.string(), setting], { numRuns: 100 })(
  'elections are safe under any faults, and succeed once they are over',
  expectSafeAndLive,
);
