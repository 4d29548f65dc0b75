/** Parameters of the resilience scenarios. */
import type { Jitter } from '../../sims/resilience/retry/backoff.ts';
import { whole } from '../../src/lab/param.ts';

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
