import * as z from 'zod';
import { addInUpdate, type EditWay, editRow } from '../../sims/transactions/isolation/edits.ts';
import type { LevelId } from '../../sims/transactions/isolation/level.ts';
import { rowsOf } from '../../sims/transactions/isolation/system.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutStores, allRounds, roundsMs, storesSideBySide } from './stores.ts';

const params = z.object({
  clients: whole(2, 20, 4, 'clients that change the same row at the same moment'),
  rounds: whole(1, 40, 5, 'rounds of such changes'),
});

const names = [
  'read-committed',
  'in-the-update',
  'for-update',
  'version',
  'snapshot',
  'serializable',
  'two-phase-locking',
] as const;
type Name = (typeof names)[number];

const ways: Readonly<Record<Name, { readonly level: LevelId; readonly way: EditWay }>> = {
  'read-committed': { level: 'read-committed', way: 'read-and-write' },
  'in-the-update': { level: 'read-committed', way: 'in-the-update' },
  'for-update': { level: 'read-committed', way: 'for-update' },
  version: { level: 'read-committed', way: 'version' },
  snapshot: { level: 'snapshot', way: 'read-and-write' },
  serializable: { level: 'serializable', way: 'read-and-write' },
  'two-phase-locking': { level: 'two-phase-locking', way: 'read-and-write' },
};

const unsafe = 'read-committed';
const claimed: readonly Name[] = [unsafe, 'version'];

/** Much longer than messages take, so that all clients have read before the first one writes. */
const thinkMs = 10;
const everyMs = (clients: number): number => clients * (thinkMs + 10) + 20;

/** Of the clients that start together one commits; the others fail and start together again. */
const failuresOf = (name: Name, clients: number): number =>
  [unsafe, 'in-the-update', 'for-update'].includes(name) ? 0 : (clients * (clients - 1)) / 2;

export default scenario({
  ...aboutStores,
  id: 'transactions/lost-update',
  asks: 'Several clients read a number, add one and write it back at the same moment. How many updates are lost, and what does each remedy cost?',
  claims: ['q16-rmw-lost-update'],
  code: [
    'sims/transactions/isolation/edits.ts#editRow',
    'sims/transactions/isolation/edits.ts#writeOf',
    'sims/transactions/isolation/database.ts#failIfUpdated',
  ],
  params,
  durationMs: ({ clients, rounds }) => roundsMs(rounds, everyMs(clients)),
  metrics: {
    ...gaugePer(names, 'lost', 'updates', (name) => `${name}: updates that are lost`),
    ...gaugePer(names, 'failed', 'tries', (name) => `${name}: transactions retried`),
    ...gaugePer(names, 'slowestMs', 'ms', (name) => `${name}: slowest client of a round`),
  },
  build: ({ world, rules, metrics, params: { clients, rounds } }) =>
    storesSideBySide(
      { world, rules, rounds, everyMs: everyMs(clients) },
      names.map((name) => {
        const { level, way } = ways[name];
        return {
          name,
          options: {
            rows: [{ id: 1, value: 0, version: 1 }],
            level,
            clients,
            does: () => (session, node) => {
              if (way === 'in-the-update') return addInUpdate(session, 1, 1);
              const sets = (read: Readonly<Record<string, number>>) => ({
                value: (read['value'] ?? 0) + 1,
              });
              return editRow(rules, way, session, node, { key: 1, thinkMs, sets });
            },
          },
          judge: (system, report) => {
            const lost = clients * rounds - (rowsOf(system)[0]?.['value'] ?? 0);
            metrics[`${name}.lost`].set(lost);
            metrics[`${name}.failed`].set(system.failures);
            metrics[`${name}.slowestMs`].set(system.slowestMs);
            if (name === unsafe || lost === 0) return;
            const law = way === 'in-the-update' ? 'no-lost-increment' : 'no-lost-update';
            report(law, `${lost} of ${clients * rounds} updates are lost`);
          },
        };
      }),
    ),
  goals: () => [allRounds],
  expect: ({ clients, rounds }) =>
    names.flatMap((name) => {
      const claim = claimed.includes(name) ? 'q16-rmw-lost-update' : undefined;
      const [lost, failed] = [`${name}.lost`, `${name}.failed`] as const;
      return [
        name === unsafe
          ? exactly(rounds * (clients - 1), lost, `${name}-lost`).says(
              `${name}: updates lost, of ${clients * rounds}: all but the last write of each round`,
              claim,
            )
          : none(lost, `${name}-lost`).says(`${name}: updates lost, of ${clients * rounds}`, claim),
        exactly(rounds * failuresOf(name, clients), failed, `${name}-failed`).says(
          failuresOf(name, clients) === 0
            ? `${name}: no transaction fails`
            : `${name}: one commits and the others retry, clients x (clients - 1) / 2 times a round`,
        ),
      ];
    }),
  tells: ({ metrics, params: { clients, rounds } }) => {
    const of = (name: Name, metric: 'lost' | 'failed' | 'slowestMs') =>
      metrics[`${name}.${metric}`].value ?? 0;
    return (
      `All clients read the same number, so each write overwrites the one before: at read committed ${inDigits(of(unsafe, 'lost'))} of ${inDigits(clients * rounds)} updates are lost, ` +
      'and none if the UPDATE itself adds (n = n + 1), the row is read FOR UPDATE, the write ' +
      'expects the version that was read, or the level is snapshot isolation or serializable (not MySQL’s repeatable read, which loses updates too). ' +
      'FOR UPDATE makes clients wait for one another (better if conflicts are frequent); version checks and the higher levels make them fail and retry (better if they are rare).\n\n' +
      plainTable([
        ['way', 'lost', 'retried', 'slowest'],
        ...names.map((name) => [
          name,
          inDigits(of(name, 'lost')),
          inDigits(of(name, 'failed')),
          `${inDigits(Math.round(of(name, 'slowestMs')))} ms`,
        ]),
      ])
    );
  },
});

// Left out: clients that back off before they retry, as they should if many want the same row.
