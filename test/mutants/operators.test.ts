/** Goal: each operator changes what it says and nothing else, and the same seed draws the same sample. */
import { expect, test } from 'vitest';
import { applied, mutantsOf, type Operator, operators } from './operators.ts';
import { probed } from './probes.ts';
import { located, portable, sampleOf } from './sample.ts';

const source = `
import { send } from './network.ts';

export interface Options {
  readonly limit: 3;
}

/** Words are left alone: 1 < 2. */
export function work(queue: number[], isOpen: boolean): number {
  if (isOpen && queue.length < 3) return 0;
  if (queue.length === 9) throw new Error(\`more than \${2 + 2}\`);
  let sum = 0;
  for (const job of queue) {
    if (!isOpen) continue;
    sum += job;
    send(job);
    count(job);
  }
  return sum >= 10 ? sum : -0.5;
}

function sumInWords(sum: number): string {
  return sum === 1 ? 'one' : String(sum + 1);
}
`;

const mutants = mutantsOf('sims/fixture/work.ts', source);

function changes(operator: Operator): string[] {
  return mutants
    .filter((mutant) => mutant.operator === operator)
    .map(({ original, mutated }) => `${original} -> ${mutated}`);
}

test('statements that act or leave early are removed', () => {
  expect(changes('statement removed')).toEqual([
    'if (isOpen && queue.length < 3) return 0; -> {}',
    'if (!isOpen) continue; -> {}',
    'sum += job; -> {}',
    'send(job); -> {}',
    'count(job); -> {}',
  ]);
});

test('comparisons turn, conditions are negated, and an equality is not negated twice', () => {
  expect(changes('comparison turned').sort()).toEqual(
    [
      'isOpen && queue.length < 3 -> isOpen || queue.length < 3',
      'isOpen && queue.length < 3 -> !(isOpen && queue.length < 3)',
      'queue.length < 3 -> (queue.length <= 3)',
      'queue.length === 9 -> queue.length !== 9',
      '!isOpen -> isOpen',
      'sum >= 10 -> sum > 10',
      'sum >= 10 -> !(sum >= 10)',
    ].sort(),
  );
});

test('numbers go up and down by one, but 0 only up', () => {
  expect(changes('constant changed')).toEqual([
    '3 -> 4',
    '3 -> 2',
    '0 -> 1',
    '9 -> 10',
    '9 -> 8',
    '0 -> 1',
    '10 -> 11',
    '10 -> 9',
    '0.5 -> 1.5',
    '0.5 -> (-0.5)',
  ]);
});

test('two calls in a row are swapped', () => {
  expect(changes('calls swapped')).toEqual([
    'send(job);\n    count(job); -> count(job);\n    send(job);',
  ]);
});

test('a mutant says where it is and changes the text there only', () => {
  const mutant = mutants.find(({ original }) => original === 'sum += job;');
  if (mutant === undefined) throw new Error('the fixture has no such mutant');
  expect(mutant).toMatchObject({ line: 15, lineText: 'sum += job;' });
  expect(applied(source, mutant)).toBe(source.replace('sum += job;', '{}'));
});

test('a probe at each mutant reports what a call reaches', () => {
  const text = 'let calls = 0; if (full && calls < 1) { calls += 1; } one(); two();';
  const found = mutantsOf('sims/fixture/probe.ts', text);
  const numbers = found.map((_, number) => number);
  const code = probed(text, found, numbers);
  const reached = (full: boolean) => {
    const probesReached = new Set<number>();
    const nothing = () => undefined;
    new Function('globalThis', 'full', 'one', 'two', code)(
      { probesReached },
      full,
      nothing,
      nothing,
    );
    return found.filter((_, number) => probesReached.has(number)).map(({ original }) => original);
  };
  expect(reached(true)).toEqual(found.map(({ original }) => original));
  // The block of the `if` is not reached, nor is the right side of its condition.
  expect(reached(false)).toHaveLength(found.length - 6);
  expect(reached(false)).not.toContain('calls += 1;');
});

const drawn = (seed: string, count = 8) => sampleOf(mutants, { count, seed, compiles: () => true });

test('the same seed draws the same sample, and another seed another', () => {
  expect(drawn('1')).toEqual(drawn('1'));
  const samples = Array.from({ length: 20 }, (_, seed) => JSON.stringify(drawn(String(seed))));
  expect(new Set(samples).size).toBeGreaterThan(10);
});

test('a sample has each operator in proportion, to within one', () => {
  for (const operator of operators) {
    const share = changes(operator).length / mutants.length;
    const got = drawn('1', 10).filter((mutant) => mutant.operator === operator).length;
    expect(Math.abs(got - 10 * share)).toBeLessThanOrEqual(1);
  }
});

test('what does not compile is replaced, and nothing is drawn twice', () => {
  const compiles = ({ operator }: { operator: Operator }) => operator !== 'constant changed';
  const sample = sampleOf(mutants, { count: 8, seed: '1', compiles });
  expect(new Set(sample).size).toBe(8);
  expect(sample.every(compiles)).toBe(true);
  const all = sampleOf(mutants, { count: 1_000, seed: '1', compiles });
  expect(all.length).toBe(mutants.filter(compiles).length);
});

test('the portable form finds a mutant in a longer file and a renamed one, and says when it is gone', () => {
  const longer = mutantsOf('sims/fixture/work.ts', `const first = 0 < 1;\n${source}`);
  const renamed = mutantsOf('sims/fixture/job/work.ts', source);
  for (const mutant of mutants) {
    const form = portable(mutant, mutants);
    const { line, start } = located(form, longer) ?? {};
    expect([line, start]).toEqual([
      mutant.line + 1,
      mutant.start + 'const first = 0 < 1;\n'.length,
    ]);
    expect(located(form, renamed)?.start).toBe(mutant.start);
    expect(located(form, [])).toBeUndefined();
  }
});
