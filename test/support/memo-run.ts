/**
 * Runs that the laws of scenarios and of rules share. A run is a function of its scenario and its
 * options, and nothing changes a result, so each is carried out once in a test file's process.
 */
import { type RunOptions, type RunResult, run } from '../../src/lab/run.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';

const results = new Map<string, RunResult>();

/** As `run` without settings; equal scenario ids and options give the same object. */
export function runOnce(scenario: AnyScenario, options: RunOptions): RunResult {
  const { seed, params = {}, without = [], plan = null, interventions = [] } = options;
  const key = JSON.stringify([scenario.id, seed, params, without, plan, interventions]);
  const known = results.get(key);
  if (known !== undefined) return known;
  const result = run(scenario, options);
  results.set(key, result);
  return result;
}
