import * as z from 'zod';
import type { LevelId } from '../../sims/transactions/isolation/level.ts';
import { type Reported, report } from '../../sims/transactions/isolation/report.ts';
import { transfer } from '../../sims/transactions/isolation/transfers.ts';
import { transactionsNotes } from '../../sims/transactions/notes.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { inTime } from '../../src/words/units.ts';
import type { World } from '../../src/world/world.ts';
import { linkMs } from './common.ts';
import { aboutStores, allRounds, roundsMs, storesSideBySide } from './stores.ts';

const params = z.object({
  reportSeconds: whole(5, 60, 30, 'that the report reads'),
  writers: whole(
    1,
    8,
    5,
    'each of which makes a transfer a second, between two accounts of its own',
  ),
  vacuumSeconds: whole(1, 5, 1, 'between two vacuums'),
});
type Params = z.output<typeof params>;

const names = ['snapshot', 'early-vacuum', 'read-committed', 'two-phase-locking'] as const;
type Name = (typeof names)[number];
const levelOf = (name: Name): LevelId => (name === 'early-vacuum' ? 'snapshot' : name);

/** A round is a second. */
const everyMs = 1_000;
/** Of a transfer, between its two updates. */
const thinkMs = 50;
const balance = 1_000;

const accountsOf = ({ writers }: Params) => 2 * writers;
const perAccountMs = (p: Params) => (p.reportSeconds * everyMs) / accountsOf(p);
/** The report begins right after the third vacuum. */
const reportRound = ({ vacuumSeconds }: Params) => 3 * vacuumSeconds;
/** With time for a vacuum after it, and for transfers that have waited. */
const roundsOf = (p: Params) => reportRound(p) + p.reportSeconds + 2 * p.vacuumSeconds + 4;
/** No transfer is under way at a full second. */
const startsAfterMs = ({ writers }: Params, client: number) => (client * everyMs) / (writers + 1);

