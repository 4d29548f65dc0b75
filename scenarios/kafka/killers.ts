/** For each rule, a run that shows what happens without it. */
import type { Killers } from '../../src/lab/catalogue.ts';
export const kafkaKillers: Killers = {};
