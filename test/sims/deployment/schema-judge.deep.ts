/**
 * Goal: PostgreSQL refuses the statements that the model refuses. Method: each release against each schema, reading,
 * inserting and updating, in a transaction that is rolled back. Without PostgreSQL (Debian: apt-get install postgresql)
 * it is *not judged*.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { columns, isRefused, selected, written } from '../../../sims/deployment/migration/table.ts';
import {
  releaseName,
  schemaNames,
  schemasOf,
  versionsOf,
} from '../../../sims/deployment/migration/versions.ts';
import { deploymentRules } from '../../../sims/deployment/rules.ts';
import {
  isPostgresSkipped,
  Postgres,
  type PostgresSession,
  unjudged,
} from '../../support/postgres.ts';

let postgres: Postgres | undefined;
let session: PostgresSession;

beforeAll(async () => {
  if (isPostgresSkipped) return;
  postgres = await Postgres.start();
  session = await postgres.session();
});

afterAll(async () => {
  session?.end();
  await postgres?.stop();
});

const sides = ['', 'new-column-is-optional'].flatMap((off) => {
  const rules = off === '' ? deploymentRules.without() : deploymentRules.without(off);
  return schemasOf(rules).map((schema, place) => ({
    rules,
    schema,
    name: `${schemaNames[place]}${off && `, without ${off}`}`,
  }));
});

test.skipIf(isPostgresSkipped).each(sides)(`$name${unjudged}`, async ({ rules, schema }) => {
  const refuses = async (sql: string) => (await session.query(sql)).error !== undefined;
  for (const [release, { reads, writes }] of versionsOf(rules).entries()) {
    const values = Object.fromEntries(writes.map((column) => [column, 'current' as const]));
    const named = writes.map((column) => `${column}_name`);
    // What a row has that was written before the schema came to be what it is: the old column alone.
    const before = { old: schema.old === 'absent' ? null : ('current' as const), new: null };
    const held = columns.filter((column) => schema[column] !== 'absent');
    expect(await refuses('DROP TABLE IF EXISTS people')).toBe(false);
    const types = held.map((column) => `${column}_name text`).join(', ');
    expect(await refuses(`CREATE TABLE people (id int, ${types})`)).toBe(false);
    const first = schema.old === 'absent' ? '(id) VALUES (1)' : "(id, old_name) VALUES (1, 'a')";
    expect(await refuses(`INSERT INTO people ${first}`)).toBe(false);
    for (const column of held.filter((column) => schema[column] === 'required')) {
      const check = `ALTER TABLE people ADD CHECK (${column}_name IS NOT NULL) NOT VALID`;
      expect(await refuses(check)).toBe(false);
    }
    const marks = named.map(() => "'b'").join(', ');
    const sets = named.map((name) => `${name} = 'b'`).join(', ');
    const says = releaseName(release);
    expect([says, await refuses(`SELECT ${reads}_name FROM people`)]).toEqual([
      says,
      isRefused(selected(schema, before, reads)),
    ]);
    expect([says, await refuses(`UPDATE people SET ${sets} WHERE id = 1`)]).toEqual([
      says,
      isRefused(written(schema, before, values)),
    ]);
    const insert = `INSERT INTO people (id, ${named.join(', ')}) VALUES (2, ${marks})`;
    expect([says, await refuses(insert)]).toEqual([
      says,
      isRefused(written(schema, undefined, values)),
    ]);
  }
});
