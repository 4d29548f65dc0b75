/** A longer campaign of the same: more seeds, more edits, more faults, more replicas. */
import { expect, test } from 'vitest';
import { everyPair, expectNoAlarm } from '../../../support/crdt-under-faults.ts';

test.each(everyPair)('%s by %s', (type, policy) => {
  for (let seed = 0; seed < 400; seed++) {
    const params = {
      type,
      policy,
      replicas: 2 + (seed % 4),
      edits: 10 + (seed % 40),
      faults: seed % 25,
    };
    expect(expectNoAlarm(`deep ${seed}`, params).ended).toBe('time');
  }
});

test.each(everyPair)('%s by %s, at fifty replicas', (type, policy) => {
  const params = { type, policy, replicas: 50, edits: 60, faults: 10, gossipMs: 200 };
  expect(expectNoAlarm('deep fifty', params).ended).toBe('time');
});
