/** Parameters of the resilience scenarios. */
import { z } from 'zod';
import type { Jitter } from '../../sims/resilience/retry/backoff.ts';

export const real = (min: number, max: number, byDefault: number, says: string) =>
  z.number().min(min).max(max).default(byDefault).describe(says);

export const whole = (min: number, max: number, byDefault: number, says: string) =>
  z.int().min(min).max(max).default(byDefault).describe(says);

export const maxAttempts = (byDefault: number, min = 1) =>
  whole(min, 10, byDefault, 'tries of a request, the first included');

/** Every jitter that a backoff may have. */
export const jitters = [
  'none',
  'equal',
  'full',
  'decorrelated',
  'randomized',
  'randomizedAroundCap',
] as const satisfies Jitter[];
