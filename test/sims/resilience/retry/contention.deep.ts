/**
 * 50 clients: the article’s right-hand side, in as many trials as the simulator’s own and more. And
 * what `npm test` tries, in more trials.
 */
import { expect, test } from 'vitest';
import backoff from '../../../../scenarios/resilience/backoff.ts';
import { run } from '../../../../src/lab/run.ts';
import './contention.test.ts';

const table = {
  noBackoff: [1_138, 689.5],
  exponential: [36_136, 623.8],
  equal: [4_266, 347.9],
  full: [2_834, 333.3],
  decorrelated: [2_209, 376.4],
} as const;

test('50 clients, 1,000 trials: every mean within 3% of the table', () => {
  const params = { clients: 50, trials: 1_000 };
  const { metrics } = run(backoff, { seed: 'deep', params }, { stepsMax: Infinity });
  for (const [strategy, [timeMs, calls]] of Object.entries(table)) {
    const meanOf = (name: string) => (metrics[name] as { mean: number }).mean;
    expect(Math.abs(meanOf(`${strategy}Ms`) / timeMs - 1)).toBeLessThan(0.03);
    expect(Math.abs(meanOf(`${strategy}Calls`) / calls - 1)).toBeLessThan(0.03);
  }
});
