/**
 * Goal: every parameter of every scenario of clocks accepts its smallest value, and refuses values
 * out of bounds or not a number.
 */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { clocksWing } from '../../../scenarios/clocks/index.ts';
import { InputError } from '../../../src/lab/input-error.ts';
import { run } from '../../../src/lab/run.ts';
import type { AnyScenario } from '../../../src/lab/scenario.ts';

interface Bounds {
  readonly type?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

const scenarios = await Promise.all(
  clocksWing.scenarios.map(async ({ load }) => (await load()).default as AnyScenario),
);

const numbers = scenarios.flatMap((scenario) => {
  const { properties = {} } = z.toJSONSchema(scenario.params, { io: 'input' });
  return Object.entries(properties)
    .map(([name, bounds]) => ({ scenario, id: scenario.id, name, bounds: bounds as Bounds }))
    .filter(({ bounds: { type = '' } }) => ['number', 'integer'].includes(type));
});

test.each(numbers)('$id refuses a $name out of bounds', ({ scenario, name, bounds }) => {
  const { minimum, exclusiveMinimum, maximum } = bounds;
  const beyond = [
    minimum === undefined ? (exclusiveMinimum ?? 0) : minimum - 1,
    (maximum ?? Number.NaN) + 1,
    Number.NaN,
    'many',
  ];
  for (const value of beyond) {
    const asked = () => run(scenario, { seed: '1', params: { [name]: value } });
    expect(asked).toThrow(InputError);
    expect(asked).toThrow(name);
  }
});

const withLeast = numbers.filter(({ bounds }) => bounds.minimum !== undefined);

test.each(withLeast)('$id keeps its laws with the least $name', ({ scenario, name, bounds }) => {
  const { verdict } = run(scenario, { seed: '1', params: { [name]: bounds.minimum } });
  expect(verdict).toBe('pass');
});
