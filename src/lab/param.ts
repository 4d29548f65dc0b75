/** The two kinds of numbers that most scenarios take, each in one line: bounds, default, what it says. */
import * as z from 'zod';

/** A real number from `min` to `max`. The default's cost is what a plain run costs. */
export const real = (min: number, max: number, byDefault: number, says: string) =>
  z.number().min(min).max(max).default(byDefault).describe(says);

/** A whole number from `min` to `max`. */
export const whole = (min: number, max: number, byDefault: number, says: string) =>
  z.int().min(min).max(max).default(byDefault).describe(says);

/** A real number above 0, up to `max`. */
export const positive = (max: number, byDefault: number, says: string) =>
  z.number().positive().max(max).default(byDefault).describe(says);
