/** Goal: what a swarm draws is allowed, repeats with its seed, leaves alone what was set, and varies the rest. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import * as z from 'zod';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { parseAssignments, range } from '../../../src/lab/params.ts';
import { drawParams } from '../../../src/lab/sweep/swarm.ts';

const schema = z.object({
  nodes: z.int().min(1).max(9).default(5),
  clients: z.int().min(1).default(100),
  timeoutMs: range(150, 300),
  rate: z.number().positive().max(1).default(0.7),
  mode: z.enum(['full', 'equal']).default('full'),
  fair: z.boolean().default(true),
  wait: z.number().default(20),
});

const draw = (seed: string, set: string[] = [], ranges = {}) =>
  drawParams({ schema, ranges, set }, new RandomStreams(seed).stream('swarm'));

const drawn = Array.from({ length: 2_000 }, (_, seed) =>
  parseAssignments(schema, draw(String(seed))),
);

describe('a swarm', () => {
  test.prop([fc.string()])('draws what is allowed, and the same again', (seed) => {
    const texts = draw(seed);
    expect(draw(seed)).toEqual(texts);
    const given = parseAssignments(schema, texts);
    const params = schema.parse(given);
    expect(params).toEqual(given);
    // Each is a parameter, drawn once, and the run has what was drawn.
    const names = texts.map((text) => text.split('=')[0] ?? '');
    expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining(names));
    expect(new Set(names).size).toBe(names.length);
    const defaults = schema.parse({});
    for (const name of Object.keys(schema.shape) as (keyof typeof defaults)[]) {
      if (!names.includes(name)) expect([name, params[name]]).toEqual([name, defaults[name]]);
    }
  });

  test('reaches all that a parameter with limits can be, and around the default of one without', () => {
    const seen = (name: string) =>
      new Set(drawn.map((params) => (params as Record<string, unknown>)[name]));
    expect([...seen('nodes')].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...seen('mode')].sort()).toEqual(['equal', 'full']);
    expect([...seen('fair')].sort()).toEqual([false, true]);
    const clients = [...seen('clients')] as number[];
    expect([Math.min(...clients), Math.max(...clients)]).toEqual([50, 200]);
    const rates = [...seen('rate')] as number[];
    expect(Math.max(...rates)).toBeGreaterThan(0.97);
    expect(Math.max(...rates)).toBeLessThanOrEqual(1);
    expect(Math.min(...rates)).toBeLessThan(0.37);
  });

  test('leaves each parameter alone in about half of the runs', () => {
    const alone = drawn.filter((params) => (params as { wait: number }).wait === 20).length;
    // 99.9%: 1,000 +- 3.29 * sqrt(2,000) / 2.
    expect(Math.abs(alone - 1_000)).toBeLessThan(74);
  });

  test('what was set stays, and a scenario can say what to draw from', () => {
    for (let seed = 0; seed < 200; seed++) {
      const texts = draw(String(seed), ['nodes=3'], {
        wait: { min: 7, max: 8 },
        timeoutMs: [{ min: 1, max: 2 }],
      });
      expect(texts.some((text) => text.startsWith('nodes='))).toBe(false);
      for (const text of texts) {
        if (text.startsWith('timeoutMs')) expect(text).toBe('timeoutMs=1..2');
        if (text.startsWith('wait')) expect(Number(text.slice(5))).toBeGreaterThanOrEqual(7);
        if (text.startsWith('wait')) expect(Number(text.slice(5))).toBeLessThanOrEqual(8);
      }
    }
  });

  test('values that are not allowed together are drawn anew', () => {
    const pair = z
      .object({ low: z.int().min(0).max(9).default(4), high: z.int().min(0).max(9).default(5) })
      .refine(({ low, high }) => low <= high, 'low must not be above high');
    for (let seed = 0; seed < 200; seed++) {
      const random = new RandomStreams(String(seed)).stream('swarm');
      const params = parseAssignments(
        pair,
        drawParams({ schema: pair, ranges: {}, set: [] }, random),
      );
      const { low, high } = params as { low: number; high: number };
      expect(low).toBeLessThanOrEqual(high);
    }
  });
});
