/** For each rule, a run that shows what happens without it. */
import type { ClocksRule } from '../../sims/clocks/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const commitWait = { scenario: 'clocks/commit-wait', seed: '1' };
const snapshotReads = { scenario: 'clocks/snapshot-reads', seed: '1' };
const fleet = { scenario: 'clocks/snowflake-fleet', seed: '1' };

export const clocksKillers: Killers<ClocksRule> = {
  // Timestamps.
  'commit-wait': { ...commitWait, params: { paxosMs: 0 } },
  'timestamp-from-latest': { ...commitWait, params: { paxosMs: 0 } },
  'participants-max': { ...snapshotReads, params: { epsilonMs: 20 } },
  'read-at-safe-time': snapshotReads,
  'timestamps-grow': snapshotReads,

  // Ids.
  'sequence-per-ms': fleet,
  'wait-for-next-ms': fleet,
  'refuse-while-clock-is-back': fleet,
  'last-ms-is-durable': { scenario: 'clocks/clock-back', seed: '1' },
  'node-id-is-leased': fleet,
  'epoch-is-fixed': fleet,
  'sequence-not-always-0': { scenario: 'clocks/id-shards', seed: '1' },
  'monotonic-within-ms': { scenario: 'clocks/ulid-order', seed: '1' },
};
