/** For each rule, a run that shows what happens without it. */
import type { LocksRule } from '../../sims/locks/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const randomFaults = { scenario: 'locks/random-faults', seed: '1' };

export const locksKillers: Killers<LocksRule> = {
  'lock-expires': { scenario: 'locks/session-timeout', seed: '1', params: { service: 'redis' } },
  'ttl-comes-with-the-lock': {
    scenario: 'locks/session-timeout',
    seed: '1',
    params: { service: 'redis' },
  },
  'grant-is-atomic': randomFaults,
  'release-only-own': randomFaults,
  'renew-only-own': { ...randomFaults, seed: '0' },
  'renew-while-working': { scenario: 'locks/ttl-too-short', seed: '1' },
  'stop-when-lease-ends': randomFaults,
  'validity-counts-from-send': randomFaults,
  'validity-minus-drift': { scenario: 'locks/clock-drift', seed: '1' },
  'grant-is-durable': { ...randomFaults, seed: '0' },
  'grant-is-replicated': { scenario: 'locks/failover', seed: '1', params: { waits: true } },
  'restart-waits-a-ttl': { scenario: 'locks/redlock-faults', seed: '1' },
  'lock-needs-majority': { scenario: 'locks/redlock-faults', seed: '1' },
  'unlock-all-on-failure': { scenario: 'locks/redlock-split', seed: '1' },
  'steal-only-unchanged': { scenario: 'locks/consensus-lease', seed: '1' },
  'lowest-sequence-holds': { scenario: 'locks/zookeeper-queue', seed: '1' },
  'queue-by-sequence': { scenario: 'locks/zookeeper-queue', seed: '1' },
  'watch-predecessor-only': { scenario: 'locks/zookeeper-queue', seed: '1' },
  'node-ends-with-session': { scenario: 'locks/zookeeper-queue', seed: '1' },
  'lock-ends-with-session': {
    scenario: 'locks/session-timeout',
    seed: '1',
    params: { service: 'database' },
  },
  'effect-commits-with-lock': { scenario: 'locks/advisory-charge', seed: '1' },
  'token-from-the-service': randomFaults,
  'write-carries-token': { scenario: 'locks/same-pause', seed: '1' },
  'store-refuses-older-token': { scenario: 'locks/same-pause', seed: '1' },
  'store-accepts-equal-token': { scenario: 'locks/late-write', seed: '1' },
  'store-remembers-highest': { scenario: 'locks/late-write', seed: '1' },
};
