/** Binary search for the commit that brought a defect, as `git bisect run` does it on a history without merges. */
import type { DeploymentRules } from '../rules.ts';

/** What a test of a commit says. Untestable: it does not build (exit status 125 of `git bisect run`). */
export type Outcome = 'good' | 'bad' | 'untestable';

/** Tests a commit, counted from 1; 0 is the one that is said to be good. */
export type CommitTest = (commit: number) => Outcome;

export interface Bisected {
  /** The first bad commit is among these, oldest first: one of them, unless its neighbours cannot be tested. */
  readonly candidates: readonly number[];
  readonly asked: readonly number[];
}

/** Neither end is what it was said to be: a search between them would name some commit all the same. */
export interface Misplaced {
  readonly misplaced: 'good' | 'bad';
}

/** `commits`: the number of the one that is said to be bad; at least 1. */
export function bisected(
  commits: number,
  test: CommitTest,
  rules: DeploymentRules,
): Bisected | Misplaced {
  if (rules['test-both-ends']) {
    if (test(0) === 'bad') return { misplaced: 'good' };
    if (test(commits) === 'good') return { misplaced: 'bad' };
  }
  let [good, bad] = [0, commits];
  const untestable = new Set<number>();
  const asked: number[] = [];
  for (;;) {
    const commit = nextOf(good, bad, untestable, rules);
    if (commit === undefined) break;
    asked.push(commit);
    const outcome = test(commit);
    if (outcome === 'good') good = commit;
    else if (outcome === 'bad' || !rules['skip-untestable']) bad = commit;
    else untestable.add(commit);
  }
  return { candidates: Array.from({ length: bad - good }, (_, place) => good + 1 + place), asked };
}

/** The commit in the middle, or the testable one that is next to it; undefined if none is left. */
function nextOf(
  good: number,
  bad: number,
  untestable: ReadonlySet<number>,
  rules: DeploymentRules,
): number | undefined {
  const middle = rules['halve-the-candidates'] ? good + halfOf(bad - good) : good + 1;
  for (let away = 0; away < bad - good; away++) {
    for (const commit of [middle - away, middle + away]) {
      if (commit > good && commit < bad && !untestable.has(commit)) return commit;
    }
  }
  return undefined;
}

/**
 * How many of the candidates git leaves at or below the commit that it tests: half of them, rounded down; of three, two
 * (bisect.c, `do_find_bisection`: the first that is halfway, give or take one).
 */
export const halfOf = (candidates: number): number =>
  candidates === 3 ? 2 : Math.floor(candidates / 2);
