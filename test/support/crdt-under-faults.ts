/** Random edits under random faults, for every type with every policy that it is written for. */
import { expect } from 'vitest';
import randomEdits from '../../scenarios/crdt/random-edits.ts';
import { type RunResult, run } from '../../src/lab/run.ts';
import type { Plan } from '../../src/world/plan.ts';
import { stateBasedTypes } from './crdt-edits.ts';

export const everyPair: readonly (readonly [type: string, policy: string])[] = [
  ...stateBasedTypes.flatMap((type) => [[type, 'state'] as const, [type, 'delta'] as const]),
  ['collected-set', 'stable-state'],
  ...['g-counter', 'pn-counter', 'g-set', 'or-set', 'lww-register', 'rga', 'rga-runs', 'fugue'].map(
    (type) => [type, 'op'] as const,
  ),
];

export function expectNoAlarm(seed: string, params: object, plan?: Plan): RunResult {
  const result = run(randomEdits, { seed, params, plan });
  const broken = [
    ...result.invariants.flatMap(({ violations }) => violations.map(({ message }) => message)),
    ...result.goals.filter(({ violated }) => violated).map(({ says }) => says),
  ];
  expect([seed, params, broken]).toEqual([seed, params, []]);
  return result;
}