export default scenario({
  ...aboutStores,
  id: 'transactions/long-reader',
  asks: 'A report reads for 30 seconds at one snapshot while rows are updated. Do readers and writers wait for each other, how many old versions pile up, and when may vacuum remove them?',
  claims: [],
  code: [
    'sims/transactions/isolation/database.ts#vacuum',
    'sims/transactions/isolation/database.ts#readsUnderLocks',
    'sims/transactions/isolation/heap.ts#isVisible',
  ],
  params,
  durationMs: (p) => roundsMs(roundsOf(p), everyMs),
  metrics: {
    ...gaugePer(names, 'found', 'accounts', (name) => `${name}: that the report finds`),
    ...gaugePer(names, 'total', '', (name) => `${name}: what the report adds up`),
    ...gaugePer(names, 'slowestMs', 'ms', (name) => `${name}: slowest transfer`),
    usual: gauge('versions', 'that a vacuum removes before the report'),
    kept: gauge('versions', 'that the last vacuum during the report must keep'),
    seen: gauge('versions', 'of those, that the report can see'),
    left: gauge('versions', 'that the last vacuum keeps, after the report'),
    freed: gauge('versions', 'that the first vacuum after the report removes'),
  },
  build({ world, rules, metrics, params: p }) {
    const accounts = accountsOf(p);
    const rows = Array.from({ length: accounts }, (_, place) => ({ id: place + 1, balance }));
    const waited = new Map<string, string>();
    transactionsNotes.listen(world.trace, 'blocked', ({ transaction, by }) => {
      const ofReport = [transaction, by].find((each) => each.includes('/client1#'));
      const [store = ''] = transaction.split('/');
      if (ofReport !== undefined && !waited.has(store))
        waited.set(store, `${transaction} waits for ${by}`);
    });
    watchVacuum(world, p, metrics);
    return storesSideBySide(
      { world, rules, rounds: roundsOf(p), everyMs },
      names.map((name) => {
        let slowestMs = 0;
        let reported: Reported = { found: 0, total: 0 };
        const isEarly = name === 'early-vacuum';
        return {
          name,
          ...(isEarly ? { rules: { ...rules, 'vacuum-spares-open-snapshots': false } } : {}),
          options: {
            rows,
            level: levelOf(name),
            vacuumEveryMs: p.vacuumSeconds * everyMs,
            clients: 1 + p.writers,
            startsAfterMs: (client: number) => startsAfterMs(p, client),
            does: (client: number) =>
              function* (session, node, round) {
                if (client === 0 && round !== reportRound(p)) return;
                if (client === 0) {
                  const each = { accounts, perAccountMs: perAccountMs(p) };
                  reported = yield* report(session, node, each);
                  return;
                }
                const startMs = node.now();
                const between = { from: client, to: p.writers + client, thinkMs };
                yield* transfer(rules, session, node, between);
                slowestMs = Math.max(slowestMs, node.now() - startMs);
              },
          },
          judge: (_system, breaks) => {
            metrics[`${name}.found`].set(reported.found);
            metrics[`${name}.total`].set(reported.total);
            metrics[`${name}.slowestMs`].set(slowestMs);
            const how = waited.get(name);
            if (how !== undefined && name !== 'two-phase-locking')
              breaks('reader-and-writer-never-wait', how);
            if (name !== 'snapshot') return;
            if (reported.found < accounts)
              breaks(
                'snapshot-keeps-its-rows',
                `the report finds ${inDigits(reported.found)} of ${inDigits(accounts)} accounts`,
              );
            else if (reported.total !== accounts * balance)
              breaks(
                'one-view',
                `the report adds up ${inDigits(reported.total)}, and there are ${inDigits(accounts * balance)}`,
              );
          },
        };
      }),
    );
  },
  goals: () => [allRounds],
  expect: (p) => [...snapshotCosts(p), ...otherCosts(p)],
  tells: ({ metrics: m, params: p }) => {
    const slowest = (name: Name) => inTime(Math.round(m[`${name}.slowestMs`].value ?? 0));
    const total = (name: Name) => m[`${name}.total`].value ?? 0;
    const all = accountsOf(p) * balance;
    return (
      `With MVCC neither waits for the other, because an update makes a new version of the row, and the report reads the newest one that was committed before its snapshot: the slowest transfer takes ${slowest('snapshot')}. With two-phase locking a transfer waits for the report, up to ${slowest('two-phase-locking')}. ` +
      `The price is a table that grows: vacuum may not remove versions that the oldest open transaction can still see, and in ${inDigits(p.reportSeconds)} seconds ${inDigits(m.kept.value ?? 0)} pile up instead of ${inDigits(m.usual.value ?? 0)} (table bloat), so end transactions that are open for long. ` +
      `The first vacuum after the report removes ${inDigits(m.freed.value ?? 0)}. ` +
      `If vacuum did not wait for it, the report would find ${inDigits(m['early-vacuum.found'].value ?? 0)} of ${inDigits(accountsOf(p))} accounts. ` +
      `At read committed each SELECT has a snapshot of its own, and the total is ${inDigits(total('read-committed') - all)} too high: money that moved between the reads of two accounts is counted twice.\n\n` +
      plainTable([
        ['report at', 'accounts', 'total', 'slowest transfer'],
        ...names.map((name) => [
          name,
          inDigits(m[`${name}.found`].value ?? 0),
          inDigits(total(name)),
          slowest(name),
        ]),
      ])
    );
  },
});

type Gauges<Names extends string> = Readonly<Record<Names, { set(value: number): void }>>;

/** What the vacuums of the store `snapshot` remove and keep: before the report, at its end, and after it. */
function watchVacuum(
  world: World,
  p: Params,
  metrics: Gauges<'usual' | 'kept' | 'seen' | 'left' | 'freed'>,
): void {
  const lastMs = lastVacuumRound(p) * everyMs;
  transactionsNotes.listen(world.trace, 'vacuumed', ({ removed, kept, seen }, by, atMs) => {
    if (by !== 'snapshot/store') return;
    if (atMs < reportRound(p) * everyMs) metrics.usual.set(removed);
    if (atMs === lastMs) {
      metrics.kept.set(kept);
      metrics.seen.set(seen);
    }
    if (atMs === lastMs + p.vacuumSeconds * everyMs) metrics.freed.set(removed);
    metrics.left.set(kept);
  });
}

