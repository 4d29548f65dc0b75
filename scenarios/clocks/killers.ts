/** For each rule, a run that shows what happens without it. */
import type { ClocksRule } from '../../sims/clocks/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const commitWait = { scenario: 'clocks/external-consistency', seed: '1' };
const snapshotReads = { scenario: 'clocks/snapshot-reads', seed: '1' };
const fleet = { scenario: 'clocks/snowflake-id', seed: '1' };

export const clocksKillers: Killers<ClocksRule> = {
  // Clocks that are put right.
  'slew-not-step': { scenario: 'clocks/slew-and-step', seed: '1' },
  'interval-contains-truth': { scenario: 'clocks/truetime-sawtooth', seed: '1' },
  'shortest-round-trip': { scenario: 'clocks/asymmetric-path', seed: '1' },
  'most-intervals-agree': { scenario: 'clocks/truetime-sawtooth', seed: '1' },
  'monotonic-for-durations': { scenario: 'clocks/timeout-over-step', seed: '1' },

  // Without commit wait.
  'uncertain-read-restarts': { scenario: 'clocks/uncertain-reads', seed: '1' },
  'write-too-old-is-pushed': { scenario: 'clocks/later-write', seed: '1' },
  'node-outside-bound-stops': { scenario: 'clocks/runaway-clock', seed: '1' },

  // Causal order.
  'receive-moves-clock-on': { scenario: 'clocks/skew-inversions', seed: '1' },
  'hybrid-counts-apart': { scenario: 'clocks/skew-inversions', seed: '1' },

  // Leases.
  'leader-lease-disjoint': { scenario: 'clocks/leader-lease', seed: '1' },

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
  'batch-is-taken-once': { scenario: 'clocks/key-pool', seed: '1' },
  'sequence-not-always-0': { scenario: 'clocks/id-shards', seed: '1' },
  'monotonic-within-ms': { scenario: 'clocks/ulid-order', seed: '1' },
};
