import * as z from 'zod';
import type { LevelId } from '../../sims/transactions/isolation/level.ts';
import { select, selectForUpdate, update } from '../../sims/transactions/isolation/statement.ts';
import { rowsOf } from '../../sims/transactions/isolation/system.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutStores, allRounds, roundsMs, storesSideBySide } from './stores.ts';

const params = z.object({
  doctors: whole(2, 10, 2, 'doctors on call who all want to leave at the same moment'),
  shifts: whole(1, 30, 10, 'shifts, one after the other'),
});

const names = [
  'read-committed',
  'snapshot',
  'snapshot-for-update',
  'serializable',
  'two-phase-locking',
] as const;
type Name = (typeof names)[number];

const levelOf = (name: Name): LevelId => (name === 'snapshot-for-update' ? 'snapshot' : name);
const letsThrough = (name: Name): boolean => name === 'read-committed' || name === 'snapshot';

const [thinkMs, everyMs] = [10, 200];
const perDoctorMs = 40;

export default scenario({
  ...aboutStores,
  id: 'transactions/write-skew',
  asks: 'Two doctors are on call. Each checks that another one is on call, and leaves. At which isolation levels can both be gone?',
  claims: ['db-postgres-serializable'],
  code: [
    'sims/transactions/isolation/dependencies.ts#isDangerous',
    'sims/transactions/isolation/dependencies.ts#beforeCommit',
  ],
  params,
  durationMs: ({ doctors, shifts }) => roundsMs(shifts, everyMs + doctors * perDoctorMs),
  metrics: {
    ...gaugePer(names, 'empty', 'shifts', (name) => `${name}: shifts without a doctor on call`),
    ...gaugePer(names, 'failed', 'tries', (name) => `${name}: transactions retried`),
  },
  build: ({ world, rules, metrics, params: { doctors, shifts } }) => {
    const rows = Array.from({ length: doctors * shifts }, (_, place) => ({
      id: place,
      shift: 1 + Math.floor(place / doctors),
      onCall: 1,
    }));
    return storesSideBySide(
      { world, rules, rounds: shifts, everyMs: everyMs + doctors * perDoctorMs },
      names.map((name) => ({
        name,
        options: {
          rows,
          level: levelOf(name),
          clients: doctors,
          does: (doctor) => (session, node, shift) =>
            session.transact(function* (say) {
              const onCall = { shift, onCall: 1 };
              const isLocked = name === 'snapshot-for-update';
              const { count } = yield* say(isLocked ? selectForUpdate(onCall) : select(onCall));
              if (count < 2) return 'give-up';
              yield* node.sleep(thinkMs);
              yield* say(update({ onCall: 0 }, { id: (shift - 1) * doctors + doctor }));
              return 'commit';
            }),
        },
        judge: (system, report) => {
          const staffed = new Set(
            rowsOf(system).flatMap(({ shift, onCall }) => (onCall === 1 ? [shift] : [])),
          );
          const empty = shifts - staffed.size;
          metrics[`${name}.empty`].set(empty);
          metrics[`${name}.failed`].set(system.failures);
          if (empty === 0 || letsThrough(name)) return;
          report(
            'serial-equivalent',
            `${counted(empty, 'shift')} without a doctor on call, although the level is to leave one on each`,
          );
        },
      })),
    );
  },
  goals: () => [allRounds],
  expect: ({ shifts }) =>
    names.map((name) =>
      letsThrough(name)
        ? exactly(shifts, `${name}.empty`, `${name}-empty`).says(
            `${name}: shifts left without a doctor, of ${shifts}: each doctor still sees the other on call and leaves`,
            name === 'read-committed' ? 'db-postgres-serializable' : undefined,
          )
        : none(`${name}.empty`, `${name}-empty`).says(
            `${name}: shifts left without a doctor, of ${shifts}: none, as one doctor stays`,
            name === 'serializable' ? 'db-postgres-serializable' : undefined,
          ),
    ),
  tells: ({ metrics, params: { shifts } }) =>
    'At read committed and at snapshot isolation (PostgreSQL’s repeatable read), because the two transactions write different rows, so that neither sees a conflict (write skew): ' +
    `${inDigits(metrics['snapshot.empty'].value ?? 0)} of ${inDigits(shifts)} shifts are left without a doctor. No shift is ` +
    'at serializable, or if the rows that the decision depends on are read FOR UPDATE. ' +
    'Serializable makes one of the two fail, to be retried; two-phase locking does so through a deadlock.\n\n' +
    plainTable([
      ['level', 'empty shifts', 'retried'],
      ...names.map((name) => [
        name,
        inDigits(metrics[`${name}.empty`].value ?? 0),
        inDigits(metrics[`${name}.failed`].value ?? 0),
      ]),
    ]),
});

// Left out: FOR UPDATE on rows that do not exist yet: it locks only the rows that it finds, not the
// predicate.
