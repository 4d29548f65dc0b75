/** Goal: plans survive as files, and what is wrong with a file is said in one sentence that helps. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { InputError } from '../../src/lab/input-error.ts';
import { readPlan, writePlan } from '../../src/lab/plan-file.ts';
import { crash, hangDisk } from '../../src/world/fault.ts';
import { faultPlans } from '../support/arbitraries.ts';

const operations = fc.array(
  fc.record({
    atMs: fc.nat(),
    operation: fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<Record<string, unknown>>,
  }),
  { maxLength: 5 },
);

describe('a plan', () => {
  test.prop([faultPlans(['a', 'b'], 1_000), operations])(
    'is the same when it is read again',
    (faults, done) => {
      const plan = JSON.parse(JSON.stringify([...faults, ...done]));
      expect(readPlan('p.json', writePlan(plan))).toEqual({ name: 'p.json', plan });
    },
  );

  test('has one step a line', () => {
    const plan = [
      { atMs: 5, fault: crash('leader') },
      { atMs: 7, fault: hangDisk('n1', 40) },
    ];
    expect(writePlan(plan)).toBe(
      '[\n  {"atMs":5,"fault":{"kind":"crash","node":"leader"}},\n' +
        '  {"atMs":7,"fault":{"kind":"hang-disk","node":"n1","durationMs":40}}\n]\n',
    );
    expect(readPlan('p.json', writePlan([])).plan).toEqual([]);
  });
});

const ok = '{"atMs":5,"fault":{"kind":"crash","node":"n1"}}';

test.each([
  ['', '"p.json" is not a plan: it is not JSON.'],
  ['{}', '"p.json" is not a plan: it is not a list.'],
  ['null', '"p.json" is not a plan: it is not a list.'],
  [`[${ok},7]`, 'Step 2 of "p.json" has no time: atMs must be a number of at least 0.'],
  [`[${ok},null]`, 'Step 2 of "p.json" has no time: atMs must be a number of at least 0.'],
  ['[{"atMs":-1}]', 'Step 1 of "p.json" has no time: atMs must be a number of at least 0.'],
  ['[{"atMs":1}]', 'Step 1 of "p.json" must have a fault or an operation, and not both.'],
  [
    '[{"atMs":1,"fault":{"kind":"heal"},"operation":{}}]',
    'Step 1 of "p.json" must have a fault or an operation, and not both.',
  ],
  [
    '[{"atMs":1,"fault":{"kind":"heal"},"node":"n1"}]',
    'Step 1 of "p.json" has more than its time and a fault or an operation.',
  ],
  ['[{"atMs":1,"fault":{"kind":"crahs","node":"n1"}}]', 'Did you mean "crash"?'],
  ['[{"atMs":1,"fault":{"kind":"toString"}}]', 'Step 1 of "p.json" needs one. Their kinds are:'],
  ['[{"atMs":1,"fault":7}]', 'Step 1 of "p.json" needs one. Their kinds are:'],
  ['[{"atMs":1,"fault":{"kind":"crash"}}]', 'Step 1 of "p.json" is not a fault: node is wrong ('],
  [
    '[{"atMs":1,"fault":{"kind":"pause","node":"n1","durationMs":-4}}]',
    'Step 1 of "p.json" is not a fault: durationMs is wrong (',
  ],
])('%s is no plan', (text, says) => {
  expect(() => readPlan('p.json', text)).toThrow(InputError);
  expect(() => readPlan('p.json', text)).toThrow(says);
});
