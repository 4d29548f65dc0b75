/** Goal: a failed test is counted as what it is, and a run that does not end counts as killed. */
import { expect, test } from 'vitest';
import { projectFolder } from '../../src/host/source.ts';
import { isKilled, reportInWords } from './report.ts';
import { kindOf, rankOf, verdictOf } from './verdict.ts';

const kind = (file: string, names: string[], message = 'expected 1 to be 2') =>
  kindOf({ file, names, message }, projectFolder, 'raft');

test.each([
  ['unit', 'test/sims/raft/election.test.ts', ['elections', 'a vote'], undefined],
  ['property', 'test/sims/raft/safety.test.ts', ['any plan'], 'Property failed after 3 tests'],
  ['scenario', 'test/scenarios/raft.test.ts', ['raft/leader-crash', 'passes'], undefined],
  ['scenario', 'test/scenarios/raft.test.ts', [], 'the file failed'],
  ['rule law', 'test/sims/raft/rules.test.ts', ['raft/up-to-date-log', 'on'], undefined],
  ['rule law', 'test/scenarios/raft.test.ts', ['raft/up-to-date-log', 'on'], undefined],
] as const)('%s: %s > %j', (expected, file, names, message) => {
  expect(kind(file, [...names], message)).toBe(expected);
});

test('laws come after other tests, those of rules last', () => {
  const files = [
    'test/sims/raft/rules.test.ts',
    'test/scenarios/raft.test.ts',
    'test/sims/raft/log.test.ts',
  ];
  expect(files.map(rankOf)).toEqual([2, 1, 0]);
});

test('a run that is given up or crashes counts as killed, one without a failure survives', () => {
  const of = (outcome: Parameters<typeof verdictOf>[0]) =>
    verdictOf(outcome, projectFolder, 'raft');
  expect(isKilled(of({ kind: 'silent', file: 'test/sims/raft/log.test.ts' }))).toBe(true);
  expect(isKilled(of({ kind: 'stuck' }))).toBe(true);
  expect(isKilled(of({ kind: 'crashed', message: 'out of memory' }))).toBe(true);
  expect(of({ kind: 'done', files: [] })).toEqual({ verdict: 'survived' });
});

test('the share leaves out what is gone, and lists what no test noticed', () => {
  const mutant = {
    file: 'sims/raft/log.ts',
    line: 7,
    operator: 'constant changed' as const,
    lineText: 'return 1;',
    original: '1',
    mutated: '2',
    occurrence: 0,
  };
  const words = reportInWords({
    wing: 'raft',
    seed: '1',
    eligible: 900,
    mutants: [
      { ...mutant, result: { verdict: 'killed', by: 'unit', test: 'log', message: '' } },
      { ...mutant, result: { verdict: 'survived' } },
      { ...mutant, result: { verdict: 'gone' } },
    ],
  });
  expect(words).toContain('1 of 2 mutants killed (50%)');
  expect(words).toContain('survived: sims/raft/log.ts:7  constant changed: 1  ->  2');
});
