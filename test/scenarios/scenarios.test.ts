/**
 * Goal: every scenario is what it says it is, and passes with its defaults, for many seeds and
 * every size of cluster.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { projectFolder } from '../../src/host/source.ts';
import { run } from '../../src/lab/run.ts';

const scenarios = await catalogue.scenarios();
const seeds = Array.from({ length: 20 }, (_, seed) => `seed ${seed}`);

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
  '%s',
  (id, scenario) => {
    test('has its file, which opens with its question and ends with what it leaves out', () => {
      const path = join(projectFolder, 'scenarios', `${id}.ts`);
      expect(existsSync(path)).toBe(true);
      const text = readFileSync(path, 'utf8');
      const words = (s: string) =>
        s
          .replace(/[*\s]+/g, ' ')
          .replaceAll('’', "'")
          .toLowerCase();
      expect(words(text.slice(0, 600))).toContain(`asks: ${words(scenario.asks)}`);
      expect(text.trimEnd().split('\n').slice(-4).join('\n')).toContain('// Left out:');
      expect(id.startsWith(`${scenario.sim.id}/`)).toBe(true);
      const entry = catalogue.entries.find((entry) => entry.id === id);
      expect(entry?.asks).toBe(scenario.asks);
    });

    test('passes with its defaults', () => {
      for (const seed of seeds) {
        const { verdict, goals, invariants, expectations } = run(scenario, { seed });
        expect({ seed, verdict, goals, invariants, expectations }).toMatchObject({
          verdict: 'pass',
        });
      }
    });

    test('every parameter can be set to its default, and says what it is', () => {
      const defaults = scenario.params.parse({}) as Record<string, unknown>;
      const { digest } = run(scenario, { seed: 'seed' });
      expect(run(scenario, { seed: 'seed', params: defaults }).digest).toBe(digest);
      for (const field of Object.values(scenario.params.shape)) {
        expect((field as { description?: string }).description).toBeTruthy();
      }
    });

    test('listening, and checking, change nothing', () => {
      const { digest } = run(scenario, { seed: 'seed' });
      const heard = run(scenario, { seed: 'seed' }, { listen: (trace) => trace.onEvery(() => {}) });
      expect(heard.digest).toBe(digest);
    });

    test('what is sent, written or noted is not changed afterwards', () => {
      const freeze = (value: unknown): void => {
        if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
        Object.freeze(value);
        for (const part of Object.values(value)) freeze(part);
      };
      run(scenario, { seed: 'seed' }, { listen: (t) => t.onEvery(({ detail }) => freeze(detail)) });
    });
  },
);

describe.each(
  scenarios.filter(({ params }) => 'nodes' in params.shape).map((s) => [s.id, s] as const),
)('%s for every size of cluster', (_id, scenario) => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('%i nodes', (nodes) => {
    if (!scenario.params.safeParse({ nodes }).success) return;
    for (const seed of seeds.slice(0, 8)) {
      const { verdict, goals, expectations } = run(scenario, { seed, params: { nodes } });
      expect({ seed, verdict, goals, expectations }).toMatchObject({ verdict: 'pass' });
    }
  });
});
