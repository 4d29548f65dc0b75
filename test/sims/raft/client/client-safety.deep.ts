/** The same as client-safety.test.ts, for as many plans as fit into some minutes. */
import { fc, test } from '@fast-check/vitest';
import { clientSetting, expectSafeForClients } from '../../../support/raft-under-faults.ts';

test.prop([fc.string(), clientSetting], { numRuns: 15_000 })(
  'clients see one machine under any faults, and are served once they are over',
  expectSafeForClients,
);
