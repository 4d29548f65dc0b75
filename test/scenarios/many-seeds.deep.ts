/** Goal: every scenario passes with its defaults for many seeds, and repeats. */
import { expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { run } from '../../src/lab/run.ts';

const scenarios = await catalogue.scenarios();

test.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  for (let seed = 0; seed < 20; seed++) {
    const options = { seed: String(seed) };
    const { digest, verdict } = run(scenario, options);
    expect({ seed, verdict }).toEqual({ seed, verdict: 'pass' });
    if (seed % 5 === 0) expect([seed, run(scenario, options).digest]).toEqual([seed, digest]);
  }
});
