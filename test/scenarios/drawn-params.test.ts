/**
 * Goal: every parameter that a scenario draws takes the user's own numbers, in every scenario, and what
 * is drawn then comes from them. A stand-in for the numbers counts how often they are looked up.
 */

import { describe, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { meanOf, quantileOf, type Typical } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { describeParams, drawnParams, parseParams } from '../../src/lab/params.ts';
import { Run, run } from '../../src/lab/run.ts';
import { digestOfSample, Sample } from '../../src/lab/sample.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';

interface Drawn {
  readonly scenario: AnyScenario;
  readonly name: string;
  readonly byDefault: Typical;
}

const drawn = (
  await Promise.all(
    catalogue.entries.map(async ({ id }): Promise<Drawn[]> => {
      const scenario = await catalogue.scenario(id);
      const help = new Map(describeParams(scenario.params).map((each) => [each.name, each]));
      return drawnParams(scenario.params).map((name) => ({
        scenario,
        name,
        byDefault: help.get(name)?.default as Typical,
      }));
    }),
  )
).flat();
const cases = drawn.map((each) => [each.scenario.id, each.name, each] as const);

/** Eleven numbers within the default range, or around the default number: no scenario has them itself. */
function sampleAround(byDefault: Typical): Float64Array {
  const { min, max } =
    typeof byDefault === 'number' ? { min: 0.8 * byDefault, max: 1.2 * byDefault } : byDefault;
  return Float64Array.from({ length: 11 }, (_, place) => min + ((max - min) * place) / 10);
}

/** 200 numbers spread as exponential times are, with the mean or the quantile that is the default. */
function exponentialLike({ params }: AnyScenario, name: string, byDefault: number): Float64Array {
  const of = params.shape[name].meta().drawnAround;
  // Of a minimum the multiples would be without limit.
  if (of === 0) return sampleAround({ min: byDefault, max: 2 * byDefault });
  const times = Float64Array.from({ length: 200 }, (_, place) => -Math.log1p(-(place + 0.5) / 200));
  const range = {
    min: must(times[0], 'first time'),
    max: must(times[199], 'last time'),
    values: times,
  };
  const scale = byDefault / (of === 'mean' ? meanOf(range) : quantileOf(range, of));
  return times.map((time) => time * scale);
}

/** A sample whose numbers count their look-ups. */
function countedSample(values: Float64Array): { sample: Sample; looked: Set<number> } {
  const looked = new Set<number>();
  const counting = new Proxy(values, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) looked.add(Number(key));
      return Reflect.get(target, key, target);
    },
  });
  const digest = digestOfSample(values);
  const sample = new Sample({ path: 'mine.csv', column: 'ms', digest, values: counting });
  return { sample, looked };
}

const stepsMax = 20_000;

test.each(cases)('%s draws %s from a file', (_id, name, { scenario, byDefault }) => {
  const { sample, looked } = countedSample(sampleAround(byDefault));
  looked.clear();
  const started = new Run(scenario, { seed: 'drawn', params: { [name]: sample } });
  // Of what is drawn around, the mean or a quantile is taken first, which is no draw.
  if (typeof byDefault === 'number') looked.clear();
  let steps = 0;
  while (looked.size === 0 && steps < stepsMax && started.step()) steps += 1;
  expect(looked.size).toBeGreaterThan(0);
});

describe('a number that is drawn around', () => {
  test.each(cases.filter(([, , { byDefault }]) => typeof byDefault === 'number'))(
    '%s runs to its end with %s from a file',
    (_id, name, { scenario, byDefault }) => {
      const { sample } = countedSample(exponentialLike(scenario, name, byDefault as number));
      const result = run(scenario, { seed: 'drawn', params: { [name]: sample } });
      expect(result.expectations.filter(({ holds }) => holds === false)).toEqual([]);
      expect(result.verdict).toBe('pass');
    },
  );

  test('is held to its limits by the mean or the quantile of the file', async () => {
    const { params } = await catalogue.scenario('kafka/worker-pool');
    const of = (...values: number[]) => countedSample(Float64Array.from(values)).sample;
    expect(parseParams(params, { recordMs: of(0, 10, 290) })).toMatchObject({
      recordMs: { min: 0, max: 290 },
    });
    expect(() => parseParams(params, { recordMs: of(10, 290, 600) })).toThrow(
      'recordMs must be at most 100, not 300.',
    );
    expect(() => parseParams(params, { recordMs: of(-1, 50) })).toThrow(
      /recordMs is a time, and one of the numbers of @mine\.csv:ms#\w+ is -1\./,
    );
  });

  test('says in its help that it takes a file', async () => {
    const { params } = await catalogue.scenario('kafka/worker-pool');
    const help = describeParams(params).find(({ name }) => name === 'recordMs');
    expect(help?.allowed).toBe('number, 0 to 100, or @file:column');
    expect(help?.default).toBe(10);
  });
});
