/** What a run broke, and what is to be said of a run without some of the rules. */
import type { ExpectationReport } from '../check/expectation.ts';
import { expectationInWords } from '../check/figures.ts';
import type { GoalReport } from '../check/goal.ts';
import type { InvariantReport } from '../check/invariant.ts';
import type { Verdict } from '../check/verdict.ts';
import { inTenths } from '../words/numbers.ts';
import { longMs, longTime } from '../words/spans.ts';
import type { AnyScenario } from './scenario.ts';

/** Of the result of a run, what tells whether it broke anything. */
interface Outcome {
  readonly verdict: Verdict;
  readonly without: readonly string[];
  readonly invariants: readonly InvariantReport[];
  readonly goals: readonly GoalReport[];
  readonly expectations: readonly ExpectationReport[];
}

/** How an invariant, a goal or an expectation of that id was broken; undefined where it was not. */
export function propertyBroken(result: Outcome, property: string): string | undefined {
  const invariant = result.invariants.find(({ id }) => id === property);
  const violation = invariant?.violations[0];
  if (violation !== undefined) {
    const { message, atMs } = violation;
    return `${message} (at ${atMs >= longMs ? longTime(atMs) : `${inTenths(atMs)} ms`})`;
  }
  const goal = result.goals.find(({ id }) => id === property);
  if (goal?.violated === true) return `a goal was not reached: ${goal.says}`;
  const expectation = result.expectations.find(({ id }) => id === property);
  // Where a goal was not reached, a measured value decides nothing.
  if (expectation?.holds !== false || result.verdict !== 'fail') return undefined;
  return expectationInWords(expectation);
}

/** The ids of all that was broken: invariants first, then goals, then expectations. */
export function brokenIn(result: Outcome): string[] {
  const properties = [...result.invariants, ...result.goals, ...result.expectations];
  return properties.map(({ id }) => id).filter((id) => propertyBroken(result, id) !== undefined);
}

/**
 * The answer of a run without some of the rules. A scenario tells of its mechanics as they are with every rule on, so
 * what is told here is why the rules are there, and what broke.
 */
export function storyWithout({ sim }: AnyScenario, result: Outcome, tells: () => string): string {
  const broken = brokenIn(result);
  const [first] = broken;
  if (first === undefined) {
    return `In this run nothing breaks without ${result.without.join(', ')}. The words are those of a run with every rule on: ${tells()}`;
  }
  const missed = result.without
    .map((rule) => ({ rule, ...sim.rules.get(rule) }))
    .filter(({ protects }) => broken.includes(protects));
  const reasons = missed.map(({ rule, because }) => `Without ${rule}: ${because}.`);
  const message = propertyBroken(result, missed[0]?.protects ?? first);
  return [...reasons, `In this run ${message}.`].join(' ');
}
