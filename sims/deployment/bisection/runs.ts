/** A test that is not always right, and what is made of several runs of it. */
import { chance, type RandomStream } from '../../../src/kernel/random.ts';
import type { DeploymentRules } from '../rules.ts';
import type { CommitTest } from './bisect.ts';

export interface FlakyTest {
  /** Share of runs that say the opposite: of all runs, or of those of bad commits only. */
  readonly flips: number;
  /** Runs of each commit; odd for a majority. */
  readonly repeats: number;
  /** By majority if good commits fail too; by any failure if only bad ones do, and pass now and then. */
  readonly decides: 'majority' | 'any-failure';
}

/** The same answers as `exact`, but for what is flaky. */
export function runs(
  exact: CommitTest,
  { flips, repeats, decides }: FlakyTest,
  stream: RandomStream,
  rules: DeploymentRules,
): CommitTest {
  return (commit) => {
    const is = exact(commit);
    if (is === 'untestable') return is;
    const count = rules['repeat-flaky-tests'] ? repeats : 1;
    let failures = 0;
    for (let run = 0; run < count; run++) {
      const isFlipped = (decides === 'majority' || is === 'bad') && chance(stream, flips);
      if ((is === 'bad') !== isFlipped) failures += 1;
    }
    const isBad = decides === 'majority' ? 2 * failures > count : failures > 0;
    return isBad ? 'bad' : 'good';
  };
}
