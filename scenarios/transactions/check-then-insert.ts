import * as z from 'zod';
import type { LevelId } from '../../sims/transactions/isolation/level.ts';
import { insert, select } from '../../sims/transactions/isolation/statement.ts';
import { rowsOf } from '../../sims/transactions/isolation/system.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutStores, allRounds, roundsMs, storesSideBySide } from './stores.ts';

const params = z.object({
  clients: whole(2, 20, 3, 'clients that want the same name at once'),
  rounds: whole(1, 50, 10, 'names, tried one after the other'),
});

const names = ['in-turn', 'at-once', 'unique', 'serializable'] as const;

interface Kind {
  readonly level: LevelId;
  readonly isUnique: boolean;
  readonly takesTurns: boolean;
}

const plain: Kind = { level: 'read-committed', isUnique: false, takesTurns: false };
const kinds: Readonly<Record<(typeof names)[number], Kind>> = {
  'in-turn': { ...plain, takesTurns: true },
  'at-once': plain,
  unique: { ...plain, isUnique: true },
  serializable: { ...plain, level: 'serializable' },
};

const thinkMs = 10;
/** Longer than one client takes. */
const turnMs = thinkMs + 10;
const everyMs = (clients: number): number => (clients + 1) * turnMs;

export default scenario({
  ...aboutStores,
  id: 'transactions/check-then-insert',
  asks: 'A service checks whether a user name is free, then inserts it. When do two users get the same name?',
  claims: ['q16-race-check-then-insert'],
  code: [
    'sims/transactions/isolation/database.ts#enterKeys',
    'sims/transactions/isolation/dependencies.ts#isDangerous',
  ],
  params,
  durationMs: ({ clients, rounds }) => roundsMs(rounds, everyMs(clients)),
  metrics: {
    ...gaugePer(names, 'twins', 'rows', (name) => `${name}: rows whose name was already taken`),
    ...gaugePer(names, 'refused', 'inserts', (name) => `${name}: transactions that failed`),
  },
  build: ({ world, rules, metrics, params: { clients, rounds } }) =>
    storesSideBySide(
      { world, rules, rounds, everyMs: everyMs(clients) },
      names.map((kind) => {
        const { level, isUnique, takesTurns } = kinds[kind];
        return {
          name: kind,
          options: {
            rows: [{ id: 0, name: 0 }],
            unique: isUnique ? ['id', 'name'] : ['id'],
            level,
            clients,
            startsAfterMs: (client) => (takesTurns ? client * turnMs : 0),
            does: (client) => (session, node, round) =>
              session.transact(function* (say) {
                const { count } = yield* say(select({ name: round }));
                if (count > 0) return 'give-up';
                yield* node.sleep(thinkMs);
                yield* say(insert({ id: round * clients + client, name: round }));
                return 'commit';
              }),
          },
          judge: (system, report) => {
            const rows = rowsOf(system);
            const twins = rows.length - new Set(rows.map(({ name }) => name)).size;
            metrics[`${kind}.twins`].set(twins);
            metrics[`${kind}.refused`].set(system.failures);
            if (twins === 0 || kind === 'at-once') return;
            const law = isUnique ? 'unique' : 'serial-equivalent';
            report(law, `${counted(twins, 'row has', 'rows have')} a name that another row has`);
          },
        };
      }),
    ),
  goals: () => [allRounds],
  expect: ({ clients, rounds }) => [
    none('in-turn.twins', 'in-turn').says(
      'rows with a name that was already given, when the clients come one after the other and there is no constraint',
      'q16-race-check-then-insert',
    ),
    exactly(rounds * (clients - 1), 'at-once.twins', 'at-once').says(
      'rows with a name that was already given, when all clients check before any has inserted: all but one of each round',
      'q16-race-check-then-insert',
    ),
    none('unique.twins', 'unique').says(
      'rows with a name that was already given, with a unique constraint',
      'q16-race-check-then-insert',
    ),
    exactly(rounds * (clients - 1), 'unique.refused', 'unique-refused').says(
      'inserts that the unique constraint refused: all but one of each round',
    ),
    none('serializable.twins', 'serializable').says(
      'rows with a name that was already given, at serializable',
    ),
    exactly(rounds * (clients - 1), 'serializable.refused', 'serializable-refused').says(
      'transactions refused at serializable: all but one of each round, which find the name taken when they check again',
    ),
  ],
  tells: ({ metrics, params: { clients, rounds } }) =>
    `When both check before either has inserted (a race): with ${clients} clients for each of ${inDigits(rounds)} names, ${inDigits(metrics['at-once.twins'].value ?? 0)} of ` +
    `${inDigits(rounds * clients)} rows are duplicates. A unique constraint leaves none, because there a later insert waits for the first and is refused ` +
    `(${counted(metrics['unique.refused'].value ?? 0, 'time')}); the service must handle that error. ` +
    'Serializable leaves none either, because looking for a row that is not there counts as reading it, but it makes transactions fail and retry. ' +
    `If the clients come one after the other, ${inDigits(metrics['in-turn.twins'].value ?? 0)} rows are duplicates even without a constraint.`,
});

// Left out: INSERT … ON CONFLICT, which checks and inserts in one statement, and needs the
// constraint too.
