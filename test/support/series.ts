/** Series of points that hang together over time, for tests of what a judge makes of them. */
import { normal, sampler } from '../../src/kernel/distribution.ts';
import type { RandomStream } from '../../src/kernel/random.ts';

export type Series = (count: number) => number[];

/** Autoregressive of first order, stationary, with variance 1. `shock` draws with variance 1. */
export function autoregressive(correlation: number, shock: () => number): Series {
  const scale = Math.sqrt(1 - correlation ** 2);
  return (count) => {
    let value = shock();
    return Array.from({ length: count }, () => {
      value = correlation * value + scale * shock();
      return value;
    });
  };
}

/** Normal shocks, and shocks with heavy tails: Student's t with three degrees of freedom. */
export function shocks(stream: RandomStream) {
  const draw = sampler(normal(0, 1), stream);
  const heavy = () => {
    const squares = draw() ** 2 + draw() ** 2 + draw() ** 2;
    return draw() / Math.sqrt(squares);
  };
  return { draw, heavy };
}

/** A series with something added that both sides share, such as a daily swing. */
export function plus(series: Series, added: (place: number, count: number) => number): Series {
  return (count) => series(count).map((value, place) => value + added(place, count));
}

/** Half fast noise, half a slow drift: neighbours hardly resemble each other, and yet it lasts. */
export function noisy(slow: Series, shock: () => number): Series {
  return (count) => slow(count).map((value) => (value + shock()) / Math.SQRT2);
}
