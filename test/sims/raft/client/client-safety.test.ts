/**
 * Goal: what clients are told is never lost or garbled, whatever fails and whichever mechanisms are on,
 * and they are served once the faults are over.
 */
import { fc, test } from '@fast-check/vitest';
import { clientSetting, expectSafeForClients } from '../../../support/raft-under-faults.ts';

test.prop([fc.string(), clientSetting], { numRuns: 60 })(
  'clients see one machine under any faults, and are served once they are over',
  expectSafeForClients,
);
