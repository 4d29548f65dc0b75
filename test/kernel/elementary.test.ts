/**
 * Goal: logarithm and exponential are precise, and the same bits on every engine.
 * Method: against the engine's own, which may be off by one unit in the last place itself; and bits
 * that were recorded: any engine, any order of operations that differs, shows there.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { exp, log, log1p } from '../../src/kernel/elementary.ts';

function bitsOf(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  return bits.getBigInt64(0);
}

/** In units in the last place; for values of the same sign. */
const apart = (a: number, b: number) => Number(bitsOf(Math.abs(a)) - bitsOf(Math.abs(b)));

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('elementary functions', () => {
  test.prop([finite(Number.MIN_VALUE, Number.MAX_VALUE)])('log', (x) => {
    expect(Math.abs(apart(log(x), Math.log(x)))).toBeLessThanOrEqual(3);
  });
  test.prop([finite(0.5, 2)])('log near 1', (x) => {
    expect(Math.abs(apart(log(x), Math.log(x)))).toBeLessThanOrEqual(3);
  });
  test.prop([finite(-1 + 2 ** -53, 2)])('log1p', (x) => {
    expect(Math.abs(apart(log1p(x), Math.log1p(x)))).toBeLessThanOrEqual(3);
  });
  test.prop([finite(-708, 709.7)])('exp', (x) => {
    expect(Math.abs(apart(exp(x), Math.exp(x)))).toBeLessThanOrEqual(3);
  });
  test.prop([finite(-745, -708)])('exp of what is too small for full precision', (x) => {
    expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThanOrEqual(2 * Number.MIN_VALUE + 4e-323);
  });

  test.each([
    [log, 0, -Infinity],
    [log, 1, 0],
    [log, Infinity, Infinity],
    [log, -1, Number.NaN],
    [log, Number.NaN, Number.NaN],
    [log1p, -0, -0],
    [log1p, -1, -Infinity],
    [log1p, 1e-300, 1e-300],
    [exp, 0, 1],
    [exp, -0, 1],
    [exp, Infinity, Infinity],
    [exp, -Infinity, 0],
    [exp, 1e300, Infinity],
    [exp, -1e300, 0],
    [exp, Number.NaN, Number.NaN],
  ])('%o of %d is %d', (f, x, value) => {
    expect(f(x)).toBe(value);
  });

  test('the same bits on every engine', () => {
    const points = [1e-310, 1e-9, 0.1, 0.7, 0.999_999, 1.4, 3, 10, 1e6, 1e300];
    const functions = { log, log1p, exp: (x: number) => exp(x > 700 ? -700 + (x % 1) : x) };
    const bits = Object.entries(functions).map(([name, f]) =>
      [name, ...points.map((x) => BigInt.asUintN(64, bitsOf(f(x))).toString(16))].join(' '),
    );
    expect(bits).toMatchInlineSnapshot(`
      [
        "log c0864e69394d9508 c034b927f32bffb8 c0026bb1bbb55515 bfd6d3c324e13f50 beb0c6f82d74d230 3fd588c2d913348e 3ff193ea7aad030b 40026bb1bbb55516 402ba18a998fffa0 4085963447f87fb5",
        "log1p 12688b70e62c 3e112e0be801f1d9 3fb8663f793c46c6 3fe0fae81914a991 3fe62e41f28abb7d 3fec03d703735f8c 3ff62e42fefa39ef 40032ee3b77f374c 402ba18abb1dedc8 4085963447f87fb5",
        "exp 3ff0000000000000 3ff000000044b830 3ff1aec7b35a00d4 40001c2a61268987 4005bf091e3cef8b 4010388657115a47 403415e5bf6fb106 40d5829dcf950560 d14f2b0fb9307f d14f2b0fb9307f",
      ]
    `);
  });
});
