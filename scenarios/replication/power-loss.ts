import * as z from 'zod';
import { everyStoreRestarts } from '../../sims/replication/durability/cluster.ts';
import { durabilityMetrics } from '../../sims/replication/durability/laws.ts';
import { type Policy, policies } from '../../sims/replication/durability/options.ts';
import { difference, exactly, mean, none, within } from '../../src/check/expected.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, rounded } from '../../src/words/numbers.ts';
import { sideBySide } from './common.ts';
import { aboutDurability, spread, stores } from './durability.ts';

const params = z.object({
  crashes: whole(4, 60, 10, 'stores of each policy, whose crashes are spread over its cycle'),
  everyMs: whole(5, 100, 40, 'time from one write to the next'),
  snapshotMs: whole(1_000, 10_000, 2_000, 'time from one snapshot to the next'),
});
type Params = z.output<typeof params>;

const secondMs = 1_000;
const fsyncMs = 2;
const saveMs = 100;

const cycleMsOf = (policy: Policy, p: Params) => (policy === 'snapshot' ? p.snapshotMs : secondMs);

/**
 * The crashes are spread over the second cycle, after the first sync or snapshot and each just
 * after a write was sent; one comes while the second snapshot is being saved, which then does not
 * count.
 */
function crashAtMs(place: number, policy: Policy, p: Params): number {
  const cycleMs = cycleMsOf(policy, p);
  if (policy === 'snapshot' && place === 0) return 2 * cycleMs + saveMs / 2;
  const ms = cycleMs + 2 * saveMs + spread(place, p.crashes, cycleMs - 3 * saveMs);
  return Math.floor(ms / p.everyMs) * p.everyMs + 1;
}

/**
 * From the last safe moment to a crash: that is the age of the oldest lost write, minus a part of
 * the write interval.
 */
function expectedMs(policy: Policy, p: Params) {
  const ages = Array.from(
    { length: p.crashes },
    (_, place) => crashAtMs(place, policy, p) - cycleMsOf(policy, p),
  );
  const average = ages.reduce((sum, age) => sum + age, 0) / p.crashes;
  return { atLeast: average - p.everyMs, atMost: average };
}

export default scenario({
  ...aboutDurability,
  id: 'replication/power-loss',
  asks: 'The power fails. Which writes has a store lost that syncs its log always, every second or never, or takes snapshots?',
  claims: ['db-aof-always-zero-loss', 'db-rdb-loses-since-snapshot'],
  code: [
    'sims/replication/durability/store.ts#storeServer',
    'sims/replication/durability/store.ts#everysec',
    'sims/replication/durability/store.ts#snapshot',
  ],
  params,
  durationMs: (p) => 2 * p.snapshotMs + 2 * secondMs + 500,
  metrics: sideBySide(policies, durabilityMetrics, ['acked', 'lost', 'windowMs', 'writeMs']),
  build: ({ params: p, ...parts }) =>
    stores(
      parts,
      Object.fromEntries(
        policies.map((policy) => {
          const optionsOf = (place: number) => ({
            policy,
            fsyncMs,
            saveMs,
            snapshotEveryMs: p.snapshotMs,
            writeEveryMs: p.everyMs,
            crashAtMs: crashAtMs(place, policy, p),
          });
          return [policy, { stores: p.crashes, optionsOf }];
        }),
      ),
    ),
  goals: () => [everyStoreRestarts],
  expect: (p) => [
    none('always.lost', 'always-loses-none').says(
      'acknowledged writes lost if each write is synced before it is acknowledged',
      'db-aof-always-zero-loss',
    ),
    within(mean('everysec.windowMs'), 'everysec-loses-since-sync', expectedMs('everysec', p)).says(
      'mean age of the oldest lost write if the log is synced every second, in ms: the time since the last sync',
    ),
    within(mean('snapshot.windowMs'), 'snapshot-loses-since', expectedMs('snapshot', p)).says(
      'mean age of the oldest lost write with snapshots, in ms: the time since the last complete one',
      'db-rdb-loses-since-snapshot',
    ),
    exactly(0, difference('never.acked', 'never.lost'), 'never-keeps-none').says(
      'acknowledged writes that survive without any sync, when the power fails before the system’s own write-back after 30 s',
    ),
  ],
  tells: ({ params: p, metrics }) =>
    'No write is lost if each is synced before its acknowledgement, which takes ' +
    `${inDigits(metrics['always.writeMs'].quantile(0.5) ?? 0)} ms instead of ` +
    `${inDigits(metrics['everysec.writeMs'].quantile(0.5) ?? 0)} ms. ` +
    'A store that syncs every second loses the writes since the last sync, on average ' +
    `${rounded(metrics['everysec.windowMs'].mean)} ms; with a snapshot every ${inDigits(p.snapshotMs)} ms, those since the ` +
    `last snapshot, on average ${rounded(metrics['snapshot.windowMs'].mean)} ms. ` +
    'Without a sync all writes are lost until the system’s own write-back.',
});

// Left out: a killed process, which leaves the page cache intact and so loses none of the log.