/** The last vacuum that the report sees: it ends some milliseconds after a full second. */
const lastVacuumRound = (p: Params): number =>
  Math.floor((reportRound(p) + p.reportSeconds) / p.vacuumSeconds) * p.vacuumSeconds;

/** Two updates a second from each writer, each of which leaves an old version. */
function snapshotCosts(p: Params) {
  const perSecond = 2 * p.writers;
  const seconds = lastVacuumRound(p) - reportRound(p);
  return [
    exactly(perSecond * seconds, 'kept', 'kept').says(
      'report at a snapshot: old row versions that vacuum keeps, one for each update since the snapshot',
    ),
    exactly(accountsOf(p), 'seen', 'seen').says(
      'report at a snapshot: old row versions that it can see, one of each account',
    ),
    exactly(perSecond * p.vacuumSeconds, 'usual', 'usual').says(
      'old row versions that a vacuum removes when no report runs: those since the vacuum before',
    ),
    exactly(perSecond * (seconds + p.vacuumSeconds), 'freed', 'freed').says(
      'report at a snapshot: old row versions that the first vacuum after it removes, all of them',
    ),
    exactly(0, 'left', 'left').says(
      'report at a snapshot: old row versions that are left after that vacuum',
    ),
    exactly(accountsOf(p), 'snapshot.found', 'snapshot-found').says(
      'report at a snapshot: accounts that it finds',
    ),
    exactly(accountsOf(p) * balance, 'snapshot.total', 'snapshot-total').says(
      'report at a snapshot: total of all accounts that it reports, that of the moment of the snapshot',
    ),
    within('snapshot.slowestMs', 'snapshot-slowest', {
      atLeast: thinkMs + 6 * linkMs.min,
      atMost: thinkMs + 6 * linkMs.max,
    }).says('report at a snapshot: slowest transfer, in ms: its own work and no wait'),
  ];
}

function otherCosts(p: Params) {
  const [accounts, reportMs] = [accountsOf(p), p.reportSeconds * everyMs];
  /** A SELECT and its answer, beyond the time for an account. */
  const wayMs = 2 * linkMs.max;
  const untilVacuumMs = p.vacuumSeconds * everyMs;
  // Each writer’s account is read half a report before the one it pays into.
  const halves = p.reportSeconds / 2;
  return [
    within('early-vacuum.found', 'early-vacuum-found', {
      atLeast: Math.min(accounts, Math.ceil(untilVacuumMs / (perAccountMs(p) + wayMs))),
      atMost: Math.min(accounts, Math.ceil(untilVacuumMs / perAccountMs(p))),
    }).says(
      'vacuum that does not wait for the report: accounts that the report finds, those read before the next vacuum',
    ),
    exactly(accounts, 'read-committed.found', 'read-committed-found').says(
      'report at read committed: accounts that it finds',
    ),
    within('read-committed.total', 'read-committed-total', {
      atLeast: accounts * balance + p.writers * (halves - 1),
      atMost: accounts * balance + p.writers * (halves + 1),
    }).says(
      'report at read committed: total of all accounts that it reports, wrong by the transfers of which it sees only one side',
    ),
    exactly(accounts, 'two-phase-locking.found', 'two-phase-locking-found').says(
      'report under two-phase locking: accounts that it finds',
    ),
    exactly(accounts * balance, 'two-phase-locking.total', 'two-phase-locking-total').says(
      'report under two-phase locking: total of all accounts that it reports',
    ),
    within('two-phase-locking.slowestMs', 'two-phase-locking-slowest', {
      atLeast: reportMs - startsAfterMs(p, 1),
      // The report has waited, too, for a transfer at each account at most.
      atMost: reportMs + (accounts + 1) * (thinkMs + 6 * linkMs.max + wayMs),
    }).says(
      'report under two-phase locking: slowest transfer, in ms: it waits for the end of the report',
    ),
  ];
}

// Left out: versions that only readers between two snapshots could see, which some databases remove earlier; pages, of
// which those with old versions stay as large after a vacuum; and replicas, whose reports hold back nothing here.
