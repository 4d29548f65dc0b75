/** Goal: the debugger sees every part of an experiment, and the story is told in words. */
import { expect, test } from 'vitest';
import metastable from '../../../scenarios/resilience/metastable.ts';
import randomFaults from '../../../scenarios/resilience/random-faults.ts';
import slowDependency from '../../../scenarios/resilience/slow-dependency.ts';
import stackOrder from '../../../scenarios/resilience/stack-order.ts';
import { resilienceNoteInWords } from '../../../sims/resilience/notes.ts';
import { type System, systemView } from '../../../sims/resilience/system.ts';
import { Run } from '../../../src/lab/run.ts';
import type { AnyScenario } from '../../../src/lab/scenario.ts';

/** The rows after so much virtual time. */
function viewAt(scenario: AnyScenario, untilMs: number): Record<string, string> {
  const run = new Run(scenario, { seed: 'view' });
  while (run.world.kernel.nextTimeMs <= untilMs) run.step();
  const rows = systemView(run.subject as System);
  return Object.fromEntries(
    rows.map(({ name, cells }) => [name, cells.map((cell) => cell.join(' ')).join(', ')]),
  );
}

test('services and breakers', () => {
  const view = viewAt(randomFaults, 10_000);
  expect(Object.keys(view)).toEqual(['counted', 'timed', 'breaker, counted', 'breaker, timed']);
  expect(view['breaker, timed']).toMatch(
    /^state (closed|open|halfOpen), calls \d+, failures \d+, rejected \d+$/,
  );
});

test('faults while they last, and budgets', () => {
  const view = viewAt(metastable, 3_500);
  expect(view['stable']).toContain('faults all takes requests in and finishes none for 3 s');
  expect(view['retry budget (token bucket, 0.05 a success)']).toBe('retries left 0');
  expect(viewAt(metastable, 500)['stable']).toContain('faults none');
});

test('permits', () => {
  expect(viewAt(slowDependency, 15_000)['pool for both']).toMatch(
    /^permits (39|40) of 40, waiting 0, rejected \d+$/,
  );
});

test('all 72 services of the orders', () => {
  expect(Object.keys(viewAt(stackOrder, 100))).toHaveLength(72);
});

test('moves of a breaker in words', () => {
  const moved = { kind: 'breaker-moved', calls: 10, failures: 5, slow: 0 } as const;
  expect(resilienceNoteInWords({ ...moved, from: 'closed', to: 'open' })).toBe(
    'opens: 5 of 10 calls failed',
  );
  expect(resilienceNoteInWords({ ...moved, from: 'halfOpen', to: 'open', slow: 2 })).toBe(
    'opens again: 5 of 10 calls failed, 2 slow',
  );
  expect(resilienceNoteInWords({ ...moved, from: 'open', to: 'halfOpen' })).toBe(
    'is half-open: lets probes through',
  );
});
