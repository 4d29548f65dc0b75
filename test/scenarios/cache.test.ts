/** Goal: the scenarios of caches keep the laws of scenarios. */
import { holdScenarios } from '../support/scenario-laws.ts';

await holdScenarios('cache');
