/** Goal: the debugger sees every part of an experiment, and the story is told in words. */
import { expect, test } from 'vitest';
import metastable from '../../../scenarios/resilience/metastable.ts';
import randomFaults from '../../../scenarios/resilience/random-faults.ts';
import slowDependency from '../../../scenarios/resilience/slow-dependency.ts';
import stackOrder from '../../../scenarios/resilience/stack-order.ts';
import { type ResilienceNote, resilienceNotes } from '../../../sims/resilience/notes.ts';
import type { System } from '../../../sims/resilience/system.ts';
import { systemView } from '../../../sims/resilience/view.ts';
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
  // In the calm at the end every node is up.
  const view = viewAt(randomFaults, 28_000);
  expect(Object.keys(view)).toEqual([
    'counted',
    'timed',
    'callers-counted: breaker',
    'callers-timed: breaker',
  ]);
  expect(view['callers-timed: breaker']).toMatch(
    /^state (closed|open|halfOpen), calls \d+, failures \d+, rejected \d+$/,
  );
});

test('budgets', () => {
  const view = viewAt(metastable, 3_500);
  expect(view['client-retryBudget: retry budget (token bucket, 0.05 a success)']).toBe(
    'retries left 0',
  );
});

test('permits', () => {
  expect(viewAt(slowDependency, 15_000)['caller-shared: pool for both']).toMatch(
    /^permits (39|40) of 40, waiting 0, rejected \d+$/,
  );
});

test('all 72 services of the orders, each with a breaker and a bulkhead', () => {
  expect(Object.keys(viewAt(stackOrder, 100))).toHaveLength(3 * 72);
});

test.each([
  ['closed', 'open', 0, 'breaker opens: 5 of 10 calls failed'],
  ['halfOpen', 'open', 2, 'breaker opens again: 5 of 10 calls failed, 2 slow'],
  ['open', 'halfOpen', 0, 'breaker is half-open: lets probes through'],
  ['halfOpen', 'closed', 0, 'breaker closes: 5 of 10 calls failed'],
] as const)('a move from %s to %s in words', (from, to, slow, words) => {
  const moved: ResilienceNote = {
    kind: 'breaker-moved',
    breaker: 'breaker',
    calls: 10,
    failures: 5,
    from,
    to,
    slow,
  };
  expect(resilienceNotes.inWords(moved)).toBe(words);
});
