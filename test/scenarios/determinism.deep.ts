/** Many seeds of every scenario, each run twice: equal digests. */
import { expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { run } from '../../src/lab/run.ts';

const scenarios = await catalogue.scenarios();

test.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  for (let seed = 0; seed < 1_000; seed++) {
    const options = { seed: String(seed) };
    expect([seed, run(scenario, options).digest]).toEqual([seed, run(scenario, options).digest]);
  }
});
