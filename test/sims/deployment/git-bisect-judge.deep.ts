/**
 * Goal: the search asks for the commits that `git bisect run` asks for, and leaves the candidates that it leaves. Method:
 * a linear history in a folder of its own, a script that answers as the model's test does, and the log of what it was
 * asked. Without git it is *not judged*.
 */
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bisected,
  type CommitTest,
  type Outcome,
} from '../../../sims/deployment/bisection/bisect.ts';
import { deploymentRules } from '../../../sims/deployment/rules.ts';
import { GitFolder, hasGit } from './git.ts';

const rules = deploymentRules.without('test-both-ends');
const isSkipped = !hasGit && process.env['CI'] === undefined;
const unjudged = hasGit ? '' : ' (not judged: there is no git)';
const commits = 70;

let folder: GitFolder;
const ids: string[] = [];

beforeAll(() => {
  if (isSkipped) return;
  folder = new GitFolder();
  folder.git('', 'init', '-q', '-b', 'main', '.');
  for (let commit = 0; commit <= commits; commit++) {
    writeFileSync(join(folder.path, 'number'), `${commit}\n`);
    folder.git('', 'add', 'number');
    folder.git('', 'commit', '-q', '-m', `commit ${commit}`);
    ids.push(folder.git('', 'rev-parse', 'HEAD'));
  }
}, 120_000);

afterAll(() => folder?.remove());

/** What git finds between commit 0 and commit `last`, if commits answer like that. */
function byGit(last: number, outcomes: readonly Outcome[]) {
  const [script, log] = [join(folder.path, '.git', 'test.sh'), join(folder.path, '.git', 'asked')];
  if (existsSync(log)) rmSync(log);
  const statuses = outcomes.map((outcome) => ({ good: 0, bad: 1, untestable: 125 })[outcome]);
  const cases = statuses.map((status, commit) => `${commit}) exit ${status};;`).join('\n');
  writeFileSync(
    script,
    `#!/bin/sh\nn=$(cat number)\necho $n >> "${log}"\ncase $n in\n${cases}\nesac\n`,
  );
  chmodSync(script, 0o755);
  folder.git('', 'bisect', 'start', ids[last] ?? '', ids[0] ?? '');
  const { output } = folder.tries('', 'bisect', 'run', script);
  folder.git('', 'bisect', 'reset');
  const named = /^([0-9a-f]{40}) is the first bad commit$/m.exec(output)?.[1];
  const several = /could be any of:\n((?:[0-9a-f]{40}\n)+)/.exec(output)?.[1]?.trim().split('\n');
  const candidates = (several ?? (named === undefined ? [] : [named])).map((id) => ids.indexOf(id));
  const asked = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map(Number) : [];
  return { candidates: candidates.sort((a, b) => a - b), asked };
}

const outcomesOf = (commitTest: CommitTest): Outcome[] =>
  Array.from({ length: commits + 1 }, (_, commit) => commitTest(commit));

const bySearch = (last: number, commitTest: CommitTest) => {
  const found = bisected(last, commitTest, rules);
  if ('misplaced' in found) throw new Error('the ends are not tested');
  return found;
};

describe.skipIf(isSkipped)(`git bisect run${unjudged}`, () => {
  test.each([2, 3, 4, 5, 6, 7, 9, 12, 17, 31, 32, 33, 50, 64, 65, 70])(
    '%i commits: the same commits are tested, in the same order',
    (last) => {
      const culprits = new Set([1, 2, Math.ceil(last / 3), Math.ceil(last / 2), last - 1, last]);
      for (const culprit of [...culprits].filter((one) => one >= 1 && one <= last)) {
        const exact: CommitTest = (commit) => (commit >= culprit ? 'bad' : 'good');
        expect([culprit, byGit(last, outcomesOf(exact))]).toEqual([culprit, bySearch(last, exact)]);
      }
    },
    120_000,
  );

  test('a test that is wrong leads both to the same other commit', () => {
    for (let wrong = 1; wrong < 40; wrong += 3) {
      const flaky: CommitTest = (commit) => (commit >= 23 !== (commit === wrong) ? 'bad' : 'good');
      expect([wrong, byGit(40, outcomesOf(flaky))]).toEqual([wrong, bySearch(40, flaky)]);
    }
  }, 120_000);

  test('with commits that are skipped, the same ones could be the culprit', () => {
    for (let shape = 0; shape < 24; shape++) {
      const culprit = 5 + shape * 2;
      const commitTest: CommitTest = (commit) => {
        if (commit > 0 && commit < commits && (commit * 7 + shape * 5) % 11 < 4)
          return 'untestable';
        return commit >= culprit ? 'bad' : 'good';
      };
      const { candidates } = byGit(commits, outcomesOf(commitTest));
      expect([shape, candidates]).toEqual([shape, bySearch(commits, commitTest).candidates]);
    }
  }, 120_000);
});
