/**
 * All ways in which a number of operations can overlap, and the histories that are made of them.
 */

import type { Operation } from '../../src/check/linearizability/history.ts';
import type { Value } from '../../src/check/linearizability/value.ts';
import { must } from '../../src/kernel/must.ts';
import type { RandomStream } from '../../src/kernel/random.ts';
import { pick } from '../../src/kernel/random.ts';

/** When each operation was called, and returned: Infinity where it did not. */
export type Shape = readonly { readonly calledAt: number; readonly returnedAt: number }[];

/** What an operation does, and answers if it returns. */
export interface Deed {
  readonly f: string;
  readonly input?: Value;
  readonly output?: Value;
  /** If it returns, it found another value than it expected. */
  readonly refused?: true;
}

/**
 * Every shape of n operations that are numbered in the order of their calls. Those that return can
 * do so in 1 * 3 * 5 * … ways; any may be pending instead.
 */
export function shapesOf(operations: number): Shape[] {
  const shapes: Shape[] = [];
  const extend = (shape: Shape, open: readonly number[], time: number): void => {
    if (shape.length === operations) {
      if (open.length === 0) shapes.push(shape);
      else for (const place of open) close(shape, open, place, time);
      return;
    }
    extend([...shape, { calledAt: time, returnedAt: Infinity }], [...open, shape.length], time + 1);
    for (const place of open) close(shape, open, place, time);
  };
  const close = (shape: Shape, open: readonly number[], place: number, time: number): void => {
    const interval = must(shape[place], 'interval of the shape');
    const others = open.filter((other) => other !== place);
    extend(shape.with(place, { ...interval, returnedAt: time }), others, time + 1);
  };
  extend([], [], 0);
  return shapes.flatMap(withPending);
}

/** The same shape with any of its operations pending. */
function withPending(shape: Shape): Shape[] {
  const subsets = Array.from({ length: 2 ** shape.length }, (_, bits) => bits);
  return subsets.map((bits) =>
    shape.map((interval, place) =>
      (bits >> place) & 1 ? { ...interval, returnedAt: Infinity } : interval,
    ),
  );
}

export function historyOf(shape: Shape, deeds: readonly Deed[]): Operation[] {
  return shape.map(({ calledAt, returnedAt }, id) => {
    const { f, input, output, refused } = must(deeds[id], 'operation of that number');
    return {
      id,
      process: id,
      f,
      key: undefined,
      input,
      output: returnedAt === Infinity ? undefined : output,
      ...(refused && returnedAt !== Infinity ? { refused } : {}),
      calledAt,
      returnedAt,
      line: undefined,
      returnLine: undefined,
    };
  });
}

/** Every way to choose n deeds from a menu. */
export function* choicesOf(menu: readonly Deed[], n: number): Generator<readonly Deed[]> {
  if (n === 0) {
    yield [];
    return;
  }
  for (const rest of choicesOf(menu, n - 1)) for (const deed of menu) yield [...rest, deed];
}

export function randomDeeds(menu: readonly Deed[], n: number, stream: RandomStream): Deed[] {
  return Array.from({ length: n }, () => pick(stream, menu));
}
