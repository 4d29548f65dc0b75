/** A scenario with a cluster passes for every size of it that its parameters allow. */
import { expect, test } from 'vitest';
import { run } from '../../src/lab/run.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';

/** Those of which the size of the cluster is a parameter. */
export function sizedScenarios(scenarios: readonly AnyScenario[]): AnyScenario[] {
  return scenarios.filter(({ params }) => 'nodes' in params.shape);
}

/** Declares a test for each of 1 to 9 nodes that the scenario accepts. */
export function holdSizes(scenario: AnyScenario): void {
  const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter(
    (nodes) => scenario.params.safeParse({ nodes }).success,
  );
  test.each(sizes)(`${scenario.id} passes with %i nodes`, (nodes) => {
    const { verdict, goals, expectations } = run(scenario, { seed: '0', params: { nodes } });
    expect({ verdict, goals, expectations }).toMatchObject({ verdict: 'pass' });
  });
}
