import * as z from 'zod';
import { editRow } from '../../sims/transactions/isolation/edits.ts';
import { update } from '../../sims/transactions/isolation/statement.ts';
import { rowsOf, type StoreSystem } from '../../sims/transactions/isolation/system.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutStores, allRounds, roundsMs, storesSideBySide } from './stores.ts';

const params = z.object({
  rounds: whole(1, 200, 10, 'records; two clients change one field of each'),
});

const names = ['put-part', 'put-all', 'patch', 'put-if-match'] as const;
type Name = (typeof names)[number];

/** The first client changes the name, the second the phone number; neither knows of the address. */
const fields = ['name', 'phone'] as const;
const [before, changed, gone] = [1, 2, 0];
const [thinkMs, everyMs] = [10, 60];

const titles: Readonly<Record<Name, string>> = {
  'put-part': 'PUT of only its own field',
  'put-all': 'PUT of everything it read',
  patch: 'PATCH of its own field',
  'put-if-match': 'PUT with If-Match',
};

/** RFC 9110 §9.3.4: PUT replaces the whole representation, so omitted fields are gone. */
const replaced = { name: gone, phone: gone, address: gone };

/** Per record: lost edits, and fields lost that no client meant to change. */
const lossesOf = (system: StoreSystem) => {
  const records = rowsOf(system);
  return {
    edits: records.flatMap((row) => fields.filter((field) => row[field] !== changed)).length,
    wiped: records.filter(({ address }) => address !== before).length,
  };
};

export default scenario({
  ...aboutStores,
  id: 'transactions/put-and-patch',
  asks: 'Two clients change two different fields of one record at the same moment, with PUT or PATCH. Which edits and which other fields are lost?',
  claims: ['rest-patch-avoids-null-out'],
  code: [
    'sims/transactions/isolation/edits.ts#writeOf',
    'sims/transactions/isolation/edits.ts#editRow',
  ],
  params,
  durationMs: ({ rounds }) => roundsMs(rounds, everyMs),
  metrics: {
    ...gaugePer(names, 'edits', 'edits', (name) => `${titles[name]}: lost edits`),
    ...gaugePer(names, 'wiped', 'fields', (name) => `${titles[name]}: other fields wiped`),
    ...gaugePer(
      names,
      'failed',
      'tries',
      (name) => `${titles[name]}: refused with 412 and retried`,
    ),
  },
  build: ({ world, rules, metrics, params: { rounds } }) =>
    storesSideBySide(
      { world, rules, rounds, everyMs },
      names.map((name) => ({
        name,
        options: {
          rows: Array.from({ length: rounds }, (_, place) => ({
            id: place + 1,
            name: before,
            phone: before,
            address: before,
            version: 1,
          })),
          level: 'read-committed',
          clients: fields.length,
          does: (client) => (session, node, round) => {
            const own = { [fields[client] ?? 'name']: changed };
            if (name === 'patch' || name === 'put-part') {
              const body = name === 'patch' ? own : { ...replaced, ...own };
              return session.transact(function* (say) {
                yield* say(update(body, { id: round }));
                return 'commit';
              });
            }
            const way = name === 'put-if-match' ? 'version' : 'read-and-write';
            const sets = ({ id: _, ...read }: Readonly<Record<string, number>>) => ({
              ...read,
              ...own,
            });
            return editRow(rules, way, session, node, { key: round, thinkMs, sets });
          },
        },
        judge: (system, report) => {
          const { edits, wiped } = lossesOf(system);
          metrics[`${name}.edits`].set(edits);
          metrics[`${name}.wiped`].set(wiped);
          metrics[`${name}.failed`].set(system.failures);
          if (name === 'put-if-match' && edits > 0) {
            report('no-lost-update', `${edits} of ${2 * rounds} edits lost`);
          }
        },
      })),
    ),
  goals: () => [allRounds],
  expect: ({ rounds }) => [
    exactly(rounds, 'put-part.edits', 'put-part-edits').says(
      'edits lost with PUTs of only the changed field: the second PUT undoes the first, in each record',
    ),
    exactly(rounds, 'put-part.wiped', 'put-part-wiped').says(
      'fields wiped by PUTs of only the changed field: each field that they leave out',
      'rest-patch-avoids-null-out',
    ),
    none('patch.wiped', 'patch-wiped').says(
      'fields wiped by PATCHes that leave them out',
      'rest-patch-avoids-null-out',
    ),
    none('patch.edits', 'patch-edits').says('edits lost with PATCHes of two different fields'),
    exactly(rounds, 'put-all.edits', 'put-all-edits').says(
      'edits lost with PUTs of the whole record as it was read: the second restores the old value of the other’s field',
    ),
    none('put-all.wiped', 'put-all-wiped').says(
      'fields wiped by PUTs of the whole record as it was read',
    ),
    none('put-if-match.edits', 'if-match-edits').says(
      'edits lost with PUTs of the whole record under If-Match',
    ),
    exactly(rounds, 'put-if-match.failed', 'if-match-failed').says(
      'PUTs refused under If-Match: one of the two for each record, which reads again and succeeds',
    ),
  ],
  tells: ({ metrics, params: { rounds } }) =>
    `A PUT that leaves fields out wipes them: in ${inDigits(metrics['put-part.wiped'].value ?? 0)} of ${inDigits(rounds)} ` +
    'records a field that neither client touched is gone. A PUT of the whole record wipes nothing, but restores the old ' +
    'value of the field that the other client has changed. PATCH loses nothing here, because it names only the field that it changes. ' +
    'With If-Match the second of the two PUTs is refused; its client reads again, and nothing is lost, for one more round trip.\n\n' +
    plainTable([
      ['request', 'edits lost', 'fields wiped', 'refused'],
      ...names.map((name) => [
        titles[name],
        ...(['edits', 'wiped', 'failed'] as const).map((metric) =>
          inDigits(metrics[`${name}.${metric}`].value ?? 0),
        ),
      ]),
    ]),
});

// Left out: PATCHes of the same field, and PATCHes that depend on its old value: they need If-Match
// as well.
