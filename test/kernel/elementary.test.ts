/**
 * Goal: logarithms, exponentials, powers and the sine are precise, and the same bits on every engine.
 * Method: against the engine's own, which may be off by one unit in the last place itself; and bits
 * that were recorded: any engine, any order of operations that differs, shows there.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  cos,
  exp,
  expm1,
  hypot,
  log,
  log1p,
  log2,
  log10,
  pow,
  sin,
} from '../../src/kernel/elementary.ts';

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

  test.prop([finite(-40, 709)])('expm1', (x) => {
    expect(Math.abs(apart(expm1(x), Math.expm1(x)))).toBeLessThanOrEqual(3);
  });
  // Below 2^-1022 Node 20's own log2 has ten digits.
  test.prop([finite(2 ** -1022, Number.MAX_VALUE)])('log2 and log10', (x) => {
    expect(Math.abs(apart(log2(x), Math.log2(x)))).toBeLessThanOrEqual(4);
    expect(Math.abs(apart(log10(x), Math.log10(x)))).toBeLessThanOrEqual(4);
  });
  test('log2 of a power of two and log10 of a power of ten are exact', () => {
    for (let n = -1_074; n <= 1_023; n++) expect(log2(pow(2, n))).toBe(n);
    for (let n = -22; n <= 22; n++) expect(log10(Number(`1e${n}`))).toBe(n);
  });
  test.prop([finite(1e-3, 1e3), fc.integer({ min: -40, max: 40 })])('whole powers', (x, n) => {
    expect(Math.abs(apart(pow(x, n), x ** n))).toBeLessThanOrEqual(Math.abs(n) + 1);
  });
  test.prop([finite(1e-9, 1e9), finite(-20, 20)])('other powers', (x, n) => {
    const units = 4 + Math.abs(n * Math.log(x));
    expect(Math.abs(apart(pow(x, n), x ** n))).toBeLessThanOrEqual(units);
  });
  test('powers that are whole numbers below 2^53 are exact', () => {
    for (const base of [2, 3, 7, 10, 62, 256, 1_024]) {
      for (let n = 0; base ** n < 2 ** 53; n++)
        expect(pow(base, n)).toBe(Number(BigInt(base) ** BigInt(n)));
    }
  });
  test.prop([finite(-1e6, 1e6)])('sine and cosine', (x) => {
    expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThanOrEqual(2 ** -52);
    expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThanOrEqual(2 ** -52);
  });
  test.prop([finite(-1e3, 1e3), finite(-1e3, 1e3)])('hypot', (a, b) => {
    expect(hypot(a, b)).toBeCloseTo(Math.hypot(a, b), 9);
  });

  test.each([
    [0, 0, 1],
    [0, 3, 0],
    [0, -2, Infinity],
    [0, 0.5, 0],
    [-2, 3, -8],
    [-2, 0.5, Number.NaN],
    [2, -1_074, 2 ** -1_074],
    [1, 0.5, 1],
    [1, Infinity, Number.NaN],
    [0.5, Infinity, 0],
    [-2, Infinity, Infinity],
    [2, Number.NaN, Number.NaN],
  ])('%d to the %d is %d', (x, n, value) => {
    expect(pow(x, n)).toBe(value);
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
    [expm1, -0, -0],
    [expm1, Infinity, Infinity],
    [expm1, -Infinity, -1],
    [log2, 0, -Infinity],
    [log10, 0, -Infinity],
    [sin, 0, 0],
    [sin, Infinity, Number.NaN],
    [cos, 0, 1],
    [exp, 1e300, Infinity],
    [exp, -1e300, 0],
    [exp, Number.NaN, Number.NaN],
  ])('%o of %d is %d', (f, x, value) => {
    expect(f(x)).toBe(value);
  });

  test('the same bits on every engine', () => {
    const points = [1e-310, 1e-9, 0.1, 0.7, 0.999_999, 1.4, 3, 10, 1e6, 1e300];
    const functions = {
      log,
      log1p,
      exp: (x: number) => exp(x > 700 ? -700 + (x % 1) : x),
      expm1: (x: number) => expm1(x > 700 ? -700 + (x % 1) : x),
      log2,
      log10,
      pow: (x: number) => pow(x, 0.3),
      cube: (x: number) => pow(x, -3),
      sin,
    };
    const bits = Object.entries(functions).map(([name, f]) =>
      [name, ...points.map((x) => BigInt.asUintN(64, bitsOf(f(x))).toString(16))].join(' '),
    );
    expect(bits).toMatchInlineSnapshot(`
      [
        "log c0864e69394d9508 c034b927f32bffb8 c0026bb1bbb55515 bfd6d3c324e13f50 beb0c6f82d74d230 3fd588c2d913348e 3ff193ea7aad030b 40026bb1bbb55516 402ba18a998fffa0 4085963447f87fb5",
        "log1p 12688b70e62c 3e112e0be801f1d9 3fb8663f793c46c6 3fe0fae81914a991 3fe62e41f28abb7d 3fec03d703735f8c 3ff62e42fefa39ef 40032ee3b77f374c 402ba18abb1dedc8 4085963447f87fb5",
        "exp 3ff0000000000000 3ff000000044b830 3ff1aec7b35a00d4 40001c2a61268987 4005bf091e3cef8b 4010388657115a47 403415e5bf6fb106 40d5829dcf950560 d14f2b0fb9307f d14f2b0fb9307f",
        "expm1 12688b70e62b 3e112e0be84bbb51 3fbaec7b35a00d3a 3ff03854c24d130e 3ffb7e123c79df16 4008710cae22b48e 403315e5bf6fb106 40d5825dcf950560 bff0000000000000 bff0000000000000",
        "log2 c0901730dabca5f6 c03de5b8eaa8d7e0 c00a934f0979a371 bfe0776228967d13 beb83454c4167fe4 3fdf113baed305da 3ff95c01a39fbd68 400a934f0979a371 4033ee7b471b3a95 408f24a09f1a8b89",
        "log10 c0735fffffffffff c022000000000000 bff0000000000000 bfc3d3d3d21ccf04 be9d25204937a8c5 3fc2b452cf2224f9 3fde8927964fd5fd 3ff0000000000000 4018000000000000 4072bfffffffffff",
        "pow 2ca0aff95cc5b0b5 3f60585e4c78b07b 3fe009b9cf334253 3fecc0b43ba5c3da 3fefffff5ef04cae 3ff1b30b79b06ded 3ff63f08b6f382ae 3fffec982d5bb8b0 404f8c4106c1abf9 529f6b0f09295988",
        "cube 7ff0000000000000 4589d971e4fe8400 408f3ffffffffffe 400752d871723144 3ff00003254ed7b0 3fd752d871723144 3fa2f684bda12f68 3f50624dd2f1a9fc 3c32725dd1d243ac 0",
        "sin 12688b70e62b 3e112e0be826d695 3fb98eaecb8bcb2c 3fe49d6e694619b8 3feaed536cf668c1 3fef88cddf44e102 3fc210386db6d55b bfe1689ef5f34f52 bfd6664b2568d867 7ff8000000000000",
      ]
    `);
  });
});
