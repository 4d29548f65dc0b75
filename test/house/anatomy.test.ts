/** Goal: every wing has the same anatomy; a wing that lacks something is told what. */

import { describe, expect, test } from 'vitest';
import { must } from '../../src/kernel/must.ts';
import { lacksOf, scenariosOf } from './anatomy.ts';
import { filesUnder } from './project-files.ts';
import { readingOrder } from './reading-order.ts';
import { listedIn, newWing } from './wing-template.ts';

const files = filesUnder('sims', 'scenarios', 'test/scenarios');
const foldersOf = (root: string) =>
  new Set(
    [...files.keys()].flatMap((path) => new RegExp(`^${root}/([^/]+)/`).exec(path)?.[1] ?? []),
  );
const wings = [...foldersOf('scenarios')];

/** Actors that the explorer is held against: no scenario runs them. */
const modelsOnly: string[] = [];

test('every sim is a wing, but for the models of the explorer', () => {
  expect([...foldersOf('sims')].sort()).toEqual([...wings, ...modelsOnly].sort());
});

test.each(wings)('%s has all that a wing has', (wing) => {
  expect(scenariosOf(wing, files).length).toBeGreaterThan(0);
  expect(lacksOf(wing, files)).toEqual([]);
});

describe('what is lacking is named', () => {
  const [path = ''] = scenariosOf('raft', files);
  const change = (of: string, from: string | RegExp, to: string) => {
    const before = must(files.get(of), 'file of that path');
    expect(before.replace(from, to)).not.toBe(before);
    return new Map(files).set(of, before.replace(from, to));
  };

  test.each([
    [
      'sims/raft/rules.ts',
      /^ {2}'one-vote/m,
      "  'two-votes",
      /^the rule two-votes-per-term stands at no/,
    ],
    ['sims/raft/notes.ts', 'new NoteBook<', 'new Map<', /has no NoteBook$/],
    [
      'sims/raft/raft.ts',
      'charts: [raftChart]',
      'charts: []',
      /does not declare the chart raftChart$/,
    ],
    ['sims/raft/README.md', '| question ', '| about ', /has no table of questions and answers$/],
    ['sims/raft/raft.ts', "    'view.ts',\n", '', /another order: npm run reading-order$/],
    ['scenarios/index.ts', './raft/', './raft2/', /^scenarios\/index.ts does not list raft$/],
    ['scenarios/claims.ts', './raft/', './raft2/', /^scenarios\/claims.ts does not list raft$/],
    ['scenarios/raft/index.ts', /id: 'raft\/a/, "id: 'raft/b", /^the list of raft has no raft\/a/],
    [path, "\n  id: 'raft/", "\n  id: 'raft/x", /does not have the id/],
    [path, '// Left out:', '//', /does not end with what it leaves out$/],
  ])('%s, changed at %s', (of, from, to, lack) => {
    expect(lacksOf('raft', change(of, from, to))).toEqual([expect.stringMatching(lack)]);
  });

  test('files of the anatomy', () => {
    expect(
      lacksOf('nothing', new Map()).filter((lack) => lack.startsWith('there is no')),
    ).toHaveLength(10);
  });
});

test('in reading order a file comes after those that it imports, and every file comes', () => {
  const made = new Map([
    ['sims/w/a.ts', "import { b } from './deep/b.ts';"],
    [
      'sims/w/deep/b.ts',
      "import type { C } from '../c.ts';\nimport { d } from '../../other/d.ts';",
    ],
    ['sims/w/c.ts', ''],
    ['sims/w/first.ts', ''],
    ['sims/w/w.ts', "import './a.ts';\n  files: [\n    'first.ts',\n    'a.ts',\n  ],\n"],
  ]);
  expect(readingOrder('w', made)).toEqual(['first.ts', 'c.ts', 'deep/b.ts', 'a.ts']);
});

test('a new wing lacks nothing', () => {
  const lists = {
    index: must(files.get('scenarios/index.ts'), 'file of that path'),
    claims: must(files.get('scenarios/claims.ts'), 'file of that path'),
  };
  const { index, claims } = listedIn(lists, 'gossip');
  const made = newWing('gossip')
    .set('scenarios/index.ts', index)
    .set('scenarios/claims.ts', claims);
  expect(index).toContain('gossipWing]');
  expect(claims).toContain("['gossip', gossipClaims]");
  expect(lacksOf('gossip', made)).toEqual([]);
});
