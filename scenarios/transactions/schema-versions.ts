import * as z from 'zod';
import { eventInvariants } from '../../sims/transactions/events/cluster.ts';
import { type SchemaChange, schemaChanges } from '../../sims/transactions/events/compatibility.ts';
import type { EventLaw } from '../../sims/transactions/events/laws.ts';
import { newestReader, schemaReader } from '../../sims/transactions/events/readers.ts';
import type { Registered } from '../../sims/transactions/events/versions.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { exactly } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { pick } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { plainTable } from '../../src/words/table.ts';
import { client, isCallFailure } from '../../src/world/server.ts';
import { aboutTransactions } from './common.ts';

const params = z.object({ events: whole(10, 1_000, 60, 'old events that the newest reader gets') });

const changes = Object.keys(schemaChanges) as SchemaChange[];
const directions = ['new-reads-old', 'old-reads-new'] as const;
type Direction = (typeof directions)[number];
type Pair = `${SchemaChange}.${Direction}`;

/** As Kleppmann (2017, chapter 4) has it: backward is a new reader of old events, forward an old reader of new ones. */
const readable: Readonly<Record<SchemaChange, readonly [backward: 0 | 1, forward: 0 | 1]>> = {
  'add-optional': [1, 1],
  'add-required': [0, 1],
  'remove-optional': [1, 1],
  'remove-required': [1, 0],
  rename: [0, 0],
  'change-type': [0, 0],
};

const pairs = changes.flatMap((change) =>
  directions.map((direction, place) => {
    const [before, after] = schemaChanges[change];
    const [reader, writer] = direction === 'new-reads-old' ? [after, before] : [before, after];
    const name: Pair = `${change}.${direction}`;
    return { change, direction, name, reader, writer, expected: readable[change][place] ?? 0 };
  }),
);

const said: Readonly<Record<SchemaChange, string | undefined>> = {
  'add-optional': 'q19-optional-fields-compatible',
  'add-required': undefined,
  'remove-optional': undefined,
  'remove-required': 'q19-optional-fields-compatible',
  rename: undefined,
  'change-type': undefined,
};

const firstNames = ['Ada', 'Grace', 'Edsger'] as const;
const lastNames = ['Lovelace', 'Hopper', 'van der Meer'] as const;

export default scenario({
  ...aboutTransactions,
  id: 'transactions/schema-versions',
  asks: 'The schema of an event changes, while old events stay in the store for ever. Which reader can read which events, and what do upcasters repair?',
  claims: ['q19-upcasters', 'q19-optional-fields-compatible'],
  code: [
    'sims/transactions/events/compatibility.ts#canRead',
    'sims/transactions/events/versions.ts#upcast',
  ],
  params,
  invariants: eventInvariants,
  durationMs: ({ events }) => 100 + 2 * events,
  metrics: {
    upcast: counter('events', 'of all versions that the newest reader read'),
    wrong: counter('events', 'that it read with another meaning than intended'),
    ...(Object.fromEntries(
      pairs.map(({ name }) => [name, gauge('reads', '1 if it reads them, 0 if not')]),
    ) as Record<Pair, ReturnType<typeof gauge>>),
  },
  build({ world, rules, params: { events }, metrics }) {
    const breaches = new Breaches<EventLaw>();
    world.addServer('newest', newestReader(rules, breaches));
    for (const { name, reader } of pairs) world.addServer(name, schemaReader(reader));
    const writer = client('writer', (node) =>
      node.spawn(
        (function* writes() {
          for (const { name, writer: written } of pairs) {
            try {
              yield* node.call(name, { written });
              metrics[name].set(1);
            } catch (failure) {
              if (!isCallFailure(failure)) throw failure;
              metrics[name].set(0);
            }
          }
          const random = node.stream('events');
          for (let count = 0; count < events; count++) {
            const [firstName, lastName] = [pick(random, firstNames), pick(random, lastNames)];
            const registered: Registered = pick(random, [
              { version: 1, name: `${firstName} ${lastName}` },
              { version: 2, firstName, lastName },
              { version: 3, firstName, lastName, country: 'unknown' },
            ] as const);
            try {
              const read = yield* node.call<object>('newest', { registered });
              const meant = { version: 3, firstName, lastName, country: 'unknown' };
              metrics.upcast.add();
              if (JSON.stringify(read) !== JSON.stringify(meant)) metrics.wrong.add();
            } catch (failure) {
              if (!isCallFailure(failure)) throw failure;
            }
          }
        })(),
      ),
    );
    world.addServer('writer', writer);
    return { breaches, rows: () => [] };
  },
  goals: () => [],
  expect: ({ events }) => [
    exactly(events, 'upcast', 'all-read').says(
      `events of all versions, of ${events}, that the newest reader read`,
    ),
    exactly(0, 'wrong', 'chain-is-direct').says(
      'events to which the chain of upcasters (version 1 to 2 to 3) gives another meaning than a direct reading',
      'q19-upcasters',
    ),
    ...pairs.map(({ change, direction, name, expected }) => ({
      id: `${change}-${direction}`,
      text: `${inWords(change)}: ${inWords(direction)}`,
      ...(said[change] === undefined ? {} : { claim: said[change] }),
      measured: (metrics: Readonly<Record<Pair, { readonly value: number | undefined }>>) =>
        metrics[name].value,
      bound: exactBound(expected),
    })),
  ],
  tells({ metrics: m }) {
    const cell = (name: Pair) => (m[name].value === 1 ? 'yes' : 'no');
    return (
      'Only optional fields can come and go freely; for the rest upcasters turn an old event into the newest version as it is ' +
      `read: ${m.upcast.value} events of three versions were read with their intended meaning. ` +
      'Adding a required field breaks new readers of old events, which upcasters repair; removing one breaks readers that have ' +
      'not been updated yet, which they do not.\n\n' +
      plainTable([
        ['change of the schema', 'new reader, old events', 'old reader, new events'],
        ...changes.map((change) => [
          inWords(change),
          cell(`${change}.new-reads-old`),
          cell(`${change}.old-reads-new`),
        ]),
      ])
    );
  },
});

const inWords = (id: string): string => id.replaceAll('-', ' ');

// Left out: formats that number their fields, in which a rename changes nothing.
