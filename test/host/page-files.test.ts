/**
 * Goal: the page of the package gets the code of rules and what can be found, and no file outside of it.
 * Method: what the packaged page may ask for, and what somebody else may.
 */
import { expect, test } from 'vitest';
import { packagedFile, rulesOf, sims } from '../../src/host/page-files.ts';
import { excerptsOfRule } from '../../src/host/source.ts';

const textAt = async (path: string): Promise<string> => String(await packagedFile(path));

test('the code of a rule is that of its sim, line by line', async () => {
  const rule = 'persist-term-and-vote';
  const shown = JSON.parse(await textAt('rules/raft.json'))[rule];
  const lines = shown.map((excerpt: { readonly lines: readonly [string, string][][] }) =>
    excerpt.lines.map((tokens) => tokens.map(([, text]) => text).join('')),
  );
  expect(lines).toEqual(excerptsOfRule('raft', rule).map((excerpt) => excerpt.lines));
  expect(lines.length).toBeGreaterThan(0);
});

test('every sim has the code of its rules', () => {
  expect(sims().filter((sim) => Object.keys(JSON.parse(rulesOf(sim))).length === 0)).toEqual([]);
});

test('what can be found has scenarios, rules and claims', async () => {
  const kinds = new Set(
    JSON.parse(await textAt('find.json')).map(({ kind }: { kind: string }) => kind),
  );
  expect([...kinds]).toEqual(expect.arrayContaining(['scenario', 'rule', 'claim']));
});

test.each([
  'rules/nosuch.json',
  'rules/../raft.json',
  'package.json',
  '../package.json',
  'types/a.d.ts',
  'chunks/nosuch.mjs',
])('there is no %s', async (path) => {
  expect(await packagedFile(path)).toBeUndefined();
});
