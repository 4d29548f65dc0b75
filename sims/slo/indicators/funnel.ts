/** A funnel: users who go from step to step, and what is normal at each of them. */
import { binomialAtMost } from '../../../src/statistics/binomial-test.ts';
import type { SloRules } from '../rules.ts';

/** One alarm in ten million funnels without a defect. */
export const falseAlarm = 1e-7;

export interface Step {
  readonly name: string;
  /** Of those who come to the step, usually. */
  readonly usualShare: number;
  readonly came: number;
  readonly went: number;
}

/** The steps, or the whole funnel, that fewer users pass than chance explains. */
export function brokenSteps(steps: readonly Step[], rules: SloRules): readonly string[] {
  // Kohavi et al., chapter 7: a step is compared with its own past, with the spread of its own numbers.
  const judged = rules['judge-each-step'] ? steps : [];
  return judged
    .filter(({ usualShare, came, went }) => binomialAtMost(went, came, usualShare) < falseAlarm)
    .map(({ name }) => name);
}
