/** Scenarios in which several limiters get the same requests side by side. */
import type { LimitersSubject } from '../../sims/traffic/limits/cluster.ts';
import { limitInvariants } from '../../sims/traffic/limits/laws.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { aboutTraffic } from './common.ts';

/** Spread into a scenario. */
export const aboutLimits = { ...aboutTraffic, invariants: limitInvariants };

export const allDecided: Goal<LimitersSubject> = sometimes(
  'all-decided',
  'every request gets an answer from every limiter',
  ({ decided, expected }) => decided === expected,
);
