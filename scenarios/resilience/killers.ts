/** For each rule of resilience, a run that shows what happens without it. */
import type { Killers } from '../../src/lab/catalogue.ts';

export const resilienceKillers: Killers = {};
